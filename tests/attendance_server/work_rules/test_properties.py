"""What holds for every day and month, whatever the rules, the plan and the punches."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from attendance_server.work_rules import (
    BreakChoice,
    BreakOff,
    BreakRules,
    DayPlan,
    DayTotals,
    Direction,
    Kind,
    MonthDay,
    MonthRules,
    MonthTotals,
    OvertimeStart,
    Period,
    PresenceBreak,
    Punch,
    Rounding,
    WorkCalendar,
    WorkdayType,
    WorkRules,
    total_day,
    total_period,
)
from tests.attendance_server.work_rules.days import MIDNIGHT, NOVEMBER
from tests.attendance_server.work_rules.test_daily_properties import any_punches, sensible_days

WEEK = timedelta(days=7)
roundings = st.builds(Rounding, unit_minutes=st.sampled_from([1, 5, 15, 30]), direction=st.sampled_from(Direction))
clock_times = st.times(time(0, 0), time(23, 59)).map(lambda moment: moment.replace(second=0, microsecond=0))
break_rules = st.builds(
    BreakRules,
    by_presence=st.lists(
        st.builds(PresenceBreak, from_minutes=st.integers(0, 600), minutes=st.integers(0, 90)), max_size=2
    ),
    fixed=st.lists(st.tuples(clock_times, clock_times), max_size=2),
)
rules = st.builds(
    WorkRules,
    overtime_start=st.sampled_from(OvertimeStart),
    overtime_after_minutes=st.sampled_from([0, 420, 480]),
    folds_unassigned=st.booleans(),
    has_overtime_on_legal_holidays=st.booleans(),
    breaks=break_rules,
    break_choice=st.sampled_from(BreakChoice),
    punch_rounding=st.dictionaries(st.sampled_from(Kind), roundings, max_size=3),
)
workday_types = st.sampled_from(WorkdayType)


@st.composite
def plans(draw: st.DrawFn) -> DayPlan:
    """From nothing to a night shift with breaks."""
    if draw(st.booleans()):
        return DayPlan(break_off=draw(st.sampled_from(BreakOff)))
    start = MIDNIGHT + timedelta(minutes=draw(st.integers(0, 1439)))
    end = start + timedelta(minutes=draw(st.integers(1, 960)))
    breaks = draw(st.lists(st.integers(0, 900), max_size=2))
    return DayPlan(
        start=start,
        end=end,
        break_minutes=draw(st.integers(0, 90)),
        breaks=[(start + timedelta(minutes=after), start + timedelta(minutes=after + 30)) for after in breaks],
        break_off=draw(st.sampled_from(BreakOff)),
    )


def moved(plan: DayPlan, by: timedelta) -> DayPlan:
    if plan.start is None or plan.end is None:
        return plan
    breaks = [(start + by, end + by) for start, end in plan.breaks]
    return replace(plan, start=plan.start + by, end=plan.end + by, breaks=breaks)


def moved_punches(day: Sequence[Punch], by: timedelta) -> list[Punch]:
    return [Punch(at=punch.at + by, kind=punch.kind) for punch in day]


def numbers(totals: DayTotals) -> list[int]:
    return [value for field in fields(totals) if isinstance(value := getattr(totals, field.name), int)]


@given(sensible_days(), rules, plans(), workday_types)
def test_buckets_add_up_to_the_stay_less_breaks_and_outings(
    day: list[Punch], rule: WorkRules, plan: DayPlan, workday_type: WorkdayType
) -> None:
    totals = total_day(day, rule, plan=plan, workday_type=workday_type)

    assert totals.total_work == totals.bound - totals.break_time - totals.away_time
    assert totals.total_work == sum(minutes for _, minutes in totals.pieces)


@given(st.one_of(any_punches, sensible_days()), rules, plans(), workday_types)
def test_nothing_is_negative(day: list[Punch], rule: WorkRules, plan: DayPlan, workday_type: WorkdayType) -> None:
    totals = total_day(day, rule, plan=plan, workday_type=workday_type)

    assert all(number >= 0 for number in numbers(totals))
    span = plan.end - plan.start if plan.start and plan.end else timedelta()
    assert totals.late + totals.early_leave <= span // timedelta(minutes=1)


@given(st.one_of(any_punches, sensible_days()), rules, plans(), st.data())
def test_order_of_arrival_does_not_matter(
    day: list[Punch], rule: WorkRules, plan: DayPlan, data: st.DataObject
) -> None:
    other = data.draw(st.permutations(day))

    assert total_day(other, rule, plan=plan) == total_day(day, rule, plan=plan)


@given(sensible_days(), rules, plans(), workday_types, st.integers(-60, 60))
def test_moving_a_day_by_weeks_changes_nothing(
    day: list[Punch], rule: WorkRules, plan: DayPlan, workday_type: WorkdayType, weeks: int
) -> None:
    by = WEEK * weeks

    later = total_day(moved_punches(day, by), rule, plan=moved(plan, by), workday_type=workday_type)

    assert later == total_day(day, rule, plan=plan, workday_type=workday_type)


@given(st.dates(date(2020, 1, 1), date(2026, 12, 20)))
def test_a_day_a_week_later_is_of_the_same_kind_unless_a_national_holiday_says_otherwise(day: date) -> None:
    by_weekday = WorkCalendar(legal_holiday_weekdays={6}, general_holiday_weekdays={5})
    with_holidays = replace(by_weekday, observes_national_holidays=True)

    assert by_weekday.type_of(day) is by_weekday.type_of(day + WEEK)
    assert with_holidays.type_of(day) is by_weekday.type_of(day) or (
        with_holidays.type_of(day) is WorkdayType.GENERAL_HOLIDAY
    )


@given(sensible_days(), rules, plans())
def test_planned_breaks_and_late_night_never_make_work_of_what_was_none(
    day: list[Punch], rule: WorkRules, plan: DayPlan
) -> None:
    with_rules = total_day(day, replace(rule, break_choice=BreakChoice.LONGER), plan=plan)
    punched = total_day(day, replace(rule, breaks=BreakRules()), plan=DayPlan())

    assert with_rules.total_work <= punched.total_work
    assert with_rules.break_time >= punched.break_time


month_rules = st.builds(
    MonthRules,
    week_start=st.integers(0, 6),
    weekly_limit_minutes=st.sampled_from([None, 0, 600, 2400]),
    premium_from_minutes=st.sampled_from([None, (0, 0), (120, 600), (2700, 3600)]),
    interval_minutes=st.sampled_from([None, 660]),
)


@st.composite
def months(draw: st.DrawFn) -> list[MonthDay]:
    """Some days of October's last week and of November, on working days and holidays."""
    found = []
    for offset in sorted(draw(st.sets(st.integers(-7, 29), max_size=14))):
        by = timedelta(days=NOVEMBER.start.toordinal() + offset - MIDNIGHT.toordinal())
        day = moved_punches(draw(sensible_days()), by)
        totals = total_day(day, workday_type=draw(workday_types))
        kept = replace(totals, pieces=()) if draw(st.booleans()) else totals
        found.append(MonthDay(date=NOVEMBER.start + timedelta(days=offset), totals=kept))
    return found


