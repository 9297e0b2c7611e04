"""Many moves in one commit: punches taken for sending, and what came of those that were sent.

A commit per punch would cost more than the request itself. What counts is kept all the same: nothing leaves before its
`sending` is on disk.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kaodoki.people.models import Employee, Settings
from kaodoki.punches.arranging import rearrange_later
from kaodoki.punches.models import Punch, PunchEvent, State

# Waits to be sent.
WAITING = (State.PENDING, State.HELD)
# Perhaps over there already: whatever the same person did later must not overtake it.
UNSETTLED = (State.SENDING, State.UNCONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where a sent punch goes, from which states, and why."""

    punch_id: UUID
    state: State
    expected: Collection[State]
    note: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    # The person's later punches lose what they follow: a clock-out has no clock-in any more.
    changes_the_day: bool = False


def take_for_sending(punches: Sequence[Punch], *, at: datetime) -> list[Punch]:
    """Those of `punches` that still wait, as they stand now, and `sending` from now on. The caller commits before it
    sends: what leaves is what the row says, whatever has been arranged anew since it was read.
    """
    rows = Punch.objects.select_for_update(no_key=True).filter(pk__in=[p.pk for p in punches], state__in=WAITING)
    waiting = {punch.pk: punch for punch in rows.order_by("pk")}
    taken = [waiting[punch.pk] for punch in punches if punch.pk in waiting]
    _write(taken, State.SENDING, at=at, note="")
    return taken


def record_outcomes(outcomes: Sequence[Outcome], *, at: datetime, settings: Settings) -> None:
    """Writes each, unless the punch was moved on by somebody else meanwhile. Belongs in a transaction."""
    if not outcomes:
        return
    # Before any punch: whoever records an attempt locks in this order, too.
    people = _locked_people([outcome.punch_id for outcome in outcomes if outcome.changes_the_day])
    rows = Punch.objects.select_for_update(no_key=True).filter(pk__in=[o.punch_id for o in outcomes]).order_by("pk")
    found = {punch.pk: punch for punch in rows}
    for group in _alike(outcomes):
        punches = [
            found[outcome.punch_id]
            for outcome in group
            if outcome.punch_id in found and found[outcome.punch_id].state in outcome.expected
        ]
        _write(punches, group[0].state, at=at, note=group[0].note, **group[0].columns)
        for punch in punches if group[0].changes_the_day else ():
            rearrange_later(people[punch.employee_id], since=punch.punched_at, at=at, settings=settings)


def _locked_people(punch_ids: Collection[UUID]) -> dict[UUID, Employee]:
    if not punch_ids:
        return {}
    of_these = Punch.objects.filter(pk__in=punch_ids).values("employee_id")
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("site").filter(pk__in=of_these)
    return {employee.pk: employee for employee in rows.order_by("pk")}


def _alike(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    groups: dict[object, list[Outcome]] = {}
    for outcome in outcomes:
        columns = tuple(sorted(outcome.columns.items(), key=str))
        alike = (outcome.state, tuple(outcome.expected), outcome.note, outcome.changes_the_day, columns)
        groups.setdefault(alike, []).append(outcome)
    return list(groups.values())


def _write(punches: Sequence[Punch], state: State, *, at: datetime, note: str, **columns: Any) -> None:
    if not punches:
        return
    Punch.objects.filter(pk__in=[punch.pk for punch in punches]).update(state=state, **columns)
    PunchEvent.objects.bulk_create(
        [
            PunchEvent(company_id=punch.company_id, punch_id=punch.pk, state=state, at=at, note=note[:200])
            for punch in punches
        ]
    )
