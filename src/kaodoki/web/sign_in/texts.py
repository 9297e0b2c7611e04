"""What the pages of signing in say."""

from kaodoki.web.texts import Text

SIGN_IN_TEXTS: dict[str, Text] = {
    "login_failed": Text(
        "ログインIDまたはパスワードが違います。もう一度入力してください。",
        "The login or the password is wrong. Please type both again.",
    ),
    "login_waits": Text(
        "入力の誤りが続いたため、しばらくログインできません。5分ほど待ってから、もう一度お試しください。",
        "Too many wrong tries. Wait about five minutes, then try again.",
    ),
    "with_passkey": Text("パスキーを使う", "Use a passkey"),
    "with_sso": Text("{name} でログイン", "Log in with {name}"),
    "sso_refused": Text(
        "このアカウントに結び付いた管理者がいないか、ログインが中止されました。管理者のメールアドレスと同じアカウントでログインしてください。",
        "No administrator belongs to that account, or it was cancelled. Use the account with your administrator's"
        " e-mail address.",
    ),
    "sso_away": Text(
        "シングルサインオンのサービスに接続できません。しばらく待ってからお試しになるか、パスワードでログインしてください。",
        "The single sign-on service does not answer. Try again in a while, or log in with your password.",
    ),
    "inactive": Text(
        "このログインは停止されています。ほかの全権管理者に確認してください。",
        "This login is switched off. Ask another all-rights administrator.",
    ),
    "second_factor": Text("2段階認証", "Two-step login"),
    "enter_code": Text(
        "認証アプリに表示された6桁の数字、またはリカバリーコードを入力してください。",
        "Enter the six digits of your authenticator app, or a recovery code.",
    ),
    "code": Text("認証コード", "Code"),
    "confirm_code": Text("確認する", "Confirm"),
    "use_passkey": Text("パスキー・セキュリティキーを使う", "Use a passkey or security key"),
    "cancel": Text("キャンセル", "Cancel"),
    "needs_script": Text("パスキーには JavaScript が必要です。", "Passkeys need JavaScript."),
    "confirm_you": Text("ご本人の確認", "Confirm that it is you"),
    "confirm_you_hint": Text(
        "大切な設定を変更するため、もう一度確認します。", "This changes something important, so we ask once more."
    ),
    "other_way": Text("ほかの方法で確認する", "Confirm another way"),
    "by_password": Text("パスワードで確認", "With the password"),
    "change_password": Text("パスワードの変更", "Change the password"),
    "temporary_password": Text(
        "仮のパスワードでログインしています。自分だけが知るパスワードに変更してください。",
        "You are logged in with a temporary password. Choose one that only you know.",
    ),
    "old_password": Text("現在のパスワード", "Password now"),
    "new_password": Text("新しいパスワード(12文字以上)", "New password (12 characters or more)"),
    "new_password_again": Text("新しいパスワード(確認)", "New password, again"),
    "change": Text("変更する", "Change"),
    "password_hint": Text(
        "変更すると、ほかの端末のログインは終了します。", "Every other session of yours ends with the change."
    ),
    "totp_on_title": Text("認証アプリを登録する", "Set up an authenticator app"),
    "totp_on_hint": Text(
        "スマートフォンの認証アプリ(Google Authenticator など)でQRコードを読み取り、表示された6桁を入力します。",
        "Scan the code with an authenticator app on your phone and type the six digits that it shows.",
    ),
    "totp_qr": Text("認証アプリ用のQRコード", "QR code for the authenticator app"),
    "totp_secret": Text("読み取れないときの文字", "If it cannot be scanned"),
    "totp_on": Text("登録する", "Set up"),
    "totp_off_title": Text("認証アプリの登録を解除する", "Remove the authenticator app"),
    "totp_off_hint": Text(
        "解除すると、パスワードだけでログインできるようになります。",
        "From then on the password alone lets you in.",
    ),
    "totp_off": Text("解除する", "Remove"),
    "recovery_title": Text("リカバリーコード", "Recovery codes"),
    "recovery_hint": Text(
        "スマートフォンをなくしたときに、1つにつき1回だけ使えるコードです。印刷するか、安全な場所に保管してください。",
        "For when the phone is lost; each works once. Print them or keep them somewhere safe.",
    ),
    "recovery_left": Text("未使用", "Unused:"),
    "recovery_new": Text("新しいコードを作る", "Make new codes"),
    "recovery_new_hint": Text("以前のコードは使えなくなります。", "The earlier ones stop working."),
    "passkey_title": Text("パスキーを登録する", "Add a passkey"),
    "passkey_hint": Text(
        "指紋・顔・PIN やセキュリティキーで、パスワードなしでもログインできるようにします。"
        "ホスト名(localhost や kaodoki.example.jp)で開いているときに使えます。",
        "Log in with fingerprint, face, device PIN or a security key. It works where this page is opened by a name"
        " such as localhost or kaodoki.example.jp, not by an address.",
    ),
    "passkey_name": Text("名前(例: 事務所のノートPC)", "Its name, such as “Office laptop”"),
    "passkey_passwordless": Text("パスワードなしのログインにも使う", "Also to log in without the password"),
    "passkey_add": Text("登録する", "Add"),
    "passkey_remove_title": Text("パスキーを削除する", "Remove the passkey"),
    "passkey_remove": Text("削除する", "Remove"),
    "back_to_account": Text("自分のアカウントへ戻る", "Back to my account"),
}
