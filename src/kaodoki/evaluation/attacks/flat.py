"""Flat things held before the camera: a print with its margin, a screen with bezel, moiré, glare and gamma."""

from math import cos, radians, sin

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kaodoki.evaluation.attacks.portraits import HEIGHT, WIDTH, Image
from kaodoki.evaluation.attacks.relief import Pose

_DISTANCE = 3.2
"""From the camera, in widths of the frame: a sheet at arm's length shows some perspective."""


def held(sheet: Image, alpha: NDArray[np.float32], backdrop: Image, pose: Pose) -> Image:
    """The sheet (frame-sized, `alpha` where it is) in that pose, before the backdrop."""
    matrix = plane_motion(pose)
    size = (WIDTH, HEIGHT)
    seen = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(alpha, matrix, size, flags=cv2.INTER_LINEAR)[..., None]
    return np.asarray(seen * mask + backdrop * (1 - mask), np.float32).astype(np.uint8)


def plane_motion(pose: Pose) -> NDArray[np.float64]:
    """The homography of a sheet that fills the frame and is turned about its middle."""
    yaw, pitch, roll = radians(pose.yaw_deg), radians(pose.pitch_deg), radians(pose.roll_deg)
    about_y = np.array([[cos(yaw), 0, 0], [0, 1, 0], [-sin(yaw), 0, 1]])
    about_x = np.array([[1, 0, 0], [0, cos(pitch), 0], [0, sin(pitch), 1]])
    about_z = np.array([[cos(roll), -sin(roll), 0], [sin(roll), cos(roll), 0], [0, 0, 1]])
    corners = np.array([[-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]]) * [WIDTH, HEIGHT, 0]
    away = corners @ about_z.T @ about_x.T @ about_y.T
    scale = pose.zoom * _DISTANCE * WIDTH / (_DISTANCE * WIDTH + away[:, 2:])
    seen = away[:, :2] * scale + np.array(pose.shift) + [WIDTH / 2, HEIGHT / 2]
    start = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(start, seen.astype(np.float32)), np.float64)


def printed(picture: Image, rng: Generator) -> Image:
    """The picture on paper: less contrast, a tint, the printer's grain, and softer."""
    contrast, lift = rng.uniform(0.65, 0.9), rng.uniform(15, 45)
    tint = rng.normal(1, 0.05, 3).astype(np.float32)
    grain = cv2.resize(rng.normal(0, rng.uniform(2, 7), (HEIGHT * 3 // 4, WIDTH * 3 // 4)), (WIDTH, HEIGHT))
    soft = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 1.4)).astype(np.float32)
    paper = (soft * contrast + lift) * tint + grain[..., None]
    return np.asarray(np.clip(paper, 0, 255), np.uint8)


def paper_mask(rng: Generator, centre: tuple[float, float], inter_eye_px: float) -> tuple[NDArray[np.float32], float]:
    """Where the sheet is, and the width of its white margin, in pixels."""
    half_width, half_height = inter_eye_px * rng.uniform(1.7, 2.8), inter_eye_px * rng.uniform(2.2, 3.2)
    mask = _rectangle(centre, half_width, half_height)
    return mask, float(inter_eye_px * rng.uniform(0.0, 0.3))


def with_margin(picture: Image, mask: NDArray[np.float32], margin_px: float, rng: Generator) -> Image:
    """White paper round the print, and a thumb that holds it."""
    inner = mask
    if margin_px >= 1:
        size = 2 * int(margin_px) + 1
        inner = cv2.erode(mask, np.ones((size, size), np.uint8))
    white = np.full_like(picture, int(rng.integers(205, 245)))
    sheet = np.where(inner[..., None] > 0.5, picture, white)
    rows, columns = np.nonzero(mask > 0.5)
    thumb = (int(rng.choice([columns.min() + 12, columns.max() - 12])), int(rng.integers(HEIGHT // 2, rows.max())))
    skin = tuple(int(value) for value in rng.normal([120, 150, 195], 18))
    cv2.ellipse(sheet, thumb, (34, 17), float(rng.uniform(-30, 30)), 0, 360, skin, -1, cv2.LINE_AA)
    return np.asarray(sheet, np.uint8)


def screen_mask(
    rng: Generator, centre: tuple[float, float], inter_eye_px: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where the device is, and where its display: a phone or tablet, or a monitor that fills the frame."""
    if rng.random() < 0.3:
        whole = np.ones((HEIGHT, WIDTH), np.float32)
        return whole, whole
    half_width, half_height = inter_eye_px * rng.uniform(1.5, 2.6), inter_eye_px * rng.uniform(2.1, 3.0)
    bezel = inter_eye_px * rng.uniform(0.06, 0.3)
    device = _rectangle(centre, half_width + bezel, half_height + 1.5 * bezel)
    return device, _rectangle(centre, half_width, half_height)


def displayed(picture: Image, display: NDArray[np.float32], rng: Generator) -> Image:
    """The picture on a display: its gamma, cold white and black level, with the bezel round it."""
    level = (picture.astype(np.float32) / 255) ** rng.uniform(0.8, 1.35)
    cold = np.array([rng.uniform(1.0, 1.12), 1.0, rng.uniform(0.9, 1.0)], np.float32)
    shown = np.clip(255 * level * cold * rng.uniform(0.85, 1.15) + rng.uniform(2, 14), 0, 255)
    frame = np.full(picture.shape, int(rng.integers(12, 45)), np.float32)
    return np.where(display[..., None] > 0.5, shown, frame).astype(np.uint8)


def moire(shape: tuple[int, int], rng: Generator) -> NDArray[np.float32]:
    """What the pixel grids of display and camera make together: a few gratings, warped a little, as factors near 1.

    One display in five is fine enough, or far enough away, to make none.
    """
    if rng.random() < 0.2:
        return np.ones((*shape, 3), np.float32)
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    bend = 6 * np.sin(xs / rng.uniform(90, 200)) + 6 * np.sin(ys / rng.uniform(90, 200))
    pattern = np.zeros((*shape, 3), np.float32)
    for _ in range(int(rng.integers(2, 4))):
        angle, period = rng.uniform(0, np.pi), rng.uniform(3, 11)
        phase = 2 * np.pi * (xs * np.cos(angle) + ys * np.sin(angle) + bend) / period
        strength = rng.uniform(0.015, 0.06)
        for channel in range(3):
            pattern[..., channel] += strength * np.sin(phase + 2.1 * channel * rng.uniform(0, 1))
    return 1 + pattern


def glare(shape: tuple[int, int], rng: Generator) -> NDArray[np.float32]:
    """A lamp mirrored in the glass, in grey levels to add."""
    spot = np.zeros(shape, np.float32)
    if rng.random() < 0.5:
        centre = (int(rng.uniform(0.2, 0.8) * shape[1]), int(rng.uniform(0.1, 0.7) * shape[0]))
        axes = (int(rng.uniform(15, 70)), int(rng.uniform(8, 30)))
        cv2.ellipse(spot, centre, axes, float(rng.uniform(0, 180)), 0, 360, float(rng.uniform(120, 260)), -1)
        spot = cv2.GaussianBlur(spot, (0, 0), rng.uniform(3, 9))
    return spot + np.float32(rng.uniform(0, 14))


def _rectangle(centre: tuple[float, float], half_width: float, half_height: float) -> NDArray[np.float32]:
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    low = (int(centre[0] - half_width), int(centre[1] - half_height))
    high = (int(centre[0] + half_width), int(centre[1] + half_height))
    cv2.rectangle(mask, low, high, 1.0, -1)
    return mask
