"""From what happened to mails: each happening is told once, many in one mail. Callers hold a company's scope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings as installation
from django.db import transaction

from kaodoki.enrolment.models import Submission
from kaodoki.linking.models import OvertimeWarning
from kaodoki.mailing.models import Kind, LookedUntil, Mail
from kaodoki.mailing.recipients import administrators_to_tell, is_seen
from kaodoki.mailing.rules import DIGEST_EVERY, SETTLES_WITHIN
from kaodoki.mailing.words import KINDS, STATES, body_of, subject_of
from kaodoki.people.models import Company, Settings
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import PunchEvent, State
from kaodoki.terminals.models import Terminal

# A terminal silent for longer was put away; nobody is told of it when the notices are switched on.
PUT_AWAY_AFTER = timedelta(days=3)
MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to tell, in Japanese and English, and whose site it belongs to."""

    site_id: UUID | None
    words: tuple[str, str]


def collect(company: Company, *, now: datetime) -> None:
    """Writes the company's mails that are due."""
    settings = settings_of(company)
    if settings.notify_photo_decided:
        _collect_decided_photos(company, now)
    if settings.notify_punch_failed:
        _collect_failed_punches(company, now)
    if settings.notify_terminal_silent:
        _collect_silent_terminals(company, settings, now)
    if settings.notify_overtime:
        _collect_overtime(company, now)


def _collect_decided_photos(company: Company, now: datetime) -> None:
    with transaction.atomic():
        since, mark = _looked_until(company, Kind.PHOTO_DECIDED, now)
        decided = Submission.objects.filter(company=company, decided_at__gt=since, decided_at__lte=now)
        told = decided.filter(status__in=("approved", "rejected")).exclude(employee__email="")
        for submission in told.select_related("employee").order_by("decided_at")[:MOST_AT_ONCE]:
            name = f"photo_{submission.status}"
            link = f"{installation.PUBLIC_URL}/my-photo/" if installation.PUBLIC_URL else ""
            to, key = [submission.employee.email], str(submission.id)
            _write(company, Kind.PHOTO_DECIDED, key, to, subject_of(name), body_of(name, link=link), now=now)
        _mark(mark, now)


def _collect_failed_punches(company: Company, now: datetime) -> None:
    with transaction.atomic():
        since, mark = _looked_until(company, Kind.PUNCH_FAILED, now)
        until = now - SETTLES_WITHIN
        if until - since < DIGEST_EVERY:
            return
        failed = PunchEvent.objects.filter(
            company=company, at__gt=since, at__lte=until, state__in=(State.INTEGRITY_ERROR, State.REJECTED)
        )
        events = failed.select_related("punch__employee", "punch__terminal").order_by("at")[:MOST_AT_ONCE]
        # Who mended it meanwhile need not be told of it.
        still = {event.punch_id: event for event in events if event.punch.state == event.state}
        lines = [_failed_line(event) for event in still.values()]
        _digest(company, Kind.PUNCH_FAILED, until.isoformat(), lines, path="/console/", now=now)
        _mark(mark, until)


def _collect_silent_terminals(company: Company, settings: Settings, now: datetime) -> None:
    silent = now - timedelta(minutes=settings.terminal_silent_minutes)
    paired = Terminal.objects.filter(company=company, token_hash__isnull=False, revoked_at__isnull=True)
    zone = zone_of(settings)
    for terminal in paired.filter(last_seen_at__lte=silent, last_seen_at__gt=now - PUT_AWAY_AFTER):
        if terminal.last_seen_at is None:
            continue
        seen = f"{terminal.last_seen_at.astimezone(zone):%Y-%m-%d %H:%M}"
        words = (f"{terminal.name}(最後の接続 {seen})", f"{terminal.name} (last seen {seen})")
        # The key holds when it was last seen: one mail a silence.
        key = f"{terminal.id} {terminal.last_seen_at.timestamp():.0f}"
        lines = [Line(site_id=terminal.site_id, words=words)]
        with transaction.atomic():
            _digest(company, Kind.TERMINAL_SILENT, key, lines, path="/console/terminals", now=now)


def _collect_overtime(company: Company, now: datetime) -> None:
    with transaction.atomic():
        since, mark = _looked_until(company, Kind.OVERTIME, now)
        warnings = OvertimeWarning.objects.filter(company=company, at__gt=since, at__lte=now)
        found = warnings.select_related("employee").order_by("employee__employee_code", "threshold_minutes")
        lines = [_overtime_line(warning) for warning in found[:MOST_AT_ONCE]]
        _digest(company, Kind.OVERTIME, now.isoformat(), lines, path="/console/overtime", now=now)
        _mark(mark, now)


def _failed_line(event: PunchEvent) -> Line:
    punch = event.punch
    kind, why = KINDS[punch.kind], STATES[punch.state]
    at = f"{punch.working_date:%Y-%m-%d} {punch.working_time}"
    code = punch.employee.employee_code
    return Line(
        site_id=punch.employee.site_id,
        words=(f"従業員コード {code}  {at}  {kind[0]}  {why[0]}", f"employee {code}  {at}  {kind[1]}  {why[1]}"),
    )


def _overtime_line(warning: OvertimeWarning) -> Line:
    code, hours = warning.employee.employee_code, _hours(warning.minutes)
    limit = _hours(warning.threshold_minutes)
    words = (
        f"従業員コード {code}  {warning.month}  残業 {hours}(警告 {limit})",
        f"employee {code}  {warning.month}  overtime {hours} (warning at {limit})",
    )
    return Line(site_id=warning.employee.site_id, words=words)


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _digest(company: Company, kind: Kind, key: str, lines: Sequence[Line], *, path: str, now: datetime) -> None:
    """One mail to each administrator who sees any of it."""
    link = f"{installation.PUBLIC_URL}{path}" if installation.PUBLIC_URL else ""
    for address, seen in administrators_to_tell(company) if lines else ():
        told = [line.words for line in lines if is_seen(line.site_id, seen)]
        if told:
            subject = subject_of(kind.value, count=len(told))
            _write(company, kind, key, [address], subject, body_of(kind.value, told, link=link), now=now)


def _write(
    company: Company, kind: Kind, key: str, to: Iterable[str], subject: str, body: str, *, now: datetime
) -> None:
    """Mails that wait to be sent; one that was written already stays as it is."""
    rows = [
        Mail(
            company=company,
            kind=kind,
            key=key[:100],
            recipient=address,
            subject=subject,
            body=body,
            created_at=now,
            next_try_at=now,
        )
        for address in dict.fromkeys(to)
    ]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)


def _looked_until(company: Company, kind: Kind, now: datetime) -> tuple[datetime, LookedUntil]:
    """Since when to look, and the row, locked: of two who collect at once the second sees what the first has done.

    The first look is at nothing: what lies before the notices were switched on is told to nobody.
    """
    LookedUntil.objects.bulk_create([LookedUntil(company=company, kind=kind, at=now)], ignore_conflicts=True)
    mark = LookedUntil.objects.select_for_update().get(company=company, kind=kind)
    return mark.at, mark


def _mark(mark: LookedUntil, at: datetime) -> None:
    mark.at = at
    mark.save(update_fields=["at"])
