"""Where a punch falls: its kind, its working day, and what state it starts in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kaodoki.clocking.errors import KindNeeded, KindNotAllowed
from kaodoki.people.models import Employee, Settings
from kaodoki.punches.arranging import place_new
from kaodoki.punches.models import WITHOUT_EFFECT, Punch, State
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.restricted_hours import held_until, parse_windows

FIXED_KINDS = {
    PunchSelection.AUTO.value: Kind.AUTO,
    PunchSelection.IN.value: Kind.IN,
    PunchSelection.OUT.value: Kind.OUT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PunchPlan:
    """A punch before it is written."""

    kind: Kind
    chosen: bool
    punched_at: datetime
    working_date: date
    working_time: str
    state: State
    error: str
    is_late: bool
    deliver_after: datetime
    held_until: datetime | None


def kind_for(terminal: Terminal, chosen_kind: Kind | None) -> Kind | None:
    """The kind by the terminal's selection; None where it is chosen after the face. Raises if a choice is amiss."""
    selection = terminal.punch_selection
    if selection == PunchSelection.CHOSEN:
        if chosen_kind is None or chosen_kind is Kind.AUTO:
            raise KindNeeded
        return chosen_kind
    fixed = FIXED_KINDS.get(selection)
    if chosen_kind not in (None, Kind.AUTO, fixed):
        raise KindNotAllowed
    return fixed


def plan_punch(
    employee: Employee, kind: Kind, *, chosen: bool, punched_at: datetime, now: datetime, settings: Settings
) -> PunchPlan:
    """The punch as it will be written. The caller holds the employee's row, so the day's punches cannot change."""
    place = place_new(employee, kind, chosen=chosen, punched_at=punched_at, settings=settings)
    deliver_after = now + timedelta(seconds=settings.undo_seconds)
    hold = None if place.error else hold_time(settings, deliver_after)
    state = State.INTEGRITY_ERROR if place.error else State.HELD if hold else State.PENDING
    return PunchPlan(
        kind=kind,
        chosen=chosen,
        punched_at=punched_at,
        working_date=place.working_date,
        working_time=place.working_time,
        state=state,
        error=place.error,
        is_late=place.is_late,
        deliver_after=deliver_after,
        held_until=hold,
    )


def hold_time(settings: Settings, instant: datetime) -> datetime | None:
    """Until when nothing is linked, if `instant` lies in the company's restricted hours."""
    return None if settings.deliver_in_restricted_hours else restricted_until(settings, instant)


def restricted_until(settings: Settings, instant: datetime) -> datetime | None:
    """The end of the company's restricted hours around `instant`, whatever is delivered in them."""
    margin = timedelta(seconds=settings.restricted_hours_margin_seconds)
    return held_until(instant, windows=parse_windows(settings.restricted_hours), margin=margin)


def duplicate_of(employee: Employee, kind: Kind, *, punched_at: datetime, settings: Settings) -> Punch | None:
    """The punch that this one would repeat: same person and kind within the guard, or the very same second."""
    guard = timedelta(seconds=settings.duplicate_guard_seconds)
    around = Punch.objects.filter(
        employee=employee, punched_at__gte=punched_at - guard, punched_at__lte=punched_at + guard
    )
    found = list(around.exclude(state=State.DISCARDED).order_by("punched_at"))
    near = [
        punch
        for punch in found
        if punch.kind == kind and punch.state not in WITHOUT_EFFECT and abs(punch.punched_at - punched_at) < guard
    ]
    same_second = [punch for punch in found if punch.punched_at == punched_at]
    return near[-1] if near else same_second[0] if same_second else None
