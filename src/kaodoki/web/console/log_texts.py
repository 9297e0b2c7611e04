"""What the console's page 顔認証ログ says."""

from kaodoki.web.texts import Text

LOG_TEXTS: dict[str, Text] = {
    "log_title": Text("顔認証ログ", "Face-authentication log"),
    "log_lead": Text(
        "端末での顔認証・PIN・QRカードのすべての記録です。新しい順に 50 件ずつ表示します。",
        "Every try at the terminals, by face, PIN or card; the newest first, fifty at a time.",
    ),
    "from": Text("開始日", "From"),
    "to": Text("終了日", "To"),
    "terminal": Text("端末", "Terminal"),
    "every_terminal": Text("すべての端末", "Every terminal"),
    "site": Text("拠点", "Site"),
    "every_site": Text("すべての拠点", "Every site"),
    "outcome": Text("結果", "Outcome"),
    "every_outcome": Text("すべての結果", "Every outcome"),
    "method": Text("方法", "By"),
    "every_method": Text("すべての方法", "Every way"),
    "method_face": Text("顔", "face"),
    "method_pin": Text("PIN", "PIN"),
    "method_card": Text("QRカード", "QR card"),
    "method_offline": Text("オフライン", "offline"),
    "employee_code": Text("従業員コード", "Employee code"),
    "name": Text("氏名", "Name"),
    "find": Text("絞り込む", "Filter"),
    "clear": Text("条件を消す", "Clear"),
    "time": Text("日時", "Time"),
    "captured": Text("端末で認証した日時", "Seen at the terminal"),
    "advice": Text("対処", "What to do"),
    "kind_name": Text("種別", "Kind"),
    "state": Text("連携", "Delivery"),
    "score": Text("一致度", "Score"),
    "runner_up": Text("次点", "Next best"),
    "threshold": Text("しきい値", "Threshold"),
    "identified": Text("本人を確認", "Identified"),
    "see_picture": Text("画像を見る", "See"),
    "older": Text("前の 50 件", "Earlier 50"),
    "newest": Text("最新へ", "Newest"),
    "csv": Text("CSV(UTF-8)", "CSV (UTF-8)"),
    "csv_sjis": Text("CSV(Shift_JIS)", "CSV (Shift_JIS)"),
    "nothing_found": Text("条件に合う記録はありません。", "Nothing matches."),
    "nothing_yet": Text(
        "記録はまだありません。端末をペアリングし、従業員の顔写真を登録すると、ここに並びます。",
        "Nothing yet. Pair a terminal and enrol people's photos; every try then appears here.",
    ),
    "advice_not_sure": Text(
        "同じ人で続くときは、新しい写真を登録してください。", "If it is the same person again, enrol a new photo."
    ),
    "advice_unknown": Text(
        "登録のない人です。従業員であれば、顔写真を登録してください。",
        "Nobody enrolled. If it was one of yours, enrol a photo.",
    ),
    "advice_poor_quality": Text("照明か端末の向きを変えてください。", "Move the lamp or turn the terminal."),
    "advice_several_faces": Text("一人ずつ顔を向けてください。", "One person at a time."),
    "advice_not_live": Text(
        "写真や画面による打刻のおそれがあります。本人に確認してください。",
        "Perhaps a photo or a screen was held up; ask the person.",
    ),
    "advice_challenge_required": Text("動作の確認が済んでいません。", "The challenge was not answered."),
}
