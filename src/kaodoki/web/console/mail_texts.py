"""What the console's page メール通知 says."""

from kaodoki.web.texts import Text

MAIL_TEXTS: dict[str, Text] = {
    "mail_title": Text("メール通知", "E-mail notices"),
    "mail_lead": Text(
        "対応が必要なことを、画面を見ていない人にもメールで知らせます。",
        "What needs somebody is told by e-mail, also to those who do not look at this screen.",
    ),
    "read_only": Text(
        "閲覧のみです。変更には全権管理者の権限が必要です。", "You can read this. Changing it needs all rights."
    ),
    "server": Text("メールサーバー", "Mail server"),
    "server_set": Text("{host} から {sender} の名前で送信します。", "Mails go out through {host}, from {sender}."),
    "server_missing": Text(
        "メールサーバーが設定されていないため、メールは送信されません。サーバーの管理者に KAODOKI_EMAIL_URL と "
        "KAODOKI_EMAIL_FROM の設定を依頼してください。",
        "No mail server is set up, so nothing is sent. Ask whoever runs the server to set KAODOKI_EMAIL_URL and"
        " KAODOKI_EMAIL_FROM.",
    ),
    "test": Text("自分にテストメールを送る", "Send me a test"),
    "test_hint": Text("{email} に送ります。", "It goes to {email}."),
    "test_no_address": Text(
        "あなたのメールアドレスが未登録です。「自分のアカウント」で登録すると、テストと通知を受け取れます。",
        "Your own e-mail address is not known. Enter it under “My account” to receive tests and notices.",
    ),
    "test_sent": Text(
        "テストメールを送信しました。届くか確認してください。", "The test was sent. See whether it arrives."
    ),
    "what": Text("知らせる内容", "What is told"),
    "notify_punch_failed": Text("連携できない打刻", "Punches that could not be delivered"),
    "notify_punch_failed_hint": Text(
        "整合性エラーと連携エラーを、30分分まとめて、その従業員を見られる全権管理者と拠点管理者に送ります。"
        "送信前に直した打刻は含みません。",
        "Integrity errors and refused punches, half an hour of them in one mail, to the all-rights and site"
        " administrators who see those people. What was mended before is left out.",
    ),
    "notify_terminal_silent": Text("端末の無応答", "Silent terminals"),
    "notify_terminal_silent_hint": Text(
        "下の時間を超えて応答のない端末を、1回の無応答につき1通送ります。夜間に電源を切る端末があるときはオフにしてください。",
        "A terminal not heard of for longer than below: one mail for each silence. Switch this off if terminals are"
        " turned off at night.",
    ),
    "terminal_silent_minutes": Text("無応答とみなす時間(分)", "Silent after (minutes)"),
    "terminal_silent_minutes_wrong": Text(
        "2 から 1440 までの整数(分)を入力してください。", "Enter a whole number of minutes from 2 to 1440."
    ),
    "notify_overtime": Text("残業時間の警告", "Overtime warnings"),
    "notify_overtime_hint": Text(
        "就労管理で決めた警告の時間に達した従業員を、同期のたびにまとめて1通送ります。",
        "People who reached a warning set under Work rules: one mail after each sync that finds any.",
    ),
    "notify_photo_decided": Text("顔写真の承認・差戻し", "Photos approved or sent back"),
    "notify_photo_decided_hint": Text(
        "申請した本人に送ります。顔写真そのものや特徴はメールに含みません。",
        "To the person who handed the photo in. The mail holds neither the photo nor anything of the face.",
    ),
    "save": Text("保存する", "Save"),
    "saved": Text("保存しました。", "Saved."),
    "not_saved": Text(
        "保存していません。赤字の項目を直して、もう一度保存してください。",
        "Nothing was saved. Mend what is marked and save again.",
    ),
    "moved": Text(
        "ほかの管理者が先に変更したため、保存していません。現在の値を確認して、もう一度保存してください。",
        "Somebody else changed these first, so nothing was saved. Look at them and save again.",
    ),
    "latest": Text("最近のメール", "Latest mails"),
    "latest_hint": Text("新しい順に {count} 件まで。30日後に消去します。", "The newest {count}; erased after 30 days."),
    "none_yet": Text(
        "まだ1通も送っていません。知らせることが起きると、ここに送信の結果が表示されます。",
        "No mail yet. When there is something to tell, this shows what became of it.",
    ),
    "time": Text("日時", "Time"),
    "recipient": Text("宛先", "To"),
    "subject": Text("内容", "About"),
    "state": Text("状態", "State"),
    "sent": Text("送信済み", "Sent"),
    "waits": Text("{time} に再送", "Again at {time}"),
    "waiting": Text("送信待ち", "Waits"),
    "failed": Text("送信できず({reason})", "Not sent ({reason})"),
}
