"""What the demo holds before the camera: the fetched pictures, as frames a terminal would send."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageEnhance

from kaodoki.project.demo_pictures import picture_path

FRAME_SIDE: Final = 800
PHOTO_QUALITY: Final = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a picture is captured again: turned (degrees), resized, in other light, as a JPEG of that quality."""

    turned_deg: float = 0.0
    scale: float = 1.0
    light: float = 1.0
    contrast: float = 1.0
    quality: int = 88


STRAIGHT: Final = Look()
# The astronaut's only photograph, captured again in these ways.
CAPTURED_AGAIN: Final = (
    Look(turned_deg=5, scale=0.8, light=0.85, contrast=0.95, quality=70),
    Look(turned_deg=-7, scale=0.65, light=1.15, contrast=1.05, quality=60),
    Look(turned_deg=3, scale=0.9, light=0.75, contrast=1.0, quality=80),
)
# The flag and the shuttle's model on the astronaut's picture, without her face: left, upper, right, lower.
_WITHOUT_FACE: Final = (0, 280, 512, 512)


def photo(name: str) -> bytes:
    """A picture for enrolment."""
    return _jpeg(_read(name), PHOTO_QUALITY)


def frame(name: str, look: Look = STRAIGHT) -> bytes:
    """A picture as a frame of the terminal's camera: at most 800 px on the long side, far below 1 MB."""
    picture = _read(name)
    picture.thumbnail((FRAME_SIDE, FRAME_SIDE))
    if look.scale != 1:
        picture = picture.resize((round(picture.width * look.scale), round(picture.height * look.scale)))
    # Grey corners, as a wall would be, rather than black ones.
    picture = picture.rotate(look.turned_deg, resample=Image.Resampling.BICUBIC, fillcolor=(128, 128, 128))
    picture = ImageEnhance.Brightness(picture).enhance(look.light)
    return _jpeg(ImageEnhance.Contrast(picture).enhance(look.contrast), look.quality)


def frame_without_face() -> bytes:
    return _jpeg(_read("astronaut").crop(_WITHOUT_FACE), STRAIGHT.quality)


def broken_file() -> bytes:
    """A JPEG that ends in its middle, as after a broken transfer."""
    whole = frame("biden")
    return whole[: len(whole) // 2]


def _read(name: str) -> Image.Image:
    with Image.open(picture_path(name)) as picture:
        return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()
