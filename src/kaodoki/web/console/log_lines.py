"""One attempt as the face-authentication log shows it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kaodoki.identification import Outcome
from kaodoki.punches.models import Attempt, State
from kaodoki.web.console.log_texts import LOG_TEXTS
from kaodoki.web.console.texts import OUTCOMES, STATES
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import Text

COLUMNS = (
    "time", "captured", "terminal", "outcome", "advice", "employee_code", "name", "method", "kind_name", "state",
    "score", "runner_up", "threshold",
)  # fmt: skip
OUTCOME_NAMES: dict[str, Text] = {**{outcome.value: OUTCOMES[outcome] for outcome in Outcome if outcome in OUTCOMES}}
OUTCOME_NAMES[Outcome.IDENTIFIED.value] = LOG_TEXTS["identified"]
_TONES = {
    State.DELIVERED: "good",
    State.INTEGRITY_ERROR: "warn",
    State.REJECTED: "warn",
    State.NOT_LINKED: "mute",
    State.DISCARDED: "mute",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`advice`: what helps against this outcome; `punch_id` leads to the punch; scores as three decimals or empty.

    `time` is when the server recorded the attempt, `captured` when the terminal looked: hours apart if `is_offline`.
    """

    attempt_id: UUID
    time: str
    captured: str
    is_offline: bool
    terminal: str
    outcome: str
    is_identified: bool
    advice: str
    employee_code: str
    name: str
    method: str
    kind: str
    kind_name: str
    punch_id: UUID | None
    state: str
    tone: str
    score: str
    runner_up: str
    threshold: str
    has_picture: bool


def line_of(attempt: Attempt, zone: ZoneInfo, language: str, *, has_picture: bool, is_offline: bool) -> Line:
    """The line; `attempt` comes with its employee, punch and terminal."""
    who, punch = attempt.employee, attempt.punch
    advice = LOG_TEXTS.get(f"advice_{attempt.outcome}")
    name = OUTCOME_NAMES.get(attempt.outcome)
    return Line(
        attempt_id=attempt.id,
        time=_second(attempt.recorded_at, zone),
        captured=_second(attempt.captured_at, zone),
        is_offline=is_offline,
        terminal=attempt.terminal.name,
        outcome=name.in_language(language) if name else attempt.outcome,
        is_identified=attempt.outcome == Outcome.IDENTIFIED,
        advice=advice.in_language(language) if advice else "",
        employee_code=who.employee_code if who else "",
        name=who.display_name if who else "",
        method=LOG_TEXTS[f"method_{attempt.method}"].in_language(language),
        kind=punch.kind if punch else "",
        kind_name=KIND_NAMES[punch.kind].in_language(language) if punch else "",
        punch_id=punch.id if punch else None,
        state=_state(punch.state, punch.held_until, zone, language) if punch else "",
        tone=_TONES.get(State(punch.state), "waiting") if punch else "mute",
        score=_three(attempt.score),
        runner_up=_three(attempt.runner_up_score),
        threshold=_three(attempt.threshold),
        has_picture=has_picture,
    )


def _state(state: str, held_until: datetime | None, zone: ZoneInfo, language: str) -> str:
    time = f"{held_until.astimezone(zone):%-H:%M}" if held_until else ""
    return STATES[state].in_language(language).format(time=time).strip()


def _second(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _three(number: float | None) -> str:
    return "" if number is None else f"{number:.3f}"
