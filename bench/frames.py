"""The frame that the face benchmarks share: 640×480 with one face."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.project.demo_pictures import fetch_pictures, picture_path


def read_frame(path: Path | None) -> NDArray[np.uint8]:
    """A 640×480 frame of the picture's middle (default: the demo's astronaut)."""
    if path is None:
        fetch_pictures()
        path = picture_path("astronaut")
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise SystemExit(f"{path} is no picture")
    height, width = image.shape[:2]
    if width * 3 > height * 4:
        left = (width - height * 4 // 3) // 2
        image = image[:, left : left + height * 4 // 3]
    else:
        image = image[: width * 3 // 4]
    return np.asarray(cv2.resize(image, (640, 480), interpolation=cv2.INTER_AREA), dtype=np.uint8)
