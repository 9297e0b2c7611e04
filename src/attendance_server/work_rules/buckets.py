"""Tell the minutes of work apart: 所定, 所定外 and 残業, each by day and by night."""

from collections.abc import Iterator, Sequence

from attendance_server.work_rules.night import split_at_night
from attendance_server.work_rules.spans import Span, length, within
from attendance_server.work_rules.values import DayFigure, OvertimeStart, WorkdayType, WorkRules

_UNLIMITED = 1 << 30
_NIGHT = {
    DayFigure.ASSIGNED: DayFigure.LATE_NIGHT,
    DayFigure.UNASSIGNED: DayFigure.LATE_NIGHT_UNASSIGNED,
    DayFigure.OVERTIME: DayFigure.LATE_NIGHT_OVERTIME,
}


def tell_apart(
    work: Sequence[Span], plan: Span | None, rules: WorkRules, workday_type: WorkdayType
) -> list[tuple[DayFigure, int]]:
    """The work as (bucket, minutes), one after the other.

    Work within the plan fills the time before overtime first, then what lies outside it in order of time. Without a
    plan all work is within it.
    """
    left = _before_overtime(work, plan, rules, workday_type)
    outside = DayFigure.ASSIGNED if rules.folds_unassigned else DayFigure.UNASSIGNED
    found: list[tuple[DayFigure, int]] = []
    for start, end, is_planned in _split_at_plan(work, plan):
        turn = start + min(left[is_planned], end - start)
        left[is_planned] -= turn - start
        if start < turn:
            found += _with_night(DayFigure.ASSIGNED if is_planned else outside, start, turn, rules)
        if turn < end:
            found += _with_night(DayFigure.OVERTIME, turn, end, rules)
    return found


def _before_overtime(
    work: Sequence[Span], plan: Span | None, rules: WorkRules, workday_type: WorkdayType
) -> dict[bool, int]:
    """Minutes before overtime begins: within the plan (True) and outside it (False)."""
    if workday_type is WorkdayType.LEGAL_HOLIDAY and not rules.has_overtime_on_legal_holidays:
        return {True: _UNLIMITED, False: _UNLIMITED}
    start = rules.overtime_start if plan else OvertimeStart.DURATION
    if start is OvertimeStart.PLAN:
        return {True: _UNLIMITED, False: 0}
    limit = rules.overtime_after_minutes
    within_plan = length(within(work, plan)) if plan else length(work)
    return {
        True: limit if start is OvertimeStart.DURATION else _UNLIMITED,
        False: max(0, limit - within_plan),
    }


def _split_at_plan(work: Sequence[Span], plan: Span | None) -> Iterator[tuple[int, int, bool]]:
    for start, end in work:
        if plan is None:
            yield start, end, True
            continue
        edges = [start, *(edge for edge in plan if start < edge < end), end]
        for index in range(len(edges) - 1):
            yield edges[index], edges[index + 1], plan[0] <= edges[index] < plan[1]


def _with_night(bucket: DayFigure, start: int, end: int, rules: WorkRules) -> Iterator[tuple[DayFigure, int]]:
    for minutes, is_night in split_at_night(start, end, rules):
        yield (_NIGHT[bucket] if is_night else bucket), minutes
