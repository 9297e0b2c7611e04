"""The quality gate: what is wrong with the faces of one picture, as codes and as plain guidance. Rules, no pixels.

Three answers to one measurement. An enrolment photo is refused early: it is used every day and can be taken again in
peace. A terminal's frame is refused only where a comparison would be pointless: whoever is honest and recognisable must
get through, masked or in poor light. In between lie the hints, given only to somebody who was not recognised.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from kaodoki.faces.detection import Detection
from kaodoki.faces.face import Face, Quality
from kaodoki.faces.findings import Finding

__all__ = [
    "RULES",
    "Finding",
    "Rule",
    "Use",
    "check_faces",
    "findings_for_enrolment",
    "findings_for_probe",
    "hints_for_probe",
]

MOST_HINTS: Final = 2
"""More than this nobody heeds in front of a terminal."""


class Use(Enum):
    """What the picture is for; the value is the limit's name in a rule."""

    PROBE = "probe"
    HINT = "hint"
    ENROLMENT = "enrolment"


SECOND_FACE: Final = {Use.PROBE: 0.4, Use.HINT: 0.4, Use.ENROLMENT: 0.15}
"""A second face with more than this share of the largest one's area makes it unclear whose picture it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A limit on one field of `Quality`, for each use; None: not asked for this."""

    finding: Finding
    field: str
    sign: int
    """1: found above the limit; -1: found below it, a limit of a negative direction being negative."""
    probe: float | None = None
    hint: float | None = None
    enrolment: float | None = None
    darker_than: float = 256.0
    """Holds only for faces of less brightness: what lies behind a well-lit face does no harm."""

    def is_broken(self, quality: Quality, use: Use) -> bool:
        limit, value = getattr(self, use.value), getattr(quality, self.field)
        if limit is None or value is None or quality.brightness >= self.darker_than:
            return False
        return bool(self.sign * value > self.sign * limit)


RULES: Final = (
    Rule(finding=Finding.FACE_CUT, field="cut_share", sign=1, probe=0.12, hint=0.08, enrolment=0.08),
    Rule(finding=Finding.TOO_SMALL, field="inter_eye_px", sign=-1, probe=20, hint=28, enrolment=32),
    Rule(finding=Finding.EYES_COVERED, field="eyes_covered", sign=1, hint=0.5, enrolment=0.8),
    Rule(finding=Finding.MOUTH_COVERED, field="mouth_covered", sign=1, hint=0.5, enrolment=0.8),
    Rule(finding=Finding.BACKLIT, field="backlight_ev", sign=1, hint=1.6, enrolment=2.4, darker_than=90),
    Rule(finding=Finding.LIGHT_FROM_RIGHT, field="light_right_ev", sign=1, hint=1.6, enrolment=2.5),
    Rule(finding=Finding.LIGHT_FROM_LEFT, field="light_right_ev", sign=-1, hint=-1.6, enrolment=-2.5),
    Rule(finding=Finding.LIGHT_FROM_ABOVE, field="light_top_ev", sign=1, hint=1.6, enrolment=2.5),
    Rule(finding=Finding.TOO_DARK, field="brightness", sign=-1, probe=30, hint=60, enrolment=55),
    Rule(finding=Finding.TOO_BRIGHT, field="brightness", sign=1, probe=235, hint=215, enrolment=220),
    Rule(finding=Finding.OVEREXPOSED, field="over_exposed_share", sign=1, probe=0.4, hint=0.06, enrolment=0.12),
    Rule(finding=Finding.UNDEREXPOSED, field="under_exposed_share", sign=1, probe=0.75, hint=0.2, enrolment=0.3),
    Rule(finding=Finding.LOW_CONTRAST, field="contrast", sign=-1, probe=12, hint=45, enrolment=40),
    Rule(finding=Finding.TURNED, field="yaw_deg", sign=1, probe=45, hint=30, enrolment=35),
    Rule(finding=Finding.TURNED, field="yaw_deg", sign=-1, probe=-45, hint=-30, enrolment=-35),
    Rule(finding=Finding.TILTED, field="roll_deg", sign=1, probe=40, hint=25, enrolment=25),
    Rule(finding=Finding.TILTED, field="roll_deg", sign=-1, probe=-40, hint=-25, enrolment=-25),
    Rule(finding=Finding.LOOKING_UP, field="pitch_deg", sign=1, hint=10, enrolment=11),
    Rule(finding=Finding.LOOKING_DOWN, field="pitch_deg", sign=-1, hint=-10, enrolment=-11),
    Rule(finding=Finding.BLURRED, field="sharpness", sign=-1, probe=0.05, hint=0.075, enrolment=0.07),
    Rule(finding=Finding.NOISY, field="noise", sign=1, hint=7, enrolment=9),
    Rule(finding=Finding.COMPRESSED, field="compression", sign=1, enrolment=2.2),
    Rule(finding=Finding.UNCLEAR, field="confidence", sign=-1, hint=35, enrolment=25),
)
"""In the order in which they are told: what explains most, and can be helped at once, first. How the limits were set,
and how many real photos each refuses: docs/reference/quality.md."""

