"""Who is enrolled and who stays a stranger, drawn by person."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.errors import TooFewPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    gallery_size: int
    enrolled_photos: int
    probe_photos: int
    splits: int = 20
    seed: int = 2026


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Places of people."""

    mated: NDArray[np.int64]
    fillers: NDArray[np.int64]
    strangers: NDArray[np.int64]


def draw_split(photos_of: Sequence[Sequence[int]], protocol: Protocol, generator: np.random.Generator) -> Split:
    """Half of the people who have photos for both sides, at most the gallery's size, and others to fill it up.

    Raises `TooFewPeople` if the gallery cannot be filled or nobody is left for a stranger.
    """
    counts = np.array([len(photos) for photos in photos_of])
    able = generator.permutation(np.flatnonzero(counts >= protocol.enrolled_photos + protocol.probe_photos))
    mated = able[: min(protocol.gallery_size, len(able) // 2)]
    single = generator.permutation(np.flatnonzero(counts == 1))
    missing = protocol.gallery_size - len(mated)
    fillers = single[:missing]
    enrolled = np.zeros(len(counts), dtype=bool)
    enrolled[mated] = enrolled[fillers] = True
    strangers = np.flatnonzero(~enrolled & (counts >= protocol.probe_photos))
    if len(fillers) < missing or not len(strangers):
        enrolled_people = len(mated) + len(fillers)
        raise TooFewPeople(reason=f"{protocol.gallery_size} > {enrolled_people}, {len(strangers)}")
    return Split(mated=mated, fillers=fillers, strangers=strangers)
