"""What the console's pages 打刻 say, and the notes beside the states of a punch in words."""

from kaodoki.linking.sending import PAST_DEADLINE
from kaodoki.punches.arranging import REARRANGED
from kaodoki.web.texts import Text

PUNCHES_TEXTS: dict[str, Text] = {
    "punches_title": Text("打刻", "Punches"),
    "punches_lead": Text(
        "すべての打刻と、勤怠システムへの連携の状態です。新しい順に 50 件ずつ表示します。",
        "Every punch and how its delivery stands; the newest first, fifty at a time.",
    ),
    "from": Text("開始日", "From"),
    "to": Text("終了日", "To"),
    "kind": Text("種別", "Kind"),
    "kind_name": Text("種別", "Kind"),
    "every_kind": Text("すべての種別", "Every kind"),
    "every_state": Text("すべての状態", "Every state"),
    "state_waiting": Text("連携待ち(まとめて)", "All that wait"),
    "state_failed": Text("要対応(まとめて)", "All that failed"),
    "find": Text("絞り込む", "Filter"),
    "clear": Text("条件を消す", "Clear"),
    "time": Text("日時", "Time"),
    "employee_code": Text("従業員コード", "Employee code"),
    "name": Text("氏名", "Name"),
    "state": Text("状態", "State"),
    "working_date": Text("勤務日", "Working day"),
    "working_time": Text("勤務日での時刻", "Time of the working day"),
    "terminal": Text("端末", "Terminal"),
    "every_terminal": Text("すべての端末", "Every terminal"),
    "method": Text("方法", "By"),
    "method_face": Text("顔", "face"),
    "method_pin": Text("PIN", "PIN"),
    "method_card": Text("QRカード", "QR card"),
    "delivered": Text("連携した日時", "Delivered"),
    "reason": Text("理由", "Why"),
    "older": Text("前の 50 件", "Earlier 50"),
    "newest": Text("最新へ", "Newest"),
    "csv": Text("CSV(UTF-8)", "CSV (UTF-8)"),
    "csv_sjis": Text("CSV(Shift_JIS)", "CSV (Shift_JIS)"),
    "nothing_found": Text("条件に合う打刻はありません。", "Nothing matches."),
    "nothing_yet": Text(
        "打刻はまだありません。端末をペアリングし、従業員の顔写真を登録すると、ここに並びます。",
        "No punch yet. Pair a terminal and enrol people's photos; their punches then appear here.",
    ),
    "timeline": Text("状態の履歴", "What became of it"),
    "since": Text("日時", "When"),
    "note_said": Text("説明", "Why"),
    "by": Text("対応した人", "Who"),
    "decide": Text("この打刻への対応", "Decide over this punch"),
    "decide_hint": Text(
        "元の打刻は書き換えられず、対応した人と理由が残ります。",
        "The punch itself is never rewritten; who decided and why is kept.",
    ),
    "corrects": Text("この打刻が修正した元の打刻", "The punch that this one corrects"),
    "corrections": Text("この打刻を修正した打刻", "What it was corrected to"),
    "recorded": Text("記録", "Recorded"),
    "day_view": Text("この日の打刻を見る", "See that day"),
}

ERRORS: dict[str, Text] = {
    PAST_DEADLINE: Text("勤怠システムの受付期間を過ぎました", "The attendance system takes it no more"),
}

# The notes that the delivery writes; a note of a person or of the other side is shown as it is.
NOTES: dict[str, str] = {
    "restricted hours": "WebAPI制限時間帯のため保留",
    "no attendance system is linked": "勤怠システムと連携していません",
    "no such employee code in the attendance system": "勤怠システムに同じ従業員コードがありません",
    "the attendance system takes it no more: enter it there, then discard it here": "勤怠システムの受付期間を"
    "過ぎました。勤怠システムに直接入力してから、この打刻を取り消してください",
    "did not leave": "送信していません(次に送ります)",
    "no clear answer": "応答がはっきりしないため、届いたかを確認します",
    "sending was interrupted": "送信が中断したため、届いたかを確認します",
    "the receiver drops repeats itself": "受信側が重複を除くため、もう一度送ります",
    "look-up refused": "届いたかの確認が拒否されました",
    "a later clock-out is there": "勤怠システムに後の退勤があります",
    "found by looking it up": "届いていることを確認しました",
    "looked up twice, not there": "2回確認して届いていないため、もう一度送ります",
    "looked up, not there yet": "まだ届いていません。もう一度確認します",
    "the employee is linked now": "従業員が連携されました",
    "cancelled at the terminal": "端末で本人が取り消しました",
    REARRANGED: "前後の打刻に合わせて見直しました",
}
