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
    STILL_PICTURE = "still_picture"

    def message(self, language: str) -> str:
        """The guidance in `language` ("ja" or "en")."""
        japanese, english = _GUIDANCE[self]
        return japanese if language == "ja" else english


_STAND: Final = (
    "ご本人であることを確認できませんでした。カメラの前に直接立って、もう一度お試しください。",
    "It could not be confirmed that you are there yourself. Stand directly in front of the camera and try again.",
)
_NEARER: Final = ("もう少し近づいてください。", "Please come a little closer.")
_LIGHT: Final = (
    "光の当たり方により確認できません。顔に光が当たるように、明るいほうを向いてください。",
    "The light does not allow a check. Turn so that light falls on your face.",
)
_GUIDANCE: Final[dict[LivenessFinding, tuple[str, str]]] = {
    LivenessFinding.NO_FACE: (
        "顔が見つかりません。カメラの正面に立ってください。",
        "No face was found. Stand in front of the camera.",
    ),
    LivenessFinding.LIGHT_TOO_POOR: _LIGHT,
    LivenessFinding.TOO_NEAR: (
        "カメラに近すぎます。顔のまわりも写るように、少し離れてください。",
        "You are too near the camera. Step back a little so that more than the face is in the picture.",
    ),
    LivenessFinding.TOO_SMALL: _NEARER,
    LivenessFinding.NOT_INSTALLED: (
        "なりすまし防止モデルが導入されていません。管理者は kaodoki liveness install を実行してください。",
        "The liveness model is not installed. An administrator can run kaodoki liveness install.",
    ),
    LivenessFinding.LOW_SCORE: _STAND,
    LivenessFinding.PLANAR_MOTION: _STAND,
    LivenessFinding.FRAME_AROUND_FACE: _STAND,
    LivenessFinding.SCREEN_PATTERN: _STAND,
    LivenessFinding.STILL_PICTURE: (
        "映像に動きがありません。カメラの前に直接立って、もう一度お試しください。",
        "The picture does not move at all. Stand directly in front of the camera and try again.",
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
    LIGHT_TOO_POOR = "light_too_poor_for_liveness"
    TOO_SMALL = "too_small_for_liveness"
    NOT_LIVE = "not_live"
    """The head moved as asked, but the passive look at the same frames says paper or screen."""

    def message(self, language: str) -> str:
        """The guidance in `language` ("ja" or "en")."""
        japanese, english = _CHALLENGE_GUIDANCE[self]
        return japanese if language == "ja" else english


_CHALLENGE_GUIDANCE: Final[dict[ChallengeReason, tuple[str, str]]] = {
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
    ChallengeReason.LIGHT_TOO_POOR: _LIGHT,
    ChallengeReason.TOO_SMALL: _NEARER,
    ChallengeReason.NOT_LIVE: _STAND,
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
    suspicion: float = 0.0
    """The weighted sum that the verdict follows from, see `fusion.toml`; 0 if it cannot be told."""
