"""One working day: what was punched and what was planned become minutes that are told apart."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from attendance_server.work_rules.break_taking import work_less_breaks
from attendance_server.work_rules.buckets import tell_apart
from attendance_server.work_rules.planning import planned_minutes, read_plan
from attendance_server.work_rules.reading import find_errors, in_order, minutes_from, read
from attendance_server.work_rules.rounding import round_minutes
from attendance_server.work_rules.spans import length, within
from attendance_server.work_rules.values import DayError, DayFigure, DayPlan, DayTotals, Punch, WorkdayType, WorkRules

_NO_RULES = WorkRules()
_NO_PLAN = DayPlan()
_FIELDS = {figure: figure.value for figure in DayFigure}
_FIRST, _LAST = -(1 << 30), 1 << 30


def total_day(
    punches: Iterable[Punch],
    rules: WorkRules = _NO_RULES,
    *,
    plan: DayPlan = _NO_PLAN,
    workday_type: WorkdayType = WorkdayType.WEEKDAY,
) -> DayTotals:
    """The totals of one working day; the order in which the punches are given does not matter.

    A day without punches is a day of zeros and no error. A day that does not make sense has errors and zeros.
    """
    ordered = in_order(punches)
    errors = _errors(ordered, rules) if ordered else ()
    totals = None if errors or not ordered else _reckon(ordered, rules, plan, workday_type)
    if totals is not None and not totals.total_work and (totals.late or totals.early_leave):
        totals, errors = None, (DayError.ONLY_ABSENCE,)
    return totals or DayTotals(planned=_planned(plan, rules), errors=errors, workday_type=workday_type)


def _errors(ordered: Sequence[Punch], rules: WorkRules) -> tuple[DayError, ...]:
    return (DayError.DISCRETIONARY,) if rules.is_discretionary else find_errors(ordered)


def _reckon(ordered: Sequence[Punch], rules: WorkRules, plan: DayPlan, workday_type: WorkdayType) -> DayTotals:
    reading = read(ordered, rules)
    stay = reading.stay
    planned = read_plan(plan, reading.minutes, stay, rules)
    work, planned_work = work_less_breaks(reading, planned, rules), planned.work
    pieces = tell_apart(work, planned.span, rules, workday_type)
    sums: dict[str, int] = {}
    for bucket, minutes in pieces:
        name = _FIELDS[bucket]
        sums[name] = sums.get(name, 0) + minutes
    totals = DayTotals(
        **sums,  # type: ignore[arg-type]  # the names of DayFigure are those of the fields
        break_time=length([stay]) - length(reading.outings) - length(work),
        away_time=length(reading.outings),
        bound=length([stay]),
        late=length(within(planned_work, (_FIRST, stay[0]))),
        early_leave=length(within(planned_work, (stay[1], _LAST))),
        planned=planned_minutes(planned, rules),
        workday_type=workday_type,
        came=ordered[0].at,
        left=ordered[-1].at,
        pieces=tuple(pieces),
    )
    return _rounded(totals, rules)


def _planned(plan: DayPlan, rules: WorkRules) -> int:
    if plan.start is None:
        return 0
    minutes = minutes_from(plan.start, rules)
    start = minutes.of(plan.start)
    return planned_minutes(read_plan(plan, minutes, (start, start), rules), rules)


def _rounded(totals: DayTotals, rules: WorkRules) -> DayTotals:
    if not rules.day_rounding:
        return totals
    figures = {name.value: round_minutes(getattr(totals, name), way) for name, way in rules.day_rounding.items()}
    return replace(totals, **figures)  # type: ignore[arg-type]  # as above
