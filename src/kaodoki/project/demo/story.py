"""The words of the story: an attempt with what must come of it, and one that was made with what did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from kaodoki.project.demo.cast import Person
from kaodoki.project.demo.client import Answer

# The codes of the WebAPI for the kinds that the demo delivers.
CODES: Final[Mapping[str, str]] = {"in": "1", "out": "2", "break_start": "3", "break_end": "4", "go_out": "7"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPunch:
    """The punch that must come of an attempt, and the state it must end in."""

    person: Person
    kind: str
    working_date: date
    working_time: str | None = None
    state: str = "delivered"
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One attempt. `captured_at` is None for one made now; `outcome` may also be the code of a refusal."""

    title: str
    frame: bytes = field(repr=False)
    outcome: str
    kind: str
    captured_at: datetime | None = None
    punch: WantedPunch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A step that was made. What it came to in the end is asked from the servers, not kept here."""

    step: Step
    attempt_id: str
    answer: Answer

    @property
    def is_an_attempt(self) -> bool:
        """A file that is no picture is refused and is no attempt."""
        return self.answer.status == 200

    @property
    def must_arrive(self) -> bool:
        return self.step.punch is not None and self.step.punch.state == "delivered"
