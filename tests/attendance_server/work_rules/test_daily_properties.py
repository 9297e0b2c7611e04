"""What holds for every day, whatever was punched."""

from dataclasses import fields
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from attendance_server.work_rules import DayTotals, Kind, Punch, WorkRules, total_day, total_month
from attendance_server.work_rules.values import JST

MIDNIGHT = datetime(2026, 11, 20, tzinfo=JST)
RULES = WorkRules()
BUCKETS = (
    "assigned",
    "unassigned",
    "overtime",
    "late_night",
    "late_night_unassigned",
    "late_night_overtime",
)
instants = st.integers(0, 48 * 3600 - 1).map(lambda second: MIDNIGHT + timedelta(seconds=second))
any_punches = st.lists(st.builds(Punch, at=instants, kind=st.sampled_from(Kind)), max_size=8)


@st.composite
def sensible_days(draw: st.DrawFn) -> list[Punch]:
    """In, some breaks and outings, out; strictly one after the other."""
    pauses = draw(
        st.lists(st.sampled_from([(Kind.BREAK_START, Kind.BREAK_END), (Kind.GO_OUT, Kind.RETURN)]), max_size=3)
    )
    kinds = [Kind.IN, *(kind for pause in pauses for kind in pause), Kind.OUT]
    moments = sorted(draw(st.lists(instants, min_size=len(kinds), max_size=len(kinds), unique=True)))
    return [Punch(at=at, kind=kind) for at, kind in zip(moments, kinds, strict=True)]


def numbers(totals: DayTotals) -> list[int]:
    return [value for field in fields(totals) if isinstance(value := getattr(totals, field.name), int)]


def minutes_by_night(start: datetime, end: datetime) -> int:
    """Counted one by one: an oracle written differently."""
    length = (end - start) // timedelta(minutes=1)
    hours = ((start + timedelta(minutes=passed)).hour for passed in range(length))
    return sum(hour >= 22 or hour < 5 for hour in hours)


@given(sensible_days())
def test_buckets_add_up_to_the_minutes_worked(day: list[Punch]) -> None:
    totals = total_day(day, RULES)

    assert not totals.is_error
    assert totals.total_work == sum(getattr(totals, bucket) for bucket in BUCKETS)
    assert totals.total_work == totals.bound - totals.break_time - totals.away_time
    assert totals.bound == (day[-1].at.replace(second=0) - day[0].at.replace(second=0)) // timedelta(minutes=1)


@given(sensible_days())
def test_overtime_is_what_is_beyond_eight_hours(day: list[Punch]) -> None:
    totals = total_day(day, RULES)

    assert totals.overtime + totals.late_night_overtime == max(0, totals.total_work - 480)


@given(sensible_days())
def test_night_buckets_are_the_work_within_the_band(day: list[Punch]) -> None:
    totals = total_day(day, RULES)

    night = minutes_by_night(day[0].at.replace(second=0), day[-1].at.replace(second=0))
    assert totals.late_night + totals.late_night_overtime <= night
    if not totals.break_time and not totals.away_time:
        assert totals.late_night + totals.late_night_overtime == night


@given(st.one_of(any_punches, sensible_days()).flatmap(lambda day: st.tuples(st.just(day), st.permutations(day))))
def test_order_of_arrival_does_not_matter(days: tuple[list[Punch], list[Punch]]) -> None:
    given_order, other_order = days

    assert total_day(given_order, RULES) == total_day(other_order, RULES)


@given(any_punches)
def test_nothing_is_negative_and_errors_have_no_minutes(day: list[Punch]) -> None:
    totals = total_day(day, RULES)

    assert all(number >= 0 for number in numbers(totals))
    assert not totals.is_error or not any(numbers(totals))


@given(st.lists(sensible_days(), max_size=5))
def test_a_month_is_the_sum_of_its_days(days: list[list[Punch]]) -> None:
    totals = [total_day(day, RULES) for day in days]

    month = total_month(totals)

    assert month.total_work == sum(day.total_work for day in totals)
    assert month.overtime + month.night_overtime == sum(day.overtime + day.late_night_overtime for day in totals)
    parts = month.assigned + month.unassigned + month.overtime + month.night + month.night_unassigned
    assert month.total_work == parts + month.night_overtime
