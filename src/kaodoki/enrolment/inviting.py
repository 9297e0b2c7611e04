"""Invitations: a link that leads one employee, on one phone, to their own photo page. No password is needed."""

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django_scopes import scopes_disabled

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.enrolment.errors import InvitationUsed
from kaodoki.enrolment.models import Invitation
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Employee
from kaodoki.vault.sealing import secret_hash

VALID_FOR = timedelta(days=14)
# After the link was opened, the phone that opened it stays the person's for this long.
PHONE_VALID_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """`token` is shown in this one link and kept nowhere."""

    invitation: Invitation
    token: str = field(repr=False)


def invite(employee: Employee, channel: str, *, by: str) -> Invited:
    """A new link; those of before open nothing from now on. Raises `EmployeeUnknown` for somebody erased."""
    token, now = secrets.token_urlsafe(24), clock.now()
    with transaction.atomic():
        rows = Employee.objects.select_for_update(no_key=True).filter(pk=employee.pk, erased_at__isnull=True)
        if rows.first() is None:
            raise EmployeeUnknown(employee_code=employee.employee_code)
        Invitation.objects.filter(employee=employee, revoked_at__isnull=True).update(revoked_at=now)
        invitation = Invitation.objects.create(
            company=employee.company,
            employee=employee,
            channel=channel,
            token_hash=secret_hash(token),
            created_at=now,
            created_by=by[:200],
            expires_at=now + VALID_FOR,
        )
        record_event(employee.company_id, "photo_invited", subject=employee.employee_code, by=by, channel=channel)
    return Invited(invitation=invitation, token=token)


def find_invitation(token: str) -> Invitation | None:
    """The invitation of this link, also if it was used or is over. Before it no company is known."""
    with scopes_disabled():
        found = Invitation.objects.filter(token_hash=secret_hash(token)).select_related("employee", "company")
        return found.first()


def is_open(invitation: Invitation) -> bool:
    """Whether the link can be opened on a phone now."""
    is_gone = invitation.revoked_at is not None or invitation.employee.erased_at is not None
    return not is_gone and invitation.used_at is None and clock.now() < invitation.expires_at


def open_on_phone(invitation: Invitation) -> None:
    """Takes the link for this phone. Raises `InvitationUsed` if another was first, or it is over."""
    with scopes_disabled(), transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).select_related("employee").get(pk=invitation.pk)
        if not is_open(locked):
            raise InvitationUsed
        locked.used_at = clock.now()
        locked.save(update_fields=["used_at"])


def invitation_of_phone(invitation_id: uuid.UUID) -> Invitation | None:
    """The invitation that a phone was let in by, while it lets in."""
    with scopes_disabled():
        rows = Invitation.objects.filter(pk=invitation_id, revoked_at__isnull=True, employee__erased_at__isnull=True)
        since = clock.now() - PHONE_VALID_FOR
        return rows.filter(used_at__gt=since).select_related("employee__site", "employee__company", "company").first()
