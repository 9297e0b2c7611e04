"""The passive look: what is said of people, of paper and of screens, and when nothing can be said."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaodoki.evaluation.attacks.attempts import Kind
from kaodoki.evaluation.attacks.portraits import Image, Portrait
from kaodoki.faces.liveness import FrameFace, LivenessFinding, Verdict, assess
from kaodoki.faces.liveness.challenge import Action
from kaodoki.faces.liveness.fusion import BEZEL, CUES, MOIRE, PLANAR_MOTION, STILL

Frames = list[FrameFace]
See = Callable[[Sequence[Image]], Frames]
Attempts = Callable[[Kind, str, Action], tuple[object, Frames, Frames]]

PAPER = (Kind.PRINT, Kind.BENT_PRINT, Kind.SWAPPED_PRINTS)
SCREENS = (Kind.SCREEN_STILL, Kind.REPLAY_OF_ANOTHER_CHALLENGE, Kind.REPLAY_OF_THE_SAME_ACTION)


def scored(frames: Frames, score: float | None) -> Frames:
    """The frames as if the network, which is optional, had said so."""
    return [replace(f, face=None if f.face is None else replace(f.face, liveness=score)) for f in frames]


@pytest.mark.parametrize("person", ["obama_1", "biden", "astronaut"])
def test_person_whom_the_network_believes_is_live(attempt: Attempts, person: str) -> None:
    _, look, _ = attempt(Kind.LIVE_GOOD_LIGHT, person, Action.TURN_LEFT)

    reading = assess(scored(look, 0.97))

    assert reading.verdict is Verdict.LIVE
    assert reading.passive == pytest.approx(0.97)
    assert reading.reasons == ()


@pytest.mark.parametrize("person", ["obama_1", "biden", "astronaut"])
def test_person_whom_the_network_doubts_is_asked_and_not_refused(attempt: Attempts, person: str) -> None:
    _, look, _ = attempt(Kind.LIVE_GOOD_LIGHT, person, Action.TURN_LEFT)

    reading = assess(scored(look, 0.0))

    assert reading.verdict is Verdict.DOUBTFUL
    assert reading.reasons[0] is LivenessFinding.LOW_SCORE


def test_without_the_network_a_person_cannot_be_told(attempt: Attempts) -> None:
    _, look, _ = attempt(Kind.LIVE_GOOD_LIGHT, "biden", Action.TURN_LEFT)

    reading = assess(scored(look, None))

    assert reading.verdict is Verdict.CANNOT_TELL
    assert reading.reasons == (LivenessFinding.NOT_INSTALLED,)
    assert reading.passive is None


@pytest.mark.parametrize("kind", [*PAPER, *SCREENS])
def test_paper_and_screens_in_a_hand_are_never_live(attempt: Attempts, kind: Kind) -> None:
    _, look, answer = attempt(kind, "obama_1", Action.TURN_RIGHT)

    reading = assess(scored([*look, *answer], 0.3))

    assert reading.verdict in (Verdict.ATTACK, Verdict.DOUBTFUL)
    assert reading.reasons


def test_surroundings_that_move_along_give_paper_away(attempt: Attempts) -> None:
    _, _, paper = attempt(Kind.PRINT, "obama_1", Action.TURN_LEFT)
    _, _, person = attempt(Kind.LIVE_GOOD_LIGHT, "obama_1", Action.TURN_LEFT)

    assert assess(paper).cues[PLANAR_MOTION] > 0.9
    assert assess(person).cues[PLANAR_MOTION] < 0.1


def test_large_pictures_say_the_same_of_the_surroundings(attempt: Attempts, see: See) -> None:
    _, _, paper = attempt(Kind.PRINT, "obama_1", Action.TURN_LEFT)
    _, _, person = attempt(Kind.LIVE_GOOD_LIGHT, "obama_1", Action.TURN_LEFT)

    def enlarged(frames: Frames) -> Frames:
        return see([np.asarray(cv2.resize(frame.image, (1280, 960)), np.uint8) for frame in frames[::3]])

    assert assess(enlarged(paper)).cues[PLANAR_MOTION] > 0.9
    assert assess(enlarged(person)).cues[PLANAR_MOTION] < 0.1


def test_edges_round_the_face_give_paper_away(attempt: Attempts) -> None:
    _, paper, _ = attempt(Kind.PRINT, "biden", Action.LOOK_UP)
    _, person, _ = attempt(Kind.LIVE_GOOD_LIGHT, "biden", Action.TURN_LEFT)

    assert assess(paper).cues[BEZEL] > 0.5
    assert assess(person).cues[BEZEL] < 0.3


def test_gratings_over_the_face_give_a_screen_away(attempt: Attempts, see: See) -> None:
    _, person, _ = attempt(Kind.LIVE_GOOD_LIGHT, "astronaut", Action.TURN_LEFT)
    xs, ys = np.meshgrid(np.arange(640), np.arange(480))
    grating = (1 + 0.06 * np.sin(2 * np.pi * (0.8 * xs + 0.6 * ys) / 5))[..., None]
    on_screen = see([np.clip(frame.image * grating, 0, 255).astype(np.uint8) for frame in person])

    assert assess(person).cues[MOIRE] < 0.1
    assert assess(on_screen).cues[MOIRE] > 0.9
    assert LivenessFinding.SCREEN_PATTERN in assess(on_screen).reasons


def test_frames_without_any_noise_are_a_still_picture(see: See, portrait: Callable[[str], Portrait]) -> None:
    same = see([portrait("biden").image] * 3)

    reading = assess(scored(same, 0.9))

    assert reading.cues[STILL] == 1
    assert reading.verdict is Verdict.DOUBTFUL
    assert reading.reasons == (LivenessFinding.STILL_PICTURE,)


@pytest.mark.parametrize("factor", [0.1, 0.2, 0.3])
def test_darkness_gives_guidance_and_no_verdict(attempt: Attempts, see: See, factor: float) -> None:
    _, look, _ = attempt(Kind.LIVE_GOOD_LIGHT, "obama_1", Action.TURN_LEFT)
    dark = see([(frame.image * factor).astype(np.uint8) for frame in look])

    reading = assess(scored(dark, 0.0))

    assert reading.verdict is Verdict.CANNOT_TELL
    assert reading.reasons in [(LivenessFinding.LIGHT_TOO_POOR,), (LivenessFinding.NO_FACE,)]
    assert reading.cues == {}


def test_bad_light_is_never_an_attack(attempt: Attempts) -> None:
    _, look, answer = attempt(Kind.LIVE_BAD_LIGHT, "biden", Action.TURN_LEFT)

    assert assess(scored(look, 0.0)).verdict is not Verdict.ATTACK
    assert assess(scored(answer, 0.0)).verdict is not Verdict.ATTACK


def test_face_that_fills_the_picture_cannot_be_told(see: See, portrait: Callable[[str], Portrait]) -> None:
    whole = portrait("obama_1")
    x, y, width, height = (int(value) for value in whole.face.box)
    tight = np.ascontiguousarray(whole.image[y - height // 16 : y + height, x : x + width])
    near = see([np.asarray(cv2.resize(tight, (480, 600)), np.uint8)])

    reading = assess(near)

    assert near[0].face is not None
    assert reading.verdict is Verdict.CANNOT_TELL
    assert reading.reasons == (LivenessFinding.TOO_NEAR,)


def test_face_far_away_cannot_be_told(see: See, portrait: Callable[[str], Portrait]) -> None:
    small = np.zeros((480, 640, 3), np.uint8)
    small[120:300, 200:440] = cv2.resize(portrait("obama_1").image, (240, 180))

    reading = assess(see([small]))

    assert reading.reasons == (LivenessFinding.TOO_SMALL,)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_no_face_cannot_be_told(count: int) -> None:
    empty = [FrameFace(image=np.zeros((120, 160, 3), np.uint8), face=None)] * count

    reading = assess(empty)

    assert reading.verdict is Verdict.CANNOT_TELL
    assert reading.reasons == (LivenessFinding.NO_FACE,)


def test_one_frame_is_judged_by_what_one_frame_shows(attempt: Attempts) -> None:
    _, look, _ = attempt(Kind.LIVE_GOOD_LIGHT, "biden", Action.TURN_LEFT)

    reading = assess(scored(look[:1], 0.9))

    assert reading.verdict is Verdict.LIVE
    assert set(reading.cues) == {BEZEL, MOIRE}


def test_frames_of_different_sizes_leave_out_what_compares_them(attempt: Attempts, see: See) -> None:
    _, look, _ = attempt(Kind.LIVE_GOOD_LIGHT, "biden", Action.TURN_LEFT)
    images = [look[0].image, np.asarray(cv2.resize(look[1].image, (800, 600)), np.uint8)]

    reading = assess(scored(see(images), 0.9))

    assert set(reading.cues) == {BEZEL, MOIRE}
    assert reading.verdict is Verdict.LIVE


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(score=st.none() | st.floats(0, 1))
def test_no_single_measure_refuses_anybody(attempt: Attempts, score: float | None) -> None:
    _, look, _ = attempt(Kind.LIVE_GOOD_LIGHT, "astronaut", Action.TURN_LEFT)

    reading = assess(scored(look, score))

    assert reading.verdict is not Verdict.ATTACK
    assert set(reading.cues) == set(CUES)
    assert all(0 <= suspicion <= 1 for suspicion in reading.cues.values())


@pytest.mark.parametrize("finding", [*LivenessFinding])
def test_every_finding_guides_and_accuses_nobody(finding: LivenessFinding) -> None:
    japanese, english = finding.message("ja"), finding.message("en")

    assert japanese.endswith("。")
    assert english.endswith(".")
    assert not any(word in english.lower() for word in ("attack", "fake", "spoof", "fraud"))
    assert not any(word in japanese for word in ("不正", "偽", "攻撃"))
