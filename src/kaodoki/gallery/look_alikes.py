"""Who looks so like somebody else that it matters: the scores and margins, and the pairs in memory. PURE."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from kaodoki.faces.pack import Calibration
from kaodoki.gallery.index import GalleryIndex
from kaodoki.gallery.rows import Vector, id_of
from kaodoki.identification import Candidate, threshold

LOOK_ALIKE_FACTOR: Final = 2.0
"""The runner-up must be so many times farther away where the two are known look-alikes: an assumption, not measured."""
TILE: Final = 2048
"""People a side of one matrix product of `pairs_above`: 16 MB of scores."""

Pair = tuple[uuid.UUID, uuid.UUID]
"""The smaller id first."""


def duplicate_score(calibration: Calibration, *, gallery_size: int, wanted_fpir: float, site_margin: float) -> float:
    """The cosine from which a photo would be taken for somebody of the gallery, as `decide` would take a probe.

    `site_margin` is the company's own, in cosine, as its terminals use it.
    """
    return threshold(calibration, gallery_size=gallery_size, fpir=wanted_fpir) + site_margin


def look_alike_score(calibration: Calibration, *, gallery_size: int, wanted_fpir: float, site_margin: float) -> float:
    """The cosine of two people's means from which they threaten each other.

    An accepted probe of the one may then lie within the runner-up margin of the other.
    """
    accepted = duplicate_score(calibration, gallery_size=gallery_size, wanted_fpir=wanted_fpir, site_margin=site_margin)
    return accepted - calibration.runner_up_margin


def pair_of(one: uuid.UUID, other: uuid.UUID) -> Pair:
    """Both, the smaller first."""
    return (one, other) if one < other else (other, one)


def pairs_above(index: GalleryIndex, score: float) -> Iterator[tuple[Pair, float]]:
    """Every pair of people whose vectors have a cosine of `score` or more, in float32.

    N²/2 products in tiles: 5·10⁷ for 10,000 people (a second), 5·10⁹ for 100,000 (a minute or two on one core).
    """
    tiles = [(block, start) for block in index.blocks for start in range(0, len(block), TILE)]
    for number, (block, start) in enumerate(tiles):
        one = block.at(slice(start, start + TILE))
        for later, (other_block, other_start) in enumerate(tiles[number:]):
            other = other_block.at(slice(other_start, other_start + TILE))
            scores = one.vectors() @ other.vectors().T
            if not later:
                scores[np.tril_indices(len(one))] = -np.inf
            for i, j in np.argwhere(scores >= score):
                yield pair_of(id_of(one.ids[i]), id_of(other.ids[j])), float(scores[i, j])


class CompanyGallery:
    """What an attempt is compared with: the index and the look-alikes among its people. Never changes."""

    __slots__ = ("_pairs", "index")

    def __init__(self, index: GalleryIndex, pairs: Iterable[Pair] = ()) -> None:
        self.index = index
        self._pairs = frozenset(pairs)

    def __len__(self) -> int:
        return len(self.index)

    def search(self, probe: Vector, *, most: int = 2, at_least: float = -np.inf) -> list[Candidate[uuid.UUID]]:
        """The nearest people, best first: see `GalleryIndex.search`."""
        return self.index.search(probe, most=most, at_least=at_least)

    def are_look_alikes(self, one: uuid.UUID, other: uuid.UUID) -> bool:
        """Whether the two are a known pair."""
        return pair_of(one, other) in self._pairs

    def runner_up_margin(self, candidates: Sequence[Candidate[uuid.UUID]], calibration: Calibration) -> float | None:
        """The larger margin if the best two (`candidates` come best first) are look-alikes; None: the pack's."""
        if len(candidates) < 2 or not self.are_look_alikes(candidates[0].employee_id, candidates[1].employee_id):
            return None
        return LOOK_ALIKE_FACTOR * calibration.runner_up_margin

    def with_changes(
        self,
        *,
        put: Iterable[tuple[uuid.UUID, Vector]],
        removed: Collection[uuid.UUID],
        pairs: Iterable[Pair],
    ) -> "CompanyGallery":
        """The gallery after these people changed; `pairs` are all pairs that any of them is in now."""
        people = dict(put)
        changed = set(people) | set(removed)
        kept = {pair for pair in self._pairs if not changed.intersection(pair)}
        return CompanyGallery(self.index.with_changes(put=people.items(), removed=removed), kept | set(pairs))
