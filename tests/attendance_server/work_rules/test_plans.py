"""所定, 所定外 and 残業 by plan; late and early. The arithmetic of each case stands beside it, in minutes."""

import pytest

from attendance_server.work_rules import DayTotals, OvertimeStart, WorkdayType, WorkRules, total_day
from tests.attendance_server.work_rules.days import plan, punches

LUNCH = "break 12:00 resume 13:00"
NINE_TO_SIX = "09:00-18:00 12:00-13:00"  # planned: 540 - 60 = 480
NINE_TO_FIVE = "09:00-17:00 12:00-13:00"  # planned: 480 - 60 = 420
TEN_HOURS = "09:00-20:00 12:00-13:00"  # planned: 660 - 60 = 600
D, P, B = OvertimeStart.DURATION, OvertimeStart.PLAN, OvertimeStart.BOTH


def buckets(totals: DayTotals) -> tuple[int, int, int, int, int, int]:
    """所定, 所定外, 残業; the same by night."""
    by_day = (totals.assigned, totals.unassigned, totals.overtime)
    return (*by_day, totals.late_night, totals.late_night_unassigned, totals.late_night_overtime)


@pytest.mark.parametrize(
    ("start", "planned", "day", "expected"),
    [
        # 09–18 less 60 = 480, all planned.
        (D, NINE_TO_SIX, f"in 09:00 {LUNCH} out 18:00", (480, 0, 0, 0, 0, 0)),
        # 09–17 less 60 = 420 planned; 17–18 = 60 beyond the plan but under 480; 18–20 = 120 overtime.
        (D, NINE_TO_FIVE, f"in 09:00 {LUNCH} out 20:00", (420, 60, 120, 0, 0, 0)),
        # By plan 17–20 = 180 is overtime at once.
        (P, NINE_TO_FIVE, f"in 09:00 {LUNCH} out 20:00", (420, 0, 180, 0, 0, 0)),
        # By both: outside the plan and beyond 480: 18–20 = 120.
        (B, NINE_TO_FIVE, f"in 09:00 {LUNCH} out 20:00", (420, 60, 120, 0, 0, 0)),
        # Ten planned hours: 600 worked. By duration 480 + 120; by plan and by both all 600 are planned.
        (D, TEN_HOURS, f"in 09:00 {LUNCH} out 20:00", (480, 0, 120, 0, 0, 0)),
        (P, TEN_HOURS, f"in 09:00 {LUNCH} out 20:00", (600, 0, 0, 0, 0, 0)),
        (B, TEN_HOURS, f"in 09:00 {LUNCH} out 20:00", (600, 0, 0, 0, 0, 0)),
        # 20–21 is outside the plan and beyond 480 whatever begins overtime.
        (B, TEN_HOURS, f"in 09:00 {LUNCH} out 21:00", (600, 0, 60, 0, 0, 0)),
        # An hour early, 08–18 less 60 = 540: planned work fills 480 first, so 08–09 = 60 is overtime.
        (D, NINE_TO_SIX, f"in 08:00 {LUNCH} out 18:00", (480, 0, 60, 0, 0, 0)),
        # Two hours early, left at 16: 09–16 less 60 = 360 planned; 480 - 360 = 120 left: 07–09 is 所定外.
        (D, NINE_TO_SIX, f"in 07:00 {LUNCH} out 16:00", (360, 120, 0, 0, 0, 0)),
        # Came at 11: 11–18 less 60 = 360 planned; 18–20 = 120 under 480 (360 + 120), 20–21 = 60 overtime.
        (D, NINE_TO_SIX, f"in 11:00 {LUNCH} out 21:00", (360, 120, 60, 0, 0, 0)),
        # By plan the same 18–21 = 180 is overtime.
        (P, NINE_TO_SIX, f"in 11:00 {LUNCH} out 21:00", (360, 0, 180, 0, 0, 0)),
        # 17–26 planned, left 27: 17–22 = 300; 22–25 = 180 by night reaches 480; 25–26 and 26–27 overtime by night.
        (D, "17:00-26:00", "in 17:00 out 27:00", (300, 0, 0, 180, 0, 120)),
        # 13–21 less 0 = 480 planned by both; 21–22 = 60 and 22–24 = 120 outside and beyond.
        (B, "13:00-21:00", "in 13:00 out 24:00", (480, 0, 60, 0, 0, 120)),
        # 18–22 planned = 240; 22–24 = 120 outside, 360 < 480: 所定外 by night.
        (D, "18:00-22:00", "in 18:00 out 24:00", (240, 0, 0, 0, 120, 0)),
        # Nothing planned: all under 480 is 所定, whatever begins overtime.
        (P, "", "in 09:00 out 18:00", (480, 0, 60, 0, 0, 0)),
    ],
)
def test_work_is_told_apart_by_plan_and_duration(
    start: OvertimeStart, planned: str, day: str, expected: tuple[int, ...]
) -> None:
    totals = total_day(punches(day), WorkRules(overtime_start=start), plan=plan(planned))

    assert buckets(totals) == expected


