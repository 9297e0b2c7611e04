"""A calibration from one half of the people, so that the other half can say what it is worth."""

from collections.abc import Callable

import numpy as np

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.recogniser import Recogniser
from kaodoki.faces.pack import Calibration, Pack
from kaodoki.identification.calibration import NO_PAIRS, count_pairs, fitted

Calibrate = Callable[[FaceSet], Calibration]
"""Fits a calibration to the photos of people."""


def halves(faces: FaceSet, *, seed: int) -> tuple[FaceSet, FaceSet]:
    """Two sets without a person in common."""
    names = sorted({item.photo.person for item in faces.faces})
    first = set(np.random.default_rng(seed).permutation(names)[: len(names) // 2].tolist())
    return faces.only(lambda item: item.photo.person in first), faces.only(lambda item: item.photo.person not in first)


def fit(faces: FaceSet, pack: Pack) -> Calibration:
    """The pack's calibration with the curve of these people, one photo each, read as the pack's own was: the photo of
    each as an attempt against the enrolled photo of everybody else."""
    recogniser = Recogniser.as_shipped(faces, pack)
    first = [photos[0] for photos in faces.photos_of]
    gallery = np.stack([recogniser.enrol([photo]) for photo in first])
    probes = [recogniser.probe([photo]) for photo in first]
    counts = NO_PAIRS
    for place, probe in enumerate(probes):
        if probe is not None:
            counts = counts.plus(count_pairs(probe[None], np.delete(gallery, place, axis=0)))
    try:
        return fitted(counts, pack.calibration)
    except ValueError as error:
        raise TooFewPeople(reason=f"{len(first)}") from error
