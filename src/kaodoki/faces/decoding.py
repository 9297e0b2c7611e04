"""Untrusted bytes into a picture: format, size and structure are read and bounded before anything is decoded."""

import io
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kaodoki.faces.containers import PNG_SIGNATURE, Stripped, strip_jpeg, strip_png, strip_webp
from kaodoki.faces.errors import ImageFormat, ImageTooLarge, ImageUnreadable
from kaodoki.faces.exif import turned_upright
from kaodoki.faces.heif_apart import HeifTooLarge, decode_heif

MEGA: Final = 1024 * 1024
"""Binary, so that full HD is "2 megapixels" and a telephone's "50 megapixels" are 50."""

ENROLMENT_LONG_SIDE: Final = 2560
"""A larger photo is reduced by 2, 4 or 8 as long as its long side stays at least this: eight times the detector's
input. The smallest faces that the detector finds there have 5 to 6 px between the eyes, so 40 px or more here, and the
recogniser's 112×112 picture has 35 px: no face that is found loses anything that could be used."""


class ImageKind(StrEnum):
    """Accepted formats."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIF = "HEIF"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLimits:
    megabytes: float
    megapixels: float
    kinds: tuple[ImageKind, ...]
    long_side: int | None = None
    """A picture is reduced by a power of two while its long side stays at least this; None: never."""

    @property
    def accepted(self) -> str:
        return ", ".join("HEIC" if kind is ImageKind.HEIF else kind.value for kind in self.kinds)


PHOTO_LIMITS: Final = ImageLimits(megabytes=15, megapixels=50, kinds=tuple(ImageKind), long_side=ENROLMENT_LONG_SIDE)
"""A photo handed in for enrolment."""

FRAME_LIMITS: Final = ImageLimits(megabytes=1, megapixels=2, kinds=(ImageKind.JPEG, ImageKind.PNG, ImageKind.WEBP))
"""A frame of a terminal's camera."""

_HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx")

_REDUCED: Final = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
_STRIP_PIXELS: Final = MEGA
"""Pillow's pictures are converted in strips of about this many pixels: a copy of the whole would be 200 MB."""

# What Pillow and OpenCV were seen to raise on broken files. Warnings too: where they are errors, they mean the same.
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, EOFError, MemoryError,
    RuntimeError, struct.error, zlib.error, cv2.error, Image.DecompressionBombError, Warning,
)  # fmt: skip


def decode_image(data: bytes, *, limits: ImageLimits) -> NDArray[np.uint8]:
    """The picture as H×W×3 BGR, upright (EXIF), the first one of an animation, transparency on white.

    Large pictures come reduced where `limits` says so. Raises `ImageFormat`, `ImageTooLarge`, `ImageTooComplex` or
    `ImageUnreadable`, and nothing else whatever the bytes are.
    """
    if len(data) > limits.megabytes * MEGA:
        raise _too_large(limits)
    kind = recognise(data)
    if kind not in limits.kinds:
        raise ImageFormat(accepted=limits.accepted)
    try:
        match kind:
            case ImageKind.JPEG:
                return _decode_jpeg(_checked(strip_jpeg(data), limits), limits)
            case ImageKind.PNG:
                return _decode_png(_checked(strip_png(data), limits), limits)
            case ImageKind.WEBP:
                return _decode_webp(_checked(strip_webp(data), limits), limits)
            case _:
                most = int(limits.megapixels * MEGA)
                return decode_heif(data, most_pixels=most, long_side=limits.long_side or 0)
    except HeifTooLarge as error:
        raise _too_large(limits) from error
    except _BROKEN as error:
        raise ImageUnreadable from error


