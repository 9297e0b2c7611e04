"""The drain: everything a company has to deliver now, at least once, in order per employee, never twice over there."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Min

from kaodoki.linking.budget import Api, Budget, BudgetSpent
from kaodoki.linking.connectors.protocol import Capabilities
from kaodoki.linking.drain import Drain, move
from kaodoki.linking.lanes import Lanes
from kaodoki.linking.ledger import WAITING
from kaodoki.linking.locks import drain_lock
from kaodoki.linking.models import Connection
from kaodoki.linking.queries import Opening, connection_of, opening_of, restricted_until
from kaodoki.linking.sending import Sender, Stopped
from kaodoki.linking.settling import mark_interrupted, settle_due
from kaodoki.linking.sites import division_codes_by_terminal
from kaodoki.linking.waiting import due_punches
from kaodoki.people.models import Company, Settings
from kaodoki.punches.models import Punch, State
from kaodoki.punches.queue import wake_delivery

# A drain that finds another one at work comes again: the other may have passed what this one was woken for.
ASK_AGAIN = timedelta(seconds=2)


def deliver_due(company: Company, *, now: Callable[[], datetime]) -> None:
    """Delivers and settles what is due, and has itself woken when more will be. The caller holds the company's scope.

    The punches table is the truth: a call too many does nothing, and a call that died is made good by the next one.
    """
    with drain_lock(company.id) as got:
        wake_at = _drain(company, now) if got else now() + ASK_AGAIN
    if wake_at is not None:
        wake_delivery(company.id, at=max(wake_at, now()))


def _drain(company: Company, now: Callable[[], datetime]) -> datetime | None:
    """When to come again, or None if nothing waits for a time."""
    moment = now()
    interrupted = mark_interrupted(at=moment)
    connection = connection_of(company)
    if connection is None:
        return _without_connection(moment)
    if connection.state == Connection.State.CREDENTIALS_REFUSED:
        return None
    settings = Settings.objects.get(company=company)
    held_until = restricted_until(settings, moment)
    if held_until is not None and not settings.deliver_in_restricted_hours:
        return _hold(held_until, at=moment)
    if connection.retry_after is not None and connection.retry_after > moment:
        return connection.retry_after
    codes = division_codes_by_terminal()
    return _deliver(
        Drain(
            company=company,
            connection=connection,
            settings=settings,
            now=now,
            division_codes=codes,
            interrupted=interrupted,
        )
    )


def _deliver(drain: Drain) -> datetime | None:
    try:
        look_at = _settle_and_send(drain)
    except Stopped as stopped:
        if stopped.until is None:
            return None
        restricted = drain.restricted_until()
        if restricted is not None and not drain.settings.deliver_in_restricted_hours:
            return _hold(restricted, at=drain.now())
        return stopped.until
    return _next_wake(drain.now(), restricted=drain.restricted_until(), look_at=look_at)


def _settle_and_send(drain: Drain) -> datetime | None:
    """When to look up again where the rate limit left no room to; else None."""
    opening = opening_of(drain.company)
    connector = opening.open()
    look_at: datetime | None = None
    try:
        if drain.restricted_until() is None:
            try:
                settle_due(drain, connector)
            except BudgetSpent as spent:
                look_at = drain.now() + timedelta(seconds=spent.retry_after_s or 0)
        can = connector.capabilities
        with Lanes(connector, opening.open, can.lanes) as lanes:
            Sender(drain, lanes, can, _punch_budget(drain.company, opening, can)).send_due()
    finally:
        connector.close()
    return look_at


def _punch_budget(company: Company, opening: Opening, can: Capabilities) -> Budget | None:
    limit = can.punches_per_five_minutes
    if limit is None:
        return None
    return Budget(company_id=company.id, token_digest=opening.token_digest, api=Api.PUNCHES, limit=limit)


def _without_connection(moment: datetime) -> datetime | None:
    """Not linked is no error: the punches wait to be taken up again if the company is linked within the deadline."""
    for punch in due_punches(moment):
        move(punch, State.NOT_LINKED, expected=WAITING, at=moment, note="no attendance system is linked")
    later: datetime | None = Punch.objects.filter(state__in=WAITING, deliver_after__gt=moment).aggregate(
        at=Min("deliver_after")
    )["at"]
    return later


def _hold(until: datetime, *, at: datetime) -> datetime | None:
    """Everything that waits is shown as held until the window ends; nothing is sent or fetched before."""
    for punch in Punch.objects.filter(state=State.PENDING):
        move(punch, State.HELD, expected=(State.PENDING,), at=at, note="restricted hours", held_until=until)
    Punch.objects.filter(state=State.HELD).exclude(held_until=until).update(held_until=until)
    waiting = Punch.objects.filter(state__in=(State.HELD, State.UNCONFIRMED))
    return until if waiting.exists() else None


def _next_wake(moment: datetime, *, restricted: datetime | None, look_at: datetime | None) -> datetime | None:
    """When the next punch falls due or the next look-up is; look-ups wait for the end of the restricted hours."""
    send_at = Punch.objects.filter(state__in=WAITING, deliver_after__gt=moment).aggregate(at=Min("deliver_after"))["at"]
    if look_at is None:
        look_at = Punch.objects.filter(state=State.UNCONFIRMED).aggregate(at=Min("next_lookup_at"))["at"]
    if look_at is not None and restricted is not None:
        look_at = max(look_at, restricted)
    # Something may have come in or been settled since the last batch was read.
    overdue = moment if due_punches(moment).exists() else None
    return min((at for at in (send_at, look_at, overdue) if at is not None), default=None)
