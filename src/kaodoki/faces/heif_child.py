"""Reads a HEIC in a process of its own: `python heif_child.py MOST_PIXELS LONG_SIDE` from standard input to output.

Run as a file by `heif_apart`, never imported by the server: HEVC decoders have a history of crashes, and a container
may compose its picture of thousands of others. Imports nothing of Kaodoki's, so that it starts fast.
"""

import contextlib
import resource
import struct
import sys

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray

MEMORY = 2 << 30
CPU_S = 30
TOO_LARGE, TOO_COMPLEX, UNREADABLE = 3, 4, 5
BROKEN = (OSError, ValueError, TypeError, LookupError, SyntaxError, EOFError, RuntimeError, cv2.error)


class TooLarge(Exception):
    """More pixels than allowed."""


def read_heif(data: bytes, *, most_pixels: int, long_side: int) -> NDArray[np.uint8]:
    """The primary picture as H×W×3 BGR, turned as the file says, reduced as long as it keeps `long_side` (0: never).

    Raises `TooLarge`, or whatever the decoder raises.
    """
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    file = pillow_heif.open_heif(data, convert_hdr_to_8bit=True, bgr_mode=True)
    image = file[file.primary_index]
    _check(image.size, most_pixels)
    picture = np.asarray(image)
    _check((picture.shape[1], picture.shape[0]), most_pixels)
    width, height = image.size
    picture = np.atleast_3d(picture)[:, :width]
    factor = 1
    while long_side and max(width, height) // (factor * 2) >= long_side:
        factor *= 2
    if factor > 1:
        size = (max(1, width // factor), max(1, height // factor))
        picture = np.atleast_3d(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    return _on_white(picture)


def _check(size: tuple[int, int], most_pixels: int) -> None:
    if size[0] * size[1] > most_pixels:
        raise TooLarge


def _on_white(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    channels = picture.shape[2]
    colours = picture[:, :, : 3 if channels >= 3 else 1]
    if channels in (2, 4):
        share = picture[:, :, -1:].astype(np.float32) / 255
        colours = np.rint(colours * share + 255 * (1 - share)).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(colours, (*colours.shape[:2], 3)), dtype=np.uint8)


def main() -> int:
    for kind, bound in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_S), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of the address space
            resource.setrlimit(kind, (bound, bound))
    most_pixels, long_side = int(sys.argv[1]), int(sys.argv[2])
    try:
        picture = read_heif(sys.stdin.buffer.read(), most_pixels=most_pixels, long_side=long_side)
    except TooLarge:
        return TOO_LARGE
    except MemoryError:
        return TOO_COMPLEX
    except BROKEN:
        return UNREADABLE
    sys.stdout.buffer.write(struct.pack("<II", *picture.shape[:2]))
    sys.stdout.buffer.write(picture.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
