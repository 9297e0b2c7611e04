"""What was planned for a day, by minutes: the span, and the automatic breaks of the plan or the working type."""

from dataclasses import dataclass
from datetime import time

from attendance_server.work_rules.night import DAY_MINUTES
from attendance_server.work_rules.reading import Minutes
from attendance_server.work_rules.spans import Span, length, within, without
from attendance_server.work_rules.values import BreakOff, DayPlan, WorkRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """`span` is None where nothing was planned. `breaks` repeat the working type's rules if the plan has none."""

    span: Span | None
    breaks: list[Span]
    takes_type_breaks: bool

    @property
    def work(self) -> list[Span]:
        """The planned span less its breaks with a clock time."""
        return without([self.span], self.breaks) if self.span else []


def read_plan(plan: DayPlan, minutes: Minutes, presence: Span, rules: WorkRules) -> Planned:
    """The plan by minutes; fixed breaks are those of every day that the presence or the plan touches."""
    span = _span(plan, minutes)
    own = [] if plan.break_off in (BreakOff.SCHEDULE, BreakOff.ALL) else _own_breaks(plan, span, minutes)
    takes_type_breaks = not own and plan.break_off not in (BreakOff.TYPE, BreakOff.ALL)
    if takes_type_breaks:
        low, high = min(presence[0], *(span or presence)), max(presence[1], *(span or presence))
        own = _fixed_breaks((low, high), rules)
    return Planned(span=span, breaks=own, takes_type_breaks=takes_type_breaks)


def planned_minutes(planned: Planned, rules: WorkRules) -> int:
    """How long the planned work is: the span less all automatic breaks."""
    if planned.span is None:
        return 0
    fixed = length(within(planned.breaks, planned.span))
    lacking = presence_break(length([planned.span]), rules) - fixed if planned.takes_type_breaks else 0
    return max(0, length(planned.work) - max(0, lacking))


def presence_break(present_minutes: int, rules: WorkRules) -> int:
    """How long a break so long a presence brings."""
    reached = [rule for rule in rules.breaks.by_presence if present_minutes >= rule.from_minutes]
    return max(reached, key=lambda rule: rule.from_minutes).minutes if reached else 0


def _span(plan: DayPlan, minutes: Minutes) -> Span | None:
    if plan.start is None or plan.end is None or plan.end <= plan.start:
        return None
    return minutes.of(plan.start), minutes.of(plan.end)


def _own_breaks(plan: DayPlan, span: Span | None, minutes: Minutes) -> list[Span]:
    found = [(minutes.of(start), minutes.of(end)) for start, end in plan.breaks]
    if span and plan.break_minutes > 0:
        taken = min(plan.break_minutes, span[1] - span[0])
        start = span[0] + (span[1] - span[0] - taken) // 2
        found.append((start, start + taken))
    return found


def _fixed_breaks(window: Span, rules: WorkRules) -> list[Span]:
    found = []
    for start, end in rules.breaks.fixed:
        begins = _minute(start)
        lasts = (_minute(end) - begins) % DAY_MINUTES or DAY_MINUTES
        first, last = (window[0] - DAY_MINUTES) // DAY_MINUTES, window[1] // DAY_MINUTES
        starts = (day * DAY_MINUTES + begins for day in range(first, last + 1))
        found += within(((moment, moment + lasts) for moment in starts), window)
    return found


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
