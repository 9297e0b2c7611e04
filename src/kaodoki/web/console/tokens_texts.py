"""What the console's page APIトークン says."""

from kaodoki.web.texts import Text

TOKENS_TEXTS: dict[str, Text] = {
    "tokens_title": Text("APIトークン", "API tokens"),
    "tokens_lead": Text(
        "人事システムなど、ほかのプログラムが Kaodoki の API を使うための鍵です。",
        "Keys with which other programs, such as an HR system, use Kaodoki's API.",
    ),
    "new_token": Text("トークンを発行する", "Issue a token"),
    "token_name": Text("使うプログラムの名前", "Name of the program"),
    "token_name_hint": Text(
        "あとで「どれを無効にすればよいか」がわかる名前にします。例: 人事システム 夜間連携",
        "So that you know later which one to revoke, such as “HR system, nightly”.",
    ),
    "token_role": Text("できること", "What it may do"),
    "token_role_hint": Text(
        "全社の従業員が対象です。必要なだけの権限にしてください。",
        "It covers the people of the whole company; no more than it needs.",
    ),
    "issue": Text("発行する", "Issue"),
    "name_needed": Text(
        "名前(100文字まで)を入力し、できることを選んでください。", "Enter a name (100 characters) and choose a role."
    ),
    "secret_title": Text("新しいトークン", "The new token"),
    "secret_once": Text(
        "この画面を離れると二度と表示されません。今すぐプログラムの設定に貼り付けてください。",
        "It is not shown again. Paste it into the program's settings now.",
    ),
    "secret_use": Text("使い方: HTTP ヘッダー", "How it is sent: HTTP header"),
    "created": Text("発行日時", "Issued"),
    "beginning": Text("先頭", "Begins with"),
    "role": Text("権限", "Role"),
    "revoke_token": Text("「{name}」を無効にする", "Revoke “{name}”"),
    "revoked": Text("無効", "Revoked"),
    "active": Text("有効", "Active"),
    "revoked_said": Text("無効にしました。このトークンではもう何もできません。", "Revoked. It opens nothing any more."),
    "no_tokens": Text(
        "トークンはまだありません。ほかのプログラムとつなぐときに、上で発行してください。",
        "No token yet. Issue one above when another program is to be connected.",
    ),
    "api_docs": Text("API の説明を開く", "Open the API's reference"),
}
