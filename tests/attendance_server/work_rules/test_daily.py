"""The day's totals, as a table."""

from datetime import time

import pytest

from attendance_server.work_rules import DayError, DayTotals, WorkRules, total_day
from tests.attendance_server.work_rules.days import punches


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("", DayTotals()),
        ("in 09:00 out 17:00", DayTotals(assigned=480, bound=480)),
        ("in 09:00 out 17:01", DayTotals(assigned=480, overtime=1, bound=481)),
        (
            "in 09:00 break 12:00 resume 13:00 out 20:15",
            DayTotals(assigned=480, overtime=135, break_time=60, bound=675),
        ),
        (
            "in 09:00 break 12:00 resume 12:45 break 15:00 resume 15:15 out 18:00",
            DayTotals(assigned=480, break_time=60, bound=540),
        ),
        ("in 09:00 away 10:00 back 12:00 out 18:00", DayTotals(assigned=420, away_time=120, bound=540)),
        ("in 13:00 out 23:00", DayTotals(assigned=480, overtime=60, late_night_overtime=60, bound=600)),
        ("in 17:00 out 25:00", DayTotals(assigned=300, late_night=180, bound=480)),
        (
            "in 22:00 break 26:00 resume 27:00 out 32:00",
            DayTotals(assigned=120, late_night=360, overtime=60, break_time=60, bound=600),
        ),
        ("in 03:00 out 06:00", DayTotals(assigned=60, late_night=120, bound=180)),
        (
            "in 00:00 out 47:59",
            DayTotals(assigned=180, late_night=300, overtime=1860, late_night_overtime=539, bound=2879),
        ),
        ("in 09:00:59 out 17:01:00", DayTotals(assigned=480, overtime=1, bound=481)),
        ("in 09:00 out 09:00", DayTotals()),
        (
            "in 09:00 break 12:00 resume 13:00 away 13:00 back 14:00 out 14:00",
            DayTotals(assigned=180, break_time=60, away_time=60, bound=300),
        ),
    ],
)
def test_minutes_are_told_apart(day: str, expected: DayTotals) -> None:
    assert total_day(punches(day), WorkRules()) == expected


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("in 09:00", DayError.INCOMPLETE),
        ("out 18:00", DayError.INCOMPLETE),
        ("in 09:00 break 12:00 out 18:00", DayError.INCOMPLETE),
        ("in 09:00 back 12:00 out 18:00", DayError.INCOMPLETE),
        ("in 09:00 in 09:00 out 18:00", DayError.DUPLICATE),
        ("in 09:00 out 17:00 out 18:00", DayError.DUPLICATE),
        ("in 09:00 out 12:00 in 13:00 out 18:00", DayError.DUPLICATE),
        ("out 09:00 in 18:00", DayError.MISORDERED),
        ("in 09:00 resume 12:00 break 13:00 out 18:00", DayError.MISORDERED),
        ("break 08:00 in 09:00 resume 10:00 out 18:00", DayError.MISORDERED),
        ("in 09:00 break 12:00 away 12:10 back 12:20 resume 13:00 out 18:00", DayError.MISORDERED),
        ("in 09:00 out 18:00 break 19:00 resume 20:00", DayError.MISORDERED),
    ],
)
def test_a_day_that_makes_no_sense_is_an_error_day_of_zeros(day: str, error: DayError) -> None:
    totals = total_day(punches(day), WorkRules())

    assert totals == DayTotals(errors=(error,))
    assert totals.is_error
    assert totals.total_work == 0


def test_the_night_band_is_a_rule_and_may_be_the_whole_day() -> None:
    # 09–17 = 480. From 16:00 to 06:00: 60 of it by night; from 12:00 to 12:00: all of it.
    evening = total_day(punches("in 09:00 out 17:00"), WorkRules(night_from=time(16, 0), night_until=time(6, 0)))
    always = total_day(punches("in 09:00 out 17:00"), WorkRules(night_from=time(12, 0), night_until=time(12, 0)))

    assert (evening.assigned, evening.late_night) == (420, 60)
    assert (always.assigned, always.late_night) == (0, 480)
