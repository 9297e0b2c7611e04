"""A company that asks for a challenge at every attempt, one person enrolled, and what a camera sees of her or him."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import heads
from tests.integration.api_client import Answer, ApiClient, enrol, paired_terminal

from kaodoki.clocking import challenge
from kaodoki.faces.liveness.challenge import Action

LOOK_DEG = (0.0, 2.0, -2.0)

Perform = Callable[..., list[bytes]]


@pytest.fixture
def person(pictures: Path) -> Path:
    """A photograph of the person enrolled; not the one that was enrolled."""
    return pictures / "obama_3.jpg"


@pytest.fixture
def stranger(pictures: Path) -> Path:
    return pictures / "biden.jpg"


@pytest.fixture
def office(api: ApiClient, pictures: Path) -> ApiClient:
    """The company's API, the person enrolled, a challenge at every attempt."""
    enrol(api, "0012", "大統領", "一", (pictures / "obama_1.jpg").read_bytes())
    api.patch("/settings", {"liveness": "passive_and_challenge", "liveness_challenge": "always"})
    return api


@pytest.fixture
def terminal(office: ApiClient) -> ApiClient:
    return paired_terminal(office, punch_selection="chosen")


@pytest.fixture
def first_look(person: Path) -> list[bytes]:
    """Three frames of the person looking at the camera."""
    return heads.performed(person, "turn_left", seed=500, angles=LOOK_DEG)


@pytest.fixture(autouse=True)
def asks(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Decides what the server's lot falls on; to the left unless a test says otherwise."""

    def decide(action: str) -> None:
        monkeypatch.setattr(challenge, "draw_action", lambda: Action(action))

    decide(Action.TURN_LEFT)
    return decide


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock on by so many seconds."""

    def move(seconds: int) -> None:
        monkeypatch.setattr(settings, "CLOCK_OFFSET_SECONDS", seconds)

    return move


@pytest.fixture
def perform(person: Path) -> Perform:
    """`perform("turn_left")`: frames of the person doing it; another `seed`, other bytes."""
    return partial(heads.performed, person)


def answer(terminal: ApiClient, asked: Answer, frames: Sequence[bytes], **changed: str) -> Answer:
    """Answers the challenge that `asked` carries."""
    attempt_id = changed.pop("attempt_id", asked.body["attempt_id"])
    form = {"challenge_id": asked.body["challenge"]["challenge_id"], **changed}
    files = [SimpleUploadedFile("frame.jpg", frame, content_type="image/jpeg") for frame in frames]
    return terminal.upload(f"/terminal/attempts/{attempt_id}/challenge", frames=files, **form)
