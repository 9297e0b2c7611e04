"""A punch as a line, and the states it went through, as a person reads them. Callers hold the company's scope."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from kaodoki.punches.models import Punch, PunchEvent, State
from kaodoki.timekeeping.integrity import IntegrityReason
from kaodoki.web.console.punches_texts import ERRORS, NOTES, PUNCHES_TEXTS
from kaodoki.web.console.texts import STATES
from kaodoki.web.kinds import KIND_NAMES

COLUMNS = (
    "employee_code", "name", "kind_name", "time", "working_date", "working_time", "terminal", "method", "state",
    "delivered", "reason",
)  # fmt: skip
TONES = {
    State.DELIVERED: "good",
    State.INTEGRITY_ERROR: "warn",
    State.REJECTED: "warn",
    State.NOT_LINKED: "mute",
    State.DISCARDED: "mute",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`working_time` is empty where it is the wall clock's; `reason`: why it is not delivered, in words."""

    punch_id: UUID
    employee_code: str
    name: str
    kind: str
    kind_name: str
    time: str
    working_date: str
    working_time: str
    terminal: str
    method: str
    state: str
    tone: str
    delivered: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One state from when, why, and by whom if a person decided it."""

    time: str
    state: str
    tone: str
    note: str
    by: str


def line_of(punch: Punch, zone: ZoneInfo, language: str) -> Line:
    """The line; `punch` comes with its employee, terminal and attempt."""
    local = punch.punched_at.astimezone(zone)
    return Line(
        punch_id=punch.id,
        employee_code=punch.employee.employee_code,
        name=punch.employee.display_name,
        kind=punch.kind,
        kind_name=KIND_NAMES[punch.kind].in_language(language),
        time=f"{local:%Y-%m-%d %H:%M:%S}",
        working_date=f"{punch.working_date}",
        working_time="" if punch.working_time == f"{local:%H:%M}" else punch.working_time,
        terminal=punch.terminal.name if punch.terminal else "",
        method=PUNCHES_TEXTS[f"method_{punch.attempt.method}"].in_language(language) if punch.attempt else "",
        state=_state(punch, zone, language),
        tone=TONES.get(State(punch.state), "waiting"),
        delivered=f"{punch.delivered_at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if punch.delivered_at else "",
        reason=_reason(punch.error, language),
    )


def steps_of(punch: Punch, zone: ZoneInfo, language: str) -> list[Step]:
    """Everything it went through, the oldest first."""
    events = PunchEvent.objects.filter(punch=punch).order_by("at", "id")
    return [
        Step(
            time=f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
            state=STATES[event.state].in_language(language).format(time="").strip(),
            tone=TONES.get(State(event.state), "waiting"),
            note=_reason(event.note, language),
            by=event.by,
        )
        for event in events
    ]


def _state(punch: Punch, zone: ZoneInfo, language: str) -> str:
    held = f"{punch.held_until.astimezone(zone):%-H:%M}" if punch.held_until else ""
    return STATES[punch.state].in_language(language).format(time=held).strip()


def _reason(note: str, language: str) -> str:
    """The integrity check's reasons and the delivery's notes in words; what somebody wrote, as it is."""
    return " ".join(_part(part, language) for part in note.split("; ")) if note else ""


def _part(part: str, language: str) -> str:
    if part in set(IntegrityReason):
        return IntegrityReason(part).message(language)
    if part in ERRORS:
        return ERRORS[part].in_language(language)
    return NOTES.get(part, part) if language == "ja" else part
