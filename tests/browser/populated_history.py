"""The weeks before those of populated_company: enough looks and deliveries that statistics have something to say."""

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kaodoki.people.models import Employee
from kaodoki.punches.models import Attempt, Punch, State
from kaodoki.terminals.models import Terminal

OFTEN_REJECTED = "0007"
THRESHOLD = 0.38
# Of the day: the earliest, the latest, the commonest.
MINUTES = {"in": (485, 575, 528), "out": (1045, 1190, 1080)}
HELD = (timedelta(hours=8, minutes=30), timedelta(hours=10, minutes=1))


def add_history(
    people: Sequence[Employee], terminals: Sequence[Terminal], *, midnight: datetime, days: range, chance: random.Random
) -> None:
    """Working days so many before `midnight`, which is the company's own: everybody comes and leaves."""
    attempts: list[Attempt] = []
    punches: list[Punch] = []
    for back in days:
        day = midnight - timedelta(days=back)
        if day.weekday() >= 5:
            continue
        for number, person in enumerate(people):
            terminal = terminals[2] if number % 4 == 3 else terminals[number % 2]
            for kind, usual in MINUTES.items():
                at = (day + timedelta(minutes=chance.triangular(*usual))).replace(microsecond=0)
                attempts += _looks(terminal, person, at, chance)
                punches.append(_punch(attempts[-1], kind, at, day, chance))
    Attempt.objects.bulk_create(attempts)
    Punch.objects.bulk_create(punches)
    for punch in punches:
        if punch.attempt is not None:
            punch.attempt.punch = punch
    Attempt.objects.bulk_update([attempt for attempt in attempts if attempt.punch], ["punch"], batch_size=500)


def _looks(terminal: Terminal, person: Employee, at: datetime, chance: random.Random) -> Iterator[Attempt]:
    if chance.random() < (0.4 if person.employee_code == OFTEN_REJECTED else 0.04):
        outcome = chance.choice(["poor_quality", "unknown", "not_sure"])
        yield _attempt(terminal, None, outcome, at - timedelta(seconds=6))
    attempt = _attempt(terminal, person, "identified", at)
    attempt.score, attempt.runner_up_score = chance.gauss(0.68, 0.07), chance.gauss(0.17, 0.05)
    attempt.threshold = THRESHOLD
    yield attempt


def _attempt(terminal: Terminal, person: Employee | None, outcome: str, at: datetime) -> Attempt:
    return Attempt(
        company=terminal.company,
        terminal=terminal,
        attempt_id=uuid.uuid4(),
        captured_at=at,
        recorded_at=at,
        outcome=outcome,
        employee=person,
        findings=[] if person else [outcome],
    )


def _punch(attempt: Attempt, kind: str, at: datetime, day: datetime, chance: random.Random) -> Punch:
    local = at.astimezone(ZoneInfo("Asia/Tokyo"))
    until = day + HELD[1] if day + HELD[0] <= at < day + HELD[1] else None
    wait = timedelta(seconds=int(11 + chance.expovariate(1 / 9)))
    return Punch(
        company=attempt.company,
        employee=attempt.employee,
        attempt=attempt,
        terminal=attempt.terminal,
        kind=kind,
        chosen=True,
        punched_at=at,
        working_date=local.date(),
        working_time=f"{local:%H:%M}",
        state=State.DELIVERED,
        deliver_after=at + timedelta(seconds=10),
        held_until=until,
        delivered_at=(until or at) + wait,
        created_at=at,
    )
