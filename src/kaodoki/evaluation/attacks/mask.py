"""Paper that is bent: a print round a cylinder, and a printed face worn as a mask with holes for eyes and mouth."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kaodoki.evaluation.attacks.flat import printed
from kaodoki.evaluation.attacks.portraits import HEIGHT, WIDTH, Image, Portrait
from kaodoki.evaluation.attacks.relief import Pose, Relief, cylinder_relief, head_relief, moved
from kaodoki.faces.alignment import similarity_transform


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WornMask:
    """A printed face over somebody's head."""

    sheet: Image = field(repr=False)
    alpha: NDArray[np.float32] = field(repr=False)
    bend: Relief
    wearer: Image = field(repr=False)
    head: Relief


def layered(sheet: Image, alpha: NDArray[np.float32], bend: Relief, behind: Image, pose: Pose) -> Image:
    """The bent sheet (`alpha` where it is) in that pose, before what is behind it."""
    seen = moved(sheet, bend, pose)
    mask = (moved((255 * alpha).astype(np.uint8), bend, pose) / 255)[..., None]
    return np.asarray(seen * mask + behind * (1 - mask), np.float32).astype(np.uint8)


def cut_out(victim: Portrait, wearer: Portrait, rng: Generator) -> WornMask:
    """The victim's printed face cut along its outline, on the wearer's head; the holes show the wearer."""
    matrix = similarity_transform(victim.face.landmarks.astype(np.float64), wearer.face.landmarks.astype(np.float64))
    size = (WIDTH, HEIGHT)
    sheet = cv2.warpAffine(printed(victim.image, rng), matrix, size, borderMode=cv2.BORDER_REFLECT_101)
    eye, points = wearer.inter_eye_px, wearer.face.landmarks
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    middle = (int(wearer.centre[0]), int(wearer.centre[1] - 0.1 * eye))
    cv2.ellipse(alpha, middle, (int(1.05 * eye), int(1.45 * eye)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    for x, y in points[:2]:
        cv2.ellipse(alpha, (int(x), int(y)), (int(0.2 * eye), int(0.11 * eye)), 0, 0, 360, 0.0, -1, cv2.LINE_AA)
    if rng.random() < 0.5:
        x, y = points[3:].mean(axis=0)
        cv2.ellipse(alpha, (int(x), int(y)), (int(0.38 * eye), int(0.13 * eye)), 0, 0, 360, 0.0, -1, cv2.LINE_AA)
    return WornMask(
        sheet=np.asarray(sheet, np.uint8),
        alpha=alpha,
        bend=cylinder_relief(wearer.centre, eye * rng.uniform(1.15, 1.7)),
        wearer=wearer.image,
        head=head_relief(wearer, depth=0.95, nose=0.3),
    )


def worn_in(mask: WornMask, pose: Pose) -> Image:
    """The wearer in that pose; mask and head turn together."""
    return layered(mask.sheet, mask.alpha, mask.bend, moved(mask.wearer, mask.head, pose), pose)
