"""The newest attempts of the day, as the page 今日 shows them. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kaodoki.people.models import Settings
from kaodoki.people.queries import zone_of
from kaodoki.punches.models import Attempt, State
from kaodoki.web.console.reach import Reach
from kaodoki.web.console.texts import OUTCOMES, STATES
from kaodoki.web.kinds import KIND_NAMES

LOG_LENGTH = 20
_TONES = {
    State.DELIVERED: "good",
    State.HELD: "waiting",
    State.UNCONFIRMED: "waiting",
    State.INTEGRITY_ERROR: "warn",
    State.REJECTED: "warn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One attempt as a person reads it."""

    time: str
    name: str
    employee_code: str
    kind: str
    kind_name: str
    state: str
    tone: str


def todays_log(reach: Reach, *, settings: Settings, now: datetime, language: str) -> list[LogLine]:
    """Today's newest attempts by the wall clock; a look without a face says nothing about anybody and is left out."""
    zone = zone_of(settings)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    attempts = Attempt.objects.filter(reach.of_attempts(), recorded_at__gte=midnight).exclude(outcome="no_face")
    newest = attempts.select_related("employee", "punch").order_by("-recorded_at", "-id")[:LOG_LENGTH]
    return [_log_line(attempt, zone, language) for attempt in newest]


def _log_line(attempt: Attempt, zone: ZoneInfo, language: str) -> LogLine:
    employee, punch = attempt.employee, attempt.punch
    return LogLine(
        time=attempt.recorded_at.astimezone(zone).strftime("%-H:%M:%S"),
        name=employee.display_name if employee else "",
        employee_code=employee.employee_code if employee else "",
        kind=punch.kind if punch else "",
        kind_name=KIND_NAMES[punch.kind].in_language(language) if punch else "",
        state=_state(attempt, zone, language),
        tone=_TONES.get(State(punch.state), "") if punch else "mute",
    )


def _state(attempt: Attempt, zone: ZoneInfo, language: str) -> str:
    punch = attempt.punch
    if punch is None:
        return OUTCOMES[attempt.outcome].in_language(language)
    held_until = f"{punch.held_until.astimezone(zone):%-H:%M}" if punch.held_until else ""
    said = STATES[punch.state].in_language(language).format(time=held_until).strip()
    # The working day's own time only where it differs from the wall clock's (25:04).
    wall_clock = punch.punched_at.astimezone(zone).strftime("%H:%M")
    return said if punch.working_time == wall_clock else f"{said} ({punch.working_time})"
