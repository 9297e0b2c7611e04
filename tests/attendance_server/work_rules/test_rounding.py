"""Rounding of punches and of totals."""

import pytest

from attendance_server.work_rules import (
    DayFigure,
    Direction,
    Kind,
    MonthDay,
    MonthFigure,
    MonthRules,
    Period,
    Rounding,
    WorkRules,
    total_day,
    total_period,
)
from attendance_server.work_rules.rounding import round_minutes
from tests.attendance_server.work_rules.days import MIDNIGHT, plan, punches

UP, DOWN, NEAREST = (
    Rounding(unit_minutes=15, direction=way) for way in (Direction.UP, Direction.DOWN, Direction.NEAREST)
)


@pytest.mark.parametrize(
    ("minutes", "rounding", "expected"),
    [
        (61, None, 61),
        (61, Rounding(unit_minutes=1, direction=Direction.UP), 61),
        (61, Rounding(unit_minutes=0, direction=Direction.UP), 61),
        (60, UP, 60),
        (61, UP, 75),
        (74, DOWN, 60),
        (75, DOWN, 75),
        # 15 minutes: 7 goes down, 8 goes up; 10 minutes: 5 goes up.
        (67, NEAREST, 60),
        (68, NEAREST, 75),
        (64, Rounding(unit_minutes=10, direction=Direction.NEAREST), 60),
        (65, Rounding(unit_minutes=10, direction=Direction.NEAREST), 70),
        # The half hour of 基発150 (1988): 29 is dropped, 30 becomes an hour.
        (629, Rounding(unit_minutes=60, direction=Direction.NEAREST), 600),
        (630, Rounding(unit_minutes=60, direction=Direction.NEAREST), 660),
        # Before midnight, as a clock-in of the evening before: -10 lies between -15 and 0.
        (-10, UP, 0),
        (-10, DOWN, -15),
    ],
)
def test_minutes_go_to_the_unit(minutes: int, rounding: Rounding | None, expected: int) -> None:
    assert round_minutes(minutes, rounding) == expected


def test_each_kind_of_punch_has_a_rounding_of_its_own() -> None:
    # In 08:52 → 09:00, break start 12:07 stays, break end 12:50 → 13:00, out 18:14 → 18:00. 540 - 53 = 487.
    rules = WorkRules(punch_rounding={Kind.IN: UP, Kind.BREAK_END: UP, Kind.OUT: DOWN})

    totals = total_day(punches("in 08:52 break 12:07 resume 12:50 out 18:14"), rules)

    assert (totals.bound, totals.break_time, totals.total_work, totals.overtime) == (540, 53, 487, 7)


def test_lateness_is_of_the_rounded_punch() -> None:
    totals = total_day(
        punches("in 09:05 out 18:00"), WorkRules(punch_rounding={Kind.IN: DOWN}), plan=plan("09:00-18:00")
    )

    assert totals.late == 0


def test_rounding_never_turns_punches_round() -> None:
    # In 09:05 → 09:15, out 09:10 → 09:00: the stay is empty, not -15.
    totals = total_day(punches("in 09:05 out 09:10"), WorkRules(punch_rounding={Kind.IN: UP, Kind.OUT: DOWN}))

    assert (totals.bound, totals.total_work, totals.is_error) == (0, 0, False)


def test_a_figure_of_the_day_can_be_rounded_by_itself() -> None:
    # 09–17:20 = 500: 480 and 20; 20 down to 15.
    totals = total_day(punches("in 09:00 out 17:20"), WorkRules(day_rounding={DayFigure.OVERTIME: DOWN}))

    assert (totals.assigned, totals.overtime, totals.total_work) == (480, 15, 495)


def test_a_figure_of_the_month_can_be_rounded_by_itself() -> None:
    # 20 + 20 = 40, up to 45; each day by itself stays as it is.
    day = MIDNIGHT.date()
    totals = total_day(punches("in 09:00 out 17:20"))
    days = [MonthDay(date=day, totals=totals), MonthDay(date=day.replace(day=21), totals=totals)]

    month = total_period(
        days, Period(start=day, end=day.replace(day=30)), MonthRules(rounding={MonthFigure.OVERTIME: UP})
    )

    assert (month.overtime, month.assigned) == (45, 960)
