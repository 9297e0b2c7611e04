"""Integrity errors and decisions as a person reads them. Callers hold the company's scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from kaodoki.punches.models import Punch, PunchEvent, State
from kaodoki.punches.queries import days_of, decisions_of, integrity_errors_of
from kaodoki.timekeeping.integrity import IntegrityReason
from kaodoki.web.console.integrity_texts import INTEGRITY_TEXTS
from kaodoki.web.console.reach import Reach
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import in_language, long_date

MOST_SHOWN = 100
NEWEST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLine:
    """A punch that waits for a decision."""

    punch_id: uuid.UUID
    name: str
    employee_code: str
    day: str
    time: str
    kind: str
    kind_name: str
    reason: str
    others: Sequence[str]
    local: str
    """Its date and time for a form's field."""
    said: str
    """What the decision is over, for people who do not see the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """What an administrator decided."""

    at: str
    by: str
    name: str
    employee_code: str
    punch: str
    decision: str
    note: str


def error_lines(reach: Reach, zone: ZoneInfo, language: str) -> tuple[list[ErrorLine], bool]:
    """The oldest ones in reach, and whether there are more."""
    found = list(integrity_errors_of(reach.company).filter(reach.of("employee__site"))[: MOST_SHOWN + 1])
    shown = found[:MOST_SHOWN]
    days = days_of(shown)
    lines = [_error_line(punch, days[punch.employee_id, punch.working_date], zone, language) for punch in shown]
    return lines, len(found) > MOST_SHOWN


def decision_lines(reach: Reach, zone: ZoneInfo, language: str) -> list[DecisionLine]:
    """The newest first."""
    decided = decisions_of(reach.company).filter(reach.of("punch__employee__site"))
    return [_decision_line(event, zone, language) for event in decided[:NEWEST_SHOWN]]


def _error_line(punch: Punch, day: Sequence[Punch], zone: ZoneInfo, language: str) -> ErrorLine:
    kind_name = KIND_NAMES[punch.kind].in_language(language)
    name, at = punch.employee.display_name or punch.employee.employee_code, _time(punch, zone)
    said = INTEGRITY_TEXTS["decide_for"].in_language(language)
    return ErrorLine(
        punch_id=punch.id,
        name=punch.employee.display_name,
        employee_code=punch.employee.employee_code,
        day=long_date(datetime.combine(punch.working_date, time()), language),
        time=at,
        kind=punch.kind,
        kind_name=kind_name,
        reason=_reason(punch.error, language),
        others=[_short(other, zone, language) for other in day if other.pk != punch.pk],
        local=punch.punched_at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds"),
        said=said.format(name=name, kind=kind_name, time=at),
    )


def _decision_line(event: PunchEvent, zone: ZoneInfo, language: str) -> DecisionLine:
    punch, employee = event.punch, event.punch.employee
    return DecisionLine(
        at=f"{event.at.astimezone(zone):%Y-%m-%d %-H:%M}",
        by=event.by,
        name=employee.display_name,
        employee_code=employee.employee_code,
        punch=f"{_date(punch)} {_short(punch, zone, language)}",
        decision=_decision(event, zone, language),
        note=event.note,
    )


def _decision(event: PunchEvent, zone: ZoneInfo, language: str) -> str:
    texts = in_language(INTEGRITY_TEXTS, language)
    if event.state != State.DISCARDED:
        return texts["was_delivered"]
    new = next(iter(event.punch.corrections.all()), None)
    if new is None:
        return texts["was_discarded"]
    at = _time(new, zone) if new.working_date == event.punch.working_date else f"{_date(new)} {_time(new, zone)}"
    return texts["was_corrected"].format(kind=KIND_NAMES[new.kind].in_language(language), time=at)


def _short(punch: Punch, zone: ZoneInfo, language: str) -> str:
    return f"{_time(punch, zone)} {KIND_NAMES[punch.kind].in_language(language)}"


def _date(punch: Punch) -> str:
    return f"{punch.working_date:%Y-%m-%d}"


def _time(punch: Punch, zone: ZoneInfo) -> str:
    """The working day's own time, and the wall clock's where it differs: `25:04 (1:04)`."""
    wall_clock = punch.punched_at.astimezone(zone)
    if punch.working_time == f"{wall_clock:%H:%M}":
        return f"{wall_clock:%-H:%M}"
    return f"{punch.working_time} ({wall_clock:%-H:%M})"


def _reason(code: str, language: str) -> str:
    """A code that this version does not know is shown as it is rather than hidden."""
    return IntegrityReason(code).message(language) if code in set(IntegrityReason) else code
