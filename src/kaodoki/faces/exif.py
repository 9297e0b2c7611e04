"""The one thing Kaodoki wants of EXIF: which way up the picture is. Whatever else is in there is not read."""

from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

UPRIGHT: Final = 1

_TAG: Final = 0x0112
_ORDERS: Final[dict[bytes, Literal["little", "big"]]] = {b"II*\0": "little", b"MM\0*": "big"}
_WIDTHS: Final = {3: 2, 4: 4}
"""Bytes of a value by its type: SHORT as the standard says, LONG as some write it."""


def read_orientation(exif: bytes) -> int:
    """The orientation 1–8 of the first directory (CIPA DC-008), `UPRIGHT` for anything absent, absurd or broken.

    No offset is followed but that of the first directory, so that no loop and no size in it matters.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order = _ORDERS.get(tiff[:4])
    if order is None:
        return UPRIGHT
    start = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[start : start + 2], order)
    for at in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        width = _WIDTHS.get(int.from_bytes(tiff[at + 2 : at + 4], order))
        if int.from_bytes(tiff[at : at + 2], order) == _TAG and width is not None:
            value = int.from_bytes(tiff[at + 8 : at + 8 + width], order)
            return value if 1 <= value <= 8 else UPRIGHT
    return UPRIGHT


def turned_upright(picture: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """The picture as it was meant to be seen, contiguous."""
    match orientation:
        case 2 | 3 | 4:
            turned = cv2.flip(picture, {2: 1, 3: -1, 4: 0}[orientation])
        case 5:
            turned = cv2.transpose(picture)
        case 6:
            turned = cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)
        case 7:
            turned = cv2.flip(cv2.transpose(picture), -1)
        case 8:
            turned = cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE)
        case _:
            turned = picture
    return np.ascontiguousarray(turned, dtype=np.uint8)
