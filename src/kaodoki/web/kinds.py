"""The names of the kinds of punch (打刻種別) that a person reads; kiosk and console share them."""

from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.texts import Text

KIND_NAMES: dict[str, Text] = {
    Kind.IN: Text("出勤", "Clock in"),
    Kind.OUT: Text("退勤", "Clock out"),
    Kind.BREAK_START: Text("休憩開始", "Start break"),
    Kind.BREAK_END: Text("休憩終了", "End break"),
    Kind.GO_OUT: Text("外出", "Go out"),
    Kind.RETURN: Text("戻り", "Return"),
    Kind.AUTO: Text("打刻", "Punch"),
}
