"""Which minutes are break. The arithmetic of each case stands beside it."""

from dataclasses import replace
from datetime import time

import pytest

from attendance_server.work_rules import BreakChoice, BreakOff, BreakRules, PresenceBreak, WorkRules, total_day
from tests.attendance_server.work_rules.days import plan, punches

SIX_AND_EIGHT = BreakRules(
    by_presence=(PresenceBreak(from_minutes=360, minutes=45), PresenceBreak(from_minutes=480, minutes=60))
)
NOON = BreakRules(fixed=((time(12, 0), time(13, 0)),))
MIDNIGHT_MEAL = BreakRules(fixed=((time(23, 30), time(0, 30)),))
NOON_AND_SIX = BreakRules(by_presence=SIX_AND_EIGHT.by_presence, fixed=((time(12, 0), time(12, 30)),))
NO_BREAKS = BreakRules()


@pytest.mark.parametrize(
    ("breaks", "day", "break_time", "work"),
    [
        # 359 present: no break yet.
        (SIX_AND_EIGHT, "in 09:00 out 14:59", 0, 359),
        # 360: 45; 479: 45; 480: 60, not 45 + 60.
        (SIX_AND_EIGHT, "in 09:00 out 15:00", 45, 315),
        (SIX_AND_EIGHT, "in 09:00 out 16:59", 45, 434),
        (SIX_AND_EIGHT, "in 09:00 out 17:00", 60, 420),
        # An outing is no presence: 480 - 121 = 359.
        (SIX_AND_EIGHT, "in 09:00 away 12:00 back 14:01 out 17:00", 0, 359),
        # 12–13 of 09–18; 12–12:30 of somebody who left at 12:30; nothing of an afternoon.
        (NOON, "in 09:00 out 18:00", 60, 480),
        (NOON, "in 09:00 out 12:30", 30, 180),
        (NOON, "in 13:00 out 18:00", 0, 300),
        # 12–13 was spent outside: 30 of it inside.
        (NOON, "in 09:00 away 12:00 back 12:30 out 18:00", 30, 480),
        # Both days' noons of a stay from 09:00 to 37:00 (28 h = 1680).
        (NOON, "in 09:00 out 37:00", 120, 1560),
        # Over midnight: 23:30–24:30.
        (MIDNIGHT_MEAL, "in 20:00 out 29:00", 60, 480),
        # Came at 00:10 of the working day: 00:10–00:30 is break.
        (MIDNIGHT_MEAL, "in 00:10 out 01:00", 20, 30),
        # Fixed 30 and 480 present: made up to 60.
        (NOON_AND_SIX, "in 09:00 out 17:00", 60, 420),
        # Fixed only, 300 present.
        (NOON_AND_SIX, "in 10:00 out 15:00", 30, 270),
    ],
)
def test_automatic_breaks(breaks: BreakRules, day: str, break_time: int, work: int) -> None:
    totals = total_day(punches(day), WorkRules(breaks=breaks))

    assert (totals.break_time, totals.total_work) == (break_time, work)


