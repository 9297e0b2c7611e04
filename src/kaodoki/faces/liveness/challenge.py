"""The active challenge: did this very head turn as asked? Measured on landmarks over time, never on a single frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import radians, sin
from typing import Final

from kaodoki.faces.face import Face
from kaodoki.faces.liveness.assessment import FUSION, assess, obstacle_in
from kaodoki.faces.liveness.frames import FrameFace
from kaodoki.faces.liveness.parallax import HeadTurn, measure_turns, yaw_by_landmarks
from kaodoki.faces.liveness.reading import ChallengeReason, LivenessFinding

__all__ = ["FEWEST_FRAMES", "Action", "ChallengeReading", "ChallengeReason", "verify"]

FEWEST_FRAMES: Final = 3

SMALLEST_TURN_DEG: Final = 14.0
SMALLEST_TILT_DEG: Final = 8.0
"""Chins rise less than heads turn."""

SAME_FACE: Final = 0.30
"""Cosine of neighbouring frames, and of the first one with the first look: a turned face is less like itself."""

_UNCLEAR: Final = {
    LivenessFinding.NO_FACE: ChallengeReason.FACE_LOST,
    LivenessFinding.LIGHT_TOO_POOR: ChallengeReason.LIGHT_TOO_POOR,
    LivenessFinding.TOO_SMALL: ChallengeReason.TOO_SMALL,
}
_MOST_YAW_AT_START_DEG: Final = 18.0
_LEAST_YAW_AT_REACH_DEG: Final = 2.0
"""By itself, not against the first frame: who comes back from the other side ends ahead."""

_NOSE_SHARE: Final = 0.18
"""Of the sine of the turn: what the nose moves by itself. About 0.3 on heads, next to nothing on bent paper."""

_LANDMARK_YAW_DEG: Final = 6.0
_LARGEST_STEP: Final = 0.65
"""Of the whole turn: between two frames that lie that far apart, one picture may have been put in another's place."""

_FLAT_SQUEEZE: Final = 0.07
"""A head that has hardly turned is not narrower by this; a picture that was tilted is."""


