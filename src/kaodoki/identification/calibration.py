"""What scores mean, measured: how often two different people reach a score, from pairs of templates.

A stranger is taken for one of N enrolled people about N times as often as for one (measured on Labeled Faces in the
Wild: 0.94 to 1.2 times that, docs/reference/model-pack.md), so one falling curve serves every gallery size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.pack import Calibration

LEVELS: Final = (0.1, 0.03, 0.01, 0.003, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7)
"""False match rates at which the curve is written down, as far as there are pairs for them."""

FEWEST_PAIRS: Final = 30
"""A rate that fewer pairs than this stand behind is not read off but extrapolated."""

TAIL_PAIRS: Final = 100
"""The nearest pairs, which the tail beyond is fitted to."""

BIN: Final = 0.0005
"""Of cosine: finer than what two photos of a person differ by, and small enough to count millions of pairs in."""

_BINS: Final = round(2 / BIN) + 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairCounts:
    """How many pairs of different people have which score: counts from -1 to 1 in steps of `BIN`."""

    counts: NDArray[np.int64]

    @property
    def pairs(self) -> int:
        return int(self.counts.sum())

    def reached(self, score: float) -> int:
        """The pairs with at least this score."""
        return int(self.counts[_bin_of(score) :].sum())

    def score_at(self, rate: float) -> float:
        """The score that this share of the pairs reaches."""
        above = np.cumsum(self.counts[::-1])
        return 1 - BIN * int(np.searchsorted(above, rate * self.pairs))

    def plus(self, other: "PairCounts") -> "PairCounts":
        return PairCounts(counts=self.counts + other.counts)

    def minus(self, other: "PairCounts") -> "PairCounts":
        return PairCounts(counts=self.counts - other.counts)


NO_PAIRS: Final = PairCounts(counts=np.zeros(_BINS, dtype=np.int64))


def count_pairs(one: NDArray[np.float32], other: NDArray[np.float32], *, same: bool = False) -> PairCounts:
    """All pairs of an N×D and an M×D set of unit vectors; with `same` those within one set, each once."""
    scores = one @ other.T
    found = scores[np.triu_indices(len(one), 1)] if same else scores.ravel()
    found = found[np.isfinite(found)]
    places = np.clip(np.rint((found + 1) / BIN), 0, _BINS - 1).astype(np.int64)
    return PairCounts(counts=np.bincount(places, minlength=_BINS))


def count_strangers(vectors: NDArray[np.float32], people: NDArray[np.int64], *, block: int = 1024) -> PairCounts:
    """All pairs of photos of different people: N×D unit vectors and whose they are. N²·D operations, N·1,024 memory."""
    counts = NO_PAIRS.counts.copy()
    for start in range(0, len(vectors), block):
        rows = slice(start, start + block)
        scores = vectors[rows] @ vectors[start:].T
        later = np.arange(scores.shape[1])[None, :] > np.arange(scores.shape[0])[:, None]
        found = scores[later & np.isfinite(scores) & (people[rows, None] != people[None, start:])]
        places = np.clip(np.rint((found + 1) / BIN), 0, _BINS - 1).astype(np.int64)
        counts += np.bincount(places, minlength=_BINS)
    return PairCounts(counts=counts)


def fitted(counts: PairCounts, like: Calibration) -> Calibration:
    """`like` with the curve of these pairs. `ValueError` if there are too few pairs for two points of it."""
    rates = [rate for rate in LEVELS if rate * counts.pairs >= FEWEST_PAIRS]
    scores = [round(counts.score_at(rate), 4) for rate in rates]
    if len(rates) < 2 or not _rises(scores):
        raise ValueError(f"{counts.pairs} pairs give no curve")
    return replace(like, fmr=tuple(rates), scores=tuple(scores), per_tenfold=round(tail_slope(counts), 4))


def tail_slope(counts: PairCounts) -> float:
    """What the score rises by for a tenfold rarer pair, beyond the nearest ones: the tail taken as exponential."""
    number = min(TAIL_PAIRS, counts.pairs)
    start = counts.score_at(number / counts.pairs)
    first = _bin_of(start)
    above = counts.counts[first:]
    excess = float((above * (np.arange(len(above)) + 0.5)).sum() / max(int(above.sum()), 1)) * BIN
    return excess * float(np.log(10))


def _rises(scores: Sequence[float]) -> bool:
    return all(low < high for low, high in pairwise(scores))


def _bin_of(score: float) -> int:
    return int(np.clip(round((score + 1) / BIN), 0, _BINS - 1))