@pytest.mark.parametrize(
    ("choice", "breaks", "day", "break_time"),
    [
        # 10 punched; automatic: 60 from 480 present.
        (BreakChoice.PUNCHED, SIX_AND_EIGHT, "in 09:00 break 12:00 resume 12:10 out 18:00", 10),
        (BreakChoice.AUTOMATIC, SIX_AND_EIGHT, "in 09:00 break 12:00 resume 12:10 out 18:00", 60),
        (BreakChoice.BOTH, SIX_AND_EIGHT, "in 09:00 break 12:00 resume 12:10 out 18:00", 70),
        (BreakChoice.LONGER, SIX_AND_EIGHT, "in 09:00 break 12:00 resume 12:10 out 18:00", 60),
        # 90 punched is more than 60.
        (BreakChoice.AUTOMATIC, SIX_AND_EIGHT, "in 09:00 break 12:00 resume 13:30 out 18:00", 60),
        (BreakChoice.LONGER, SIX_AND_EIGHT, "in 09:00 break 12:00 resume 13:30 out 18:00", 90),
        # 12:30–13:30 punched, 12–13 fixed: together 90, the half hour in both once.
        (BreakChoice.BOTH, NOON, "in 09:00 break 12:30 resume 13:30 out 18:00", 90),
        (BreakChoice.LONGER, NOON, "in 09:00 break 12:30 resume 13:30 out 18:00", 60),
        (BreakChoice.AUTOMATIC, NOON, "in 09:00 break 12:30 resume 13:30 out 18:00", 60),
        # 15–15:20 punched, 12–13 fixed: 60 - 20 = 40 lacking, 12:00–12:40.
        (BreakChoice.LONGER, NOON, "in 09:00 break 15:00 resume 15:20 out 18:00", 60),
        # A break of no minute is no break: the automatic one holds.
        (BreakChoice.PUNCHED, NOON, "in 09:00 break 15:00:10 resume 15:00:50 out 18:00", 60),
    ],
)
def test_punched_and_automatic_breaks_on_one_day(
    choice: BreakChoice, breaks: BreakRules, day: str, break_time: int
) -> None:
    totals = total_day(punches(day), WorkRules(breaks=breaks, break_choice=choice))

    assert totals.break_time == break_time
    assert totals.total_work == totals.bound - break_time


def test_a_break_by_presence_is_taken_out_of_the_middle_of_the_work() -> None:
    # 20–29 = 540; 60 in the middle: 00:00–01:00. Left by day 20–22 = 120; by night 540 - 60 - 120 = 360.
    totals = total_day(punches("in 20:00 out 29:00"), WorkRules(breaks=SIX_AND_EIGHT))

    assert (totals.assigned, totals.late_night, totals.break_time) == (120, 360, 60)


@pytest.mark.parametrize(
    ("off", "type_breaks", "planned_break", "break_time"),
    [
        # The plan's 30 stand in the place of the type's 60 from 480.
        (BreakOff.NONE, SIX_AND_EIGHT, 30, 30),
        (BreakOff.NONE, SIX_AND_EIGHT, 0, 60),
        (BreakOff.TYPE, SIX_AND_EIGHT, 30, 30),
        (BreakOff.TYPE, SIX_AND_EIGHT, 0, 0),
        (BreakOff.SCHEDULE, SIX_AND_EIGHT, 30, 60),
        (BreakOff.SCHEDULE, NO_BREAKS, 30, 0),
        (BreakOff.ALL, SIX_AND_EIGHT, 30, 0),
    ],
)
def test_planned_breaks_take_the_place_of_the_types_and_both_can_be_off(
    off: BreakOff, type_breaks: BreakRules, planned_break: int, break_time: int
) -> None:
    planned = replace(plan("09:00-18:00", break_minutes=planned_break), break_off=off)

    totals = total_day(punches("in 09:00 out 18:00"), WorkRules(breaks=type_breaks), plan=planned)

    assert (totals.break_time, totals.planned) == (break_time, 540 - break_time)


def test_a_planned_break_without_a_time_is_in_the_middle_of_the_plan() -> None:
    # 09–18, 60 in the middle: 13:00–14:00; who leaves at 13:20 had 20 of it.
    totals = total_day(punches("in 09:00 out 13:20"), plan=plan("09:00-18:00", break_minutes=60))

    assert (totals.break_time, totals.total_work) == (20, 240)


def test_a_break_longer_than_the_stay_leaves_no_work() -> None:
    rules = WorkRules(breaks=BreakRules(by_presence=(PresenceBreak(from_minutes=1, minutes=60),)))

    totals = total_day(punches("in 09:00 out 09:10"), rules)

    assert (totals.break_time, totals.total_work) == (10, 0)
