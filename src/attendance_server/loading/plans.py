"""The files of holidays granted to people and of their planned days."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from django.db.models import Model, QuerySet

from attendance_server.loading.cells import choice, day, half_days, text_of, whole, working_minute
from attendance_server.loading.company import CODE, DAY_KINDS
from attendance_server.loading.problems import BadCell, Words
from attendance_server.loading.tables import Column, Need, Row, Table, Values, same
from attendance_server.webapi.models import (
    ClosedDay,
    Division,
    Employee,
    HolidayGrant,
    HolidayType,
    Schedule,
)
from attendance_server.work_rules.values import JST

_DAY_MINUTES = 1440
_HALVES: Mapping[object, Words] = {
    "午前休": Words(ja="午前休", en="morning"),
    "午後休": Words(ja="午後休", en="afternoon"),
}
_CLOCK_OUT = Words(ja="退勤予定", en="Clock-out plan")
_HALF = Words(ja="半休の種類", en="Half day")
_HOURS_END = Words(ja="時間休の終わり", en="Hours until")
_DAYS = Words(ja="日数", en="Days")
_EXPIRES = Words(ja="有効期限", en="Expires on")
EMPLOYEE_CODE = Words(ja="従業員コード", en="Employee code")


def moment(on: object, minute: object) -> datetime | None:
    """A minute of a working day, as an instant."""
    if minute is None or not isinstance(minute, int):
        return None
    return datetime.combine(on, time(0), tzinfo=JST) + timedelta(minutes=minute)  # type: ignore[arg-type]


def _grant(values: Values) -> Values:
    if not values.get("days") and not values.get("minutes"):
        words = Words(ja="日数か時間(分)のどちらかを入力してください。", en="Enter days, or minutes.")
        raise BadCell(words, heading=_DAYS)
    if values.get("expires_on") and values["expires_on"] < values["date"]:
        raise BadCell(Words(ja="付与日より前です。", en="It lies before the grant."), heading=_EXPIRES)
    return values


def _schedule(values: Values) -> Values:
    """Clock times become instants, holidays what the WebAPI answers. All that the columns say replaces what was."""
    on = values["date"]
    begins, ends = values.get("clock_in"), values.get("clock_out")
    if (begins is None) != (ends is None) or (begins is not None and ends <= begins):
        words = Words(
            ja="出勤予定と退勤予定は両方入力し、退勤を後にしてください(翌日の1:00は25:00)。",
            en="Enter both plans, the clock-out later (1:00 of the next day is 25:00).",
        )
        raise BadCell(words, heading=_CLOCK_OUT)
    result = {name: value for name, value in values.items() if not name.startswith("~")}
    for name in ("clock_in", "clock_out"):
        if name in values:
            result[name] = moment(on, values[name])
    if "~half_code" in values or "~half" in values:
        result["halfday_holidays"] = _half_days(values)
    if "~hours_code" in values:
        result["hour_holidays"] = _hours(values)
    return result


def _half_days(values: Values) -> list[Values]:
    code, which = values.get("~half_code"), values.get("~half")
    if (code is None) != (which is None):
        raise BadCell(
            Words(ja="半休の休暇コードと種類は両方入力してください。", en="Enter both code and half."), heading=_HALF
        )
    return [] if code is None else [{"typeName": which, **_holiday(code)}]


def _hours(values: Values) -> list[Values]:
    code, begins, ends = (values.get(name) for name in ("~hours_code", "~hours_from", "~hours_until"))
    if code is None:
        return []
    start, end = moment(values["date"], begins), moment(values["date"], ends)
    if start is None or end is None or end <= start:
        words = Words(
            ja="時間休の始まりと終わりを、終わりが後になるように入力してください。", en="Enter from and until."
        )
        raise BadCell(words, heading=_HOURS_END)
    minutes = int((end - start) // timedelta(minutes=1))
    texts = {"start": start.isoformat(timespec="minutes"), "end": end.isoformat(timespec="minutes")}
    return [{**texts, "minutes": minutes, **_holiday(code)}]


def _holiday(pk: int) -> Values:
    found = HolidayType.objects.get(pk=pk)
    return {"code": found.code, "name": found.name}


def _frozen_schedules(rows: Sequence[Row]) -> set[int]:
    if not rows:
        return set()
    days = [row.values["date"] for row in rows]
    closed = ClosedDay.objects.filter(date__range=(min(days), max(days)))
    keys = set(closed.values_list("employee_id", "date"))
    return {at for at, row in enumerate(rows) if (row.values["employee_id"], row.values["date"]) in keys}


def _of_people(rows: Sequence[Row]) -> QuerySet[Model]:
    return HolidayGrant.objects.filter(employee_id__in={row.values["employee_id"] for row in rows})


def _of_days(rows: Sequence[Row]) -> QuerySet[Model]:
    days = [row.values["date"] for row in rows]
    return Schedule.objects.filter(date__range=(min(days), max(days)))


def employee_column(example: str) -> Column:
    """The person that a row is about."""
    return Column(
        heading=EMPLOYEE_CODE,
        field="employee_id",
        read=CODE,
        need=Need.ALWAYS,
        refers=Employee,
        example=same(example),
    )


def _holiday_column(ja: str, en: str, field: str, example: str, *, need: Need = Need.NEVER) -> Column:
    return Column(
        heading=Words(ja=ja, en=en),
        field=field,
        read=whole(1, 1_000_000),
        refers=HolidayType,
        need=need,
        stored=not field.startswith("~"),
        example=same(example),
    )


GRANTS = Table(
    name=Words(ja="休暇付与", en="holiday_grants"),
    model=HolidayGrant,
    keys=("employee_id", "holiday_id", "date"),
    existing=_of_people,
    finish=_grant,
    can_remove=True,
    columns=(
        employee_column("1001|1002"),
        _holiday_column("休暇コード", "Holiday code", "holiday_id", "1|1", need=Need.ALWAYS),
        Column(
            heading=Words(ja="付与日", en="Granted on"),
            field="date",
            read=day,
            need=Need.ALWAYS,
            example=same("2026/4/1|2026/4/1"),
        ),
        Column(heading=_DAYS, field="days", read=half_days, empty=half_days("0"), example=same("20|5")),
        Column(
            heading=Words(ja="時間(分)", en="Minutes"),
            field="minutes",
            read=whole(0, 100_000),
            empty=0,
        ),
        Column(heading=_EXPIRES, field="expires_on", read=day, example=same("2028/3/31|2028/3/31")),
    ),
)

SCHEDULES = Table(
    name=Words(ja="スケジュール", en="schedules"),
    model=Schedule,
    keys=("employee_id", "date"),
    existing=_of_days,
    finish=_schedule,
    frozen=_frozen_schedules,
    can_remove=True,
    columns=(
        employee_column("1001|1002|1002"),
        Column(
            heading=Words(ja="日付", en="Date"),
            field="date",
            read=day,
            need=Need.ALWAYS,
            example=same("2026/12/1|2026/12/1|2026/12/2"),
        ),
        Column(
            heading=Words(ja="出勤予定", en="Clock-in plan"),
            field="clock_in",
            read=working_minute,
            example=same("9:00|17:00|"),
        ),
        Column(heading=_CLOCK_OUT, field="clock_out", read=working_minute, example=same("18:00|25:30|")),
        Column(
            heading=Words(ja="休憩予定(分)", en="Break (min)"),
            field="break_minutes",
            read=whole(0, _DAY_MINUTES),
            example=same("60|60|"),
        ),
        Column(
            heading=Words(ja="勤務地の所属コード", en="Workplace code"),
            field="workplace_id",
            read=CODE,
            refers=Division,
        ),
        Column(heading=Words(ja="勤務日種別", en="Day kind"), field="day_kind", read=choice(DAY_KINDS)),
        _holiday_column("全日休暇コード", "Full day code", "fulltime_holiday_id", "||1"),
        _holiday_column("半休の休暇コード", "Half day code", "~half_code", "||"),
        Column(heading=_HALF, field="~half", read=choice(_HALVES), stored=False),
        _holiday_column("時間休の休暇コード", "Hours code", "~hours_code", "||"),
        Column(
            heading=Words(ja="時間休の始まり", en="Hours from"), field="~hours_from", read=working_minute, stored=False
        ),
        Column(heading=_HOURS_END, field="~hours_until", read=working_minute, stored=False),
        Column(heading=Words(ja="備考", en="Note"), field="note", read=text_of(200)),
    ),
)
