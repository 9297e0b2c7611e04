"""The values that come out of an image: faces with their place, quality and template."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.detection import Detection
from kaodoki.faces.errors import TemplatePackMismatch


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """A face as a vector of one model pack. It is biometric data: its `repr` never shows it."""

    vector: NDArray[np.float32] = field(repr=False)
    """Unit length."""
    pack: str
    weight: float = 1.0
    """Length of the recogniser's answer before it was made a unit: how much of a face it saw. Means count by it."""

    def similarity(self, other: "Template") -> float:
        """Cosine in [-1, 1]. What it means depends on pack and gallery size: see `identification.threshold`."""
        if self.pack != other.pack:
            raise TemplatePackMismatch(ours=self.pack, theirs=other.pack)
        return float(np.dot(self.vector, other.vector))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How usable a face is, each component on its own so that the person can be told what to do.

    Terms, limits and formulas: docs/reference/quality.md. What has a default is that of a face without that fault.
    """

    score: float
    """0–100, unified: how likely the face is to be recognised. A summary; no gate uses it."""
    inter_eye_px: float
    """Distance between the eyes in pixels of the given image, as it would be straight ahead."""
    yaw_deg: float
    """Turned to the side; positive when the nose points to the right edge of the image. A rough estimate."""
    pitch_deg: float = 0.0
    """Nodded; positive when the person looks up. A rough estimate, short of the truth beyond 10°."""
    roll_deg: float
    """Tilted in the image plane; positive clockwise as seen."""
    sharpness: float
    """Energy of fine detail against the face's contrast, on the aligned face. 0 is flat."""
    noise: float = 0.0
    """Standard deviation of noise on the aligned face, in grey levels."""
    compression: float = 1.0
    """Steps across the borders of JPEG's blocks against those inside: 1 is no trace."""
    brightness: float
    """Mean luminance of the face, 0–255."""
    contrast: float = 100.0
    """Between the face's dark and light parts (5th and 95th percentile), in grey levels."""
    under_exposed_share: float = 0.0
    """Share of the face that is black."""
    over_exposed_share: float = 0.0
    """Share of the face that is white."""
    light_right_ev: float = 0.0
    """How much brighter the person's own right half is, in exposure values: 1 is twice the light."""
    light_top_ev: float = 0.0
    """How much brighter the skin under the eyes is than that round the mouth, in EV."""
    backlight_ev: float = 0.0
    """How much brighter it is beside and above the head than on the face, in EV."""
    colour_cast: float = 0.0
    """How far the skin's hue is from that of skin in white light (any tone), in units of Cr and Cb. Grey: about 28."""
    cut_share: float
    """Share of the whole face, as its landmarks place it, that lies outside the image, 0–1."""
    eyes_covered: float = 0.0
    mouth_covered: float = 0.0
    """0–1: how much it looks as if something covered them (dark glasses, a mask)."""
    confidence: float | None = None
    """0–100: how much of a face the recogniser saw; None if the pack has no scale for it."""

    @property
    def cut_by_frame(self) -> bool:
        return self.cut_share > CUT_SHARE


CUT_SHARE = 0.12
"""Hair and chin may stick out at no loss; more than this and part of the face is missing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """One face found in an image, in pixels of that image."""

    box: tuple[float, float, float, float]
    """x, y, width, height; may reach beyond the image."""
    landmarks: NDArray[np.float32] = field(repr=False)
    """5×2: the eye on the image's left, the other eye, nose tip, mouth corners in the same order."""
    score: float
    """The detector's, 0–1."""
    quality: Quality
    liveness: float | None
    """In [0, 1], 1 is live; None if the liveness pack is not installed or the image shows too little round the face."""
    template: Template

    @property
    def area(self) -> float:
        return self.box[2] * self.box[3]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nearest:
    """An image by its largest face. Of the others nothing is known but where they are."""

    faces: tuple[Face, ...] = ()
    """One, or none if nobody is in the image."""
    others: tuple[Detection, ...] = ()


def mean_template(templates: Sequence[Template]) -> Template:
    """The mean of several templates of one person, each by its weight: better than any of them alone."""
    first = templates[0]
    for other in templates[1:]:
        if other.pack != first.pack:
            raise TemplatePackMismatch(ours=first.pack, theirs=other.pack)
    total = np.sum([template.weight * template.vector for template in templates], axis=0)
    return Template(vector=unit(total), pack=first.pack, weight=float(np.linalg.norm(total)) / len(templates))


def unit(vector: NDArray[np.floating]) -> NDArray[np.float32]:
    """The vector at unit length, float32 and read-only. One with a number that is none is zero: it matches nobody."""
    flat = np.asarray(vector, dtype=np.float32).ravel()
    if not np.isfinite(flat).all():
        flat = np.zeros_like(flat)
    scaled = flat / max(float(np.linalg.norm(flat)), 1e-12)
    scaled.setflags(write=False)
    return scaled
