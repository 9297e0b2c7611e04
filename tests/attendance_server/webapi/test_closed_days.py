"""A closed day answers as it did before its month was closed, whatever arrives or is changed afterwards."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from attendance_server.timecards.cards import time_card
from attendance_server.webapi import clock
from attendance_server.webapi.closing import close_month
from attendance_server.webapi.models import CalendarDay, Division, Employee, HolidayType, Punch, Schedule, WorkingType
from attendance_server.work_rules.values import JST
from tests.attendance_server.caller import HANAKO, TARO, Caller

OCTOBER = date(2026, 10, 1)
PEOPLE = (TARO, HANAKO)
PATHS = (
    "/daily-workings?start=2026-09-20&end=2026-11-10",
    "/daily-workings?start=2026-10-01&end=2026-10-31&division=1000",
    "/daily-workings?start=2026-10-01&end=2026-10-31&division=2000&ondivision=false",
    "/daily-workings/cost?start=2026-10-01&end=2026-10-31",
    "/monthly-workings/2026-10?additionalFields=weeklyWork",
    "/monthly-workings/2026-11?additionalFields=weeklyWork",
    "/monthly-workings/cost/2026-10",
    "/yearly-workings/holidays/1/2026",
)
RULES = {"weekly_limit_minutes": 2400, "premium_from_minutes": [2700, 3600], "interval_minutes": 660}
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # each example asks 54 answers of a database

days = st.dates(date(2026, 9, 25), date(2026, 11, 8))


@st.composite
def stays(draw: st.DrawFn) -> list[tuple[str, int]]:
    """A day's punches as (code, minute): mostly one that makes sense, with an outing or a break or neither."""
    begin, *_, end = sorted(draw(st.lists(st.integers(0, 32 * 60), min_size=2, max_size=2, unique=True)))
    inner = draw(st.sampled_from([(), ("3", "4"), ("7", "8"), ("1",)]))
    return [("1", begin), *((code, (begin + end) // 2 + n) for n, code in enumerate(inner)), ("2", end)]


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """A schedule: a shift, a holiday of whole, half or hours, or another kind of day."""
    starts = draw(st.none() | st.integers(5 * 60, 20 * 60))
    return {
        "clock_in": starts,
        "clock_out": None if starts is None else starts + draw(st.integers(60, 600)),
        "break_minutes": draw(st.none() | st.integers(0, 60)),
        "workplace": draw(st.none() | st.sampled_from(["1000", "2000"])),
        "day_kind": draw(st.none() | st.sampled_from(list(CalendarDay.Kind))),
        "leave": draw(st.sampled_from([None, None, "full", "half", "hours"])),
    }


@st.composite
def months(draw: st.DrawFn) -> dict[str, Any]:
    cell = st.tuples(st.sampled_from(PEOPLE), days)
    return {
        "stays": draw(st.dictionaries(cell, st.tuples(stays(), st.sampled_from(["1000", "2000"])), max_size=40)),
        "plans": draw(st.dictionaries(cell, plans(), max_size=12)),
        "calendar": draw(st.dictionaries(days, st.sampled_from(list(CalendarDay.Kind)), max_size=4)),
        "late": draw(st.lists(st.tuples(cell, stays()), max_size=8)),
        "closing_day": draw(st.sampled_from([None, 10, 15])),
        "planned": draw(st.booleans()),
    }


@settings(
    max_examples=15, deadline=None, phases=_NO_SHRINKING, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(month=months())
def test_closing_late_punches_and_changed_plans_change_no_answer(api: Caller, month: dict[str, Any]) -> None:
    with transaction.atomic():
        before, after, later = answers_around_a_closing(api, month)
        transaction.set_rollback(True)

    assert after == before
    assert later == before


def test_a_holiday_stays_one_in_a_closed_month(api: Caller) -> None:
    CalendarDay.objects.create(date=date(2026, 10, 30), kind=CalendarDay.Kind.LEGAL_HOLIDAY)
    api.punch_day(("1", "09:00"), ("2", "18:00"), date="2026-10-30")
    close_both()

    CalendarDay.objects.all().delete()

    assert api.totals("2026-10-30")["workdayTypeName"] == "法定休日"
    assert api.get("/monthly-workings/2026-10").json()[0]["legalHolidayWork"]["normal"] == 540


def test_the_week_takes_its_excess_from_the_last_minutes_of_a_closed_day(api: Caller) -> None:
    WorkingType.objects.update(rules={"weekly_limit_minutes": 2400})
    for day, begin, end in ((5, 9, 17), (6, 9, 17), (7, 9, 17), (8, 9, 17), (9, 9, 12), (10, 3, 11)):
        api.punch_day(("1", f"{begin:02}:00"), ("2", f"{end:02}:00"), date=f"2026-10-{day:02}")
    before = without_closing(api.get("/monthly-workings/2026-10").json())
    close_both()

    after = without_closing(api.get("/monthly-workings/2026-10").json())

    assert after == before
    assert (after[0]["night"], after[0]["overtime"]) == (120, 180)  # 3:00 to 5:00 came first that day and stays


def test_a_clock_out_that_overwrites_leaves_those_of_a_closed_day(api: Caller, switch: Callable[..., None]) -> None:
    switch(overwrite_clock_out=True)
    api.punch_day(("1", "09:00"), ("2", "18:00"), date="2026-10-30")
    close_both()

    api.punch_day(("2", "19:00"), date="2026-10-30")

    assert next(row.times for row in card(TARO).days if row.date.day == 30)["2"] == ["18:00"]
    assert Punch.objects.count() == 3


def answers_around_a_closing(api: Caller, month: dict[str, Any]) -> tuple[Any, Any, Any]:
    arrange(month)
    before = answers(api)
    close_both()
    after = answers(api)
    closed = set(Employee.objects.filter(closed_days__isnull=False).values_list("closed_days__date", "key"))
    for (key, day), stay in month["late"]:
        if (day, key) in closed:
            punch(key, day, stay, "2000")
    change_plans(closed)
    return before, after, answers(api)


def arrange(month: dict[str, Any]) -> None:
    planned = {"planned_start": time(9), "planned_end": time(18), "planned_break_minutes": 60}
    WorkingType.objects.update(rules=RULES, closing_day=month["closing_day"], **(planned if month["planned"] else {}))
    WorkingType.objects.update(legal_holiday_weekdays=[6], general_holiday_weekdays=[5])
    Employee.objects.update(hourly_wage_yen=1500, commuting_yen_a_day=400)
    for day, kind in month["calendar"].items():
        CalendarDay.objects.create(date=day, kind=kind)
    for (key, day), plan in month["plans"].items():
        schedule(key, day, plan)
    for (key, day), (stay, place) in month["stays"].items():
        punch(key, day, stay, place)


def schedule(key: str, day: date, plan: dict[str, Any]) -> None:
    holiday, _ = HolidayType.objects.get_or_create(code=1, defaults={"name": "有休"})
    leave = {"code": 1, "name": "有休"}
    Schedule.objects.create(
        employee=Employee.objects.get(key=key),
        date=day,
        clock_in=None if plan["clock_in"] is None else moment(day, plan["clock_in"]),
        clock_out=None if plan["clock_out"] is None else moment(day, plan["clock_out"]),
        break_minutes=plan["break_minutes"],
        workplace=Division.objects.filter(code=plan["workplace"]).first(),
        day_kind=plan["day_kind"],
        fulltime_holiday=holiday if plan["leave"] == "full" else None,
        halfday_holidays=[{"typeName": "午前休", **leave}] if plan["leave"] == "half" else [],
        hour_holidays=[{"minutes": 60, **leave}] if plan["leave"] == "hours" else [],
    )


def punch(key: str, day: date, stay: list[tuple[str, int]], place: str) -> None:
    person, division = Employee.objects.get(key=key), Division.objects.get(code=place)
    for code, minute in stay:
        at = moment(day, minute)
        values = {"employee": person, "division": division, "registered_at": clock.now()}
        Punch.objects.create(working_date=day, time=at, code=code, **values)


def moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), tzinfo=JST) + timedelta(minutes=minute)


def change_plans(closed: set[tuple[date, str]]) -> None:
    """What the company's data may say otherwise one day, on closed days only."""
    for day in {day for day, _ in closed}:
        if {(day, key) for key in PEOPLE} <= closed:
            CalendarDay.objects.update_or_create(date=day, defaults={"kind": CalendarDay.Kind.GENERAL_HOLIDAY})
    for row in Schedule.objects.select_related("employee"):
        if (row.date, row.employee.key) in closed:
            row.clock_in, row.clock_out, row.day_kind, row.workplace = None, None, None, None
            row.save()


def close_both() -> None:
    for division in Division.objects.all():
        close_month(division, OCTOBER, by="admin", now=clock.now())


def card(key: str) -> Any:
    return time_card(Employee.objects.get(key=key), OCTOBER, today=date(2026, 11, 20))


def answers(api: Caller) -> list[Any]:
    """Everything that is asked for, but whether it is closed."""
    said = [without_closing(api.get(path).json()) for path in PATHS]
    assert not any("errors" in answer for answer in said if isinstance(answer, dict)), said
    return [*said, *(shown(key) for key in PEOPLE)]


def shown(key: str) -> list[Any]:
    """The rows of a time card and its sums."""
    rows = [
        (
            row.date,
            row.day_kind,
            row.came,
            row.left,
            row.breaks,
            row.outings,
            row.plan,
            row.leave,
            row.figures,
            row.totals.late,
            row.totals.early_leave,
            row.totals.break_time,
            row.reasons,
        )
        for row in card(key).days
    ]
    return [*rows, card(key).totals]


def without_closing(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: without_closing(value) for name, value in content.items() if name != "isClosing"}
    return [without_closing(value) for value in content] if isinstance(content, list) else content
