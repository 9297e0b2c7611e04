"""Faces with painted masks: whether they are found, and whether they are still told."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.intervals import Estimate, clopper_pearson
from kaodoki.evaluation.masks import MASK_LOOKS, MaskLook, paint_mask
from kaodoki.evaluation.verification import just_over
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.engine import Engine
from kaodoki.faces.face import Face


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedPhoto:
    """A photo by its place in the data set, the mask painted on it, and the face that was found, if any."""

    place: int
    look: MaskLook
    face: Face | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedTar:
    """TAR of one photo against another of the same person, at the thresholds that each kind of probe needs itself."""

    far: float
    bare: Estimate
    masked: Estimate


def wear_masks(
    engine: Engine, folder: Path, faces: FaceSet, places: Sequence[int], *, threads: int
) -> list[MaskedPhoto]:
    """Paints a mask on each chosen photo, the looks by turns, and looks for the face again."""

    def wear(turn: int, place: int) -> MaskedPhoto:
        item, look = faces.faces[place], MASK_LOOKS[turn % len(MASK_LOOKS)]
        picture = decode_image((folder / item.photo.name).read_bytes(), limits=PHOTO_LIMITS)
        found = engine.analyse(paint_mask(picture, item.face.landmarks, look))
        face = next((face for face in found if _is_same_place(face, item.face)), None)
        return MaskedPhoto(place=place, look=look, face=face)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(wear, range(len(places)), places))


def tar_with_masks(
    faces: FaceSet, masked: Sequence[MaskedPhoto], partners: dict[int, int], rates: Sequence[float]
) -> list[MaskedTar]:
    """`partners` gives for each masked photo another one of the person, enrolled without a mask; impostors are all the
    partners of the other people."""
    worn = [item for item in masked if item.face is not None]
    if len(worn) < 2:
        raise TooFewPeople(reason=f"{len(worn)} masked faces")
    enrolled = np.stack([faces.faces[partners[item.place]].mirrored.vector for item in worn])
    bare = np.stack([faces.faces[item.place].face.template.vector for item in worn])
    with_mask = np.stack([item.face.template.vector for item in worn if item.face is not None])
    return [
        MaskedTar(far=rate, bare=_tar(bare @ enrolled.T, rate), masked=_tar(with_mask @ enrolled.T, rate))
        for rate in rates
    ]


def choose_pairs(faces: FaceSet, most: int) -> dict[int, int]:
    """For each person with two photos or more, one to wear a mask and one to be enrolled, by their places."""
    pairs = [(photos[0], photos[1]) for photos in faces.photos_of if len(photos) > 1]
    return dict(pairs[:most])


def _tar(scores: NDArray[np.float32], rate: float) -> Estimate:
    """Of a square of scores whose diagonal is of one person each."""
    others = np.sort(scores[~np.eye(len(scores), dtype=bool)])[::-1]
    cut = just_over(others[int(rate * len(others))])
    return clopper_pearson(int((np.diag(scores) >= cut).sum()), len(scores))


def _is_same_place(found: Face, before: Face) -> bool:
    """Whether the middle of the one lies in the box of the other: photos show other people too."""
    x, y, width, height = found.box
    left, top, across, down = before.box
    return left < x + width / 2 < left + across and top < y + height / 2 < top + down
