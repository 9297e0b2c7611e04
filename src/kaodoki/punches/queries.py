"""Reading attempts and punches, and how the API shows them. Callers hold the company's scope."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from kaodoki.people.models import Company
from kaodoki.punches.models import Attempt, Punch, PunchEvent, State

Json = dict[str, object]


def punches_of(company: Company) -> QuerySet[Punch]:
    """All punches of a company with what `punch_json` reads, so that a page is one query."""
    return Punch.objects.filter(company=company).select_related("employee", "attempt")


def attempts_of(company: Company) -> QuerySet[Attempt]:
    """All attempts of a company with what `attempt_json` reads."""
    return Attempt.objects.filter(company=company).select_related("employee")


def integrity_errors_of(company: Company) -> QuerySet[Punch]:
    """What waits for a decision, the oldest first."""
    return punches_of(company).filter(state=State.INTEGRITY_ERROR).order_by("punched_at", "id")


def days_of(punches: Iterable[Punch]) -> dict[tuple[uuid.UUID, date], list[Punch]]:
    """Everything on the working days of these punches that was not discarded, by employee and day, in order."""
    wanted = {(punch.employee_id, punch.working_date) for punch in punches}
    people, dates = {person for person, _ in wanted}, {day for _, day in wanted}
    rows = Punch.objects.filter(employee__in=people, working_date__in=dates).exclude(state=State.DISCARDED)
    days: dict[tuple[uuid.UUID, date], list[Punch]] = {key: [] for key in wanted}
    for punch in rows.order_by("punched_at"):
        days.get((punch.employee_id, punch.working_date), []).append(punch)
    return days


def decisions_of(company: Company) -> QuerySet[PunchEvent]:
    """What administrators decided over punches, the newest first; a correction once, at the punch it corrects."""
    decided = PunchEvent.objects.filter(company=company).exclude(by="")
    made = decided.exclude(punch__corrects__isnull=False, at=F("punch__created_at"))
    return made.select_related("punch__employee").prefetch_related("punch__corrections").order_by("-at", "-id")


def punch_json(punch: Punch, zone: ZoneInfo) -> Json:
    """A punch as the API shows it, times by the wall clock of `zone` with their offset."""
    return {
        "punch_id": str(punch.id),
        "attempt_id": str(punch.attempt.attempt_id) if punch.attempt else None,
        "employee_code": punch.employee.employee_code,
        "kind": punch.kind,
        "punched_at": iso(punch.punched_at, zone),
        "time_source": punch.time_source,
        "working_date": punch.working_date.isoformat(),
        "working_time": punch.working_time,
        "state": punch.state,
        "deliver_after": iso(punch.deliver_after, zone),
        "held_until": iso(punch.held_until, zone),
        "delivered_at": iso(punch.delivered_at, zone),
        "corrects": str(punch.corrects_id) if punch.corrects_id else None,
        "error": punch.error or None,
    }


def attempt_json(attempt: Attempt, zone: ZoneInfo) -> Json:
    """A line of the face-authentication log (顔認証ログ)."""
    return {
        "attempt_id": str(attempt.attempt_id),
        "terminal_id": str(attempt.terminal_id),
        "captured_at": iso(attempt.captured_at, zone),
        "recorded_at": iso(attempt.recorded_at, zone),
        "outcome": attempt.outcome,
        "employee_code": attempt.employee.employee_code if attempt.employee else None,
        "punch_id": str(attempt.punch_id) if attempt.punch_id else None,
        "remaining_overtime": attempt.remaining_overtime,
        "findings": attempt.findings,
    }


def iso(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with offset, to the second unless the instant has a fraction."""
    return instant.astimezone(zone).isoformat() if instant else None
