"""The quality gate: what is wrong with the faces of one picture, as codes and as plain guidance. Rules, no pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kaodoki.faces.face import Face


class Finding(StrEnum):
    """What stands between this picture and an answer. The value is the stable code."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_SMALL = "too_small"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    FACE_CUT = "face_cut"
    TURNED = "turned"

    def message(self, language: str) -> str:
        """The guidance in `language` ("ja" or "en"): what the person should do."""
        japanese, english = _GUIDANCE[self]
        return japanese if language == "ja" else english


_GUIDANCE: Final[dict[Finding, tuple[str, str]]] = {
    Finding.NO_FACE: (
        "顔が見つかりません。カメラの正面に立ってください。",
        "No face was found. Stand in front of the camera.",
    ),
    Finding.SEVERAL_FACES: ("お一人ずつお願いします。", "One person at a time, please."),
    Finding.TOO_SMALL: ("もう少し近づいてください。", "Please come a little closer."),
    Finding.TOO_DARK: (
        "顔が暗く写っています。明るいほうを向いてください。",
        "The face is too dark. Turn towards the light.",
    ),
    Finding.TOO_BRIGHT: (
        "顔が明るすぎます。強い光を避けてください。",
        "The face is too bright. Step out of the strong light.",
    ),
    Finding.BLURRED: ("少しのあいだ動かないでください。", "Please hold still for a moment."),
    Finding.FACE_CUT: ("顔全体が画面に入るようにしてください。", "Move so that the whole face is in the picture."),
    Finding.TURNED: ("正面を向いてください。", "Please look straight at the camera."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Bounds on `Quality`. Set on Labeled Faces in the Wild so that the probe's refuse about 1 % of its photos."""

    inter_eye_px: float
    brightness: tuple[float, float]
    sharpness: float
    cut_share: float
    yaw_deg: float
    roll_deg: float
    second_face: float
    """A second face with more than this share of the largest one's area makes it unclear whose picture it is."""


PROBE_GATE: Final = Gate(
    inter_eye_px=20, brightness=(35, 235), sharpness=0.12, cut_share=0.12, yaw_deg=45, roll_deg=40, second_face=0.4
)
ENROLMENT_GATE: Final = Gate(
    inter_eye_px=32, brightness=(50, 225), sharpness=0.16, cut_share=0.08, yaw_deg=30, roll_deg=30, second_face=0.15
)
"""Stricter: an enrolled template is used every day, and its photo can be taken again in peace."""


def findings_for_probe(faces: Sequence[Face], image_size: tuple[int, int]) -> list[Finding]:
    """What is wrong with a frame of a terminal. `faces` as the engine gives them; `image_size` is (height, width)."""
    return check_faces(faces, image_size, PROBE_GATE)


def findings_for_enrolment(faces: Sequence[Face], image_size: tuple[int, int]) -> list[Finding]:
    """What is wrong with a photo handed in."""
    return check_faces(faces, image_size, ENROLMENT_GATE)


def check_faces(faces: Sequence[Face], image_size: tuple[int, int], gate: Gate) -> list[Finding]:
    """The findings on the largest face, the one that says most first."""
    if not faces:
        return [Finding.NO_FACE]
    largest = max(faces, key=lambda face: face.area)
    others = [face for face in faces if face is not largest]
    if any(face.area > gate.second_face * largest.area for face in others):
        return [Finding.SEVERAL_FACES]
    quality = largest.quality
    checks = {
        Finding.FACE_CUT: quality.cut_share > gate.cut_share or _is_beyond(largest, image_size),
        Finding.TOO_SMALL: quality.inter_eye_px < gate.inter_eye_px,
        Finding.TOO_DARK: quality.brightness < gate.brightness[0],
        Finding.TOO_BRIGHT: quality.brightness > gate.brightness[1],
        Finding.TURNED: abs(quality.yaw_deg) > gate.yaw_deg or abs(quality.roll_deg) > gate.roll_deg,
        Finding.BLURRED: quality.sharpness < gate.sharpness,
    }
    return [finding for finding, is_found in checks.items() if is_found]


def _is_beyond(face: Face, image_size: tuple[int, int]) -> bool:
    """Whether a landmark lies outside the picture: the detector guessed it."""
    height, width = image_size
    x, y = face.landmarks[:, 0], face.landmarks[:, 1]
    return bool((x < 0).any() or (y < 0).any() or (x > width).any() or (y > height).any())
