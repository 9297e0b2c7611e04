"""Withdrawing consent: everything of the face goes at once, the person stays and clocks without it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.consent.services import has_consent, withdraw_consent
from kaodoki.enrolment.erasing import erase_face
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Employee


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was erased of whom, and when."""

    employee_code: str
    at: datetime
    templates: int
    photos: int


def withdraw(employee: Employee, *, by: str) -> Receipt:
    """Ends the consent and erases photos, templates and open submissions in one transaction. Safe to repeat."""
    with transaction.atomic():
        locked = Employee.objects.select_for_update(no_key=True).filter(pk=employee.pk, erased_at__isnull=True).first()
        if locked is None:
            raise EmployeeUnknown(employee_code=employee.employee_code)
        locked.company = employee.company
        templates, photos = erase_face(locked)
        now = clock.now()
        if has_consent(locked):
            withdraw_consent(locked, declared_by=by)
        record_event(
            locked.company_id,
            "consent_withdrawn",
            subject=locked.employee_code,
            by=by,
            templates_erased=templates,
            photos_erased=photos,
        )
    return Receipt(employee_code=locked.employee_code, at=now, templates=templates, photos=photos)
