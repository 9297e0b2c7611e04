"""Untrusted bytes into a picture: format and size are read from the header before anything is decoded."""

import io
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps

from kaodoki.faces.errors import ImageFormat, ImageTooLarge, ImageUnreadable

MEGA: Final = 1024 * 1024
"""Binary, so that full HD is "2 megapixels" and a telephone's "50 megapixels" are 50."""

pillow_heif.register_heif_opener(thumbnails=False)


class ImageKind(StrEnum):
    """Accepted formats, by Pillow's names."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIF = "HEIF"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLimits:
    megabytes: float
    megapixels: float
    kinds: tuple[ImageKind, ...]

    @property
    def accepted(self) -> str:
        return ", ".join("HEIC" if kind is ImageKind.HEIF else kind.value for kind in self.kinds)


PHOTO_LIMITS: Final = ImageLimits(megabytes=15, megapixels=50, kinds=tuple(ImageKind))
"""A photo handed in for enrolment."""

FRAME_LIMITS: Final = ImageLimits(megabytes=1, megapixels=2, kinds=(ImageKind.JPEG, ImageKind.PNG, ImageKind.WEBP))
"""A frame of a terminal's camera."""

_HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx")

# What Pillow, its plug-ins and OpenCV were seen to raise on broken files. Warnings too: where they are errors, they
# mean the same.
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, EOFError, MemoryError,
    RuntimeError, struct.error, zlib.error, cv2.error, Image.DecompressionBombError, Warning,
)  # fmt: skip


def decode_image(data: bytes, *, limits: ImageLimits) -> NDArray[np.uint8]:
    """The picture as H×W×3 BGR, upright (EXIF), the first one of an animation, transparency on white.

    Raises `ImageFormat`, `ImageTooLarge` or `ImageUnreadable`, and nothing else whatever the bytes are.
    """
    if len(data) > limits.megabytes * MEGA:
        raise _too_large(limits)
    kind = recognise(data)
    if kind not in limits.kinds:
        raise ImageFormat(accepted=limits.accepted)
    try:
        if kind is ImageKind.WEBP:
            _check_size(_webp_size(data), limits)  # Pillow makes room for the canvas before it can be asked
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            _check_size(image.size, limits)
            if kind is ImageKind.JPEG and image.mode in ("RGB", "L") and _has_end(data):
                return _decode_jpeg(data)
            return _convert(image)
    except Image.DecompressionBombError as error:
        raise _too_large(limits) from error
    except _BROKEN as error:
        raise ImageUnreadable from error


def recognise(data: bytes) -> ImageKind | None:
    """The format by the first bytes, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return ImageKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ImageKind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ImageKind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return ImageKind.HEIF
    return None


def _check_size(size: tuple[int, int], limits: ImageLimits) -> None:
    if size[0] * size[1] > limits.megapixels * MEGA:
        raise _too_large(limits)


def _too_large(limits: ImageLimits) -> ImageTooLarge:
    return ImageTooLarge(megabytes=limits.megabytes, megapixels=limits.megapixels)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Canvas size from a WebP header (RFC 9649): extended, lossless or lossy."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _has_end(data: bytes) -> bool:
    """Whether the JPEG's end follows its last scan: OpenCV would fill a cut-off picture with grey and say nothing."""
    return data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda") > 0


def _decode_jpeg(data: bytes) -> NDArray[np.uint8]:
    """OpenCV's decoder: twice as fast as Pillow's, and it turns the picture by its EXIF orientation too."""
    picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ImageUnreadable
    return np.asarray(picture, dtype=np.uint8)


def _convert(image: Image.Image) -> NDArray[np.uint8]:
    image.seek(0)
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):
        upright = _to_eight_bits(upright)
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return np.ascontiguousarray(np.asarray(upright.convert("RGB"))[:, :, ::-1])


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """A picture of 16 bits or more per pixel; Pillow's own conversion would clip it to white."""
    values = np.asarray(image).astype(np.float32)
    return Image.fromarray((np.clip(values, 0, 65535) / 257).astype(np.uint8))
