"""Where the story is played: the two servers, the board that the audience watches, and what has been played so far."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kaodoki.project.demo.board import Board
from kaodoki.project.demo.client import Attempt, AttendanceClient, CompanyClient, TerminalClient
from kaodoki.project.demo.days import Days
from kaodoki.project.demo.restricted import WindowAroundNow
from kaodoki.project.demo.story import Played, Step

# The WebAPI allows 500 requests in five minutes, for the demo and Kaodoki together.
POLL_S = 0.7
PATIENCE_S = 40.0
Clock = Callable[[], datetime]
ON_ITS_WAY = ("pending", "held", "sending", "unconfirmed")


@dataclass(slots=True, kw_only=True)
class Stage:
    """`keys` are the employee keys over there, by employee code; `now` is the time the servers have.

    `window` are the restricted hours, once there are some; `problems` is what went otherwise than promised.
    """

    company: CompanyClient
    terminal: TerminalClient
    attendance: AttendanceClient
    board: Board
    days: Days
    keys: Mapping[str, str]
    now: Clock
    window: WindowAroundNow | None = None
    played: list[Played] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def play(self, step: Step) -> Played:
        """Makes the attempt and shows what came of it."""
        attempt = Attempt(
            attempt_id=str(uuid.uuid4()),
            frames=[step.frame],
            captured_at=step.captured_at or self.now(),
            punch_kind=step.kind,
        )
        made = Played(step=step, attempt_id=attempt.attempt_id, answer=self.terminal.send(attempt))
        self.played.append(made)
        self.board.attempt(made)
        self.show()
        return made

    def repeat(self, made: Played) -> None:
        """Sends the same attempt again: the answer must be the same, and nothing may be recorded twice."""
        attempt = Attempt(
            attempt_id=made.attempt_id,
            frames=[made.step.frame],
            captured_at=made.step.captured_at or self.now(),
            punch_kind=made.step.kind,
        )
        again = self.terminal.send(attempt)
        self.expect("the repeated attempt's answer", _without_duration(again.body), _without_duration(made.answer.body))
        self.board.say("The same attempt sent once more: the same answer, nothing recorded twice")

    def expect(self, what: str, found: object, wanted: object) -> None:
        if found != wanted:
            self.problems.append(f"{what}: {found!r} instead of {wanted!r}")

    def wait_for(self, what: str, is_reached: Callable[[], bool]) -> None:
        """Until it is reached; after that a problem, and the story goes on."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_reached():
            if time.monotonic() > deadline:
                self.problems.append(f"{what}: not within {PATIENCE_S:.0f} s")
                return
            time.sleep(POLL_S)
            self.show()

    def is_nothing_on_its_way(self) -> bool:
        """Whether every punch so far has come to an end, by what Kaodoki says now."""
        return not any(punch["state"] in ON_ITS_WAY for punch in self.company.punches())

    def show(self) -> None:
        """Lets the audience see what both servers hold now. In restricted hours the other one is not to be asked."""
        if not self.board.is_live:
            return
        days = self.days
        records = None
        if self.window is None or self.now() > self.window.end:
            records = self.attendance.timerecords(days.without_clock_in, days.today + timedelta(days=1))
        self.board.servers(self.company.punches(), records, self.keys)


def _without_duration(answer: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in answer.items() if name != "duration_ms"}
