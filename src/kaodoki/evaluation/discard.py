"""Error versus discard: how many misses are left when the comparisons of the poorest quality are taken away.

The usual measure of a quality score (Grother and Tabassi 2007; ISO/IEC 29794-1): a score that predicts misses bends the
curve down at once, one that says nothing leaves it level.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DiscardCurve:
    """FNMR of what is kept after the poorest `discarded` share of the genuine comparisons is gone."""

    discarded: NDArray[np.float64] = field(repr=False)
    """Rising from 0, in [0, 1)."""
    fnmr: NDArray[np.float64] = field(repr=False)

    def at(self, share: float) -> float:
        """The FNMR after discarding at least this share (below 1)."""
        return float(self.fnmr[np.searchsorted(self.discarded, share - 1e-12)])

    def area(self, upto: float = 0.2) -> float:
        """The mean FNMR while discarding up to that share, in units of the FNMR of all: 1 is a useless score, 0 cannot
        be reached. 0 if there are no misses."""
        part = self.fnmr[self.discarded <= upto]
        return float(part.mean() / part[0]) if part[0] > 0 else 0.0


def error_versus_discard(
    genuine_scores: NDArray[np.floating], pair_quality: NDArray[np.floating | np.integer], *, threshold: float
) -> DiscardCurve:
    """The curve of n genuine comparisons (n numbers each), a miss being a score under `threshold`.

    The quality of a pair is usually the lower one of its two pictures. Equal qualities are discarded in no order: their
    misses are spread evenly over them. Raises ValueError for no or unequal numbers of values, or any not finite.
    """
    scores, quality = np.asarray(genuine_scores, dtype=np.float64), np.asarray(pair_quality, dtype=np.float64)
    if scores.ndim != 1 or scores.shape != quality.shape or not len(scores):
        raise ValueError(f"expected as many scores as qualities, at least one: {scores.shape}, {quality.shape}")
    if not (np.isfinite(scores).all() and np.isfinite(quality).all()):
        raise ValueError("scores and qualities must be finite")
    total = len(scores)
    order = np.argsort(quality)
    _, group, size = np.unique(quality, return_inverse=True, return_counts=True)
    misses = np.bincount(group, weights=scores < threshold) / size
    kept = np.cumsum(misses[group[order]][::-1])[::-1] / np.arange(total, 0, -1)
    return DiscardCurve(discarded=np.arange(total) / total, fnmr=np.clip(kept, 0.0, 1.0))
