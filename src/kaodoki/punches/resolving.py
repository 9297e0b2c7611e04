"""What people decide over punches: the employee who undoes one, the administrator who resolves one.

Nothing is overwritten: a correction is a new punch that points to the old one, and each decision is a `PunchEvent` with
its note and its name. What stands later on the person's days is arranged anew after each.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.errors import InvalidInput
from kaodoki.people.models import Employee, Settings
from kaodoki.punches.arranging import place_new, rearrange_later
from kaodoki.punches.errors import CorrectionEmpty, CorrectionTimeWrong, PunchNotOpen, PunchSecondTaken, TooLate
from kaodoki.punches.models import UNSENT, Attempt, Punch, State
from kaodoki.punches.queue import wake_delivery
from kaodoki.punches.services import change_state, write_event
from kaodoki.timekeeping.kinds import Kind

# States in which a person may decide over a punch: nothing of it is on its way. What is `unconfirmed` may lie over
# there already, so it is looked up first.
RESOLVABLE = (*UNSENT, State.REJECTED)

# The attendance system takes punches up to three years back (WebAPI reference, 3), and none of the future makes sense.
CORRECTION_BACK = timedelta(days=3 * 365)
CORRECTION_AHEAD = timedelta(minutes=2)


class Action(StrEnum):
    """What an administrator does with a punch that waits for a decision."""

    DELIVER = "deliver"
    DISCARD = "discard"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An administrator's decision: who, why, and for a correction the kind and time that are right."""

    action: Action
    note: str
    by: str
    kind: Kind | None = None
    punched_at: datetime | None = None


def cancel_attempt(attempt: Attempt, *, now: datetime) -> Punch:
    """Discards the attempt's punch while nothing of it was sent; `TooLate` from `deliver_after` on."""
    with transaction.atomic():
        employee = _locked(attempt.employee_id) if attempt.employee_id else None
        punch = Punch.objects.select_for_update(no_key=True).filter(attempt=attempt).first()
        if punch is None or employee is None:
            raise TooLate
        if punch.state == State.DISCARDED:
            return punch
        if now >= punch.deliver_after or punch.state not in UNSENT:
            raise TooLate
        change_state(punch, State.DISCARDED, at=now, note="cancelled at the terminal")
        rearrange_later(employee, since=punch.punched_at, at=now, settings=_settings(punch))
    return punch


def resolve_punch(punch: Punch, decision: Decision) -> Punch:
    """Delivers the punch as it is, discards it, or returns the new one that corrects it, checked as any other.

    Raises `PunchNotOpen`, `CorrectionEmpty`, `CorrectionTimeWrong`, `PunchSecondTaken`, and `InvalidInput` where a
    kind or time is given with another action.
    """
    now = clock.now()
    if decision.action is not Action.CORRECT and (decision.kind or decision.punched_at):
        raise InvalidInput(reason="kind, punched_at: correct")
    with transaction.atomic():
        employee = _locked(punch.employee_id)
        locked = Punch.objects.select_for_update(no_key=True).get(pk=punch.pk)
        if locked.state not in RESOLVABLE:
            raise PunchNotOpen(state=locked.state)
        locked.employee = employee
        outcome = _decide(locked, decision, now)
        record_event(
            locked.company_id, f"punch_{decision.action}", subject=str(locked.id), by=decision.by, note=decision.note
        )
        wake_delivery(locked.company_id, at=now)
    return outcome


def _decide(punch: Punch, decision: Decision, now: datetime) -> Punch:
    settings, note, by = _settings(punch), decision.note, decision.by
    outcome = punch
    if decision.action is Action.DELIVER:
        columns = {"deliver_after": now, "held_until": None, "error": "", "decided_at": now}
        change_state(punch, State.PENDING, at=now, note=note, by=by, **columns)
    else:
        kind, at = _corrected(punch, decision, now)
        change_state(punch, State.DISCARDED, at=now, note=note, by=by)
    rearrange_later(punch.employee, since=punch.punched_at, at=now, settings=settings)
    if decision.action is Action.CORRECT:
        outcome = _write_correction(punch, kind, at, decision, now=now, settings=settings)
        rearrange_later(punch.employee, since=at, at=now, settings=settings)
    return outcome


def _corrected(punch: Punch, decision: Decision, now: datetime) -> tuple[Kind, datetime]:
    """The kind and time that the correction says, or as they are."""
    kind, at = decision.kind or Kind(punch.kind), (decision.punched_at or punch.punched_at).replace(microsecond=0)
    if decision.action is Action.CORRECT and (kind, at) == (punch.kind, punch.punched_at):
        raise CorrectionEmpty
    if decision.action is Action.CORRECT and not -CORRECTION_AHEAD <= now - at <= CORRECTION_BACK:
        raise CorrectionTimeWrong
    return kind, at


def _write_correction(
    old: Punch, kind: Kind, at: datetime, decision: Decision, *, now: datetime, settings: Settings
) -> Punch:
    chosen = kind is not Kind.AUTO
    place = place_new(old.employee, kind, chosen=chosen, punched_at=at, settings=settings)
    try:
        with transaction.atomic():
            new = Punch.objects.create(
                company_id=old.company_id,
                employee=old.employee,
                terminal_id=old.terminal_id,
                corrects=old,
                kind=kind,
                chosen=chosen,
                punched_at=at,
                time_source=old.time_source,
                working_date=place.working_date,
                working_time=place.working_time,
                state=State.INTEGRITY_ERROR if place.error else State.PENDING,
                error=place.error,
                deliver_after=now,
                created_at=now,
            )
    except IntegrityError as error:
        raise PunchSecondTaken from error
    write_event(new, at=now, note=decision.note, by=decision.by)
    return new


def _locked(employee_id: uuid.UUID) -> Employee:
    """The employee's row: no punch of theirs is made or arranged meanwhile. An erased person's punches stay."""
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("site")
    employee: Employee = rows.get(pk=employee_id)
    return employee


def _settings(punch: Punch) -> Settings:
    return Settings.objects.get(company_id=punch.company_id)