def recognise(data: bytes) -> ImageKind | None:
    """The format by the first bytes, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return ImageKind.JPEG
    if data.startswith(PNG_SIGNATURE):
        return ImageKind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ImageKind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return ImageKind.HEIF
    return None


def reduction(long_side: int, kept: int | None) -> int:
    """By how much (1, 2, 4 or 8) a picture may be reduced that must keep `kept` pixels of its long side."""
    return next((factor for factor in (8, 4, 2) if kept and long_side // factor >= kept), 1)


def _checked(file: Stripped, limits: ImageLimits) -> Stripped:
    pixels = file.width * file.height
    if pixels == 0:
        raise ImageUnreadable
    if pixels > limits.megapixels * MEGA:
        raise _too_large(limits)
    return file


def _too_large(limits: ImageLimits) -> ImageTooLarge:
    return ImageTooLarge(megabytes=limits.megabytes, megapixels=limits.megapixels)


def _decode_jpeg(file: Stripped, limits: ImageLimits) -> NDArray[np.uint8]:
    """By OpenCV, twice as fast as Pillow; by Pillow where there are four inks. Both reduce inside the decoder."""
    factor = reduction(max(file.width, file.height), limits.long_side)
    if file.channels == 4:
        with Image.open(io.BytesIO(file.data), formats=["JPEG"]) as image:
            _check_same_size(image, file)
            image.draft(None, (max(1, file.width // factor), max(1, file.height // factor)))
            return turned_upright(_in_strips(image, 1), file.orientation)
    return turned_upright(_by_opencv(file.data, _REDUCED[factor]), file.orientation)


def _decode_png(file: Stripped, limits: ImageLimits) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(file.data), formats=["PNG"]) as image:
        _check_same_size(image, file)
        factor = reduction(max(image.size), limits.long_side)
        return turned_upright(_in_strips(image, factor), file.orientation)


def _check_same_size(image: Image.Image, file: Stripped) -> None:
    """That Pillow is about to decode what was checked."""
    if image.size != (file.width, file.height):
        raise ImageUnreadable


def _decode_webp(file: Stripped, limits: ImageLimits) -> NDArray[np.uint8]:
    """By OpenCV: Pillow reads every WebP as an animation, with two canvases."""
    picture = _by_opencv(file.data, cv2.IMREAD_UNCHANGED if file.channels == 4 else cv2.IMREAD_COLOR)
    height, width = picture.shape[:2]
    factor = reduction(max(height, width), limits.long_side)
    if factor > 1:
        size = (max(1, width // factor), max(1, height // factor))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return turned_upright(_on_white(picture), file.orientation)


def _by_opencv(data: bytes, flags: int) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), flags)
    if picture is None:
        raise ImageUnreadable
    return np.asarray(picture, dtype=np.uint8)


def _on_white(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """BGRA or BGR as BGR."""
    if picture.shape[2] == 3:
        return picture
    share = picture[:, :, 3:].astype(np.uint16)
    mixed = (picture[:, :, :3] * share + (255 * (255 - share)) + 127) // 255
    return mixed.astype(np.uint8)


def _in_strips(image: Image.Image, factor: int) -> NDArray[np.uint8]:
    """Pillow's picture as BGR, 1/`factor` of its size."""
    image.load()
    width, height = image.size
    result = np.empty((max(1, height // factor), max(1, width // factor), 3), dtype=np.uint8)
    rows = max(1, _STRIP_PIXELS // (width * factor))
    for top in range(0, result.shape[0], rows):
        bottom = min(top + rows, result.shape[0])
        strip = image.crop((0, top * factor, width, min(bottom * factor, height)))
        pixels = _to_bgr(strip)
        if factor > 1:
            size = (result.shape[1], bottom - top)
            pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        result[top:bottom] = pixels
    return result


def _to_bgr(strip: Image.Image) -> NDArray[np.uint8]:
    if strip.mode.startswith("I"):
        # 16 bits per pixel; Pillow's own conversion would clip them to white.
        strip = Image.fromarray((np.asarray(strip) >> 8).astype(np.uint8))
    if strip.has_transparency_data:
        layer = strip.convert("RGBA")
        strip = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return np.asarray(strip.convert("RGB"))[:, :, ::-1]
