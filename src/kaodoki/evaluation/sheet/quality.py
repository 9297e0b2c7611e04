"""Quality: whether the score predicts misses, and what masks do."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.discard import DiscardCurve, error_versus_discard
from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.intervals import wilson
from kaodoki.evaluation.masked import choose_pairs, tar_with_masks, wear_masks
from kaodoki.evaluation.plots import Axis, Series, line_plot
from kaodoki.evaluation.sheet.section import Plot, Section, percent, table, with_interval
from kaodoki.evaluation.targets import MASKS_FOUND, Measured
from kaodoki.evaluation.verification import compare_all, tar_at_far
from kaodoki.faces.engine import Engine

RATES: Final = (1e-3, 1e-4)
SHARES: Final = (0.0, 0.05, 0.1, 0.2)
MASKED_PHOTOS: Final = 800
MASK_RATES: Final = (1e-2, 1e-3)

_DISCARD: Final = """\
Misses among the pairs of one person that are left when those of the poorest quality are taken away; a pair's quality is
the lower unified score of its two photos. A score that says nothing about misses leaves the curve level. The area is
the mean over the first 20 % discarded, in units of the misses of all: the lower, the better the score predicts."""

_MASKS: Final = """\
Masks painted on {photos} photos of as many people ({looks}, by turns). Found: the detector sees the face at the pack's
score. TAR: the masked photo against another one of the person without a mask, which is enrolled; each kind of probe at
the threshold that it needs itself. Intervals: Wilson for what is found, Clopper–Pearson for TAR. Painted masks have no
folds, prints or fogged glasses."""


def discard_section(faces: FaceSet, *, seed: int) -> Section:
    """`faces` with wrong labels left out."""
    pairs = compare_all(faces.plain, faces.person)
    cuts = {at.far: at.threshold for at in tar_at_far(pairs, RATES, seed=seed, replicates=2)}
    scores, quality = _genuine(faces)
    curves = {rate: error_versus_discard(scores, quality, threshold=cut) for rate, cut in cuts.items()}
    rows = [
        [f"FAR {rate:g}", *(percent(curve.at(share)) for share in SHARES), f"{curve.area():.2f}"]
        for rate, curve in curves.items()
    ]
    header = ["threshold for", *(f"FNMR, {share * 100:g} % discarded" for share in SHARES), "area"]
    text = "\n\n".join([_DISCARD, table(header, rows), "{plot:discard}"])
    return Section(title="Error against discard", text=text, plots=(_plot(curves),))


def masks_section(engine: Engine, folder: Path, faces: FaceSet, *, threads: int) -> Section:
    """Masks on photos of `folder`."""
    partners = choose_pairs(faces, MASKED_PHOTOS)
    masked = wear_masks(engine, folder, faces, list(partners), threads=threads)
    if not masked:
        raise TooFewPeople(reason="0 people with two photos")
    found = wilson(sum(item.face is not None for item in masked), len(masked))
    looks = sorted({f"{item.look.shape}" for item in masked})
    by_shape = [
        [shape, with_interval(wilson(sum(item.face is not None for item in worn), len(worn)), 1)]
        for shape in looks
        for worn in [[item for item in masked if item.look.shape == shape]]
    ]
    tar = [
        [f"{row.far:g}", with_interval(row.bare), with_interval(row.masked)]
        for row in tar_with_masks(faces, masked, partners, MASK_RATES)
    ]
    text = "\n\n".join(
        [
            _MASKS.format(photos=len(masked), looks=", ".join(looks)),
            table(["mask", "found (95 %)"], [["all", with_interval(found, 1)], *by_shape]),
            table(["FAR", "TAR without (95 %)", "TAR with mask (95 %)"], tar),
        ]
    )
    return Section(title="Masks", text=text, measured=(Measured(target=MASKS_FOUND, found=found),))


def _genuine(faces: FaceSet) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cosine and quality of every pair of photos of one person."""
    vectors = faces.plain
    quality = np.array([item.face.quality.score for item in faces.faces], dtype=np.float64)
    pairs = np.array(
        [
            (one, other)
            for photos in faces.photos_of
            for place, one in enumerate(photos)
            for other in photos[place + 1 :]
        ]
    )
    one, other = pairs.T
    scores = (vectors[one] * vectors[other]).sum(axis=1, dtype=np.float64)
    return scores, np.minimum(quality[one], quality[other])


def _plot(curves: dict[float, DiscardCurve]) -> Plot:
    title = "Error against discard, pairs of LFW"
    top = max(float(curve.fnmr[0]) for curve in curves.values())
    series = []
    for rate, curve in curves.items():
        shares = np.linspace(0, 0.5, 51)
        series.append(Series(name=f"FAR {rate:g}", points=[(float(share), curve.at(share)) for share in shares]))
    x = Axis(label="share of pairs discarded, poorest quality first", low=0, high=0.5, is_percent=True)
    y = Axis(label="FNMR of the rest", low=0, high=max(top * 1.15, 1e-4), is_percent=True)
    return Plot(name="discard", title=title, svg=line_plot(title, x, y, series))
