"""One picture looked at: what is good about it and what to do better, for the phone and for the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces import Face, Template
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.errors import ImageUnreadable
from kaodoki.faces.face import Quality
from kaodoki.faces.findings import Finding
from kaodoki.faces.gate import RULES, Use, findings_for_enrolment
from kaodoki.gallery.engine import engine_turn
from kaodoki.people.models import Company

Image = NDArray[np.uint8]
# So little is lost by it that no later pack sees it; more would only cost room.
KEPT_JPEG_QUALITY = 95
# How far a head is turned in a picture to the side, and may be in one from the front. For guidance, not for the gate.
SIDE_YAW_DEG = (10.0, 32.0)
MOST_FRONT_YAW_DEG = 12.0


class Pose(StrEnum):
    """Which of the pictures it is; left and right are the person's own."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"


class Advice(StrEnum):
    """What the gate does not ask for but a good set of pictures has."""

    LOOK_STRAIGHT = "look_straight"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    TURN_BACK = "turn_back"

    def message(self, language: str) -> str:
        japanese, english = _ADVICE[self]
        return japanese if language == "ja" else english


_ADVICE = {
    Advice.LOOK_STRAIGHT: ("正面を向いてください。", "Please look straight at the camera."),
    Advice.TURN_LEFT: ("少し左を向いてください。", "Please turn a little to your left."),
    Advice.TURN_RIGHT: ("少し右を向いてください。", "Please turn a little to your right."),
    Advice.TURN_BACK: ("向きすぎです。少し正面に戻してください。", "That is too far. Please turn back a little."),
}
# What a person reads as one thing, and the findings that speak of it.
COMPONENTS: dict[str, frozenset[Finding]] = {
    "size": frozenset({Finding.NO_FACE, Finding.SEVERAL_FACES, Finding.TOO_SMALL, Finding.FACE_CUT}),
    "direction": frozenset({Finding.TURNED, Finding.TILTED, Finding.LOOKING_UP, Finding.LOOKING_DOWN}),
    "focus": frozenset({Finding.BLURRED, Finding.NOISY, Finding.COMPRESSED, Finding.UNCLEAR}),
    "light": frozenset(
        {
            *(Finding.BACKLIT, Finding.LIGHT_FROM_RIGHT, Finding.LIGHT_FROM_LEFT, Finding.LIGHT_FROM_ABOVE),
            *(Finding.TOO_DARK, Finding.TOO_BRIGHT, Finding.OVEREXPOSED, Finding.UNDEREXPOSED, Finding.LOW_CONTRAST),
        }
    ),
    "covered": frozenset({Finding.EYES_COVERED, Finding.MOUTH_COVERED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One chip: `size`, `direction`, `focus`, `light` or `covered`."""

    code: str
    is_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What one picture is worth. `box`: (x, y, width, height) as shares of the picture; None without a face.

    `findings` refuse it; `advice` does not.
    """

    components: list[Component]
    findings: list[Finding]
    advice: Advice | None
    box: tuple[float, float, float, float] | None

    @property
    def is_good(self) -> bool:
        return not self.findings and self.advice is None

    def guidance(self, language: str) -> str:
        """The one sentence that helps most; empty if nothing is to be done."""
        if self.findings:
            return self.findings[0].message(language)
        return self.advice.message(language) if self.advice else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A picture that passed the gate: the face's template and quality, and the picture as it is kept."""

    pose: str
    template: Template
    quality: Quality
    kept: bytes


def examine_picture(company: Company, data: bytes, *, pose: str = Pose.FRONT) -> Examination:
    """For the live report. Raises an image error for a file that is no picture, and `Busy`. Nothing is kept."""
    image = decode_image(data, limits=PHOTO_LIMITS)
    with engine_turn(company.pack) as engine:
        seen = engine.analyse_nearest(image, liveness=False)
    faces = seen.faces
    findings = findings_for_enrolment(faces, image.shape[:2], seen.others)
    advice = None if findings else _advice(faces[0].quality.yaw_deg, Pose(pose))
    return Examination(
        components=[Component(code=code, is_good=_is_good(code, findings, advice)) for code in COMPONENTS],
        findings=findings,
        advice=advice,
        box=_box(faces, image) if faces else None,
    )


def good_picture(data: bytes, *, pose: str, pack: str) -> Good | list[Finding]:
    """The picture if it passes the gate for enrolment, else why not. Raises as `examine_picture` does."""
    image = decode_image(data, limits=PHOTO_LIMITS)
    with engine_turn(pack) as engine:
        seen = engine.analyse_nearest(image, enrolment=True, liveness=False)
    findings = findings_for_enrolment(seen.faces, image.shape[:2], seen.others)
    if not seen.faces or findings:
        return findings
    face = seen.faces[0]
    return Good(pose=pose, template=face.template, quality=face.quality, kept=kept_picture(image))


def components_of(quality: Mapping[str, object]) -> dict[str, bool]:
    """Which components of a photo kept with this quality are good, by the limits beyond which a frame gets a hint."""
    known = {field.name for field in fields(Quality)}
    if not known <= quality.keys():  # kept by a version that measured less: nothing can be said against it
        return dict.fromkeys(COMPONENTS, True)
    measured = Quality(**{name: value for name, value in quality.items() if name in known})  # type: ignore[arg-type]
    broken = {rule.finding for rule in RULES if rule.is_broken(measured, Use.HINT)}
    return {code: not findings & broken for code, findings in COMPONENTS.items()}


def kept_picture(image: Image) -> bytes:
    """As JPEG, upright, with nothing but pixels: no place, time or device of the original goes along."""
    is_written, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, KEPT_JPEG_QUALITY])
    if not is_written:
        raise ImageUnreadable
    return bytes(encoded)


def _is_good(code: str, findings: Sequence[Finding], advice: Advice | None) -> bool:
    if Finding.NO_FACE in findings or (code == "direction" and advice is not None):
        return False
    return not COMPONENTS[code].intersection(findings)


def _advice(yaw_deg: float, pose: Pose) -> Advice | None:
    if pose is Pose.FRONT:
        return None if abs(yaw_deg) <= MOST_FRONT_YAW_DEG else Advice.LOOK_STRAIGHT
    # The nose points to the picture's right when the person turns to their own left.
    turned = yaw_deg if pose is Pose.LEFT else -yaw_deg
    least, most = SIDE_YAW_DEG
    if turned > most:
        return Advice.TURN_BACK
    if turned < least:
        return Advice.TURN_LEFT if pose is Pose.LEFT else Advice.TURN_RIGHT
    return None


def _box(faces: Sequence[Face], image: Image) -> tuple[float, float, float, float]:
    height, width = image.shape[:2]
    x, y, box_width, box_height = (float(value) for value in faces[0].box)
    return x / width, y / height, box_width / width, box_height / height
