"""What exported files say."""

from kaodoki.punches.models import Method, State
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import Text

WORDS: dict[str, Text] = {
    "employee_code": Text("従業員コード", "Employee code"),
    "name": Text("氏名", "Name"),
    "working_date": Text("勤務日", "Working day"),
    "working_time": Text("勤務時刻", "Working time"),
    "punched_at": Text("打刻日時", "Punched at"),
    "kind": Text("打刻種別", "Kind"),
    "method": Text("本人確認", "Identified by"),
    "terminal": Text("端末", "Terminal"),
    "time_source": Text("時刻の出所", "Time of"),
    "state": Text("状態", "State"),
    "corrects": Text("訂正元", "Corrects"),
    "reason": Text("理由", "Reason"),
    "by": Text("処理者", "By"),
    "punch_id": Text("打刻ID", "Punch id"),
    "hash": Text("検証用ハッシュ", "Hash"),
    "sheet_punches": Text("打刻", "Punches"),
    "sheet_overtime": Text("残業時間", "Overtime"),
    "month": Text("月", "Month"),
    "overtime_minutes": Text("残業時間(分)", "Overtime (minutes)"),
    "title": Text("打刻記録", "Record of punches"),
    "all_sites": Text("全拠点", "All sites"),
    "printed_at": Text("出力 {time}", "Printed {time}"),
    "page": Text("{number} / {count} ページ", "page {number} of {count}"),
    "final_hash": Text("検証用ハッシュ {hash}", "Hash {hash}"),
    "person_sum": Text(
        "打刻のある日 {days} 日 ・ 在社時間 {presence} ・ 残業 {overtime}",
        "{days} days with punches · present {presence} · overtime {overtime}",
    ),
    "unknown": Text("—", "—"),
    "nothing": Text("この月の打刻はありません。", "There are no punches in this month."),
    "note": Text(
        "在社時間は出勤から退勤までから休憩と外出を除いたもので、打刻がそろわない日は含みません。労働時間の集計は勤怠システムが行います。"
        "取消・訂正した打刻も元の記録のまま記載しています。",
        "Present: clock-in to clock-out without breaks and goings-out; days whose punches do not pair are not in it."
        " Working time is reckoned by the attendance system. Punches discarded or corrected are listed as they were.",
    ),
}
KIND_WORDS: dict[str, Text] = dict(KIND_NAMES)
METHOD_WORDS: dict[str, Text] = {
    Method.FACE: Text("顔", "Face"),
    Method.PIN: Text("PIN", "PIN"),
    Method.CARD: Text("カード", "Card"),
    "console": Text("管理画面", "Console"),
}
SOURCE_WORDS: dict[str, Text] = {"server": Text("サーバー", "Server"), "terminal": Text("端末", "Terminal")}
STATE_WORDS: dict[str, Text] = {
    State.PENDING: Text("送信待ち", "Waiting"),
    State.HELD: Text("保留", "Held"),
    State.SENDING: Text("送信中", "Sending"),
    State.UNCONFIRMED: Text("確認待ち", "To be confirmed"),
    State.DELIVERED: Text("連携済み", "Delivered"),
    State.NOT_LINKED: Text("連携対象外", "Not linked"),
    State.INTEGRITY_ERROR: Text("整合性エラー", "Integrity error"),
    State.REJECTED: Text("連携エラー", "Rejected"),
    State.DISCARDED: Text("取消", "Discarded"),
}
