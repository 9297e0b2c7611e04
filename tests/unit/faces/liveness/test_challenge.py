"""The challenge: a head that does what was asked passes, and nothing flat, bent, swapped or replayed does."""

from collections.abc import Callable, Sequence
from dataclasses import astuple

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaodoki.evaluation.attacks.attempts import Kind
from kaodoki.evaluation.attacks.camera import filmed
from kaodoki.evaluation.attacks.flat import plane_motion
from kaodoki.evaluation.attacks.portraits import HEIGHT, WIDTH, Image, Portrait
from kaodoki.evaluation.attacks.relief import Pose, head_relief, moved
from kaodoki.faces.liveness import FrameFace
from kaodoki.faces.liveness.challenge import SMALLEST_TURN_DEG, Action, ChallengeReason, verify

Frames = list[FrameFace]
See = Callable[[Sequence[Image]], Frames]
Portraits = Callable[[str], Portrait]
Attempts = Callable[[Kind, str, Action], tuple[object, Frames, Frames]]

ANGLES = (0.0, 1.0, 6.0, 13.0, 21.0, 27.0, 30.0)


def performance(
    portrait: Portrait, *, yaw: float = 0.0, pitch: float = 0.0, nose: float = 0.4, angles: Sequence[float] = ANGLES
) -> list[Image]:
    """The head of the portrait turning along `yaw` and `pitch`, as a camera sees it."""
    relief = head_relief(portrait, depth=0.95, nose=nose)
    poses = [Pose(yaw_deg=yaw * angle, pitch_deg=pitch * angle) for angle in angles]
    return [filmed(moved(portrait.image, relief, pose), np.random.default_rng(n)) for n, pose in enumerate(poses)]


def as_sheet(portrait: Portrait, poses: Sequence[Pose]) -> list[Image]:
    """The portrait as a flat picture in those poses."""
    size, border = (WIDTH, HEIGHT), cv2.BORDER_REPLICATE
    sheets = [cv2.warpPerspective(portrait.image, plane_motion(pose), size, borderMode=border) for pose in poses]
    return [filmed(np.asarray(sheet, np.uint8), np.random.default_rng(n)) for n, sheet in enumerate(sheets)]


@pytest.mark.parametrize("person", ["obama_1", "biden", "astronaut"])
@pytest.mark.parametrize("action", [*Action])
def test_living_head_that_does_what_was_asked_passes(attempt: Attempts, person: str, action: Action) -> None:
    _, look, answer = attempt(Kind.LIVE_GOOD_LIGHT, person, action)

    reading = verify(action, answer, first_look=look)

    assert reading.reason is ChallengeReason.OK
    assert reading.passed
    assert len(reading.turns) == len(answer)


@pytest.mark.parametrize(
    ("kind", "person", "action", "reasons"),
    [
        (Kind.PRINT, "obama_1", Action.TURN_LEFT, {ChallengeReason.FLAT_MOTION}),
        (Kind.PRINT, "biden", Action.LOOK_UP, {ChallengeReason.FLAT_MOTION}),
        (Kind.BENT_PRINT, "astronaut", Action.TURN_RIGHT, {ChallengeReason.FLAT_MOTION}),
        (Kind.CUT_OUT_MASK, "biden", Action.TURN_LEFT, {ChallengeReason.FLAT_MOTION, ChallengeReason.NOT_PERFORMED}),
        (Kind.SWAPPED_PRINTS, "obama_1", Action.TURN_RIGHT, {ChallengeReason.TOO_SUDDEN}),
        (Kind.SCREEN_STILL, "astronaut", Action.TURN_LEFT, {ChallengeReason.FLAT_MOTION}),
        (
            Kind.REPLAY_OF_ANOTHER_CHALLENGE,
            "biden",
            Action.TURN_RIGHT,
            {ChallengeReason.WRONG_DIRECTION, ChallengeReason.NOT_PERFORMED},
        ),
    ],
)
def test_attack_does_not_pass(
    attempt: Attempts, kind: Kind, person: str, action: Action, reasons: set[ChallengeReason]
) -> None:
    _, look, answer = attempt(kind, person, action)

    reading = verify(action, answer, first_look=look)

    assert not reading.passed
    assert reading.reason in reasons


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    roll=st.floats(-25, 25), zoom=st.floats(0.8, 1.3), x=st.floats(-60, 60), y=st.floats(-40, 40),
    yaw=st.floats(-40, 40), pitch=st.floats(-30, 30),
)  # fmt: skip
def test_flat_picture_never_passes_however_it_is_moved(
    see: See, portrait: Portraits, roll: float, zoom: float, x: float, y: float, yaw: float, pitch: float
) -> None:
    poses = [
        Pose(yaw_deg=s * yaw, pitch_deg=s * pitch, roll_deg=s * roll, shift=(s * x, s * y), zoom=1 + s * (zoom - 1))
        for s in (0, 0.3, 0.6, 1)
    ]

    frames = see(as_sheet(portrait("obama_1"), poses))

    assert not any(verify(action, frames, first_look=None).passed for action in Action)


@pytest.mark.parametrize("asked", [Action.TURN_RIGHT, Action.LOOK_UP])
def test_turn_to_another_side_is_named(see: See, portrait: Portraits, asked: Action) -> None:
    left = see(performance(portrait("biden"), yaw=1))

    assert verify(asked, left, first_look=None).reason is ChallengeReason.WRONG_DIRECTION


