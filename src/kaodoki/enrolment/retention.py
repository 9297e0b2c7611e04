"""Photos whose time is over, where a company keeps them for a number of days only. The templates stay."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, QuerySet
from django.db.models.functions import Coalesce

from kaodoki.audit.services import record_event
from kaodoki.enrolment.models import Photo
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of
from kaodoki.people.rules import UNTIL_LEAVING

AT_ONCE = 500


def photos_past_their_time(company: Company, *, now: datetime) -> QuerySet[Photo]:
    """Approved photos older than the setting; counted from the approval, or from the registration without one."""
    days = settings_of(company).enrolment_photo_retention
    approved = Photo.objects.filter(company=company, status=Photo.Status.APPROVED)
    if days == UNTIL_LEAVING:
        return approved.none()
    since = Coalesce("submission__decided_at", "created_at")
    return approved.annotate(since=since).filter(since__lte=now - timedelta(days=int(days)))


def next_photo_due(company: Company, *, now: datetime) -> datetime | None:
    """When the next approved photo goes; None where photos stay until people leave."""
    days = settings_of(company).enrolment_photo_retention
    if days == UNTIL_LEAVING:
        return None
    approved = Photo.objects.filter(company=company, status=Photo.Status.APPROVED)
    first = approved.aggregate(since=Min(Coalesce("submission__decided_at", "created_at")))["since"]
    return max(first + timedelta(days=int(days)), now) if first else None


def forget_photos(company: Company, *, now: datetime) -> int:
    """Erases them, some hundred in a transaction, each named in the audit trail. Callers hold the company's scope."""
    count = 0
    while codes := _forget_some(company, now=now):
        count += len(codes)
    return count


def _forget_some(company: Company, *, now: datetime) -> list[str]:
    with transaction.atomic():
        past = photos_past_their_time(company, now=now).order_by("created_at")[:AT_ONCE]
        rows = list(past.values_list("pk", "employee__employee_code"))
        if rows:
            Photo.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
            codes = sorted({code for _, code in rows})
            record_event(company.id, "photos_expired", subject=f"{len(codes)}", photos=len(rows), employee_codes=codes)
        return [code for _, code in rows]
