"""What an administrator decides about an attempt kept offline that nobody was recognised in."""

import uuid

from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.clocking.sealed import place_sealed_punch
from kaodoki.errors import NotFound
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Employee
from kaodoki.punches.models import Attempt, KeptFrame, SealedAttempt, SealedState
from kaodoki.timekeeping.kinds import Kind


def assign_sealed(sealed_id: uuid.UUID, *, employee_code: str, kind: Kind, by: str) -> None:
    """The attempt is this person's, with a punch at its own time. Raises `NotFound` once it is decided."""
    now = clock.now()
    with transaction.atomic():
        row, attempt = _waiting(sealed_id)
        rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("site", "company")
        employee = rows.filter(employee_code=employee_code, erased_at__isnull=True).first()
        if employee is None:
            raise EmployeeUnknown(employee_code=employee_code)
        attempt.employee = employee
        place_sealed_punch(attempt, employee, kind, now=now)
        attempt.save(update_fields=["employee", "punch", "findings"])
        _decide(row, SealedState.ASSIGNED)
        record_event(
            row.company_id, "offline_attempt_assigned", subject=employee_code, by=by, attempt=str(row.attempt_id)
        )


def discard_sealed(sealed_id: uuid.UUID, *, by: str) -> None:
    """Nobody's punch; the picture is deleted at once. Raises `NotFound` once it is decided."""
    with transaction.atomic():
        row, _ = _waiting(sealed_id)
        _decide(row, SealedState.DISCARDED)
        record_event(row.company_id, "offline_attempt_discarded", subject=str(row.attempt_id), by=by)


def _waiting(sealed_id: uuid.UUID) -> tuple[SealedAttempt, Attempt]:
    waiting = SealedAttempt.objects.select_for_update(of=("self",)).filter(id=sealed_id, state=SealedState.REVIEW)
    row = waiting.select_related("record__terminal", "record__company__settings").first()
    if row is None or row.record is None:
        raise NotFound
    return row, row.record


def _decide(row: SealedAttempt, state: SealedState) -> None:
    """The picture has served its purpose."""
    row.state, row.decided_at = state, clock.now()
    row.save(update_fields=["state", "decided_at"])
    KeptFrame.objects.filter(attempt=row.record, purpose=KeptFrame.Purpose.REVIEW).delete()
