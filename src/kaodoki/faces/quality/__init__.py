"""How usable a face is, in the terms of ISO/IEC 29794-5, from its landmarks, its aligned picture and the whole image.

Each file measures one family of components in their own units; `components` maps them to 0–100 and to one score. No
network of its own: the recogniser says by the length of its answer how much of a face it saw. The gate (`faces.gate`)
decides what is good enough.
"""

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.detection import Detection
from kaodoki.faces.face import Quality
from kaodoki.faces.quality.components import unified_score
from kaodoki.faces.quality.detail import measure_compression, measure_detail
from kaodoki.faces.quality.framing import share_outside
from kaodoki.faces.quality.light import measure_backlight, measure_light
from kaodoki.faces.quality.occlusion import measure_occlusion
from kaodoki.faces.quality.planes import planes_of
from kaodoki.faces.quality.pose import measure_pose


def measure_quality(
    detection: Detection, aligned: NDArray[np.uint8], image: NDArray[np.uint8], *, confidence: float | None = None
) -> Quality:
    """The quality of a face found in a BGR image, whose 112×112 picture is `aligned`.

    `confidence` is the recogniser's, 0–100, by the pack's scale (`recogniser_confidence`); None if it has none.
    """
    planes = planes_of(aligned)
    parts = (
        measure_pose(detection.landmarks),
        measure_light(planes),
        measure_detail(planes),
        measure_occlusion(planes),
    )
    unrated = Quality(
        score=0.0,
        cut_share=share_outside(detection.landmarks, (image.shape[0], image.shape[1])),
        backlight_ev=measure_backlight(image, detection.box, planes),
        compression=measure_compression(image, detection.box),
        confidence=confidence,
        **{field.name: getattr(part, field.name) for part in parts for field in fields(part)},
    )
    return replace(unrated, score=unified_score(unrated))


def recogniser_confidence(weight: float, scale: tuple[float, float] | None) -> float | None:
    """0–100 by the length of the recogniser's answer (`Template.weight`); `scale` are the lengths at 0 and at 100."""
    if scale is None:
        return None
    return min(max(100 * (weight - scale[0]) / (scale[1] - scale[0]), 0.0), 100.0)
