"""The file of working types (雇用区分) with their rules, each rule a column."""

from collections.abc import Mapping

from attendance_server.loading.cells import (
    Reader,
    choice,
    clock_time,
    flag,
    list_of,
    many,
    narrow,
    span,
    weekday,
    weekdays,
    whole,
)
from attendance_server.loading.company import CODE, NAME, everything
from attendance_server.loading.problems import BadCell, Words
from attendance_server.loading.tables import Column, Need, Table, Values, same
from attendance_server.webapi.models import WorkingType
from attendance_server.work_rules import BreakChoice, Direction, OvertimeStart

_DAY_MINUTES = 1440
_OVERTIME_STARTS: Mapping[object, Words] = {
    OvertimeStart.DURATION.value: Words(ja="実働", en="duration"),
    OvertimeStart.PLAN.value: Words(ja="所定時刻", en="plan"),
    OvertimeStart.BOTH.value: Words(ja="両方", en="both"),
}
_BREAK_CHOICES: Mapping[object, Words] = {
    BreakChoice.PUNCHED.value: Words(ja="打刻", en="punched"),
    BreakChoice.AUTOMATIC.value: Words(ja="自動", en="automatic"),
    BreakChoice.BOTH.value: Words(ja="両方", en="both"),
    BreakChoice.LONGER.value: Words(ja="長い方", en="longer"),
}
_DIRECTIONS: Mapping[str, Words] = {
    Direction.UP.value: Words(ja="切り上げ", en="up"),
    Direction.DOWN.value: Words(ja="切り捨て", en="down"),
    Direction.NEAREST.value: Words(ja="四捨五入", en="nearest"),
}
_PLANNED_START = Words(ja="所定始業", en="Planned start")
_PLANNED_END = Words(ja="所定終業", en="Planned end")
_GENERAL_HOLIDAYS = Words(ja="法定外休日", en="General holidays")


def _closing_day(text: str) -> object:
    if narrow(text) in ("末日", "末", "last"):
        return None
    return whole(1, 31)(narrow(text).removesuffix("日"))


def _presence_break(text: str) -> list[object]:
    """360=45: from six hours of presence on, 45 minutes."""
    begin, _, minutes = narrow(text).partition("=")
    return [whole(1, _DAY_MINUTES)(begin), whole(0, _DAY_MINUTES)(minutes)]


def _rounding(text: str) -> list[object]:
    """15分切り上げ, or 15 up."""
    plain = narrow(text).replace("分", "").replace(" ", "")
    digits = plain[: len(plain) - len(plain.lstrip("0123456789"))]
    ways = {value: words for value, words in _DIRECTIONS.items() if plain[len(digits) :] in (words.ja, words.en)}
    if not ways:
        words = Words(ja="「15分切り上げ」のように入力してください。", en="Enter it as in “15 up”.")
        raise BadCell(words)
    return [whole(1, 60)(digits), next(iter(ways))]


def _premium(text: str) -> list[object]:
    parts = [whole(0, 100_000)(part) for part in many(narrow(text))]
    if len(parts) != 2 or not parts[0] < parts[1]:  # type: ignore[operator]  # whole gives int
        words = Words(
            ja="「2700;3600」のように分を2つ、小さい順に入力してください。", en="Enter two, as in “2700;3600”."
        )
        raise BadCell(words)
    return parts


def _working_type(values: Values) -> Values:
    if (values.get("planned_start") is None) != (values.get("planned_end") is None):
        words = Words(
            ja="始業と終業は両方入力するか、両方空欄にしてください。", en="Enter both start and end, or none."
        )
        raise BadCell(words, heading=_PLANNED_END)
    both = set(values.get("legal_holiday_weekdays", ())) & set(values.get("general_holiday_weekdays", ()))
    if both:
        words = Words(ja="法定休日と同じ曜日は指定できません。", en="A legal holiday cannot be a general one too.")
        raise BadCell(words, heading=_GENERAL_HOLIDAYS)
    return values


def _rule(ja: str, en: str, name: str, read: Reader, example: Words) -> Column:
    return Column(heading=Words(ja=ja, en=en), field=f"rules.{name}", read=read, example=example)


