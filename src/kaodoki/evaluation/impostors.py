"""The impostor set without the people who are in it twice, or in Labeled Faces in the Wild too.

Each of its photos is said to be of another person. A celebrity who is there twice would be a stranger at his own face
and count as a false identification that is none.
"""

import tomllib
from pathlib import Path
from typing import Final

import numpy as np

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.faces.pack import Calibration
from kaodoki.identification.thresholds import score_at

REPEATED_RATE: Final = 1e-7
"""Two photos are taken for one person's if fewer pairs of two people than this are so alike: among the 4.5 million
pairs of 3,000 impostors one at most is lost wrongly by that, and of some two hundred that were found all those looked
at were one person's."""

TOLD_BY_EYE: Final = Path(__file__).with_name("all_age_faces.toml")


def without_repeats(impostors: FaceSet, others: FaceSet, calibration: Calibration) -> FaceSet:
    """Leaves out all but the first photo of a person, and people whom `others` show."""
    same_person = score_at(calibration, REPEATED_RATE)
    listed = _told_by_eye()
    found = impostors.only(lambda item: item.photo.name not in listed)
    if not found.faces:
        return found
    vectors = found.mirrored
    keep = np.ones(len(vectors), dtype=bool)
    if others.faces:
        keep &= (vectors @ others.mirrored.T).max(axis=1) < same_person
    likeness = np.triu(vectors @ vectors.T, 1) >= same_person
    for first, second in np.argwhere(likeness):
        if keep[first]:
            keep[second] = False
    names = {item.photo.name for item, kept in zip(found.faces, keep, strict=True) if kept}
    return found.only(lambda item: item.photo.name in names)


def _told_by_eye() -> frozenset[str]:
    table = tomllib.loads(TOLD_BY_EYE.read_text(encoding="utf-8"))
    return frozenset(table["repeated"]) | frozenset(table["in_lfw"])
