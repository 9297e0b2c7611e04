"""What the terminal's camera adds: exposure that drifts, a sensor's noise, a lens, and JPEG."""

import cv2
import numpy as np
from numpy.random import Generator

from kaodoki.evaluation.attacks.portraits import Image


def filmed(image: Image, rng: Generator, *, light: float = 1.0, noise: float | None = None) -> Image:
    """The scene as a frame. `light` is the exposure's factor; in the dark a camera's noise grows with its gain."""
    gain = light * rng.normal(1, 0.015)
    sigma = noise if noise is not None else rng.uniform(1.5, 3.0) / max(light, 0.2) ** 0.5
    soft = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 0.7)).astype(np.float32)
    seen = soft * gain + rng.standard_normal(image.shape, dtype=np.float32) * sigma
    frame = np.clip(seen, 0, 255).astype(np.uint8)
    coded = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(85, 94))])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def side_lit(image: Image, strength: float, *, from_right: bool) -> Image:
    """Light from one side: the other falls to `1 - strength` of it."""
    ramp = np.linspace(1 - strength, 1, image.shape[1], dtype=np.float32)
    if not from_right:
        ramp = ramp[::-1]
    return np.asarray(np.clip(image * ramp[None, :, None], 0, 255), np.uint8)