def test_work_outside_the_plan_can_be_counted_as_planned() -> None:
    # 18–22 = 240 planned, 22–24 = 120 outside by night; folded: 所定 240, 深夜所定 120.
    totals = total_day(punches("in 18:00 out 24:00"), WorkRules(folds_unassigned=True), plan=plan("18:00-22:00"))

    assert buckets(totals) == (240, 0, 0, 120, 0, 0)


@pytest.mark.parametrize(
    ("workday_type", "has_overtime", "expected"),
    [
        # 09–19 = 600 without a plan: 480 + 120 on other holidays; the law knows no overtime on legal holidays.
        (WorkdayType.GENERAL_HOLIDAY, False, (480, 0, 120, 0, 0, 0)),
        (WorkdayType.LEGAL_HOLIDAY, False, (600, 0, 0, 0, 0, 0)),
        (WorkdayType.LEGAL_HOLIDAY, True, (480, 0, 120, 0, 0, 0)),
    ],
)
def test_a_legal_holiday_has_overtime_only_if_the_company_says_so(
    workday_type: WorkdayType, has_overtime: bool, expected: tuple[int, ...]
) -> None:
    rules = WorkRules(has_overtime_on_legal_holidays=has_overtime)

    totals = total_day(punches("in 09:00 out 19:00"), rules, workday_type=workday_type)

    assert (buckets(totals), totals.workday_type) == (expected, workday_type)


@pytest.mark.parametrize(
    ("planned", "day", "late", "early"),
    [
        (NINE_TO_SIX, f"in 09:00 {LUNCH} out 18:00", 0, 0),
        # One minute each.
        (NINE_TO_SIX, f"in 09:01 {LUNCH} out 17:59", 1, 1),
        # Seconds do not make anybody late.
        (NINE_TO_SIX, f"in 09:00:59 {LUNCH} out 18:00", 0, 0),
        # Earlier and later than planned is neither.
        (NINE_TO_SIX, f"in 08:00 {LUNCH} out 20:00", 0, 0),
        # Came at 14: 09–14 = 300, less the planned break 60 = 240.
        (NINE_TO_SIX, "in 14:00 out 18:00", 240, 0),
        # Came during the break: 09–12 = 180.
        (NINE_TO_SIX, "in 12:30 out 18:00", 180, 0),
        # Left at 11:00: 11–12 = 60 and 13–18 = 300.
        (NINE_TO_SIX, "in 09:00 out 11:00", 0, 360),
        # Came after the end: late for all 480 planned minutes, nothing left early.
        (NINE_TO_SIX, "in 19:00 out 20:00", 480, 0),
        # Gone before the start: all 480 left early.
        (NINE_TO_SIX, "in 06:00 out 08:00", 0, 480),
        # 22–31 planned over midnight; 23:30 is 90 late, 30:00 is 60 early.
        ("22:00-31:00", "in 23:30 out 30:00", 90, 60),
        ("", "in 14:00 out 15:00", 0, 0),
    ],
)
def test_late_and_early_are_planned_work_that_was_missed(planned: str, day: str, late: int, early: int) -> None:
    totals = total_day(punches(day), plan=plan(planned))

    assert (totals.late, totals.early_leave) == (late, early)


@pytest.mark.parametrize("day", ["", "in 09:00", "in 09:00 out 18:00", "in 20:00 out 21:00"])
def test_planned_work_is_the_same_whatever_was_punched(day: str) -> None:
    # 09–18 = 540 less 45 = 495.
    totals = total_day(punches(day), plan=plan("09:00-18:00", break_minutes=45))

    assert totals.planned == 495


def test_a_day_in_error_is_neither_late_nor_early() -> None:
    totals = total_day(punches("in 14:00"), plan=plan(NINE_TO_SIX))

    assert (totals.is_error, totals.late, totals.early_leave, totals.total_work) == (True, 0, 0, 0)
