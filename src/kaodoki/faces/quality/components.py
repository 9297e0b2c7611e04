"""Measured values as component qualities 0–100, and all of them as one score. Formulas and limits are ours.

The names of the components are those of ISO/IEC 29794-5:2025 as its reference implementation, OFIQ, has made them
public; the standard maps a native value to a quality component in the same way, with other curves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Final

from kaodoki.faces.face import Quality


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One row of the report. The quality falls in a straight line from 100 at `good` to 0 at `bad`."""

    field: str
    """Of `Quality`."""
    term: str
    """ISO/IEC 29794-5's; in brackets where it has none."""
    unit: str
    good: float
    bad: float
    signed: bool = False
    """Both directions are alike: the size counts."""
    exponent: float = 1.0
    """How much it counts in the unified score; 0: reported only."""

    def quality(self, native: float) -> float:
        """0–100."""
        value = abs(native) if self.signed else native
        return 100 * min(max((value - self.bad) / (self.good - self.bad), 0.0), 1.0)


_Row = Component
COMPONENTS: Final = (
    _Row(field="inter_eye_px", term="inter-eye distance", unit="px", good=32, bad=8, exponent=0.5),
    _Row(field="yaw_deg", term="head pose yaw", unit="°", good=15, bad=75, signed=True, exponent=0.2),
    _Row(field="pitch_deg", term="head pose pitch", unit="°", good=8, bad=40, signed=True),
    _Row(field="roll_deg", term="head pose roll", unit="°", good=10, bad=75, signed=True),
    _Row(field="cut_share", term="crop of the face image", unit="share", good=0, bad=0.4),
    _Row(field="sharpness", term="sharpness", unit="ratio", good=0.11, bad=0.02, exponent=0.5),
    _Row(field="noise", term="(noise)", unit="grey levels", good=4, bad=20, exponent=0.5),
    _Row(field="compression", term="compression artefacts", unit="ratio", good=1.3, bad=4, exponent=0.5),
    _Row(field="brightness", term="luminance mean", unit="grey levels", good=70, bad=5, exponent=0.5),
    _Row(field="contrast", term="dynamic range", unit="grey levels", good=60, bad=5, exponent=0.5),
    _Row(field="under_exposed_share", term="under-exposure prevention", unit="share", good=0.1, bad=1, exponent=0.5),
    _Row(field="over_exposed_share", term="over-exposure prevention", unit="share", good=0.02, bad=0.6),
    _Row(field="light_right_ev", term="illumination uniformity", unit="EV", good=1, bad=12, signed=True, exponent=0.5),
    _Row(field="light_top_ev", term="illumination uniformity", unit="EV", good=1.2, bad=12, signed=True, exponent=0.5),
    _Row(field="backlight_ev", term="(backlight)", unit="EV", good=1.5, bad=12, exponent=0.5),
    _Row(field="colour_cast", term="natural colour", unit="Cr, Cb", good=20, bad=60, exponent=0),
    _Row(field="eyes_covered", term="eyes visible", unit="probability", good=0.2, bad=1.2),
    _Row(field="mouth_covered", term="mouth occlusion prevention", unit="probability", good=0.2, bad=1.2, exponent=0.5),
    _Row(field="confidence", term="(recogniser confidence)", unit="0–100", good=100, bad=0),
)


def component_qualities(quality: Quality) -> Iterator[tuple[Component, float, float]]:
    """Each component with its measured value and its quality 0–100; those that were not measured are left out."""
    for component in COMPONENTS:
        native = getattr(quality, component.field)
        if native is not None:
            yield component, float(native), component.quality(float(native))


def unified_score(quality: Quality) -> float:
    """0–100: the product of the component qualities, each by its exponent."""
    parts = [float((value / 100) ** component.exponent) for component, _, value in component_qualities(quality)]
    return round(100 * prod(parts), 1)
