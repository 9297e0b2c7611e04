"""Draws the kiosk's icons: a face that is a clock. Run it after a change; the pictures are kept with the source."""

from pathlib import Path

import cv2
import numpy as np

OUT = Path(__file__).parents[1] / "src/kaodoki/web/static/kiosk"
BLUE, WHITE = (171, 92, 11), (255, 255, 255)  # BGR of #0b5cab
DRAWN_AT = 1024


def icon(size: int) -> np.ndarray:
    """A square of `size` pixels; what matters lies in the inner 80 %, which every mask of a system leaves."""
    picture = np.full((DRAWN_AT, DRAWN_AT, 3), BLUE, dtype=np.uint8)
    centre = (DRAWN_AT // 2, DRAWN_AT // 2)
    cv2.ellipse(picture, centre, (290, 350), 0, 0, 360, WHITE, 56, cv2.LINE_AA)
    cv2.line(picture, centre, (512, 300), WHITE, 56, cv2.LINE_AA)
    cv2.line(picture, centre, (650, 590), WHITE, 56, cv2.LINE_AA)
    return cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)


for side in (192, 512):
    cv2.imwrite(str(OUT / f"icon-{side}.png"), icon(side))
