"""Take the breaks that count off the time somebody was there."""

from attendance_server.work_rules.breaks import BreakChoice
from attendance_server.work_rules.planning import Planned, presence_break
from attendance_server.work_rules.reading import Reading
from attendance_server.work_rules.spans import Span, first_minutes, from_the_middle, length, without
from attendance_server.work_rules.values import WorkRules


def work_less_breaks(reading: Reading, planned: Planned, rules: WorkRules) -> list[Span]:
    """The spans that count as work. What is neither work nor an outing is break.

    A break by presence has no clock time: it is taken out of the middle of the work (art. 34: during working hours).
    """
    if rules.break_choice is BreakChoice.PUNCHED and reading.breaks:
        return reading.work
    if rules.break_choice is BreakChoice.AUTOMATIC:
        return _taken(reading.presence, reading, planned, rules)
    if rules.break_choice is BreakChoice.LONGER:
        return _made_up(reading, planned, rules)
    return _taken(reading.work, reading, planned, rules)


def _taken(work: list[Span], reading: Reading, planned: Planned, rules: WorkRules) -> list[Span]:
    return from_the_middle(without(work, planned.breaks), _floating(reading, planned, rules))


def _made_up(reading: Reading, planned: Planned, rules: WorkRules) -> list[Span]:
    automatic = _fixed(reading, planned) + _floating(reading, planned, rules)
    lacking = max(0, automatic - length(reading.breaks))
    fixed = without(reading.work, without(reading.work, planned.breaks))
    now = first_minutes(fixed, lacking)
    return from_the_middle(without(reading.work, now), lacking - length(now))


def _fixed(reading: Reading, planned: Planned) -> int:
    presence = reading.presence
    return length(presence) - length(without(presence, planned.breaks))


def _floating(reading: Reading, planned: Planned, rules: WorkRules) -> int:
    if not planned.takes_type_breaks:
        return 0
    wanted = presence_break(length(reading.presence), rules)
    return max(0, wanted - _fixed(reading, planned))
