"""Open-set identification (1:N) by the terms of ISO/IEC 19795-1: people who are enrolled and people who are not.

FPIR: the share of attempts by people who are not enrolled that are taken for somebody. FNIR: the share of attempts by
enrolled people whose own identity is not the first, or lies under the threshold. How photos become a template or a
probe is the caller's, so that what ships can be measured, or anything else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.intervals import REPLICATES, Estimate, bootstrap_share, draw_people, from_replicates
from kaodoki.evaluation.splits import Protocol, Split, draw_split
from kaodoki.evaluation.verification import just_over

Vector = NDArray[np.float32]
MakeTemplate = Callable[[Sequence[int]], Vector]
"""From the photos of one person, by their places in the data set, to the vector that is enrolled."""
MakeProbe = Callable[[Sequence[int]], Vector | None]
"""From the photos that stand for the frames of one attempt to its vector; None if the attempt gives none."""

NEVER: Final = -2.0
"""Below every cosine: an attempt without a probe, or whose own identity is not the first."""

_BLOCK: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenSetScores:
    """The attempts of all splits. `own` and `other` belong to enrolled people, `first` and `second` to strangers."""

    people: int
    mated_person: NDArray[np.int64]
    own: NDArray[np.float32]
    """Cosine to the own template."""
    other: NDArray[np.float32]
    """The best cosine to anybody else's."""
    stranger_person: NDArray[np.int64]
    first: NDArray[np.float32]
    """The best cosine of all."""
    second: NDArray[np.float32]
    """The best cosine to a second person."""

    @property
    def found(self) -> NDArray[np.float32]:
        """The score at which an enrolled person is found; `NEVER` where somebody else comes first."""
        return np.where(self.own > self.other, self.own, np.float32(NEVER))


@dataclass(frozen=True, slots=True, kw_only=True)
class AtFpir:
    fpir: float
    threshold: float
    fnir: Estimate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SplitScores:
    """One split alone, with what was enrolled in it."""

    gallery: NDArray[np.float32]
    """People × D."""
    scores: OpenSetScores


def run_open_set(
    photos_of: Sequence[Sequence[int]], protocol: Protocol, *, enrol: MakeTemplate, probe: MakeProbe
) -> OpenSetScores:
    """Runs all splits. `photos_of[p]` are the photos of person p, as places in the data set.

    Each split enrols half of the people who have photos for both sides, at most the gallery's size, fills the gallery
    up with people who have a single photo, and lets one attempt of everybody else be a stranger's. Which photos are
    enrolled and which are tried is drawn too. Raises `TooFewPeople` if the gallery cannot be filled or nobody is left.
    """
    return pooled([split.scores for split in run_splits(photos_of, protocol, enrol=enrol, probe=probe)])


def run_splits(
    photos_of: Sequence[Sequence[int]], protocol: Protocol, *, enrol: MakeTemplate, probe: MakeProbe
) -> Iterator[SplitScores]:
    """The same, split by split."""
    generator = np.random.default_rng(protocol.seed)
    for _ in range(protocol.splits):
        split = draw_split(photos_of, protocol, generator)
        yield _run_split(photos_of, split, protocol, generator, enrol=enrol, probe=probe)


def pooled(parts: Sequence[OpenSetScores]) -> OpenSetScores:
    return OpenSetScores(
        people=parts[0].people,
        mated_person=np.concatenate([part.mated_person for part in parts]),
        own=np.concatenate([part.own for part in parts]),
        other=np.concatenate([part.other for part in parts]),
        stranger_person=np.concatenate([part.stranger_person for part in parts]),
        first=np.concatenate([part.first for part in parts]),
        second=np.concatenate([part.second for part in parts]),
    )


def fnir_at_fpir(
    scores: OpenSetScores, rates: Sequence[float], *, seed: int, replicates: int = REPLICATES
) -> tuple[AtFpir, ...]:
    """FNIR at the thresholds where strangers are taken for somebody in a share of `rates`.

    Intervals by drawing people with all of their attempts, on both sides, so that the threshold's uncertainty counts.
    """
    if not len(scores.own):
        raise TooFewPeople(reason="0 enrolled people have a photo left to try")
    mated_order = np.argsort(-scores.found, kind="stable")
    found, owners = scores.found[mated_order], scores.mated_person[mated_order]
    stranger_order = np.argsort(-scores.first, kind="stable")
    nearest, strangers = scores.first[stranger_order], scores.stranger_person[stranger_order]
    fnirs = np.empty((replicates, len(rates)))
    for number, weights in enumerate(draw_people(scores.people, seed=seed, replicates=replicates)):
        cuts = _cuts(nearest, weights[strangers], rates)
        counted = np.concatenate([[0.0], np.cumsum(weights[owners], dtype=np.float64)])
        accepted = np.searchsorted(-found, -cuts, side="right")
        fnirs[number] = 1 - counted[accepted] / max(counted[-1], 1e-12)
    cuts = _cuts(nearest, np.ones(len(nearest)), rates)
    people = len(np.unique(owners))
    return tuple(
        AtFpir(
            fpir=rate,
            threshold=float(cut),
            fnir=from_replicates(float((found < cut).mean()), fnirs[:, column], trials=len(found), people=people),
        )
        for column, (rate, cut) in enumerate(zip(rates, cuts, strict=True))
    )