class Action(StrEnum):
    """What a challenge may ask: never a blink. Directions are the person's own; a mirrored preview agrees with them."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    LOOK_UP = "look_up"

    def instruction(self, language: str) -> str:
        """What the person is asked to do, in `language` ("ja" or "en")."""
        japanese, english = _INSTRUCTIONS[self]
        return japanese if language == "ja" else english


_INSTRUCTIONS: Final[dict[Action, tuple[str, str]]] = {
    Action.TURN_LEFT: (
        "正面を向いてから、ゆっくり左を向いてください。",
        "Look straight ahead, then turn your head slowly to your left.",
    ),
    Action.TURN_RIGHT: (
        "正面を向いてから、ゆっくり右を向いてください。",
        "Look straight ahead, then turn your head slowly to your right.",
    ),
    Action.LOOK_UP: (
        "正面を向いてから、ゆっくり上を向いてください。",
        "Look straight ahead, then raise your chin slowly.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeReading:
    """What the answer to a challenge shows."""

    action: Action
    passed: bool
    reason: ChallengeReason
    turns: tuple[HeadTurn, ...]
    """Per frame, against the first one; empty if they could not be measured."""


def verify(action: Action, frames: Sequence[FrameFace], *, first_look: Sequence[FrameFace] | None) -> ChallengeReading:
    """Whether `frames`, 3 to 8 in order, show the head doing what was asked, continuously and from the front.

    `first_look` are the frames that led to the challenge, if they are at hand: the same face must answer it. It never
    raises on pictures.
    """
    faces = [frame.face for frame in frames if frame.face is not None]
    obstacle = _obstacle(frames, faces, first_look or ())
    if obstacle is not None:
        return ChallengeReading(action=action, passed=False, reason=obstacle, turns=())
    turns = measure_turns(frames, faces)
    reason = _judge(action, turns, faces)
    if reason is ChallengeReason.OK and assess([*(first_look or ()), *frames]).suspicion >= FUSION.challenge:
        reason = ChallengeReason.NOT_LIVE
    return ChallengeReading(action=action, passed=reason is ChallengeReason.OK, reason=reason, turns=turns)


def _obstacle(
    frames: Sequence[FrameFace], faces: Sequence[Face], first_look: Sequence[FrameFace]
) -> ChallengeReason | None:
    """What stands in the way of measuring anything."""
    if len(frames) < FEWEST_FRAMES:
        return ChallengeReason.TOO_FEW_FRAMES
    if len(faces) < len(frames):
        return ChallengeReason.FACE_LOST
    earlier = [frame.face for frame in first_look if frame.face is not None]
    if not _is_one_face([*earlier[-1:], *faces]):
        return ChallengeReason.NOT_THE_SAME_FACE
    unclear = obstacle_in(faces)
    if unclear is not None:
        return _UNCLEAR[unclear]
    if abs(yaw_by_landmarks(faces[0])) > _MOST_YAW_AT_START_DEG:
        return ChallengeReason.NOT_FRONTAL_AT_START
    return None


def _judge(action: Action, turns: Sequence[HeadTurn], faces: Sequence[Face]) -> ChallengeReason:
    asked = [_angle(action, turn) for turn in turns]
    reach = max(range(len(turns)), key=asked.__getitem__)
    if asked[reach] >= _needed(action):
        is_turned = _along(action, yaw_by_landmarks(faces[reach]), 90.0) >= _LEAST_YAW_AT_REACH_DEG
        return _judge_turn(action, turns[: reach + 1]) if is_turned else ChallengeReason.NOT_FRONTAL_AT_START
    if any(_angle(other, turn) >= _needed(other) for other in Action for turn in turns if other is not action):
        return ChallengeReason.WRONG_DIRECTION
    if not turns[-1].is_followed:
        return ChallengeReason.TOO_SUDDEN
    is_tilted = max(turn.squeeze for turn in turns) >= _FLAT_SQUEEZE
    return ChallengeReason.FLAT_MOTION if is_tilted else ChallengeReason.NOT_PERFORMED


def _judge_turn(action: Action, turns: Sequence[HeadTurn]) -> ChallengeReason:
    """Whether a turn that went far enough, up to its furthest frame, is one head's."""
    last = turns[-1]
    if not last.is_followed:
        return ChallengeReason.TOO_SUDDEN
    angles = [_angle(action, turn) for turn in turns]
    if max(after - before for before, after in pairwise(angles)) > _LARGEST_STEP * (angles[-1] - min(angles)):
        return ChallengeReason.TOO_SUDDEN
    if _nose(action, last) < _NOSE_SHARE * sin(radians(angles[-1])):
        return ChallengeReason.FLAT_MOTION
    if action is not Action.LOOK_UP and _landmark_yaw(action, last) < _LANDMARK_YAW_DEG:
        return ChallengeReason.FLAT_MOTION
    return ChallengeReason.OK


def _needed(action: Action) -> float:
    return SMALLEST_TILT_DEG if action is Action.LOOK_UP else SMALLEST_TURN_DEG


def _angle(action: Action, turn: HeadTurn) -> float:
    """The turn in the direction of the action, in degrees."""
    return _along(action, turn.yaw_deg, turn.pitch_deg)


def _nose(action: Action, turn: HeadTurn) -> float:
    return _along(action, turn.nose_yaw, turn.nose_pitch)


def _landmark_yaw(action: Action, turn: HeadTurn) -> float:
    return _along(action, turn.landmark_yaw_deg, 0.0)


def _along(action: Action, yaw: float, pitch: float) -> float:
    match action:
        case Action.TURN_LEFT:
            return yaw
        case Action.TURN_RIGHT:
            return -yaw
        case Action.LOOK_UP:
            return pitch


def _is_one_face(faces: Sequence[Face]) -> bool:
    return all(one.template.similarity(other.template) >= SAME_FACE for one, other in pairwise(faces))
