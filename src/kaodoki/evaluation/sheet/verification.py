"""Verification: the published pairs, TAR at FAR, and the DET curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.datasets import DataSet
from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.intervals import Estimate
from kaodoki.evaluation.plots import Axis, Series, line_plot
from kaodoki.evaluation.sheet.section import Plot, Section, counted, table, with_interval
from kaodoki.evaluation.targets import PAIRS, TAR, Measured
from kaodoki.evaluation.verification import (
    AllPairs,
    AtFar,
    compare_all,
    det_curve,
    pairs_accuracy,
    tar_at_far,
)

RATES: Final = (1e-3, 1e-4, 1e-5, 1e-6)
TARGET_RATE: Final = 1e-5
NO_SCORE: Final = -1.0
"""Of a pair with a photo that gave no face: two different people, as a clock that finds no face would have it."""

_PAIRS: Final = """\
The {pairs} published pairs, labels as they are, in ten folds: each at the threshold that suits the other nine best.
Intervals: Wilson, pairs taken as independent."""

_ALL_PAIRS: Final = """\
All pairs: every photo against every other, wrong labels left out and double names merged: {genuine} pairs of one
person, {impostor} of two. TAR is the share of the former accepted at the threshold that accepts the share FAR of the
latter. Intervals by drawing people 1,000 times."""

_NAMES: Final = {False: "plain", True: "mirror averaging"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verified:
    pairs: Estimate | None
    all_pairs: AllPairs
    at_far: tuple[AtFar, ...]


def verification_section(data: DataSet, faces: FaceSet, *, seed: int) -> Section:
    """`faces` of all photos of `data`, those with wrong labels too: the published pairs take them as they are."""
    found = {mirror: _verify(data, faces, mirror=mirror, seed=seed) for mirror in (False, True)}
    measured = [
        *(Measured(target=PAIRS[mirror], found=row.pairs) for mirror, row in found.items() if row.pairs),
        *(
            Measured(target=TAR[mirror], found=at.tar)
            for mirror, row in found.items()
            for at in row.at_far
            if at.far == TARGET_RATE
        ),
    ]
    plain = found[False].all_pairs
    text = "\n\n".join(
        [
            _pairs_text(data, found),
            _ALL_PAIRS.format(genuine=counted(len(plain.genuine)), impostor=counted(plain.impostor_pairs)),
            _far_table(found),
            "{plot:det}",
        ]
    )
    return Section(title="Verification (1:1)", text=text, plots=(_det_plot(found),), measured=tuple(measured))


def pair_scores(data: DataSet, faces: FaceSet, vectors: NDArray[np.float32]) -> list[float]:
    """The cosine of each published pair, `NO_SCORE` where a photo gave no face."""
    places = {item.photo.name: place for place, item in enumerate(faces.faces)}
    return [
        float(vectors[places[pair.first]] @ vectors[places[pair.second]])
        if pair.first in places and pair.second in places
        else NO_SCORE
        for pair in data.pairs
    ]


def _verify(data: DataSet, faces: FaceSet, *, mirror: bool, seed: int) -> Verified:
    vectors = faces.mirrored if mirror else faces.plain
    accuracy = None
    if data.pairs:
        accuracy = pairs_accuracy(pair_scores(data, faces, vectors), [pair.is_same for pair in data.pairs])
    clean = faces.only(lambda item: not item.photo.is_mislabelled)
    compared = compare_all(clean.mirrored if mirror else clean.plain, clean.person)
    return Verified(pairs=accuracy, all_pairs=compared, at_far=tar_at_far(compared, RATES, seed=seed))


def _pairs_text(data: DataSet, found: dict[bool, Verified]) -> str:
    if not data.pairs:
        return "The data set has no `pairs.txt`: the published pairs were not compared."
    rows = [[_NAMES[mirror], with_interval(row.pairs)] for mirror, row in found.items() if row.pairs]
    return "\n\n".join(
        [
            _PAIRS.format(pairs=counted(len(data.pairs))),
            table(["both photos", "right (95 %)"], rows),
        ]
    )


def _far_table(found: dict[bool, Verified]) -> str:
    rows = [
        [_NAMES[mirror], f"{at.far:.0e}".replace("e-0", "e-"), with_interval(at.tar), f"{at.threshold:.3f}"]
        for mirror, row in found.items()
        for at in row.at_far
    ]
    return table(["both photos", "FAR", "TAR (95 %)", "cosine"], rows)


def _det_plot(found: dict[bool, Verified]) -> Plot:
    title = "DET curve, all pairs of LFW"
    series: Sequence[Series] = [
        Series(name=_NAMES[mirror], points=[point for point in det_curve(row.all_pairs) if 1e-7 <= point[0] <= 0.1])
        for mirror, row in found.items()
    ]
    x = Axis(label="FMR (pairs of two people accepted)", low=1e-7, high=0.1, is_log=True)
    y = Axis(label="FNMR (pairs of one person refused)", low=1e-3, high=0.5, is_log=True, is_percent=True)
    return Plot(name="det", title=title, svg=line_plot(title, x, y, series))
