"""Verification (1:1): the published pairs, and every photo against every other (ISO/IEC 19795-1: FMR and FNMR)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.intervals import REPLICATES, Estimate, draw_people, from_replicates, wilson

FOLDS: Final = 10
BLOCK: Final = 1024
"""Photos compared at a time with all others: 36 MB for 9,000 photos."""

TAIL_SHARE: Final = 4e-3
"""Of the impostor pairs, the most alike ones, which are kept one by one: enough for a FAR of 1e-3 in every sample."""

BIN_EDGES: Final = np.linspace(-1.0, 1.0, 4001)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AllPairs:
    """Every photo against every other one of a data set, as far as it is needed."""

    genuine: NDArray[np.float32]
    """The cosine of every pair of photos of one person."""
    genuine_person: NDArray[np.int64]
    impostor: NDArray[np.float32]
    """The cosines of the `TAIL_SHARE` of impostor pairs that are most alike, falling."""
    impostor_people: NDArray[np.int64]
    """Whose photos they are: pairs × 2."""
    impostor_histogram: NDArray[np.int64]
    """All impostor pairs over `BIN_EDGES`."""
    photos_of: NDArray[np.int64]
    """How many photos each person has."""

    @property
    def impostor_pairs(self) -> int:
        return int(self.impostor_histogram.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class AtFar:
    far: float
    threshold: float
    tar: Estimate


def pairs_accuracy(scores: Sequence[float] | NDArray[np.floating], is_same: Sequence[bool]) -> Estimate:
    """The share of pairs told rightly, each tenth at the threshold that suits the other nine best (LFW, View 2).

    The folds are ten runs of the same-person pairs and ten of the others, in the order given: the published folds.
    """
    values, same = np.asarray(scores, dtype=np.float64), np.asarray(is_same, dtype=bool)
    fold = np.empty(len(values), dtype=np.int64)
    for label in (True, False):
        places = np.flatnonzero(same == label)
        if len(places) < FOLDS:
            raise TooFewPeople(reason=f"{len(places)} < {FOLDS}")
        fold[places] = np.arange(len(places)) * FOLDS // len(places)
    right = 0
    for number in range(FOLDS):
        rest = fold != number
        cut = best_threshold(values[rest], same[rest])
        right += int(((values[~rest] >= cut) == same[~rest]).sum())
    return wilson(right, len(values))


def best_threshold(scores: NDArray[np.float64], is_same: NDArray[np.bool_]) -> float:
    """The threshold with the fewest errors, in the middle between the two scores it lies between."""
    order = np.argsort(scores, kind="stable")
    ranked, same = scores[order], is_same[order]
    errors = np.concatenate([[0], np.cumsum(same)]) + np.concatenate([[0], np.cumsum(~same)])[-1]
    errors = errors - np.concatenate([[0], np.cumsum(~same)])
    place = int(np.argmin(errors))
    below = ranked[place - 1] if place else ranked[0] - 1e-6
    above = ranked[place] if place < len(ranked) else ranked[-1] + 1e-6
    return float((below + above) / 2)


def compare_all(vectors: NDArray[np.float32], person: NDArray[np.int64]) -> AllPairs:
    """Compares N×D unit vectors, block by block; `person` says whose each is (0, 1, 2 …)."""
    histogram = np.zeros(len(BIN_EDGES) - 1, dtype=np.int64)
    for scores, rows, columns in _blocks(vectors):
        histogram += np.histogram(scores[person[rows] != person[columns]], BIN_EDGES)[0]
    floor = _floor(histogram)
    genuine, tail = _collect(vectors, person, floor)
    order = np.argsort(-tail[0], kind="stable")
    return AllPairs(
        genuine=genuine[0],
        genuine_person=genuine[1],
        impostor=tail[0][order],
        impostor_people=tail[1][order],
        impostor_histogram=histogram,
        photos_of=np.bincount(person),
    )


def tar_at_far(
    pairs: AllPairs, rates: Sequence[float], *, seed: int, replicates: int = REPLICATES
) -> tuple[AtFar, ...]:
    """TAR, the share of same-person pairs accepted, at thresholds that accept a share of `rates` of the impostors.

    Intervals by drawing people: a same-person pair counts as often as its person was drawn, an impostor pair as often
    as the product says, so that the threshold's own uncertainty is in them.
    """
    if not len(pairs.genuine) or not pairs.impostor_pairs:
        raise TooFewPeople(reason="0 pairs")
    people = len(pairs.photos_of)
    draws = draw_people(people, seed=seed, replicates=replicates)
    tars = np.empty((replicates, len(rates)))
    ranking = np.argsort(-pairs.genuine, kind="stable")
    falling, owners = pairs.genuine[ranking], pairs.genuine_person[ranking]
    for number, weights in enumerate(draws):
        cuts = _thresholds(pairs, rates, weights)
        counted = np.concatenate([[0.0], np.cumsum(weights[owners], dtype=np.float64)])
        accepted = np.searchsorted(-falling, -cuts, side="right")
        tars[number] = counted[accepted] / max(counted[-1], 1e-12)
    cuts = _thresholds(pairs, rates, np.ones(people))
    involved = len(np.unique(pairs.genuine_person))
    return tuple(
        AtFar(
            far=rate,
            threshold=float(cut),
            tar=from_replicates(
                float((pairs.genuine >= cut).mean()), tars[:, column], trials=len(pairs.genuine), people=involved
            ),
        )
        for column, (rate, cut) in enumerate(zip(rates, cuts, strict=True))
    )


def det_curve(pairs: AllPairs) -> list[tuple[float, float]]:
    """FMR against FNMR, from lax to strict, as far as an impostor pair was accepted at all."""
    genuine = np.histogram(pairs.genuine, BIN_EDGES)[0]
    missed = np.concatenate([[0], np.cumsum(genuine)])[:-1] / genuine.sum()
    accepted = np.cumsum(pairs.impostor_histogram[::-1])[::-1] / pairs.impostor_pairs
    return [(float(fmr), float(fnmr)) for fmr, fnmr in zip(accepted, missed, strict=True) if fmr > 0]


def just_over(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The next float32: the lowest threshold that these scores do not reach."""
    return np.nextafter(np.asarray(scores, dtype=np.float32), np.float32(2))