_SIDE: Final = frozenset({Finding.LIGHT_FROM_LEFT, Finding.LIGHT_FROM_RIGHT})
_DARK: Final = frozenset({Finding.BACKLIT, Finding.TOO_DARK})
_COVERED: Final = frozenset({Finding.EYES_COVERED, Finding.MOUTH_COVERED})
_CUT: Final = frozenset({Finding.FACE_CUT})
_EXPLAINED_BY: Final[dict[Finding, frozenset[Finding]]] = {
    Finding.EYES_COVERED: _CUT | {Finding.TOO_DARK, Finding.TURNED},
    Finding.MOUTH_COVERED: _CUT | {Finding.TOO_DARK, Finding.TURNED, Finding.EYES_COVERED},
    Finding.BACKLIT: _CUT,
    Finding.LIGHT_FROM_RIGHT: _CUT | {Finding.TURNED},
    Finding.LIGHT_FROM_LEFT: _CUT | {Finding.TURNED},
    Finding.LIGHT_FROM_ABOVE: _CUT | _COVERED,
    Finding.TOO_DARK: _CUT | {Finding.BACKLIT},
    Finding.OVEREXPOSED: _SIDE | {Finding.TOO_BRIGHT, Finding.MOUTH_COVERED},
    Finding.UNDEREXPOSED: _CUT | _DARK | _SIDE | _COVERED,
    Finding.LOW_CONTRAST: _DARK | {Finding.TOO_BRIGHT},
    Finding.LOOKING_UP: _COVERED,
    Finding.LOOKING_DOWN: _COVERED,
    Finding.BLURRED: frozenset({Finding.TOO_SMALL, Finding.OVEREXPOSED}),
    Finding.NOISY: _DARK,
    Finding.UNCLEAR: frozenset(Finding) - {Finding.UNCLEAR},
}
"""What need not be told beside these: it goes with them."""


def findings_for_probe(
    faces: Sequence[Face], image_size: tuple[int, int], others: Sequence[Detection] = ()
) -> list[Finding]:
    """Why a frame of a terminal cannot be used. `faces` as the engine gives them; `image_size` is (height, width).

    `others` are faces that nothing was computed of, none of them larger than those in `faces`.
    """
    return check_faces(faces, image_size, Use.PROBE, others)


def findings_for_enrolment(
    faces: Sequence[Face], image_size: tuple[int, int], others: Sequence[Detection] = ()
) -> list[Finding]:
    """Why a photo handed in is refused."""
    return check_faces(faces, image_size, Use.ENROLMENT, others)


def hints_for_probe(
    faces: Sequence[Face], image_size: tuple[int, int], others: Sequence[Detection] = ()
) -> list[Finding]:
    """What the person could change, at most two, the weightiest first: to be told only if nobody was identified.

    A frame with hints is a good frame: it is compared like any other. A mask, for one, is a hint and never a refusal.
    """
    return check_faces(faces, image_size, Use.HINT, others)[:MOST_HINTS]


def check_faces(
    faces: Sequence[Face], image_size: tuple[int, int], use: Use, others: Sequence[Detection] = ()
) -> list[Finding]:
    """The findings on the largest face, the one that says most first, without those that it explains."""
    if not faces:
        return [Finding.NO_FACE]
    largest = max(faces, key=lambda face: face.area)
    areas = [face.area for face in faces if face is not largest] + [other.area for other in others]
    if any(area > SECOND_FACE[use] * largest.area for area in areas):
        return [Finding.SEVERAL_FACES]
    found = [rule.finding for rule in RULES if rule.is_broken(largest.quality, use)]
    if _is_beyond(largest, image_size) and Finding.FACE_CUT not in found:
        found.insert(0, Finding.FACE_CUT)
    return [finding for finding in found if not _EXPLAINED_BY.get(finding, frozenset()) & set(found)]


def _is_beyond(face: Face, image_size: tuple[int, int]) -> bool:
    """Whether a landmark lies outside the picture: the detector guessed it."""
    height, width = image_size
    x, y = face.landmarks[:, 0], face.landmarks[:, 1]
    return bool((x < 0).any() or (y < 0).any() or (x > width).any() or (y > height).any())