def test_directions_are_the_persons_own(see: See, portrait: Portraits) -> None:
    towards_the_right_edge = see(performance(portrait("obama_1"), yaw=1))

    reading = verify(Action.TURN_LEFT, towards_the_right_edge, first_look=None)

    assert reading.passed
    assert reading.turns[-1].yaw_deg > 20


def test_measured_angles_rise_with_the_turn(see: See, portrait: Portraits) -> None:
    turns = verify(Action.TURN_LEFT, see(performance(portrait("obama_1"), yaw=1)), first_look=None).turns

    angles = [turn.yaw_deg for turn in turns]
    assert angles == sorted(angles)
    assert abs(angles[-1] - ANGLES[-1]) < 10
    assert all(np.isfinite(value) for turn in turns for value in astuple(turn))


def test_holding_still_is_no_movement(see: See, portrait: Portraits) -> None:
    still = see(performance(portrait("biden"), angles=[0, 1, 0, 1, 2]))

    assert verify(Action.TURN_LEFT, still, first_look=None).reason is ChallengeReason.NOT_PERFORMED


def test_somebody_elses_face_does_not_answer(see: See, portrait: Portraits) -> None:
    look = see([portrait("obama_1").image])
    answer = see(performance(portrait("biden"), yaw=1))

    assert verify(Action.TURN_LEFT, answer, first_look=look).reason is ChallengeReason.NOT_THE_SAME_FACE


def test_face_that_changes_midway_does_not_answer(see: See, portrait: Portraits) -> None:
    one, other = performance(portrait("obama_1"), yaw=1), performance(portrait("astronaut"), yaw=1)

    reading = verify(Action.TURN_LEFT, see([*one[:3], *other[3:]]), first_look=None)

    assert reading.reason is ChallengeReason.NOT_THE_SAME_FACE


def test_face_lost_midway_is_said(see: See, portrait: Portraits) -> None:
    frames = performance(portrait("biden"), yaw=1)
    frames[3] = np.zeros_like(frames[3])

    assert verify(Action.TURN_LEFT, see(frames), first_look=None).reason is ChallengeReason.FACE_LOST


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_frames_are_said(see: See, portrait: Portraits, count: int) -> None:
    frames = see([portrait("biden").image] * count)

    assert verify(Action.LOOK_UP, frames, first_look=None).reason is ChallengeReason.TOO_FEW_FRAMES


def test_start_from_the_side_does_not_count(see: See, portrait: Portraits) -> None:
    back_to_the_front = see(performance(portrait("obama_1"), yaw=-1, angles=[38, 30, 20, 10, 0]))

    reading = verify(Action.TURN_LEFT, back_to_the_front, first_look=None)

    assert reading.reason is ChallengeReason.NOT_FRONTAL_AT_START


def test_jump_from_one_picture_to_another_is_too_sudden(see: See, portrait: Portraits) -> None:
    jump = see(performance(portrait("astronaut"), yaw=1, angles=[0, 1, 30, 30, 30]))

    assert verify(Action.TURN_LEFT, jump, first_look=None).reason is ChallengeReason.TOO_SUDDEN


@pytest.mark.parametrize("yaw", [-1, 1])
def test_smooth_head_without_a_nose_is_bent_paper(see: See, portrait: Portraits, yaw: int) -> None:
    smooth = see(performance(portrait("obama_1"), yaw=yaw, nose=0.0, angles=[0, 2, 9, 18, 27, 35, 40]))

    reading = verify(Action.TURN_LEFT if yaw > 0 else Action.TURN_RIGHT, smooth, first_look=None)

    assert abs(reading.turns[-1].yaw_deg) > SMALLEST_TURN_DEG
    assert reading.reason is ChallengeReason.FLAT_MOTION


def test_recording_of_the_right_movement_must_look_like_a_person_too(attempt: Attempts) -> None:
    _, look, answer = attempt(Kind.REPLAY_OF_THE_SAME_ACTION, "obama_1", Action.TURN_LEFT)

    reading = verify(Action.TURN_LEFT, answer, first_look=look)

    assert reading.turns[-1].yaw_deg > SMALLEST_TURN_DEG
    assert reading.reason is ChallengeReason.NOT_LIVE


def test_face_far_away_is_asked_to_come_nearer(see: See, portrait: Portraits) -> None:
    frames = []
    for frame in performance(portrait("obama_1"), yaw=1):
        far = np.zeros_like(frame)
        far[150:330, 200:440] = cv2.resize(frame, (240, 180))
        frames.append(far)

    assert verify(Action.TURN_LEFT, see(frames), first_look=None).reason is ChallengeReason.TOO_SMALL


def test_darkness_gives_guidance_about_the_light(see: See, portrait: Portraits) -> None:
    frames = [(frame * 0.22).astype(np.uint8) for frame in performance(portrait("biden"), yaw=1)]

    reading = verify(Action.TURN_LEFT, see(frames), first_look=None)

    assert reading.reason is ChallengeReason.LIGHT_TOO_POOR
    assert "明るい" in reading.reason.message("ja")


def test_frames_of_different_sizes_are_one_movement(see: See, portrait: Portraits) -> None:
    frames = performance(portrait("obama_1"), yaw=1)
    frames[2::2] = [np.asarray(cv2.resize(frame, (800, 600)), np.uint8) for frame in frames[2::2]]

    assert verify(Action.TURN_LEFT, see(frames), first_look=None).passed


@pytest.mark.parametrize("word", [*Action, *ChallengeReason])
def test_everything_said_exists_in_both_languages(word: Action | ChallengeReason) -> None:
    said = word.instruction if isinstance(word, Action) else word.message

    assert said("ja") != said("en")
    assert said("ja").endswith("。")
    assert said("en").endswith(".")
