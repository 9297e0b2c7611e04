"""Working day and integrity of a person's punches, read from and written to the table; the rules are `timekeeping`'s.

Callers hold the employee's row, so that nobody else arranges the same punches meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import day_rules_of
from kaodoki.punches.models import UNSENT, Punch, State
from kaodoki.punches.queue import wake_delivery
from kaodoki.punches.services import change_state
from kaodoki.timekeeping.arrangement import PersonPunch, Place, arrange
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.working_day import DayRules, working_date, working_time

# Working days around a punch: an open shift reaches one day ahead, and what a late arrival moves may move others.
DAYS_BEFORE = timedelta(days=2)
DAYS_AFTER = timedelta(days=7)
REARRANGED = "an earlier punch came or went"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """Where a new punch falls. `is_late`: later ones are there, unsent, so `rearrange_later` is due."""

    working_date: date
    working_time: str
    error: str
    is_late: bool


def place_new(employee: Employee, kind: Kind, *, chosen: bool, punched_at: datetime, settings: Settings) -> NewPlace:
    """The working day of a punch that is about to be written, and what the integrity check says to it."""
    rules = day_rules_of(settings, employee.site)
    rows = _around(employee, punched_at, rules).order_by("punched_at")
    # Not as model instances: every attempt passes here.
    around = list(rows.values_list("kind", "punched_at", "working_date", "state"))
    before = [
        PersonPunch(kind=Kind(kind_), punched_at=at, settled_on=day)
        for kind_, at, day, state in around
        if at < punched_at and state != State.INTEGRITY_ERROR
    ]
    new = PersonPunch(kind=kind, punched_at=punched_at, is_judged=chosen and settings.integrity_check)
    place = arrange([*before, new], rules=rules)[-1]
    return NewPlace(
        working_date=place.working_date,
        working_time=working_time(punched_at, zone=rules.zone, day=place.working_date),
        error=place.error or "",
        is_late=any(at > punched_at and state in UNSENT for _, at, _, state in around),
    )


def rearrange_later(employee: Employee, *, since: datetime, at: datetime, settings: Settings) -> None:
    """Places and judges anew what came after `since` and nothing was sent of, because something came or went there.

    What has been sent or decided by a person stays as it is. An error that has gone is delivered.
    """
    rules = day_rules_of(settings, employee.site)
    rows = _around(employee, since, rules).select_for_update(no_key=True).order_by("punched_at")
    counted = [punch for punch in rows if _counts(punch, since, settings)]
    arranged = [_as_it_stands(punch, since, settings) for punch in counted]
    released = [
        _apply(punch, place, rules, at)
        for punch, given, place in zip(counted, arranged, arrange(arranged, rules=rules), strict=True)
        if given.settled_on is None
    ]
    if any(released):
        wake_delivery(employee.company_id, at=at)


def _around(employee: Employee, instant: datetime, rules: DayRules) -> QuerySet[Punch]:
    day = working_date(instant, zone=rules.zone, day_start=rules.day_start)
    days = (day - DAYS_BEFORE, day + DAYS_AFTER)
    found = Punch.objects.filter(employee=employee, working_date__range=days)
    return found.exclude(state__in=(State.DISCARDED, State.REJECTED))


def _counts(punch: Punch, since: datetime, settings: Settings) -> bool:
    return _has_effect(punch) or (punch.punched_at > since and settings.integrity_check)


def _has_effect(punch: Punch) -> bool:
    return punch.state != State.INTEGRITY_ERROR


def _as_it_stands(punch: Punch, since: datetime, settings: Settings) -> PersonPunch:
    if punch.punched_at <= since or punch.state not in UNSENT or punch.decided_at is not None:
        return _settled(punch)
    is_judged = punch.chosen and settings.integrity_check
    return PersonPunch(kind=Kind(punch.kind), punched_at=punch.punched_at, is_judged=is_judged)


def _settled(punch: Punch) -> PersonPunch:
    return PersonPunch(kind=Kind(punch.kind), punched_at=punch.punched_at, settled_on=punch.working_date)


def _apply(punch: Punch, place: Place, rules: DayRules, at: datetime) -> bool:
    """Writes what has changed; whether the punch was an error and is none any more."""
    error = place.error or ""
    is_moved = place.working_date != punch.working_date
    if not is_moved and error == punch.error:
        return False
    was_error = not _has_effect(punch)
    state = State.INTEGRITY_ERROR if error else State.PENDING if was_error else State(punch.state)
    notes: Sequence[str] = [REARRANGED, *([error] if error else [])]
    if is_moved:
        notes = [*notes, f"{punch.working_date} → {place.working_date}"]
    change_state(
        punch,
        state,
        at=at,
        note="; ".join(notes),
        error=error,
        working_date=place.working_date,
        working_time=working_time(punch.punched_at, zone=rules.zone, day=place.working_date),
    )
    return was_error and not error
