"""A kept photo as a portrait: cut around the face, so that whoever decides sees the face and not a tie."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import open_photo
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.gallery.engine import engine_turn

WIDTH, HEIGHT = 360, 440
"""Pixels; twice what the console shows, for dense screens."""
# Of the portrait's height is the face's box this much, with its middle a little above that of the portrait.
FACE_SHARE, MIDDLE = 0.5, 0.46
JPEG_QUALITY = 88


def portrait_of(photo: Photo) -> bytes:
    """A JPEG of WIDTH × HEIGHT; where the photo ends, its edge goes on. Without a face (a pack of today may not find
    it any more) the middle of the photo. Raises `SealBroken` or `Busy`."""
    image = decode_image(open_photo(photo), limits=PHOTO_LIMITS)
    with engine_turn(photo.company.pack) as engine:
        faces = engine.detect(image)
    height, width = image.shape[:2]
    if faces:
        left, top, face_width, face_height = faces[0].box
        middle, side = (left + face_width / 2, top + face_height / 2), face_height / FACE_SHARE
    else:
        middle, side = (width / 2, height / 2), min(height, width * HEIGHT / WIDTH)
    _, encoded = cv2.imencode(".jpg", _cut(image, middle, side), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return encoded.tobytes()


def _cut(image: NDArray[np.uint8], middle: tuple[float, float], height: float) -> NDArray[np.uint8]:
    """`height` pixels of the photo around its point `middle`, scaled to the portrait."""
    scale = HEIGHT / height
    move = np.array([[scale, 0, WIDTH / 2 - scale * middle[0]], [0, scale, HEIGHT * MIDDLE - scale * middle[1]]])
    # Shrunk by more than half at once, a picture shimmers; the area filter needs a whole number of pixels first.
    shrink = max(1, int(1 / scale))
    if shrink > 1:
        image = np.asarray(
            cv2.resize(image, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA), np.uint8
        )
        move[:, :2] *= shrink
    cut = cv2.warpAffine(image, move, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)
