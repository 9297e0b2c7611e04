"""Article 36. The arithmetic of each case stands beside it; 45 h = 2700, 80 h = 4800, 100 h = 6000 minutes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.work_rules import (
    Agreement,
    Article36,
    BreachCode,
    Coverage,
    HolidayWork,
    Limit,
    Month,
    MonthHours,
    MonthTotals,
    PremiumWork,
    check_article36,
)

APRIL = Month(year=2026, number=4)
PLAIN, SPECIAL = Agreement(), Agreement(has_special_clause=True)
H = 60


def since(first: Month, *overtime_hours: int) -> dict[Month, MonthHours]:
    """Months with so many hours of overtime, one after the other."""
    return {first.shifted(n): MonthHours(overtime=hours * H) for n, hours in enumerate(overtime_hours)}


def left(state: Article36, limit: Limit) -> int | None:
    """The least that remains under a limit; None if it does not bind."""
    return min((item.minutes for item in state.remaining if item.limit is limit), default=None)


def codes(state: Article36) -> list[BreachCode]:
    return [breach.code for breach in state.breaches]


@pytest.mark.parametrize(
    ("agreement", "overtime", "expected"),
    [
        (PLAIN, 0, 2700),
        (PLAIN, 2699, 1),
        (PLAIN, 2700, 0),
        (PLAIN, 2701, 0),
        # 42 h = 2520.
        (Agreement(has_variable_hours=True), 100, 2420),
        # With a special clause 45 h may be passed in six months of the year.
        (SPECIAL, 2701, None),
    ],
)
def test_minutes_left_of_the_month(agreement: Agreement, overtime: int, expected: int | None) -> None:
    state = check_article36({APRIL: MonthHours(overtime=overtime)}, month=APRIL, agreement=agreement)

    assert left(state, Limit.MONTH) == expected
    assert codes(state) == ([BreachCode.MONTH] if overtime > 2700 and agreement is PLAIN else [])


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        # 8 × 40 h = 320 h of 360, 320 and 720 h; 360 - 320 = 40 h, 0, 400 h.
        (PLAIN, 40 * H),
        (Agreement(has_variable_hours=True), 0),
        (SPECIAL, 400 * H),
        (Agreement(has_special_clause=True, has_variable_hours=True), 400 * H),
        # An agreement from October: only October and November of the eight, 360 - 80 = 280 h.
        (Agreement(first_month=10), 280 * H),
        # From November, and from December: 360 - 40; eleven months back, all eight.
        (Agreement(first_month=11), 320 * H),
        (Agreement(first_month=12), 40 * H),
    ],
)
def test_minutes_left_of_the_agreements_year(agreement: Agreement, expected: int) -> None:
    hours = since(APRIL, 40, 40, 40, 40, 40, 40, 40, 40)

    state = check_article36(hours, month=Month(year=2026, number=11), agreement=agreement)

    assert left(state, Limit.YEAR) == expected


def test_the_year_begins_anew_and_later_months_are_not_looked_at() -> None:
    hours = since(APRIL, *[29] * 12, 10, 45)

    state = check_article36(hours, month=Month(year=2027, number=4), agreement=PLAIN)

    # 360 - 10 = 350 h; 45 - 10 = 35 h.
    assert (left(state, Limit.YEAR), left(state, Limit.MONTH)) == (350 * H, 35 * H)


@pytest.mark.parametrize(
    ("overtime", "holiday", "expected", "is_breach"),
    [
        # Under 100 h: 99:59 = 5999 may be worked.
        (0, 0, 5999, False),
        (4000, 1999, 0, False),
        (4000, 2000, 0, True),  # 100 h exactly
        (6000, 0, 0, True),
        (0, 6000, 0, True),
        (2000, 1000, 2999, False),
    ],
)
@pytest.mark.parametrize("has_special_clause", [True, False])
def test_a_month_stays_under_100_hours_with_holiday_work(
    overtime: int, holiday: int, expected: int, is_breach: bool, has_special_clause: bool
) -> None:
    hours = {APRIL: MonthHours(overtime=overtime, legal_holiday_work=holiday)}

    state = check_article36(hours, month=APRIL, agreement=Agreement(has_special_clause=has_special_clause))

    assert left(state, Limit.TOTAL) == expected
    assert (BreachCode.TOTAL in codes(state)) is is_breach


def test_holiday_work_does_not_count_towards_45_360_and_720_hours() -> None:
    hours = {APRIL: MonthHours(overtime=600, legal_holiday_work=1200)}

    plain = check_article36(hours, month=APRIL, agreement=PLAIN)
    special = check_article36(hours, month=APRIL, agreement=SPECIAL)

    assert (left(plain, Limit.MONTH), left(plain, Limit.YEAR)) == (2100, 21000)
    assert left(special, Limit.YEAR) == 42600


@pytest.mark.parametrize(
    ("hours", "expected", "months"),
    [
        # Two months: 160 - 90 - 0 = 70 h; more months leave more.
        ((90, 0), 70, 2),
        # 70 + 90 = 160: 160 - 160 = 0 of two; three 240 - 160 = 80.
        ((70, 90), 0, 2),
        # Three: 80 + 85 + 70 = 235 of 240 leaves 5; two: 155 of 160 leaves 5; four: 320 - 235 = 85.
        ((80, 85, 70), 5, 2),
        # 90, 70, 75: two 145 → 15; three 235 → 5.
        ((90, 70, 75), 5, 3),
        # Six: 95 + 77 × 4 + 72 = 475 of 480 → 5; five: 77 × 4 + 72 = 380 of 400 → 20; two: 149 → 11.
        ((95, 77, 77, 77, 77, 72), 5, 6),
        # A seventh month back is not looked at: 5 × 77 + 72 = 457 of 480 → 23; two: 149 → 11.
        ((99, 77, 77, 77, 77, 77, 72), 11, 2),
    ],
)
def test_averages_over_two_to_six_months(hours: tuple[int, ...], expected: int, months: int) -> None:
    last = APRIL.shifted(len(hours) - 1)

    state = check_article36(since(APRIL, *hours), month=last, agreement=SPECIAL)

    averages = [item for item in state.remaining if item.limit is Limit.AVERAGE]
    least = min(averages, key=lambda item: item.minutes)
    assert (least.minutes, least.months) == (expected * H, months)
    assert BreachCode.AVERAGE not in codes(state)


def test_an_average_beyond_80_hours_is_a_breach_and_looks_back_beyond_the_agreements_year() -> None:
    # March 85 h (holiday work included), April 75:01: 160:01 over two months.
    march = APRIL.shifted(-1)
    hours = {
        march: MonthHours(overtime=60 * H, legal_holiday_work=25 * H),
        APRIL: MonthHours(overtime=75 * H + 1),
    }

    state = check_article36(hours, month=APRIL, agreement=SPECIAL)

    assert [(breach.code, breach.minutes, breach.months) for breach in state.breaches] == [(BreachCode.AVERAGE, 1, 2)]


@pytest.mark.parametrize(
    ("hours", "months_over", "month_left", "is_breach"),
    [
        # Five months over 45 h before: the sixth may go over.
        ((46, 46, 46, 46, 46, 46), 6, None, False),
        # Six before: the seventh has 45 h, 10 worked leave 35.
        ((46, 46, 46, 46, 46, 46, 10), 6, 35 * H, False),
        ((46, 46, 46, 46, 46, 46, 45), 6, 0, False),
        ((46, 46, 46, 46, 46, 46, 46), 7, 0, True),
        # 45 h exactly is not over.
        ((45, 45, 45, 45, 45, 45, 46), 1, None, False),
    ],
)
def test_at_most_six_months_of_the_year_go_over(
    hours: tuple[int, ...], months_over: int, month_left: int | None, is_breach: bool
) -> None:
    state = check_article36(since(APRIL, *hours), month=APRIL.shifted(len(hours) - 1), agreement=SPECIAL)

    assert (state.months_over, left(state, Limit.MONTH)) == (months_over, month_left)
    assert (BreachCode.TIMES in codes(state)) is is_breach


def test_months_over_42_hours_count_for_variable_hours() -> None:
    agreement = Agreement(has_special_clause=True, has_variable_hours=True)

    state = check_article36(since(APRIL, *[43] * 6, 0), month=APRIL.shifted(6), agreement=agreement)

    assert (state.months_over, left(state, Limit.MONTH)) == (6, 42 * H)


@pytest.mark.parametrize(
    ("agreement", "hours", "limit", "minutes"),
    [
        # Month 45 - 40 = 5 h; year 360 - 40; total 99:59 - 40.
        (PLAIN, (40,), Limit.MONTH, 5 * H),
        # 11 months of 32 = 352 h: year 8 h; month 45 h.
        (PLAIN, (*[32] * 11, 0), Limit.YEAR, 8 * H),
        # No month: total 99:59; averages 160 - 0.
        (SPECIAL, (0,), Limit.TOTAL, 5999),
        # 90 before: average of two 70 h; total 99:59.
        (SPECIAL, (90, 0), Limit.AVERAGE, 70 * H),
        # 45 h × 11 = 495; 720 - 495 = 225; averages 160 - 45 = 115; total 99:59.
        (SPECIAL, (*[45] * 11, 0), Limit.TOTAL, 5999),
    ],
)
def test_the_least_of_all_limits(agreement: Agreement, hours: tuple[int, ...], limit: Limit, minutes: int) -> None:
    state = check_article36(since(APRIL, *hours), month=APRIL.shifted(len(hours) - 1), agreement=agreement)

    assert state.least is not None
    assert (state.least.limit, state.least.minutes) == (limit, minutes)


def test_who_is_exempt_has_no_limit_and_no_breach() -> None:
    state = check_article36(since(APRIL, 150), month=APRIL, agreement=Agreement(is_exempt=True))

    assert (state.least, state.breaches, state.remaining) == (None, (), ())


def test_a_months_totals_are_read_as_king_of_time_counts() -> None:
    totals = MonthTotals(
        assigned=9000,
        unassigned=64,
        overtime=1,
        night=128,
        night_overtime=2,
        general_holiday_work=HolidayWork(normal=256, overtime=4, night_overtime=8, extra=512),
        premium_work=PremiumWork(overtime1=16, night_overtime1=32, overtime2=64, night_overtime2=128),
        legal_holiday_work=HolidayWork(
            normal=1, night=2, overtime=4, night_overtime=8, extra=16, night_extra=32, day_count=Decimal(3)
        ),
    )

    # 1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 = 255; 1 + 2 + 4 + 8 + 16 + 32 = 63.
    assert MonthHours.of(totals) == MonthHours(overtime=255, legal_holiday_work=63)
    assert MonthHours.of(totals).total == 318


month_hours = st.builds(MonthHours, overtime=st.integers(0, 7000), legal_holiday_work=st.integers(0, 3000))
years = st.lists(month_hours, min_size=1, max_size=18)
agreements = st.builds(
    Agreement, first_month=st.integers(1, 12), has_special_clause=st.booleans(), has_variable_hours=st.booleans()
)


@given(years, agreements, st.data())
def test_what_is_left_never_grows_when_work_is_added(
    year: list[MonthHours], agreement: Agreement, data: st.DataObject
) -> None:
    hours = {APRIL.shifted(n): item for n, item in enumerate(year)}
    month = APRIL.shifted(len(year) - 1)
    chosen = data.draw(st.sampled_from(sorted(hours)))
    extra = data.draw(month_hours)
    known = hours[chosen]
    more = MonthHours(
        overtime=known.overtime + extra.overtime,
        legal_holiday_work=known.legal_holiday_work + extra.legal_holiday_work,
    )

    before = check_article36(hours, month=month, agreement=agreement)
    after = check_article36({**hours, chosen: more}, month=month, agreement=agreement)

    assert before.least is not None
    assert after.least is not None
    assert 0 <= after.least.minutes <= before.least.minutes
    assert len(after.breaches) >= len(before.breaches)
    assert all(item.minutes >= 0 for item in after.remaining)


@given(years, agreements)
def test_working_what_is_left_breaks_nothing_and_a_minute_more_does(
    year: list[MonthHours], agreement: Agreement
) -> None:
    hours = {APRIL.shifted(n): item for n, item in enumerate(year)}
    month = APRIL.shifted(len(year) - 1)
    state = check_article36(hours, month=month, agreement=agreement)
    assert state.least is not None

    def breaches_with(minutes: int) -> int:
        worked = MonthHours(
            overtime=hours[month].overtime + minutes, legal_holiday_work=hours[month].legal_holiday_work
        )
        return len(check_article36({**hours, month: worked}, month=month, agreement=agreement).breaches)

    assert breaches_with(state.least.minutes) == len(state.breaches)
    assert state.breaches or breaches_with(state.least.minutes + 1) > 0


@pytest.mark.parametrize(
    ("company", "own", "month_limit", "is_exempt"),
    [
        (Agreement(), "", 45 * H, False),
        (Agreement(), "variable_hours", 42 * H, False),
        (Agreement(), "exempt", 45 * H, True),
        (Agreement(has_variable_hours=True), "", 42 * H, False),
        (Agreement(has_variable_hours=True), "standard", 45 * H, False),
        (Agreement(is_exempt=True), "", 45 * H, True),
        (Agreement(is_exempt=True), "standard", 45 * H, False),
        (Agreement(is_exempt=True), "variable_hours", 42 * H, False),
    ],
)
def test_a_persons_own_coverage_goes_before_the_companys(
    company: Agreement, own: str, month_limit: int, is_exempt: bool
) -> None:
    found = company.about(own)

    assert (found.month_limit, found.is_exempt) == (month_limit, is_exempt)
    assert {one.value for one in Coverage} >= {own} - {""}
