"""When people, divisions and overtime are fetched without anybody asking.

After each restricted window and at the day start, because that is when figures have moved or a new day wants them;
and else once an hour. While somebody here is not bound, more often: they may just have been entered over there.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from kaodoki.linking.models import Connection, EmployeeLink
from kaodoki.linking.queries import restricted_until
from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import day_start_of, zone_of
from kaodoki.punches.models import Punch, State
from kaodoki.timekeeping.restricted_hours import JAPAN, parse_windows

SYNC_EVERY = timedelta(hours=1)
SYNC_EVERY_WITH_UNBOUND = timedelta(minutes=10)
# Punches first when a window opens, then totals, which would lack them; but not for ever.
LONGEST_WAIT_FOR_PUNCHES = timedelta(minutes=10)


def is_sync_due(connection: Connection, settings: Settings, moment: datetime) -> bool:
    """Whether the company's data should be fetched at `moment`. Needs no open scope if scopes are disabled."""
    if restricted_until(settings, moment) is not None:
        return False
    if connection.retry_after is not None and connection.retry_after > moment:
        return False
    last = connection.last_sync_at
    if last is None:
        return True
    occasion = last_occasion(settings, moment)
    if last < occasion:
        return moment - occasion >= LONGEST_WAIT_FOR_PUNCHES or not _has_due_punches(connection, moment)
    if moment - last >= SYNC_EVERY:
        return True
    return moment - last >= SYNC_EVERY_WITH_UNBOUND and _has_unbound(connection)


def last_occasion(settings: Settings, moment: datetime) -> datetime:
    """The latest end of a restricted window, margin included, or day start that is not after `moment`."""
    return max(at for at in _occasions(settings, moment) if at <= moment)


def _occasions(settings: Settings, moment: datetime) -> Iterator[datetime]:
    zone = zone_of(settings)
    day_start = day_start_of(settings, None)
    margin = timedelta(seconds=settings.restricted_hours_margin_seconds)
    ends: list[time] = [window.end for window in parse_windows(settings.restricted_hours)]
    # Two days back: a margin may carry yesterday's end over midnight.
    for back in range(3):
        day = moment.astimezone(JAPAN).date() - timedelta(days=back)
        yield from (datetime.combine(day, end, JAPAN) + margin for end in ends)
        yield datetime.combine(moment.astimezone(zone).date() - timedelta(days=back), day_start, zone)


def _has_due_punches(connection: Connection, moment: datetime) -> bool:
    waiting = Punch.objects.filter(company=connection.company_id, state__in=(State.PENDING, State.HELD, State.SENDING))
    return waiting.filter(deliver_after__lte=moment).exists()


def _has_unbound(connection: Connection) -> bool:
    bound = EmployeeLink.objects.filter(company=connection.company_id).values("employee_id")
    people = Employee.objects.filter(company=connection.company_id, erased_at__isnull=True)
    return people.exclude(id__in=bound).exists()
