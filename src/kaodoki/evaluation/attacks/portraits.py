"""A photo as a terminal's camera would frame the person: what every synthetic attempt starts from."""

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces import Engine, Face
from kaodoki.faces.liveness.parallax import yaw_by_landmarks

Image = NDArray[np.uint8]

WIDTH, HEIGHT = 640, 480
_MOST_YAW_DEG: Final = 14.0
"""Who stands at a terminal looks at it, and a challenge says so first."""
_SECOND_FACE: Final = 0.25
"""A face in the background with more than this share of the area would be another terminal user."""

_BLACK: Final = 8
"""Corners that an aligned data set has turned out of the picture are darker than this."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Portrait:
    """A person in the middle of a 640×480 frame."""

    person: str
    image: Image = field(repr=False)
    face: Face = field(repr=False)

    @property
    def inter_eye_px(self) -> float:
        return float(np.hypot(*(self.face.landmarks[1] - self.face.landmarks[0])))

    @property
    def centre(self) -> tuple[float, float]:
        """Between eyes and mouth, in pixels."""
        points = self.face.landmarks.astype(np.float64)
        x, y = (points[:2].mean(axis=0) + points[3:].mean(axis=0)) / 2
        return float(x), float(y)


def portrait_of(engine: Engine, photo: Image, person: str, *, inter_eye_px: float) -> Portrait | None:
    """The photo scaled so that the eyes are that far apart; None if it does not show one face from the front."""
    faces = engine.analyse(photo)
    if not faces:
        return None
    points = faces[0].landmarks.astype(np.float64)
    scale = inter_eye_px / max(float(np.hypot(*(points[1] - points[0]))), 1.0)
    x, y = points.mean(axis=0)
    matrix = np.array([[scale, 0, WIDTH / 2 - scale * x], [0, scale, HEIGHT / 2 - scale * y]])
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    filled = without_black_corners(photo)
    framed = cv2.warpAffine(filled, matrix, (WIDTH, HEIGHT), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
    image = np.asarray(framed, np.uint8)
    found = engine.analyse(image)
    if not found or abs(yaw_by_landmarks(found[0])) > _MOST_YAW_DEG:
        return None
    if any(other.area > _SECOND_FACE * found[0].area for other in found[1:]):
        return None
    return Portrait(person=person, image=image, face=found[0])


def without_black_corners(photo: Image) -> Image:
    """The photo with black wedges that touch its border filled from their surroundings."""
    black = (photo.max(axis=2) < _BLACK).astype(np.uint8)
    _, labels = cv2.connectedComponents(black)
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    touching = [label for label in np.unique(border) if label and (border == label).sum() > 8]
    wedges = np.isin(labels, touching).astype(np.uint8)
    if not wedges.any():
        return photo
    return np.asarray(cv2.inpaint(photo, cv2.dilate(wedges, np.ones((5, 5), np.uint8)), 3, cv2.INPAINT_TELEA), np.uint8)


def backdrop_of(photo: Image) -> Image:
    """Another photo as the room behind: enlarged to the frame, out of focus, and upside down so that it has no face."""
    filled = cv2.flip(without_black_corners(photo), 0)
    height, width = filled.shape[:2]
    scale = max(WIDTH / width, HEIGHT / height)
    large = cv2.resize(filled, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_LINEAR)
    top, left = (large.shape[0] - HEIGHT) // 2, (large.shape[1] - WIDTH) // 2
    return np.asarray(cv2.GaussianBlur(large[top : top + HEIGHT, left : left + WIDTH], (0, 0), 3), np.uint8)
