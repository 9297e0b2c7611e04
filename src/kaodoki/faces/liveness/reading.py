"""What a look at the frames gives: a score, cues, a verdict, and reasons that help rather than accuse."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """What the frames say about the face being there."""

    LIVE = "live"
    DOUBTFUL = "doubtful"
    """A challenge, or a person, should settle it."""
    ATTACK = "attack"
    CANNOT_TELL = "cannot_tell"
    """The frames do not allow an answer; the reasons say what to change. It is no suspicion."""


class LivenessFinding(StrEnum):
    """Why the verdict is what it is. The value is the stable code; the sentences tell what to do and accuse nobody."""

    NO_FACE = "no_face_for_liveness"
    LIGHT_TOO_POOR = "light_too_poor_for_liveness"
    TOO_NEAR = "too_near_for_liveness"
    TOO_SMALL = "too_small_for_liveness"
    NOT_INSTALLED = "liveness_not_installed"
    LOW_SCORE = "liveness_score_low"
    PLANAR_MOTION = "planar_motion"
    FRAME_AROUND_FACE = "frame_around_face"
    SCREEN_PATTERN = "screen_pattern"
    SCREEN_GLARE = "screen_glare"
    STILL_PICTURE = "still_picture"

    def message(self, language: str) -> str:
        """The guidance in `language` ("ja" or "en")."""
        japanese, english = _GUIDANCE[self]
        return japanese if language == "ja" else english


_STAND: Final = (
    "ご本人であることを確認できませんでした。カメラの前に直接立って、もう一度お試しください。",
    "It could not be confirmed that you are there yourself. Stand directly in front of the camera and try again.",
)
_GUIDANCE: Final[dict[LivenessFinding, tuple[str, str]]] = {
    LivenessFinding.NO_FACE: (
        "顔が見つかりません。カメラの正面に立ってください。",
        "No face was found. Stand in front of the camera.",
    ),
    LivenessFinding.LIGHT_TOO_POOR: (
        "光の当たり方により確認できません。顔に光が当たるように、明るいほうを向いてください。",
        "The light does not allow a check. Turn so that light falls on your face.",
    ),
    LivenessFinding.TOO_NEAR: (
        "カメラに近すぎます。顔のまわりも写るように、少し離れてください。",
        "You are too near the camera. Step back a little so that more than the face is in the picture.",
    ),
    LivenessFinding.TOO_SMALL: ("もう少し近づいてください。", "Please come a little closer."),
    LivenessFinding.NOT_INSTALLED: (
        "なりすまし防止モデルが導入されていません。管理者は kaodoki liveness install を実行してください。",
        "The liveness model is not installed. An administrator can run kaodoki liveness install.",
    ),
    LivenessFinding.LOW_SCORE: _STAND,
    LivenessFinding.PLANAR_MOTION: _STAND,
    LivenessFinding.FRAME_AROUND_FACE: _STAND,
    LivenessFinding.SCREEN_PATTERN: _STAND,
    LivenessFinding.SCREEN_GLARE: _STAND,
    LivenessFinding.STILL_PICTURE: (
        "映像に動きがありません。カメラの前に直接立って、もう一度お試しください。",
        "The picture does not move at all. Stand directly in front of the camera and try again.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LivenessReading:
    """The passive look at an attempt's frames."""

    passive: float | None
    """Mean of `Face.liveness` over the frames that have one, in [0, 1]; None if the pack is not installed or no frame
    shows enough around the face."""
    cues: Mapping[str, float]
    """Suspicion by cue, each in [0, 1]; a cue that the frames do not allow is missing."""
    verdict: Verdict
    reasons: tuple[LivenessFinding, ...]
    """What speaks against `live`, the weightiest first; empty if live."""
