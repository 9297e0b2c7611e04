"""Article 36: tables checked by hand, and an oracle that asks whether a minute more would be lawful."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaodoki.timekeeping.article36 import Agreement, Coverage, MonthlyTotal, article36, coverage_of
from kaodoki.timekeeping.months import Month

NOVEMBER = Month(year=2026, number=11)
PLAIN = Agreement()
SPECIAL = Agreement(has_special_clause=True)
VARIABLE_SPECIAL = Agreement(has_special_clause=True, coverage=Coverage.VARIABLE_HOURS)
SPECIAL_FEBRUARY = Agreement(has_special_clause=True, first_month=2)
VARIABLE = Agreement(coverage=Coverage.VARIABLE_HOURS)
HOUR = 60
BINDING = (Coverage.STANDARD, Coverage.VARIABLE_HOURS)


def history(text: str, *, until: Month = NOVEMBER) -> dict[Month, MonthlyTotal]:
    """`30 45:01 40+8` → the months up to `until`: overtime in hours, and after the plus work on legal holidays."""
    totals = [each.partition("+") for each in text.split()]
    first = until.shifted(1 - len(totals))
    return {
        first.shifted(index): MonthlyTotal(overtime_minutes=minutes(overtime), holiday_minutes=minutes(holiday))
        for index, (overtime, _, holiday) in enumerate(totals)
    }


def minutes(text: str) -> int:
    hours, _, rest = text.partition(":")
    return int(hours or 0) * HOUR + int(rest or 0)


@pytest.mark.parametrize(
    ("text", "agreement", "limit", "months", "left"),
    [
        # The month's 45 h, from nothing and after 20 h.
        ("0", PLAIN, "month", 1, "45:00"),
        ("30 30 20", PLAIN, "month", 1, "25:00"),
        ("45", PLAIN, "month", 1, "0:00"),
        # Seven months of 45 h since April leave 45 h of the year's 360, and that is the eighth; 10 h more are used up.
        ("45 45 45 45 45 45 45 0", PLAIN, "month", 1, "45:00"),
        ("45 45 45 45 45 45 45 10", PLAIN, "month", 1, "35:00"),
        ("50 45 45 45 45 45 45 10", PLAIN, "year", 8, "30:00"),
        # March belongs to the year before.
        ("50 45 45 45 45 45 45 45 10", PLAIN, "month", 1, "35:00"),
        # Holiday work is not of the 45 h, and is of the total below 100 h: 60 h of it leave 39:59.
        ("0+60", PLAIN, "total", 1, "39:59"),
        ("0+54", PLAIN, "month", 1, "45:00"),
        # Variable hours: 42 h and 320 h.
        ("0", VARIABLE, "month", 1, "42:00"),
        ("42 42 42 42 42 42 42 0", VARIABLE, "year", 8, "26:00"),
        # The special clause: a total below 100 h from nothing, two months' mean of 80 h after 90 h.
        ("0", SPECIAL, "total", 1, "99:59"),
        ("90 0", SPECIAL, "average", 2, "70:00"),
        ("40+50 0", SPECIAL, "average", 2, "70:00"),
        ("90 60 0", SPECIAL, "average", 3, "90:00"),
        ("90 80 0", SPECIAL, "average", 3, "70:00"),
        ("90 80 80 80 80 0", SPECIAL, "average", 6, "70:00"),
        # The seventh month back is in no mean any more.
        ("0+90 0+80 0+80 0+80 0+80 0+80 0", SPECIAL, "average", 2, "80:00"),
        # 720 h of a year that began in February, of which five months have used 690.
        ("138 138 138 138 138 0 0 0 0 0", SPECIAL_FEBRUARY, "year", 10, "30:00"),
        # Six months over 45 h: the seventh must stay below; five leave it open.
        ("46 46 46 46 46 46 0", SPECIAL, "month", 1, "45:00"),
        ("46 46 46 46 46 45 0", SPECIAL, "total", 1, "99:59"),
        ("46 46 46 46 46 46+10 30", SPECIAL, "month", 1, "15:00"),
    ],
)
def test_least_of_all_limits(text: str, agreement: Agreement, limit: str, months: int, left: str) -> None:
    found = article36(history(text), month=NOVEMBER, agreement=agreement).least

    assert found is not None
    assert (found.limit.value, found.months, found.minutes, found.exceeded_minutes) == (limit, months, minutes(left), 0)


@pytest.mark.parametrize(
    ("text", "agreement", "breaches"),
    [
        ("45", PLAIN, []),
        ("45:01", PLAIN, [("month", 1, 1)]),
        ("42:01", VARIABLE, [("month", 1, 1)]),
        ("45:01", SPECIAL, []),
        ("0+99:59", PLAIN, []),
        # 100 h exactly is a breach.
        ("0+100", PLAIN, [("total", 1, 1)]),
        ("44+56", PLAIN, [("total", 1, 1)]),
        ("90 70", SPECIAL, []),
        ("90 70:01", SPECIAL, [("average", 2, 1)]),
        ("90+5 65:01", SPECIAL, [("average", 2, 1)]),
        # The mean of three months is too high, that of two is not.
        ("99 82 60", SPECIAL, [("average", 3, 60)]),
        ("45 45 45 45 45 45 45 45", PLAIN, []),
        ("45 45 45 45 45 45 45:01 45", PLAIN, [("year", 8, 1)]),
        ("80 0 80 0 80 80 80 80", SPECIAL, []),
        (
            "90 90 90 90 90 90 90 91",
            SPECIAL,
            [("month", 1, 46 * HOUR), ("year", 8, HOUR), *(("average", n, (10 * n + 1) * HOUR) for n in range(2, 7))],
        ),
        ("46 46 46 46 46 46 45", SPECIAL, []),
        ("46 46 46 46 46 46 45:01", SPECIAL, [("month", 1, 1)]),
        ("43 43 43 43 43 43 42:01", VARIABLE_SPECIAL, [("month", 1, 1)]),
    ],
)
def test_breaches_are_told_to_the_minute(text: str, agreement: Agreement, breaches: list[tuple[str, int, int]]) -> None:
    found = article36(history(text), month=NOVEMBER, agreement=agreement).breaches

    assert [(each.limit.value, each.months, each.exceeded_minutes) for each in found] == breaches


def test_of_several_breaches_the_largest_is_the_least_allowance() -> None:
    least = article36(history("90 90 91"), month=NOVEMBER, agreement=SPECIAL).least

    assert least is not None
    assert (least.limit.value, least.months, least.exceeded_minutes) == ("average", 3, 31 * HOUR)


def test_year_begins_with_the_month_of_the_agreement() -> None:
    totals = history("46 46 46 46 46 46 46")

    over = {
        first: article36(totals, month=NOVEMBER, agreement=Agreement(first_month=first)) for first in (4, 10, 11, 12)
    }

    assert [str(month) for month in over[10].months_over] == ["2026-10", "2026-11"]
    assert {first: len(found.months_over) for first, found in over.items()} == {4: 7, 10: 2, 11: 1, 12: 7}


def test_averages_reach_back_over_the_beginning_of_the_year() -> None:
    agreement = Agreement(first_month=11, has_special_clause=True)

    breaches = article36(history("90 71"), month=NOVEMBER, agreement=agreement).breaches

    assert [(each.limit.value, each.months) for each in breaches] == [("average", 2)]


def test_later_months_and_months_not_known_count_nothing() -> None:
    totals = {NOVEMBER.shifted(1): MonthlyTotal(overtime_minutes=6000, holiday_minutes=6000)}

    found = article36(totals, month=NOVEMBER, agreement=SPECIAL)

    assert found == article36({}, month=NOVEMBER, agreement=SPECIAL)
    assert found.least is not None
    assert found.least.minutes == 100 * HOUR - 1


def test_exempt_people_have_no_limit() -> None:
    found = article36(history("200 200"), month=NOVEMBER, agreement=Agreement(coverage=Coverage.EXEMPT))

    assert (found.least, found.breaches, found.months_over) == (None, (), ())


@pytest.mark.parametrize("first_month", [0, 13, -1])
def test_month_that_does_not_exist_begins_no_year(first_month: int) -> None:
    with pytest.raises(ValueError, match="month"):
        Agreement(first_month=first_month)


@pytest.mark.parametrize("wrong", [{"overtime_minutes": -1}, {"holiday_minutes": -1}])
def test_negative_minutes_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="minutes"):
        MonthlyTotal(**wrong)


AGREEMENTS = st.builds(
    Agreement, first_month=st.integers(1, 12), has_special_clause=st.booleans(), coverage=st.sampled_from(BINDING)
)
TOTALS = st.builds(MonthlyTotal, overtime_minutes=st.integers(0, 95 * HOUR), holiday_minutes=st.integers(0, 12 * HOUR))
HISTORIES = st.lists(TOTALS, min_size=1, max_size=14).map(
    lambda totals: {NOVEMBER.shifted(-back): total for back, total in enumerate(totals)}
)


def is_lawful(totals: Mapping[Month, MonthlyTotal], agreement: Agreement) -> bool:
    """November 2026 by the sentences of the law, in hours as fractions."""
    overtime = [Fraction(totals[m].overtime_minutes, HOUR) if m in totals else Fraction(0) for m in LAST_TWELVE]
    total = [
        o + Fraction(totals[m].holiday_minutes if m in totals else 0, HOUR)
        for o, m in zip(overtime, LAST_TWELVE, strict=True)
    ]
    year = overtime[: (NOVEMBER.number - agreement.first_month) % 12 + 1]
    month_limit, year_limit = (42, 320) if agreement.coverage is Coverage.VARIABLE_HOURS else (45, 360)
    if total[0] >= 100 or any(sum(total[:span]) / span > 80 for span in (2, 3, 4, 5, 6)):
        return False
    if not agreement.has_special_clause:
        return overtime[0] <= month_limit and sum(year) <= year_limit
    is_seventh = overtime[0] > month_limit and len([each for each in year if each > month_limit]) > 6
    return sum(year) <= 720 and not is_seventh


LAST_TWELVE = [NOVEMBER.shifted(-back) for back in range(12)]


def with_more(totals: Mapping[Month, MonthlyTotal], overtime: int) -> dict[Month, MonthlyTotal]:
    now = totals[NOVEMBER]
    more = MonthlyTotal(overtime_minutes=now.overtime_minutes + overtime, holiday_minutes=now.holiday_minutes)
    return {**totals, NOVEMBER: more}


@settings(max_examples=400)
@given(totals=HISTORIES, agreement=AGREEMENTS)
def test_the_last_minute_is_lawful_and_the_one_after_is_not(
    totals: dict[Month, MonthlyTotal], agreement: Agreement
) -> None:
    found = article36(totals, month=NOVEMBER, agreement=agreement)

    assert found.least is not None
    assert is_lawful(totals, agreement) == (found.breaches == ())
    if not found.breaches:
        assert is_lawful(with_more(totals, found.least.minutes), agreement)
    assert not is_lawful(with_more(totals, found.least.minutes + 1), agreement)


@given(totals=HISTORIES, agreement=AGREEMENTS, more=st.integers(0, 6000))
def test_more_work_never_leaves_more(totals: dict[Month, MonthlyTotal], agreement: Agreement, more: int) -> None:
    before = article36(totals, month=NOVEMBER, agreement=agreement)
    after = article36(with_more(totals, more), month=NOVEMBER, agreement=agreement)

    assert before.least is not None
    assert after.least is not None
    assert after.least.minutes == max(before.least.minutes - more, 0)
    assert len(after.breaches) >= len(before.breaches)


@pytest.mark.parametrize(
    ("own", "default", "found"),
    [
        ("", "standard", Coverage.STANDARD),
        ("", "variable_hours", Coverage.VARIABLE_HOURS),
        ("", "exempt", Coverage.EXEMPT),
        ("standard", "exempt", Coverage.STANDARD),
        ("standard", "variable_hours", Coverage.STANDARD),
        ("variable_hours", "standard", Coverage.VARIABLE_HOURS),
        ("exempt", "standard", Coverage.EXEMPT),
        ("exempt", "variable_hours", Coverage.EXEMPT),
    ],
)
def test_own_coverage_goes_before_the_companys(own: str, default: str, found: Coverage) -> None:
    assert coverage_of(own, default) is found
