"""What a person probably wants to record, from their day. Offered largest where the kind is chosen, never decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import zone_of
from kaodoki.punches.models import WITHOUT_EFFECT, Punch
from kaodoki.timekeeping.kinds import Kind

_AFTER: Final = {
    Kind.IN: Kind.OUT,
    Kind.OUT: Kind.IN,
    Kind.BREAK_START: Kind.BREAK_END,
    Kind.BREAK_END: Kind.OUT,
    Kind.GO_OUT: Kind.RETURN,
    Kind.RETURN: Kind.OUT,
}


class Day(StrEnum):
    """The calendar day of the punch before, as seen from now."""

    TODAY = "today"
    YESTERDAY = "yesterday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """The likely kind and the punch that makes it so; without one it is the first of the day."""

    kind: Kind
    after: Kind | None = None
    at: datetime | None = None


def likely_after(last: Kind | None, at: datetime | None, *, now: datetime, longest_shift: timedelta) -> Likely:
    """The kind that usually follows. A shift older than `longest_shift` was left open by mistake: a new one begins."""
    if last is None or at is None or last not in _AFTER or now - at > longest_shift:
        return Likely(kind=Kind.IN)
    return Likely(kind=_AFTER[last], after=last, at=at)


def likely_kind(employee: Employee, *, now: datetime, settings: Settings) -> dict[str, object]:
    """As it is kept with the answer: `kind`, and `after`, `day` and `time` of the punch it follows, if there is one."""
    longest_shift = timedelta(hours=settings.open_shift_max_hours)
    before = Punch.objects.filter(employee=employee, punched_at__lte=now, punched_at__gte=now - longest_shift)
    last = before.exclude(state__in=WITHOUT_EFFECT).exclude(kind=Kind.AUTO).order_by("-punched_at").first()
    kind, at = (Kind(last.kind), last.punched_at) if last else (None, None)
    likely = likely_after(kind, at, now=now, longest_shift=longest_shift)
    kept: dict[str, object] = {"kind": likely.kind.value}
    if likely.after is None or likely.at is None:
        return kept
    zone = zone_of(settings)
    local, today = likely.at.astimezone(zone), now.astimezone(zone).date()
    day = Day.TODAY if local.date() == today else Day.YESTERDAY
    return {**kept, "after": likely.after.value, "day": day.value, "time": f"{local.hour}:{local.minute:02}"}
