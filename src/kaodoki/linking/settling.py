"""Settling unconfirmed punches by looking them up over there; sent again only if two look-ups find nothing."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kaodoki.linking.budget import BudgetSpent
from kaodoki.linking.connectors.protocol import Connector, ConnectorFault, Receipt, Rejected
from kaodoki.linking.drain import LOOK_UP_AFTER, Drain, move, outgoing
from kaodoki.linking.sending import Stopped
from kaodoki.linking.waiting import employee_keys
from kaodoki.punches.models import Punch, State

logger = logging.getLogger(__name__)

LOOK_UPS = 2
# As many as the other side is asked for in one request.
BATCH = 40
UNCONFIRMED = (State.UNCONFIRMED,)
# A person decides: a later clock-out is there, and may have replaced this one.
OVERWRITTEN = "perhaps_overwritten"


def mark_interrupted(*, at: datetime) -> list[UUID]:
    """Punches that a drain left in `sending` when it died: nobody knows whether they arrived. Needs the drain lock."""
    interrupted = list(Punch.objects.filter(state=State.SENDING))
    for punch in interrupted:
        columns = {"lookups": 0, "next_lookup_at": at + LOOK_UP_AFTER}
        move(punch, State.UNCONFIRMED, expected=(State.SENDING,), at=at, note="sending was interrupted", **columns)
    return [punch.pk for punch in interrupted]


def settle_due(drain: Drain, connector: Connector) -> None:
    """Looks up every unconfirmed punch whose time has come. Raises `Stopped` when the other side does not answer."""
    can = connector.capabilities
    if can.drops_repeats or not can.read_back:
        _send_again(drain)
        return
    unconfirmed = Punch.objects.filter(state=State.UNCONFIRMED, next_lookup_at__lte=drain.now())
    due = list(unconfirmed.order_by("punched_at")[:BATCH])
    if not due:
        return
    keys = employee_keys(due)
    receipts = _looked_up([punch for punch in due if punch.employee_id in keys], keys, drain, connector)
    for punch in due:
        if punch.id in receipts:
            _settle(punch, receipts[punch.id], at=drain.now())
        elif punch.employee_id not in keys:
            _ask_again_later(punch, "the employee is not linked any more", at=drain.now())


def _send_again(drain: Drain) -> None:
    """Of a receiver that drops repeats. It is waited for where it gave no answer, but not where we died ourselves."""
    moment = drain.now()
    is_due = Q(next_lookup_at__lte=moment) | Q(pk__in=drain.interrupted)
    for punch in Punch.objects.filter(is_due, state=State.UNCONFIRMED):
        move(punch, State.PENDING, expected=UNCONFIRMED, at=moment, note="the receiver drops repeats itself")


def _looked_up(
    punches: Sequence[Punch], keys: dict[UUID, str], drain: Drain, connector: Connector
) -> dict[UUID, Receipt | None]:
    """By punch: its receipt, or None where the other side does not have it. Refused punches are settled here."""
    if not punches:
        return {}
    try:
        found = connector.find_many([outgoing(punch, keys[punch.employee_id]) for punch in punches])
    except Rejected as fault:
        if len(punches) > 1:
            # One of them is at fault: asked for one by one, it does not hold up the others.
            each = [_looked_up([punch], keys, drain, connector) for punch in punches]
            return {punch_id: receipt for one in each for punch_id, receipt in one.items()}
        columns = {"error": fault.reason[:64], "next_lookup_at": None}
        move(punches[0], State.REJECTED, expected=UNCONFIRMED, at=drain.now(), note="look-up refused", **columns)
        return {}
    except BudgetSpent:
        raise
    except ConnectorFault as fault:
        raise Stopped(drain.stop(fault)) from fault
    drain.succeed()
    return {punch.id: found.get(punch.id) for punch in punches}


def _settle(punch: Punch, receipt: Receipt | None, *, at: datetime) -> None:
    columns: dict[str, object]
    if receipt is not None and receipt.superseded:
        columns = {"error": OVERWRITTEN, "next_lookup_at": None}
        move(punch, State.REJECTED, expected=UNCONFIRMED, at=at, note="a later clock-out is there", **columns)
    elif receipt is not None:
        columns = {"delivered_at": at, "error": "", "next_lookup_at": None}
        move(punch, State.DELIVERED, expected=UNCONFIRMED, at=at, note="found by looking it up", **columns)
    elif punch.lookups + 1 >= LOOK_UPS:
        columns = {"lookups": punch.lookups + 1, "next_lookup_at": None}
        move(punch, State.PENDING, expected=UNCONFIRMED, at=at, note="looked up twice, not there", **columns)
    else:
        columns = {"lookups": punch.lookups + 1, "next_lookup_at": at + LOOK_UP_AFTER}
        move(punch, State.UNCONFIRMED, expected=UNCONFIRMED, at=at, note="looked up, not there yet", **columns)


def _ask_again_later(punch: Punch, note: str, *, at: datetime) -> None:
    move(punch, State.UNCONFIRMED, expected=UNCONFIRMED, at=at, note=note, next_lookup_at=at + LOOK_UP_AFTER)