def fpir_at(
    scores: OpenSetScores,
    threshold: float,
    *,
    seed: int,
    among: NDArray[np.bool_] | None = None,
    replicates: int = REPLICATES,
) -> Estimate:
    """The share of strangers' attempts that reach a given threshold, its interval by drawing people.

    `among` says of each person whether their attempts count; the galleries stay as they are.
    """
    counts = np.ones(len(scores.first), dtype=bool) if among is None else among[scores.stranger_person]
    persons = scores.stranger_person[counts]
    hit = scores.first[counts] >= threshold
    return bootstrap_share(
        np.bincount(persons, weights=hit, minlength=scores.people),
        np.bincount(persons, minlength=scores.people),
        seed=seed,
        replicates=replicates,
    )


def fnir_curve(scores: OpenSetScores, rates: Sequence[float]) -> list[tuple[float, float]]:
    """FPIR against FNIR, without intervals, for a plot."""
    nearest = np.sort(scores.first)[::-1]
    cuts = _cuts(nearest, np.ones(len(nearest)), rates)
    return [(rate, float((scores.found < cut).mean())) for rate, cut in zip(rates, cuts, strict=True)]


def _cuts(falling: NDArray[np.float32], weights: NDArray[np.floating], rates: Sequence[float]) -> NDArray[np.float32]:
    """For each rate, just over the first stranger who would be one too many."""
    counted = np.cumsum(weights, dtype=np.float64)
    places = np.searchsorted(counted, np.asarray(rates) * counted[-1] * (1 + 1e-12), side="right")
    return just_over(falling[np.minimum(places, len(falling) - 1)])


def _run_split(
    photos_of: Sequence[Sequence[int]],
    split: Split,
    protocol: Protocol,
    generator: np.random.Generator,
    *,
    enrol: MakeTemplate,
    probe: MakeProbe,
) -> SplitScores:
    drawn = [generator.permutation(photos_of[person]).tolist() for person in split.mated]
    templates = [enrol(photos[: protocol.enrolled_photos]) for photos in drawn]
    templates += [enrol(list(photos_of[person])) for person in split.fillers]
    gallery = np.stack(templates)
    end = protocol.enrolled_photos + protocol.probe_photos
    mated = [probe(photos[protocol.enrolled_photos : end]) for photos in drawn]
    own, other = _against_own(mated, gallery)
    tries = [generator.permutation(photos_of[person])[: protocol.probe_photos].tolist() for person in split.strangers]
    first, second = _best_two([probe(photos) for photos in tries], gallery)
    return SplitScores(
        gallery=gallery,
        scores=OpenSetScores(
            people=len(photos_of),
            mated_person=split.mated,
            own=own,
            other=other,
            stranger_person=split.strangers,
            first=first,
            second=second,
        ),
    )


def _against_own(probes: list[Vector | None], gallery: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """Probe i belongs to entry i of the gallery."""
    own = np.full(len(probes), NEVER, dtype=np.float32)
    other = own.copy()
    for rows, scores in _scores(probes, gallery):
        own[rows] = scores[np.arange(len(rows)), rows]
        scores[np.arange(len(rows)), rows] = NEVER
        other[rows] = scores.max(axis=1)
    return own, other


def _best_two(probes: list[Vector | None], gallery: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    first = np.full(len(probes), NEVER, dtype=np.float32)
    second = first.copy()
    for rows, scores in _scores(probes, gallery):
        best = scores.argmax(axis=1)
        first[rows] = scores[np.arange(len(rows)), best]
        scores[np.arange(len(rows)), best] = NEVER
        second[rows] = scores.max(axis=1)
    return first, second


def _scores(
    probes: list[Vector | None], gallery: NDArray[np.float32]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    given = np.array([place for place, vector in enumerate(probes) if vector is not None], dtype=np.int64)
    for start in range(0, len(given), _BLOCK):
        rows = given[start : start + _BLOCK]
        yield rows, np.stack([vector for row in rows if (vector := probes[row]) is not None]) @ gallery.T
