"""Records of working time whose period is over: punches with their states, and the attempts beside them.

A month is kept for the company's years from the day its wages were due, which is taken as the end of the month after
it (ordinance for enforcement of the Labour Standards Act, article 56). Nothing goes before that, and then by the month.
"""

import calendar
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min, QuerySet

from kaodoki.audit.services import record_event
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import (
    Attempt,
    AttemptChallenge,
    ChallengeFrame,
    KeptFrame,
    Punch,
    PunchEvent,
    SealedAttempt,
)

AT_ONCE = 2000
# A working day ends at most a day after its calendar day began twice over (47:59).
LONGEST_WORKING_DAY = timedelta(days=2)


def first_day_kept(today: date, years: int) -> date:
    """The first of the oldest month that is still kept; pure.

    >>> first_day_kept(date(2026, 12, 31), 5), first_day_kept(date(2027, 1, 1), 5)
    (datetime.date(2021, 11, 1), datetime.date(2021, 12, 1))
    """
    return _month_before(date(today.year - years, today.month, 1))


def last_day_kept(day: date, years: int) -> date:
    """The last day on which a record of `day` is kept; pure.

    >>> last_day_kept(date(2021, 11, 16), 5)
    datetime.date(2026, 12, 31)
    """
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return date(year + years, month, calendar.monthrange(year + years, month)[1])


def next_punch_due(company: Company) -> date | None:
    """When the company's oldest punches go; None without any."""
    settings = settings_of(company)
    oldest = Punch.objects.filter(company=company).aggregate(day=Min("working_date"))["day"]
    return last_day_kept(oldest, settings.punch_retention_years) + timedelta(days=1) if oldest else None


def forget_punches(company: Company, *, now: datetime) -> int:
    """Deletes what is past its period, some thousand rows in a transaction; how many punches those were.

    What a younger correction points to stays with it. Callers hold the company's scope.
    """
    settings = settings_of(company)
    zone = zone_of(settings)
    kept_from = first_day_kept(now.astimezone(zone).date(), settings.punch_retention_years)
    before = datetime.combine(kept_from, time(), zone)
    punches = 0
    while count := _forget_punches(company, kept_from, before):
        punches += count
    while _forget_attempts(company, before):
        pass
    if punches:
        record_event(company.id, "punches_expired", subject=str(punches), kept_from=str(kept_from))
    return punches


def _forget_punches(company: Company, kept_from: date, before: datetime) -> int:
    with transaction.atomic():
        # By the time, which the index has; the working day decides.
        old = Punch.objects.filter(
            company=company, punched_at__lt=before + LONGEST_WORKING_DAY, working_date__lt=kept_from
        ).exclude(corrections__working_date__gte=kept_from)
        ids = list(old.order_by("punched_at").values_list("pk", flat=True)[:AT_ONCE])
        Attempt.objects.filter(punch__in=ids).update(punch=None)
        _delete(PunchEvent.objects.filter(punch__in=ids))
        # One that corrects another old one is deleted in whichever order the rows come: the references are checked
        # at the end of the transaction, and what is left outside of this batch loses them.
        Punch.objects.filter(corrects__in=ids).exclude(pk__in=ids).update(corrects=None)
        _delete(Punch.objects.filter(pk__in=ids))
        return len(ids)


def _forget_attempts(company: Company, before: datetime) -> int:
    """Attempts of that time without a punch that is kept."""
    with transaction.atomic():
        old = Attempt.objects.filter(company=company, recorded_at__lt=before, punch=None, punches=None)
        ids: list[UUID] = list(old.order_by("recorded_at").values_list("pk", flat=True)[:AT_ONCE])
        _delete(SealedAttempt.objects.filter(record__in=ids))
        _delete(KeptFrame.objects.filter(attempt__in=ids))
        _delete(ChallengeFrame.objects.filter(challenge__attempt__in=ids))
        _delete(AttemptChallenge.objects.filter(attempt__in=ids))
        _delete(Attempt.objects.filter(pk__in=ids))
        return len(ids)


def _delete(rows: QuerySet) -> None:  # type: ignore[type-arg]
    """Straight in the database; whatever refers to them is dealt with above."""
    rows._raw_delete(rows.db)


def _month_before(first: date) -> date:
    return date(first.year, first.month - 1, 1) if first.month > 1 else date(first.year - 1, 12, 1)