def _blocks(vectors: NDArray[np.float32]) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]]:
    """Scores of every pair once, with the two photos of each."""
    everyone = np.arange(len(vectors))
    for start in range(0, len(vectors), BLOCK):
        rows = everyone[start : start + BLOCK]
        scores = vectors[rows] @ vectors[start:].T
        upper = rows[:, None] < everyone[None, start:]
        first, second = np.nonzero(upper)
        yield scores[upper], first + start, second + start


def _floor(histogram: NDArray[np.int64]) -> float:
    """From which cosine on about `TAIL_SHARE` of the impostor pairs lie, and never fewer than some hundreds."""
    above = np.cumsum(histogram[::-1])[::-1]
    wanted = max(int(TAIL_SHARE * histogram.sum()), 500)
    enough = np.flatnonzero(above >= wanted)
    return float(BIN_EDGES[enough[-1]]) if len(enough) else -1.0


def _collect(
    vectors: NDArray[np.float32], person: NDArray[np.int64], floor: float
) -> tuple[tuple[NDArray[np.float32], NDArray[np.int64]], tuple[NDArray[np.float32], NDArray[np.int64]]]:
    genuine: list[tuple[NDArray[np.float32], NDArray[np.int64]]] = []
    tail: list[tuple[NDArray[np.float32], NDArray[np.int64]]] = []
    for scores, rows, columns in _blocks(vectors):
        same = person[rows] == person[columns]
        near = ~same & (scores >= floor)
        genuine.append((scores[same], person[rows[same]]))
        tail.append((scores[near], np.stack([person[rows[near]], person[columns[near]]], axis=1)))
    return (
        (np.concatenate([part[0] for part in genuine]), np.concatenate([part[1] for part in genuine])),
        (np.concatenate([part[0] for part in tail]), np.concatenate([part[1] for part in tail])),
    )


def _thresholds(pairs: AllPairs, rates: Sequence[float], weights: NDArray[np.floating]) -> NDArray[np.float32]:
    """For each rate, just over the first impostor pair that would be one too many."""
    weights = weights.astype(np.float64)
    photos = weights * pairs.photos_of
    total = (photos.sum() ** 2 - (photos**2).sum()) / 2
    counted = np.cumsum(weights[pairs.impostor_people[:, 0]] * weights[pairs.impostor_people[:, 1]])
    places = np.searchsorted(counted, np.asarray(rates) * total, side="right")
    places = np.minimum(places, len(pairs.impostor) - 1)
    return just_over(pairs.impostor[places])
