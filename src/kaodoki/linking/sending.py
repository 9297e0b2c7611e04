"""Sending what is due: `sending` is committed before anything leaves, and what came of it right after."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kaodoki.linking.connectors.protocol import Ambiguous, Connector, ConnectorFault, Rejected, RestrictedHours
from kaodoki.linking.drain import LOOK_UP_AFTER, Drain, move, outgoing
from kaodoki.linking.models import EmployeeLink
from kaodoki.punches.models import Punch, PunchEvent, State

logger = logging.getLogger(__name__)

WAITING = (State.PENDING, State.HELD)
# Perhaps over there already: whatever the same person did later must not overtake it.
UNSETTLED = (State.SENDING, State.UNCONFIRMED)
BATCH = 100
# So many in a row without a clear answer are the other side's trouble, not that of one employee.
AMBIGUOUS_IN_A_ROW = 3
RATE_WINDOW = timedelta(minutes=5)
RATE_PAUSE = timedelta(seconds=15)


class Stopped(Exception):
    """Nothing more is sent in this drain; it may go on at `until` (None: not before a person acts)."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("stopped")
        self.until = until


class Sender:
    """Sends the waiting punches of a company, in order per employee. Raises `Stopped` when it must not go on."""

    def __init__(self, drain: Drain, connector: Connector) -> None:
        self._drain = drain
        self._connector = connector
        self._blocked: set[UUID] = set()
        self._ambiguous_in_a_row = 0

    def send_due(self) -> None:
        """Until nothing is due."""
        for batch in self._batches():
            keys = employee_keys(batch)
            for punch in batch:
                if punch.employee_id not in self._blocked:
                    self._require_open_hours()
                    self._send(punch, keys.get(punch.employee_id))

    def _batches(self) -> Iterator[list[Punch]]:
        while True:
            due = due_punches(self._drain.now()).exclude(employee_id__in=self._blocked)
            batch = list(due.order_by("punched_at", "created_at", "id")[: self._allowance()])
            if not batch:
                return
            yield batch

    def _allowance(self) -> int:
        """How many may be sent now without passing the other side's rate limit, other workers' included."""
        limit = self._connector.capabilities.punches_per_five_minutes
        if limit is None:
            return BATCH
        since = self._drain.now() - RATE_WINDOW
        sent = PunchEvent.objects.filter(company=self._drain.company, state=State.SENDING, at__gt=since).count()
        if sent >= limit:
            raise Stopped(self._drain.now() + RATE_PAUSE)
        return min(BATCH, limit - sent)

    def _require_open_hours(self) -> None:
        until = None if self._drain.settings.deliver_in_restricted_hours else self._drain.restricted_until()
        if until is not None:
            raise Stopped(until)

    def _send(self, punch: Punch, employee_key: str | None) -> None:
        if employee_key is None:
            note = "no such employee code in the attendance system"
            move(punch, State.NOT_LINKED, expected=WAITING, at=self._drain.now(), note=note)
            return
        if not move(punch, State.SENDING, expected=WAITING, at=self._drain.now()):
            return
        try:
            code = self._drain.division_codes.get(punch.terminal_id) if punch.terminal_id else None
            self._connector.deliver(outgoing(punch, employee_key, division_code=code))
        except ConnectorFault as fault:
            self._after_fault(punch, fault)
        except Exception:
            # A connector may raise nothing else; if it does, nobody knows whether the punch left.
            logger.exception("connector %s failed unexpectedly", self._drain.connection.connector)
            self._after_fault(punch, Ambiguous())
        else:
            self._after_receipt(punch)

    def _after_receipt(self, punch: Punch) -> None:
        moment = self._drain.now()
        self._ambiguous_in_a_row = 0
        # `unconfirmed` too: another drain may have taken this one for dead after our session broke.
        move(punch, State.DELIVERED, expected=UNSETTLED, at=moment, delivered_at=moment, error="", next_lookup_at=None)
        self._drain.succeed()

    def _after_fault(self, punch: Punch, fault: ConnectorFault) -> None:
        moment = self._drain.now()
        note = str(fault) or "no clear answer"
        if isinstance(fault, Rejected):
            self._ambiguous_in_a_row = 0
            move(punch, State.REJECTED, expected=(State.SENDING,), at=moment, note=note, error=fault.reason[:64])
            return
        if isinstance(fault, Ambiguous):
            self._leave_unconfirmed(punch, moment)
            return
        until = self._drain.stop(fault)
        if isinstance(fault, RestrictedHours):
            move(punch, State.HELD, expected=(State.SENDING,), at=moment, note=note, held_until=until)
        else:
            move(punch, State.PENDING, expected=(State.SENDING,), at=moment, note=note or fault.__class__.__name__)
        raise Stopped(until)

    def _leave_unconfirmed(self, punch: Punch, moment: datetime) -> None:
        self._blocked.add(punch.employee_id)
        columns = {"lookups": 0, "next_lookup_at": moment + LOOK_UP_AFTER}
        move(punch, State.UNCONFIRMED, expected=(State.SENDING,), at=moment, note="no clear answer", **columns)
        self._ambiguous_in_a_row += 1
        if self._ambiguous_in_a_row >= AMBIGUOUS_IN_A_ROW:
            raise Stopped(self._drain.stop(Ambiguous()))


def due_punches(moment: datetime) -> QuerySet[Punch]:
    """What may be sent at `moment`: the time to undo is over, and nothing earlier of the same person is unsettled."""
    earlier = Punch.objects.filter(employee_id=OuterRef("employee_id"), punched_at__lt=OuterRef("punched_at"))
    in_the_way = earlier.filter(Q(state__in=UNSETTLED) | Q(state__in=WAITING, deliver_after__gt=moment))
    due: QuerySet[Punch] = Punch.objects.filter(state__in=WAITING, deliver_after__lte=moment)
    return due.filter(~Exists(in_the_way))


def employee_keys(punches: list[Punch]) -> dict[UUID, str]:
    """The keys of the people of `punches` on the other side, by employee; who is not linked is not in it."""
    links = EmployeeLink.objects.filter(employee_id__in={punch.employee_id for punch in punches})
    return dict(links.values_list("employee_id", "employee_key"))