def _yes(text: str) -> bool | None:
    """No is what the law's rules say anyway."""
    return True if flag(text) else None


WORKING_TYPES = Table(
    name=Words(ja="雇用区分", en="working_types"),
    model=WorkingType,
    keys=("code",),
    existing=lambda _: everything(WorkingType),
    finish=_working_type,
    columns=(
        Column(
            heading=Words(ja="雇用区分コード", en="Working type code"),
            field="code",
            read=CODE,
            need=Need.ALWAYS,
            example=same("1|2"),
        ),
        Column(
            heading=Words(ja="雇用区分名", en="Working type name"),
            field="name",
            read=NAME,
            need=Need.NEW,
            example=Words(ja="正社員|パート", en="Regular|Part-time"),
        ),
        Column(
            heading=Words(ja="締め日", en="Closing day"),
            field="closing_day",
            read=_closing_day,
            example=Words(ja="末日|15", en="last|15"),
        ),
        Column(heading=_PLANNED_START, field="planned_start", read=clock_time, example=same("9:00|")),
        Column(heading=_PLANNED_END, field="planned_end", read=clock_time, example=same("18:00|")),
        Column(
            heading=Words(ja="所定休憩(分)", en="Planned break (min)"),
            field="planned_break_minutes",
            read=whole(0, _DAY_MINUTES),
            empty=0,
            example=same("60|"),
        ),
        Column(
            heading=Words(ja="残業開始(分)", en="Overtime after (min)"),
            field="overtime_after_minutes",
            read=whole(0, _DAY_MINUTES),
            empty=480,
            example=same("480|480"),
        ),
        Column(
            heading=Words(ja="法定休日", en="Legal holidays"),
            field="legal_holiday_weekdays",
            read=weekdays,
            empty=[],
            example=Words(ja="日|日", en="Sun|Sun"),
        ),
        Column(
            heading=_GENERAL_HOLIDAYS,
            field="general_holiday_weekdays",
            read=weekdays,
            empty=[],
            example=Words(ja="土|", en="Sat|"),
        ),
        Column(
            heading=Words(ja="祝日は休日", en="National holidays off"),
            field="observes_national_holidays",
            read=flag,
            empty=False,
            example=Words(ja="○|", en="yes|"),
        ),
        _rule(
            "残業の始まり",
            "Overtime start",
            "overtime_start",
            choice(_OVERTIME_STARTS),
            Words(ja="実働|", en="duration|"),
        ),
        _rule("裁量労働", "Discretionary", "is_discretionary", _yes, same("|")),
        _rule("所定外を所定に含める", "Fold unassigned", "folds_unassigned", _yes, same("|")),
        _rule(
            "在社時間による休憩",
            "Breaks by presence",
            "presence_breaks",
            list_of(_presence_break),
            same("|361=45;481=60"),
        ),
        _rule("定時の休憩", "Fixed breaks", "fixed_breaks", list_of(span), same("12:00-13:00|")),
        _rule("休憩の扱い", "Break choice", "break_choice", choice(_BREAK_CHOICES), Words(ja="|長い方", en="|longer")),
        _rule("出勤の丸め", "Clock-in rounding", "punch_rounding.1", _rounding, Words(ja="|5分切り上げ", en="|5up")),
        _rule("退勤の丸め", "Clock-out rounding", "punch_rounding.2", _rounding, Words(ja="|5分切り捨て", en="|5down")),
        _rule("週の起算曜日", "Week start", "week_start", weekday, Words(ja="日|日", en="Sun|Sun")),
        _rule("週の上限(分)", "Weekly limit (min)", "weekly_limit_minutes", whole(1, 10_080), same("2400|2400")),
        _rule("割増残業の始まり(分)", "Premium from (min)", "premium_from_minutes", _premium, same("2700;3600|")),
        _rule("勤務間インターバル(分)", "Interval (min)", "interval_minutes", whole(1, _DAY_MINUTES), same("660|")),
        _rule("半休は0.5日", "Half days count half", "counts_half_days", _yes, Words(ja="○|", en="yes|")),
    ),
)
