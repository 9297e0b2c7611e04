"""What the console's pages 自分のアカウント and 管理者 say."""

from kaodoki.web.texts import Text

ACCOUNT_TEXTS: dict[str, Text] = {
    "account_title": Text("自分のアカウント", "My account"),
    "identity": Text("基本情報", "Identity"),
    "display_name": Text("氏名", "Name"),
    "email": Text("メールアドレス", "E-mail"),
    "email_hint": Text("通知とテストメールの宛先です。", "Where notices and tests go."),
    "save": Text("保存する", "Save"),
    "changed": Text("保存しました。", "Saved."),
    "identity_wrong": Text(
        "氏名は100文字まで、メールアドレスは正しい形で入力してください。",
        "Check the name (100 characters) and the e-mail address.",
    ),
    "email_taken": Text(
        "このメールアドレスは、ほかの管理者が使っています。", "Another administrator has this e-mail address."
    ),
    "password_title": Text("パスワード", "Password"),
    "change_password": Text("パスワードを変更する", "Change the password"),
    "mfa_title": Text("2段階認証", "Two-step login"),
    "mfa_on": Text("有効です。", "It is on."),
    "mfa_off": Text(
        "設定していません。パスワードが漏れても守れるように、認証アプリかパスキーの登録をおすすめします。",
        "It is off. With an authenticator app or a passkey a stolen password is not enough.",
    ),
    "mfa_must": Text(
        "会社の設定で2段階認証が必要です。認証アプリかパスキーを登録すると、ほかの画面を開けます。",
        "Your company asks for a second step. Set up an app or a passkey; then the other pages open.",
    ),
    "app": Text("認証アプリ", "Authenticator app"),
    "app_on": Text("登録済み", "set up"),
    "app_add": Text("認証アプリを登録する", "Set up an app"),
    "app_remove": Text("解除する", "Remove"),
    "passkeys": Text("パスキー", "Passkeys"),
    "passkey_add": Text("パスキーを登録する", "Add a passkey"),
    "remove": Text("削除", "Remove"),
    "codes": Text("リカバリーコード", "Recovery codes"),
    "codes_left": Text("未使用 {count} 個", "{count} unused"),
    "sessions": Text("ログイン中の端末", "Where you are logged in"),
    "device": Text("端末", "Device"),
    "address": Text("接続元", "Address"),
    "since": Text("ログイン日時", "Since"),
    "seen": Text("最後の操作", "Last seen"),
    "this_one": Text("この端末", "this one"),
    "end": Text("ログアウトさせる", "Log out"),
    "session_ended": Text("ログアウトさせました。", "That session was ended."),
    "administrators_title": Text("管理者", "Administrators"),
    "administrators_lead": Text("管理画面を使う人と、その権限です。", "Who uses this console, and what they may do."),
    "new_administrator": Text("管理者を追加する", "Add an administrator"),
    "login_hint": Text("半角の英数字と @ . _ + - で3文字以上", "3 characters or more: letters, digits, @ . _ + -"),
    "role": Text("権限", "Role"),
    "sites": Text("担当する拠点", "Sites"),
    "sites_hint": Text(
        "拠点管理者は選んだ拠点の従業員・顔写真・打刻だけを見て、連携できない打刻もその拠点の分を判断します。"
        "顔写真承認者と閲覧者は、選ばなければすべての拠点を見ます。",
        "Site managers see these only, and settle the punches of these that could not be delivered."
        " Approvers and viewers see every site unless some are chosen.",
    ),
    "every_site": Text("すべて", "all"),
    "add": Text("追加する", "Add"),
    "mfa_short": Text("2段階認証", "Two-step"),
    "yes": Text("あり", "yes"),
    "state_active": Text("有効", "active"),
    "state_off": Text("停止中", "off"),
    "active": Text("ログインできる", "May log in"),
    "temporary_said": Text(
        "{login} の仮のパスワードです。この画面を離れると二度と表示されません。最初のログインで本人が変更します。",
        "The temporary password of {login}. It is not shown again; they choose their own at the first login.",
    ),
    "form_wrong": Text(
        "ログインID、氏名、メールアドレス、権限を確認してください。", "Check login, name, e-mail and role."
    ),
    "reset_password": Text("仮のパスワードを発行する", "Issue a temporary password"),
    "reset_factors": Text("2段階認証を解除する", "Remove the second factors"),
    "reset_factors_hint": Text(
        "スマートフォンをなくした管理者のために使います。本人であることを確かめてから解除してください。",
        "For somebody who has lost their phone. Make sure who is asking.",
    ),
    "factors_reset": Text("2段階認証を解除しました。", "The second factors were removed."),
    "back": Text("管理者の一覧へ戻る", "Back to the list"),
    "need_mfa": Text("全員に2段階認証を求める", "Ask everybody for a second step"),
    "switch_on": Text("オンにする", "Switch on"),
    "switch_off": Text("オフにする", "Switch off"),
    "need_mfa_hint": Text(
        "オンにすると、2段階認証のない管理者は、登録するまでほかの画面を開けません。",
        "Whoever has none sees nothing but the page where it is set up.",
    ),
    "role_all_rights": Text("すべての設定と連携ができます", "every setting and the linkage"),
    "role_site_manager": Text(
        "担当拠点の従業員と顔写真を管理し、打刻と端末の状態を確認します",
        "looks after people and photos of their sites, and sees punches and terminals there",
    ),
    "role_photo_approver": Text("顔写真を承認・差戻しします", "approves photos or sends them back"),
    "role_viewer": Text("見るだけです(顔写真は見られません)", "reads only, and sees no photo"),
}
