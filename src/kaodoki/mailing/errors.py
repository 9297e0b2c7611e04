"""Why an e-mail cannot be sent."""

from kaodoki.errors import KaodokiError


class MailNotConfigured(KaodokiError):
    code = "mail_not_configured"
    ja = (
        "メールサーバーが設定されていません。"
        "サーバーの管理者に KAODOKI_EMAIL_URL と KAODOKI_EMAIL_FROM の設定を依頼してください。"
    )
    en = "No mail server is set up. Ask whoever runs the server to set KAODOKI_EMAIL_URL and KAODOKI_EMAIL_FROM."


class MailRefused(KaodokiError):
    code = "mail_refused"
    ja = "メールサーバーに送れませんでした({reason})。サーバーのアドレスとパスワード、宛先を確認してください。"
    en = "The mail server did not take the mail ({reason}). Check its address and password, and the recipient."


class AddressMissing(KaodokiError):
    code = "address_missing"
    ja = "あなたのメールアドレスが登録されていません。「自分のアカウント」のページで登録してください。"
    en = "Your own e-mail address is not known. Enter it on the page of your own account."
