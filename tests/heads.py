"""A head that turns, made from one photograph: the face as a relief. And the same photograph, turned as a print."""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from kaodoki.faces import Face, load_engine
from kaodoki.faces.liveness.challenge import Action

Image = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Field = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

WIDTH, HEIGHT = 640, 480
# From straight ahead to the side, as frames of a kiosk see it.
TURN_DEG = (0.0, 2.0, 7.0, 14.0, 21.0, 28.0, 33.0, 36.0)
TILT_SHARE = 1.45
# The relief, in distances between the eyes: half the head's width and height, its depth, and the nose's.
HEAD_WIDTH, HEAD_HEIGHT, HEAD_DEPTH, NOSE = 1.25, 1.8, 1.0, 0.5
NOISE = 2.5


@cache
def portrait(picture: Path) -> tuple[Image, Face]:
    """The photograph as a terminal's camera would frame it, 640×480 with the face in the middle, and its face."""
    photo = cv2.imread(str(picture))
    if photo is None:
        raise FileNotFoundError(picture)
    engine = load_engine()
    found = engine.analyse(np.asarray(photo, np.uint8))[0]
    x, y = found.landmarks.mean(axis=0)
    scale = 95.0 / found.quality.inter_eye_px
    matrix = np.array([[scale, 0, WIDTH / 2 - scale * x], [0, scale, HEIGHT / 2 - scale * y]])
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    framed = cv2.warpAffine(photo, matrix, (WIDTH, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    image = np.asarray(framed, np.uint8)
    return image, engine.analyse(image)[0]


def turned(picture: Path, *, yaw_deg: float = 0.0, pitch_deg: float = 0.0, seed: int = 0) -> Image:
    """The person of the photograph with the head turned to their own left (positive) and raised (positive)."""
    image, face = portrait(picture)
    shift_x, shift_y = _parallax(face, math.radians(yaw_deg), math.radians(pitch_deg))
    return _as_filmed(_moved(image, shift_x, shift_y), seed)


def flat(picture: Path, *, yaw_deg: float = 0.0, pitch_deg: float = 0.0, seed: int = 0) -> Image:
    """The photograph itself held before the camera and turned as a sheet of paper is."""
    image, _ = portrait(picture)
    yaw, pitch = math.radians(yaw_deg), math.radians(pitch_deg)
    corners = np.array([[-1, -0.75, 0], [1, -0.75, 0], [1, 0.75, 0], [-1, 0.75, 0]])
    about_y = np.array([[math.cos(yaw), 0, 0], [0, 1, 0], [-math.sin(yaw), 0, 1]])
    about_x = np.array([[1, 0, 0], [0, math.cos(pitch), 0], [0, math.sin(pitch), 1]])
    away = corners @ about_y.T @ about_x.T + np.array([0, 0, 4.0])
    seen = away[:, :2] / away[:, 2:] * 4.0 * (WIDTH / 2) + np.array([WIDTH / 2, HEIGHT / 2])
    start = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    matrix = cv2.getPerspectiveTransform(start, seen.astype(np.float32))
    warped = cv2.warpPerspective(
        image, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_CONSTANT, borderValue=(96, 96, 96)
    )
    return _as_filmed(np.asarray(warped, np.uint8), seed)


def with_another(image: Image, picture: Path) -> Image:
    """The frame with the person of another photograph beside, a little further away."""
    other, _ = portrait(picture)
    small = cv2.resize(other[:, 170:470], None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    both = image.copy()
    both[: small.shape[0], : small.shape[1]] = small
    return both


def jpeg(image: Image) -> bytes:
    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 90])[1])


def performed(picture: Path, action: str, *, seed: int = 0, angles: Sequence[float] = TURN_DEG) -> list[bytes]:
    """Frames of the person doing what a challenge asks for."""
    return [jpeg(turned(picture, **_pose(action, angle), seed=seed + n)) for n, angle in enumerate(angles)]


def dimmed(picture: Path, action: str, *, light: float, seed: int = 0) -> list[Image]:
    """As `performed`, with so much of the light."""
    turns = [turned(picture, **_pose(action, angle), seed=seed + n) for n, angle in enumerate(TURN_DEG)]
    return [np.asarray(image * light, np.uint8) for image in turns]


def waved(picture: Path, action: str, *, seed: int = 0, angles: Sequence[float] = TURN_DEG) -> list[bytes]:
    """Frames of a print of the person, turned as a challenge asks for."""
    return [jpeg(flat(picture, **_pose(action, angle), seed=seed + n)) for n, angle in enumerate(angles)]


def _pose(action: str, angle: float) -> dict[str, float]:
    match Action(action):
        case Action.TURN_LEFT:
            return {"yaw_deg": angle}
        case Action.TURN_RIGHT:
            return {"yaw_deg": -angle}
        case Action.LOOK_UP:
            return {"pitch_deg": TILT_SHARE * angle}


def _parallax(face: Face, yaw: float, pitch: float) -> tuple[Field, Field]:
    """How far each pixel of the image moves, in pixels: by its depth in the head's relief, fading out at its rim."""
    points = face.landmarks.astype(np.float64)
    eye = face.quality.inter_eye_px
    middle = (points[:2].mean(axis=0) + points[3:].mean(axis=0)) / 2
    xs, ys = np.meshgrid(np.arange(WIDTH, dtype=np.float64), np.arange(HEIGHT, dtype=np.float64))
    u, v = (xs - middle[0]) / eye, (ys - middle[1]) / eye
    rim = np.clip(1 - (u / HEAD_WIDTH) ** 2 - (v / HEAD_HEIGHT) ** 2, 0, 1)
    nose_u, nose_v = (points[2] - middle) / eye
    depth = HEAD_DEPTH * rim + NOSE * np.exp(-(((u - nose_u) / 0.24) ** 2) - ((v - nose_v) / 0.32) ** 2)
    inside = np.minimum(1, 3 * rim)
    shift_u = inside * ((math.cos(yaw) - 1) * u + math.sin(yaw) * depth)
    shift_v = inside * ((math.cos(pitch) - 1) * v - math.sin(pitch) * depth)
    return (eye * shift_u).astype(np.float32), (eye * shift_v).astype(np.float32)


def _moved(image: Image, shift_x: Field, shift_y: Field) -> Image:
    """The image with each pixel moved; where from is found by going back a few times."""
    xs, ys = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    from_x, from_y = xs.copy(), ys.copy()
    for _ in range(12):
        from_x = xs - cv2.remap(shift_x, from_x, from_y, cv2.INTER_LINEAR)
        from_y = ys - cv2.remap(shift_y, from_x, from_y, cv2.INTER_LINEAR)
    return np.asarray(cv2.remap(image, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _as_filmed(image: Image, seed: int) -> Image:
    """With a sensor's noise: no two frames of a camera are the same."""
    noise = np.random.default_rng(seed).normal(0, NOISE, image.shape)
    return np.asarray(np.clip(image + noise, 0, 255), np.uint8)
