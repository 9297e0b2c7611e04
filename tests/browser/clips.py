"""Clips for Chromium's fake camera, made from a photograph: a person before the tablet who moves a little."""

import math
from pathlib import Path

import cv2
import numpy as np

from tests import heads

WIDTH, HEIGHT = 640, 480
FRAMES = 24
FRAMES_A_SECOND = 12
SWAY_PX = 5

Image = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def make_clip(picture: Path, clip: Path, *, face: tuple[float, float], width_share: float, light: float = 1.0) -> None:
    """Writes `clip` (YUV4MPEG2, 4:2:0). `face` is the face's centre and `width_share` the part of the photograph's
    width that the frame shows, both as shares of the photograph; `light` brightens or darkens."""
    photo = cv2.imread(str(picture))
    if photo is None:
        raise FileNotFoundError(picture)
    shown = cv2.convertScaleAbs(photo, alpha=light)
    with clip.open("wb") as stream:
        stream.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(FRAMES):
            phase = 2 * math.pi * number / FRAMES
            frame = _frame(shown, face, width_share, phase)
            stream.write(b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes())


def _frame(photo: Image, face: tuple[float, float], width_share: float, phase: float) -> Image:
    """The photograph around the face, swayed and turned by a degree, as a camera would see a living person."""
    height, width = photo.shape[:2]
    scale = WIDTH / (width * width_share)
    x, y = face[0] * width, face[1] * height
    matrix = cv2.getRotationMatrix2D((x, y), math.sin(phase), scale)
    matrix[:, 2] += (WIDTH / 2 - x + SWAY_PX * math.sin(phase), HEIGHT * 0.48 - y + SWAY_PX * math.cos(phase) / 2)
    warped = cv2.warpAffine(photo, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, dtype=np.uint8)


def make_empty_clip(clip: Path) -> None:
    """A view without anybody."""
    grey = np.full((HEIGHT, WIDTH, 3), 150, dtype=np.uint8)
    with clip.open("wb") as stream:
        stream.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(2):
            stream.write(b"FRAME\n" + cv2.cvtColor(grey, cv2.COLOR_BGR2YUV_I420).tobytes())


def make_print_clip(picture: Path, clip: Path) -> None:
    """A print of the photograph, tilted to all sides by somebody who has read what a challenge may ask."""
    count = 6 * FRAMES_A_SECOND
    with clip.open("wb") as stream:
        stream.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(count):
            phase = 2 * math.pi * number / count
            frame = heads.flat(picture, yaw_deg=32 * math.sin(phase), pitch_deg=20 * math.sin(2 * phase), seed=number)
            stream.write(b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes())
