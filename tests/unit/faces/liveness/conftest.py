"""Attempts made from the demo's portraits, as frames with the faces that the engine finds in them."""

from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np
import pytest

from kaodoki.evaluation.attacks.attempts import Attempt, Kind, Scene, make_attempt
from kaodoki.evaluation.attacks.portraits import Image, Portrait, backdrop_of, portrait_of
from kaodoki.faces import Engine
from kaodoki.faces.liveness import FrameFace
from kaodoki.faces.liveness.challenge import Action

Frames = list[FrameFace]
SeenAttempt = tuple[Attempt, Frames, Frames]

PEOPLE = ("obama_1", "biden", "astronaut")


@pytest.fixture(scope="session")
def see(engine: Engine) -> Callable[[Sequence[Image]], Frames]:
    def look(images: Sequence[Image]) -> Frames:
        return [FrameFace(image=image, face=next(iter(engine.analyse(image)), None)) for image in images]

    return look


@pytest.fixture(scope="session")
def portrait(engine: Engine, picture: Callable[[str], Image]) -> Callable[[str], Portrait]:
    @cache
    def make(name: str) -> Portrait:
        found = portrait_of(engine, picture(name), name, inter_eye_px=64)
        assert found is not None
        return found

    return make


@pytest.fixture(scope="session")
def attempt(
    see: Callable[[Sequence[Image]], Frames],
    portrait: Callable[[str], Portrait],
    picture: Callable[[str], Image],
) -> Callable[[Kind, str, Action], SeenAttempt]:
    """An attempt of that kind by or with the portrait of that person, its first look and its response."""

    @cache
    def make(kind: Kind, person: str, action: Action) -> SeenAttempt:
        attacker = PEOPLE[(PEOPLE.index(person) + 1) % len(PEOPLE)]
        room = cv2.resize(picture("group"), (640, 480))
        scene = Scene(
            victim=portrait(person), attacker=portrait(attacker), backdrop=backdrop_of(np.asarray(room, np.uint8))
        )
        seed = next(seed for seed in range(100) if np.random.default_rng(seed).choice([*Action]) == action)
        made = make_attempt(kind, scene, np.random.default_rng(seed))
        assert made.action is action
        return made, see(made.first_look), see(made.response)

    return make
