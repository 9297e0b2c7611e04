"""Who may not come in, or not do this."""

from kaodoki.errors import KaodokiError


class Unauthenticated(KaodokiError):
    code = "unauthenticated"
    ja = "認証できませんでした。アクセストークンを確認してください。"
    en = "The access token is missing, wrong or revoked. Check the Authorization header."


class Forbidden(KaodokiError):
    code = "forbidden"
    ja = "この操作には {role} の権限が必要です。"
    en = "This needs the role {role}."


class LoginTaken(KaodokiError):
    code = "login_taken"
    ja = "ログインID {login} はすでに使われています。"
    en = "The login {login} is taken."


class LastAllRights(KaodokiError):
    code = "last_all_rights"
    ja = "全権管理者が1名もいなくなるため、変更できません。先にほかの管理者を全権管理者にしてください。"
    en = "Nobody with all rights would be left. Give another administrator all rights first."
