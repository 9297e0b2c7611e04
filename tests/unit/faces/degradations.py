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


def step_back(image: Picture, face: Face, factor: float) -> Picture:
    """So many times farther away, in a picture of the same size."""
    small = cv2.resize(image, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    farther = np.full_like(image, 128)
    farther[: small.shape[0], : small.shape[1]] = small
    return farther


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


def less_light(image: Picture, face: Face, stops: float) -> Picture:
    return expose(image, face, -stops)


def light_from_image_left(image: Picture, face: Face, stops: float) -> Picture:
    return light_sideways(image, face, -stops)


def rotate_back(image: Picture, face: Face, degrees: float) -> Picture:
    return rotate(image, face, -degrees)


_EXPOSURE = frozenset({"over_exposed_share", "under_exposed_share", "contrast", "brightness"})
_LIGHT = _EXPOSURE | {"light_right_ev", "light_top_ev", "backlight_ev"}
_SIDE = frozenset({"over_exposed_share", "sharpness"})  # a slope of light is contrast without detail
_FINE = frozenset({"sharpness", "mouth_covered"})  # without detail a mouth is as plain as cloth
_CUT = _LIGHT | {"yaw_deg", "inter_eye_px", "sharpness", "mouth_covered"}  # the detector has less to go by
_LENSES = frozenset({"light_top_ev", "mouth_covered", "under_exposed_share", "brightness"})

DEGRADATIONS = (
    Degradation(name="blur", worsen=blur, strengths=(1.5, 2, 3), field="sharpness", direction=-1, goes_with=_FINE),
    Degradation(
        name="dark", worsen=less_light, strengths=(1, 2, 3, 4), field="brightness", direction=-1, goes_with=_EXPOSURE
    ),
    Degradation(
        name="burnt out",
        worsen=expose,
        strengths=(1, 1.5, 2),
        field="over_exposed_share",
        direction=1,
        goes_with=_EXPOSURE | {"colour_cast"},
    ),
    Degradation(
        name="light from the person's right",
        worsen=light_from_image_left,
        strengths=(2, 3, 4, 6),
        field="light_right_ev",
        direction=1,
        goes_with=_SIDE,
    ),
    Degradation(
        name="light from the person's left",
        worsen=light_sideways,
        strengths=(2, 3, 4, 6),
        field="light_right_ev",
        direction=-1,
        goes_with=_SIDE,
    ),
    Degradation(
        name="light from above",
        worsen=light_from_above,
        strengths=(2, 3, 4, 6),
        field="light_top_ev",
        direction=1,
        goes_with=_SIDE | {"mouth_covered", "backlight_ev"},
    ),
    Degradation(
        name="backlight",
        worsen=backlight,
        strengths=(4, 6, 8),
        field="backlight_ev",
        direction=1,
        goes_with=_EXPOSURE | {"sharpness"},
    ),
    Degradation(name="haze", worsen=haze, strengths=(0.3, 0.5, 0.7), field="contrast", direction=-1, goes_with=_FINE),
    Degradation(
        name="far away",
        worsen=step_back,
        strengths=(1.5, 2, 3),
        field="inter_eye_px",
        direction=-1,
        goes_with=frozenset({"sharpness"}),
    ),
    Degradation(name="tilted", worsen=rotate, strengths=(10, 20, 30), field="roll_deg", direction=1),
    Degradation(name="tilted back", worsen=rotate_back, strengths=(10, 20, 30), field="roll_deg", direction=-1),
    *(
        Degradation(
            name=f"{side} cut off",
            worsen=crop(side),
            strengths=(0.05, 0.15, 0.25, 0.35) if side != "bottom" else (0.15, 0.25, 0.35),
            field="cut_share",
            direction=1,
            goes_with=_CUT,
        )
        for side in ("left", "right", "top", "bottom")
    ),
    Degradation(
        name="mask",
        worsen=mask,
        strengths=(0.25, 0.4, 0.6),
        field="mouth_covered",
        direction=1,
        goes_with=frozenset({"colour_cast"}),
    ),
    Degradation(
        name="sunglasses",
        worsen=sunglasses,
        strengths=(0.4, 0.6, 0.8),
        field="eyes_covered",
        direction=1,
        goes_with=_LENSES,
    ),
    Degradation(name="compressed", worsen=compress, strengths=(3, 6, 10, 20), field="compression", direction=1),
    Degradation(name="noise", worsen=add_noise, strengths=(8, 16, 32), field="noise", direction=1),
)
