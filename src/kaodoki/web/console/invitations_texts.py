"""What the console's page 顔写真の案内 says."""

from kaodoki.web.texts import Text

INVITATIONS_TEXTS: dict[str, Text] = {
    "invitations": Text("顔写真の案内", "Invite for photos"),
    "invitations_lead": Text(
        "従業員に、スマートフォンで顔写真を申請するためのリンクを渡します。",
        "Give employees the link with which they hand in their photo by phone.",
    ),
    "none": Text(
        "全員の顔写真が承認済みか、従業員がまだ登録されていません。",
        "Everybody’s photo is approved, or there are no employees yet.",
    ),
    "choose": Text("顔写真のない従業員({count} 名)", "Without a photo ({count})"),
    "choose_hint": Text(
        "送る相手を選んでください。新しく案内すると、前の案内は使えなくなります。一度に {most} 名までです。",
        "Choose whom to invite. A new invitation ends the one before. At most {most} at once.",
    ),
    "employee": Text("従業員", "Employee"),
    "email": Text("メールアドレス", "E-mail"),
    "no_email": Text("未登録", "none"),
    "standing": Text("状況", "State"),
    "not_invited": Text("未案内", "Not invited"),
    "invited": Text("{time} に案内", "Invited {time}"),
    "opened": Text("{time} に開いた", "Opened {time}"),
    "expired": Text("期限切れ", "Expired"),
    "waiting": Text("承認待ち", "Waits for approval"),
    "sent_back": Text("差戻し中", "Sent back"),
    "choose_name": Text("{name} を選ぶ", "Choose {name}"),
    "by_email": Text("メールで送る", "Send by e-mail"),
    "by_letter": Text("案内状(QRコード)を作る", "Make letters with a QR code"),
    "nobody": Text("送る相手を選んでください。", "Choose whom to invite."),
    "mail_off": Text(
        "メールサーバーが設定されていないため、案内状で渡してください。", "No mail server is set up: use letters."
    ),
    "mailed": Text("{count} 名に送信しました。", "Sent to {count}."),
    "not_mailed": Text("{count} 名には送れませんでした: {names}", "Could not be sent to {count}: {names}"),
    "letters": Text("案内状", "Letters"),
    "letters_hint": Text(
        "印刷して本人に渡してください。この画面を閉じると、同じ案内状はもう表示できません(もう一度案内できます)。",
        "Print these and hand them out. They cannot be shown again; you can always invite anew.",
    ),
    "letter_title": Text("顔写真の申請のご案内", "Please hand in your face photo"),
    "letter_body": Text(
        "スマートフォンのカメラでQRコードを読み取り、画面の案内にそって顔写真を申請してください。パスワードは要りません。",
        "Scan the code with your phone’s camera and follow the steps on the screen. You need no password.",
    ),
    "letter_until": Text("{time} まで、1台のスマートフォンで使えます。", "Works on one phone, until {time}."),
    "letter_free": Text(
        "申請は任意です。顔写真を使わない方は、従業員コードとPIN、またはQRカードで打刻できます。",
        "It is up to you: without a photo you clock with employee code and PIN or a QR card.",
    ),
    "qr_said": Text("{name} のQRコード", "QR code for {name}"),
    "back": Text("一覧に戻る", "Back to the list"),
    "mail_subject": Text("顔写真の申請のお願い", "Please hand in your face photo"),
    "mail_body": Text(
        "{company} の打刻に使う顔写真を、スマートフォンで申請してください。次のリンクを開くと始まります。\n\n{url}\n\n"
        "リンクは {time} まで、1台のスマートフォンで使えます。ほかの人に転送しないでください。\n"
        "申請は任意です。顔写真を使わない方は、従業員コードとPIN、またはQRカードで打刻できます。",
        "Please hand in the photo used for clocking at {company} with your phone. Open this link to begin.\n\n{url}\n\n"
        "It works on one phone, until {time}. Please do not pass it on.\n"
        "It is up to you: without a photo you clock with employee code and PIN or a QR card.",
    ),
}
