"""The active challenge: did this very head turn as asked? Measured on landmarks over time, never on a single frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np

from kaodoki.faces.face import Face
from kaodoki.faces.liveness.frames import FrameFace
from kaodoki.faces.liveness.parallax import HeadTurn, measure_turns

FEWEST_FRAMES: Final = 3


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


class ChallengeReason(StrEnum):
    """Why a challenge passed or not. The value is the stable code; the sentences tell what to do."""

    OK = "ok"
    TOO_FEW_FRAMES = "too_few_frames"
    FACE_LOST = "face_lost"
    NOT_THE_SAME_FACE = "not_the_same_face"
    NOT_FRONTAL_AT_START = "not_frontal_at_start"
    NOT_PERFORMED = "not_performed"
    WRONG_DIRECTION = "wrong_direction"
    TOO_SUDDEN = "too_sudden"
    FLAT_MOTION = "flat_motion"
    NOT_LIVE = "not_live"
    """The head moved as asked, but the passive look at the same frames says attack."""

    def message(self, language: str) -> str:
        """The guidance in `language` ("ja" or "en")."""
        japanese, english = _GUIDANCE[self]
        return japanese if language == "ja" else english


_GUIDANCE: Final[dict[ChallengeReason, tuple[str, str]]] = {
    ChallengeReason.OK: ("確認できました。", "Confirmed."),
    ChallengeReason.TOO_FEW_FRAMES: (
        "映像が足りませんでした。もう一度お試しください。",
        "There were too few pictures. Please try again.",
    ),
    ChallengeReason.FACE_LOST: (
        "途中で顔が画面から外れました。顔を画面に入れたまま、もう一度お試しください。",
        "Your face left the picture. Keep it in the picture and try again.",
    ),
    ChallengeReason.NOT_THE_SAME_FACE: (
        "最初の方と同じ顔であることを確認できませんでした。お一人で、もう一度お試しください。",
        "It could not be confirmed that this is the same face as before. Please try again, one person at a time.",
    ),
    ChallengeReason.NOT_FRONTAL_AT_START: (
        "はじめは正面を向いてください。",
        "Please look straight at the camera first.",
    ),
    ChallengeReason.NOT_PERFORMED: (
        "動きを確認できませんでした。もう少し大きく顔を動かしてください。",
        "The movement was not seen. Please move your head a little further.",
    ),
    ChallengeReason.WRONG_DIRECTION: (
        "指示と違う向きでした。画面の矢印の向きに顔を動かしてください。",
        "That was another direction. Please move your head the way the arrow points.",
    ),
    ChallengeReason.TOO_SUDDEN: ("もう少しゆっくり動かしてください。", "Please move a little more slowly."),
    ChallengeReason.FLAT_MOTION: (
        "ご本人の顔の動きとして確認できませんでした。カメラの前に直接立って、もう一度お試しください。",
        "The movement of a head was not seen. Stand directly in front of the camera and try again.",
    ),
    ChallengeReason.NOT_LIVE: (
        "ご本人であることを確認できませんでした。カメラの前に直接立って、もう一度お試しください。",
        "It could not be confirmed that you are there yourself. Stand directly in front of the camera and try again.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeReading:
    """What the answer to a challenge shows."""

    action: Action
    passed: bool
    reason: ChallengeReason
    turns: tuple[HeadTurn, ...]
    """Per frame, against the first frames; empty if they could not be measured."""


SMALLEST_TURN_DEG: Final = {Action.TURN_LEFT: 16.0, Action.TURN_RIGHT: 16.0, Action.LOOK_UP: 10.0}
SAME_FACE: Final = 0.30


def verify(action: Action, frames: Sequence[FrameFace], *, first_look: Sequence[FrameFace] | None) -> ChallengeReading:
    """Whether `frames`, 3 to 8 in order, show the head doing what was asked, continuously and from the front.

    `first_look` are the frames that led to the challenge: the same face must answer it. It never raises on pictures.
    """
    if len(frames) < FEWEST_FRAMES:
        return _failed(action, ChallengeReason.TOO_FEW_FRAMES)
    faces = [frame.face for frame in frames if frame.face is not None]
    if len(faces) < len(frames):
        return _failed(action, ChallengeReason.FACE_LOST)
    earlier = [frame.face for frame in first_look or () if frame.face is not None]
    if not _is_one_face(earlier, faces):
        return _failed(action, ChallengeReason.NOT_THE_SAME_FACE)
    turns = measure_turns([face.landmarks for face in faces])
    reason = _judge(action, turns)
    return ChallengeReading(action=action, passed=reason is ChallengeReason.OK, reason=reason, turns=turns)


def _judge(action: Action, turns: Sequence[HeadTurn]) -> ChallengeReason:
    asked = np.array([_asked(action, turn) for turn in turns])
    if asked.max() >= SMALLEST_TURN_DEG[action]:
        return ChallengeReason.OK
    if asked.min() <= -SMALLEST_TURN_DEG[action]:
        return ChallengeReason.WRONG_DIRECTION
    return ChallengeReason.NOT_PERFORMED


def _asked(action: Action, turn: HeadTurn) -> float:
    match action:
        case Action.TURN_LEFT:
            return turn.yaw_deg
        case Action.TURN_RIGHT:
            return -turn.yaw_deg
        case Action.LOOK_UP:
            return turn.pitch_deg


def _is_one_face(earlier: Sequence[Face], faces: Sequence[Face]) -> bool:
    chain = [*earlier[-1:], *faces]
    return all(one.template.similarity(other.template) >= SAME_FACE for one, other in pairwise(chain))


def _failed(action: Action, reason: ChallengeReason) -> ChallengeReading:
    return ChallengeReading(action=action, passed=False, reason=reason, turns=())
