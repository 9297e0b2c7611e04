"""The file of what people have applied for (申請). The company gives each application a number of its own."""

import hashlib
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from attendance_server.loading.cells import choice, day, flag, text_of, whole, working_minute
from attendance_server.loading.plans import employee_column, moment
from attendance_server.loading.problems import BadCell, Words
from attendance_server.loading.tables import Column, Need, Row, Table, Values, same
from attendance_server.webapi.dates import format_instant, format_moment
from attendance_server.webapi.models import Application, Employee
from attendance_server.work_rules import Kind

_KINDS: Mapping[object, Words] = {
    Application.Kind.SCHEDULE.value: Words(ja="スケジュール", en="schedule"),
    Application.Kind.OVERTIME.value: Words(ja="時間外勤務", en="overtime"),
    Application.Kind.TIMERECORD.value: Words(ja="打刻", en="punch"),
}
_STATUS: Mapping[object, Words] = {
    Application.Status.APPLYING.value: Words(ja="申請中", en="applying"),
    Application.Status.APPROVED.value: Words(ja="承認済み", en="approved"),
    Application.Status.REJECTED.value: Words(ja="棄却", en="rejected"),
}
_PUNCHES: Mapping[object, Words] = {
    Kind.IN.value: Words(ja="出勤", en="clock-in"),
    Kind.OUT.value: Words(ja="退勤", en="clock-out"),
    Kind.BREAK_START.value: Words(ja="休憩開始", en="break start"),
    Kind.BREAK_END.value: Words(ja="休憩終了", en="break end"),
    Kind.GO_OUT.value: Words(ja="外出", en="go out"),
    Kind.RETURN.value: Words(ja="戻り", en="return"),
}
_BEGINS, _ENDS = Words(ja="開始", en="From"), Words(ja="終了", en="Until")
_PUNCH = Words(ja="打刻種別", en="Punch")


def _key(text: str) -> str:
    """The number as `requestKey`: 64 hexadecimal characters that are always the same for it."""
    return hashlib.sha256(f"application {text_of(64)(text)}".encode()).hexdigest()


def _application(values: Values) -> Values:
    result = {name: value for name, value in values.items() if not name.startswith("~")}
    contents = {
        Application.Kind.SCHEDULE.value: _schedule,
        Application.Kind.OVERTIME.value: _overtime,
        Application.Kind.TIMERECORD.value: _punch,
    }
    content = contents.get(values.get("kind"))  # type: ignore[arg-type]  # None finds nothing
    if content is not None and any(name in values for name in ("~from", "~until", "~punch")):
        result["requested"] = content(values)
    if "employee_id" in values:
        result["applicant_key"] = Employee.objects.values_list("key", flat=True).get(pk=values["employee_id"])
    return result


def _schedule(values: Values) -> Values:
    start, end = _span(values)
    content = {"clockInSchedule": start, "clockOutSchedule": end}
    pause = values.get("~break")
    return content if pause is None else {**content, "breakSchedule": pause}


def _overtime(values: Values) -> Values:
    start, end = _span(values)
    return {"isBeforeSchedule": bool(values.get("~before")), "start": start, "end": end}


def _punch(values: Values) -> Values:
    at = moment(values["date"], values.get("~from"))
    if at is None or values.get("~punch") is None:
        words = Words(ja="打刻の申請には打刻種別と開始を入力してください。", en="Enter the kind of punch, and From.")
        raise BadCell(words, heading=_PUNCH)
    return {"code": values["~punch"], "time": format_instant(at)}


def _span(values: Values) -> tuple[str, str]:
    start, end = (moment(values["date"], values.get(name)) for name in ("~from", "~until"))
    if start is None or end is None or end <= start:
        words = Words(ja="開始と終了を、終了が後になるように入力してください。", en="Enter From and Until, in order.")
        raise BadCell(words, heading=_ENDS)
    return format_moment(start), format_moment(end)


def _existing(rows: Sequence[Row]) -> QuerySet[Application]:
    return Application.objects.filter(key__in={row.values["key"] for row in rows})


APPLICATIONS = Table(
    name=Words(ja="申請", en="applications"),
    model=Application,
    keys=("key",),
    existing=_existing,
    finish=_application,
    can_remove=True,
    columns=(
        Column(
            heading=Words(ja="申請番号", en="Application number"),
            field="key",
            read=_key,
            need=Need.ALWAYS,
            example=same("2026-0001|2026-0002"),
        ),
        Column(
            heading=Words(ja="種類", en="Kind"),
            field="kind",
            read=choice(_KINDS),
            need=Need.ALWAYS,
            example=Words(ja="時間外勤務|打刻", en="overtime|punch"),
        ),
        employee_column("1001|1002"),
        Column(
            heading=Words(ja="対象日", en="Date"),
            field="date",
            read=day,
            need=Need.ALWAYS,
            example=same("2026/12/1|2026/12/1"),
        ),
        Column(
            heading=Words(ja="申請日", en="Requested on"),
            field="requested_on",
            read=day,
            need=Need.NEW,
            example=same("2026/11/30|2026/12/2"),
        ),
        Column(
            heading=Words(ja="状態", en="Status"),
            field="status",
            read=choice(_STATUS),
            empty=Application.Status.APPLYING.value,
            example=Words(ja="承認済み|申請中", en="approved|applying"),
        ),
        Column(heading=_BEGINS, field="~from", read=working_minute, stored=False, example=same("18:00|17:02")),
        Column(heading=_ENDS, field="~until", read=working_minute, stored=False, example=same("20:00|")),
        Column(heading=Words(ja="始業前", en="Before work"), field="~before", read=flag, stored=False),
        Column(
            heading=Words(ja="休憩予定(分)", en="Break (min)"),
            field="~break",
            read=whole(0, 1440),
            stored=False,
        ),
        Column(
            heading=_PUNCH,
            field="~punch",
            read=choice(_PUNCHES),
            stored=False,
            example=Words(ja="|出勤", en="|clock-in"),
        ),
        Column(
            heading=Words(ja="申請者コメント", en="Message"),
            field="message",
            read=text_of(2000),
            example=Words(ja="月末処理のため|打刻忘れ", en="End of the month|Forgot to punch"),
        ),
        Column(
            heading=Words(ja="管理者コメント", en="Administrator's comment"), field="admin_comment", read=text_of(2000)
        ),
    ),
)
