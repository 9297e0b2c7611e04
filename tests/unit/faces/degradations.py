"""Real photographs made worse, each fault in rising strengths. Arrays in, arrays out; deterministic."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.masks import MASK_LOOKS, paint_mask, paint_sunglasses
from kaodoki.faces import Face

Picture = NDArray[np.uint8]
Worsen = Callable[[Picture, Face, float], Picture]


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """`field` of `Quality` moves by the sign of `direction` at every step; `goes_with` may move too."""

    name: str
    worsen: Worsen
    strengths: Sequence[float]
    field: str
    direction: int
    goes_with: frozenset[str] = frozenset()


def blur(image: Picture, face: Face, sigma: float) -> Picture:
    return as_picture(cv2.GaussianBlur(image, (0, 0), sigma * face.quality.inter_eye_px / 35))


def expose(image: Picture, face: Face, stops: float) -> Picture:
    """As a camera would with so much more light; negative: less."""
    return encoded(light_of(image) * 2**stops)


def light_sideways(image: Picture, face: Face, stops: float) -> Picture:
    """Positive: more on the image's right. `stops` from one edge of the face to the other."""
    x, _, width, _ = face.box
    across = np.clip((np.arange(image.shape[1]) - x) / width, -0.2, 1.2) - 0.5
    return encoded(light_of(image) * 2 ** (stops * across)[None, :, None])


def light_from_above(image: Picture, face: Face, stops: float) -> Picture:
    _, y, _, height = face.box
    down = np.clip((np.arange(image.shape[0]) - y) / height, -0.2, 1.2) - 0.5
    return encoded(light_of(image) * 2 ** (-stops * down)[:, None, None])


def backlight(image: Picture, face: Face, stops: float) -> Picture:
    """A bright window behind, for which the camera closes its iris: surroundings brighter, the person darker."""
    x, y, width, height = face.box
    person = np.zeros(image.shape[:2], np.float32)
    centre = (int(x + width / 2), int(y + height / 2))
    cv2.ellipse(person, centre, (int(width * 0.62), int(height * 0.72)), 0, 0, 360, 1.0, -1)
    person[centre[1] :, int(x - width / 2) : int(x + width * 1.5)] = 1.0
    person = np.asarray(cv2.GaussianBlur(person, (0, 0), width / 30))
    light = light_of(image)
    window = np.full_like(light, 0.5 * 2 ** (stops / 2))
    return encoded((light * person[..., None] + window * (1 - person[..., None])) * 2 ** (-stops / 2))


def haze(image: Picture, face: Face, share: float) -> Picture:
    return as_picture(image * (1 - share) + 128 * share)


def shrink(image: Picture, face: Face, factor: float) -> Picture:
    return as_picture(cv2.resize(image, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA))


def rotate(image: Picture, face: Face, degrees: float) -> Picture:
    centre = tuple(map(float, face.landmarks.mean(axis=0)))
    matrix = cv2.getRotationMatrix2D(centre, -degrees, 1)
    return as_picture(cv2.warpAffine(image, matrix, image.shape[1::-1], borderMode=cv2.BORDER_REFLECT))


def crop(side: str) -> Worsen:
    """Cuts off `share` of the face's box from that side."""

    def cut(image: Picture, face: Face, share: float) -> Picture:
        x, y, width, height = (int(value) for value in face.box)
        across, down = int(share * width), int(share * height)
        parts = {
            "left": image[:, x + across :],
            "right": image[:, : x + width - across],
            "top": image[y + down :],
            "bottom": image[: y + height - down],
        }
        return np.ascontiguousarray(parts[side])

    return cut


def mask(image: Picture, face: Face, share: float) -> Picture:
    """Blended in: the more of it, the more is covered."""
    return as_picture(cv2.addWeighted(paint_mask(image, face.landmarks, MASK_LOOKS[1]), share, image, 1 - share, 0))


def sunglasses(image: Picture, face: Face, opacity: float) -> Picture:
    return paint_sunglasses(image, face.landmarks, opacity=opacity)


def compress(image: Picture, face: Face, strength: float) -> Picture:
    packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(100 / strength)])[1]
    return as_picture(cv2.imdecode(packed, cv2.IMREAD_COLOR))


def add_noise(image: Picture, face: Face, sigma: float) -> Picture:
    scale = max(face.quality.inter_eye_px / 35, 1)  # averaged away by so much when the face is scaled down
    noise = np.random.default_rng(1).normal(0, sigma * scale, image.shape)
    return as_picture(image + noise)


def light_of(image: Picture) -> NDArray[np.float32]:
    return np.asarray((image / np.float32(255)) ** np.float32(2.2), dtype=np.float32)


def encoded(light: NDArray[np.floating]) -> Picture:
    return as_picture(255 * np.clip(light, 0, 1) ** (1 / 2.2))


def as_picture(values: object) -> Picture:
    return np.asarray(np.clip(np.rint(np.asarray(values, dtype=np.float64)), 0, 255), dtype=np.uint8)