def all_minutes(month: MonthTotals) -> list[int]:
    parts = (month.legal_holiday_work, month.general_holiday_work, month.premium_work, month.weekly_work)
    values = [value for part in (month, *parts) for value in asdict(part).values()]
    return [value for value in values if isinstance(value, int)]


@given(months(), month_rules)
def test_a_month_has_every_minute_of_its_days_once(days: list[MonthDay], rule: MonthRules) -> None:
    month = total_period(days, NOVEMBER, rule)

    inside = [day for day in days if day.date in NOVEMBER]
    assert month.total_work == sum(day.totals.total_work for day in inside)
    assert all(number >= 0 for number in all_minutes(month))


@given(months(), month_rules, st.data())
def test_the_order_of_days_does_not_matter(days: list[MonthDay], rule: MonthRules, data: st.DataObject) -> None:
    other = data.draw(st.permutations(days))

    assert total_period(other, NOVEMBER, rule) == total_period(days, NOVEMBER, rule)


@given(months(), st.sampled_from([600, 2400]))
def test_weekly_overtime_is_what_each_week_has_beyond_its_limit(days: list[MonthDay], limit: int) -> None:
    everything = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))

    month = total_period(days, everything, MonthRules(weekly_limit_minutes=limit))

    weeks: dict[int, int] = {}
    for day in days:
        totals = day.totals
        if totals.workday_type is not WorkdayType.LEGAL_HOLIDAY:
            number = day.date.toordinal() // 7  # ordinal 7 was a Sunday, as the default week start
            weeks[number] = weeks.get(number, 0) + totals.total_work - totals.overtime - totals.late_night_overtime
    assert month.weekly_work.minutes == sum(max(0, minutes - limit) for minutes in weeks.values())


def test_the_oracle_of_weeks_begins_on_sunday() -> None:
    assert datetime(2026, 11, 1).toordinal() % 7 == 0
