"""A company's own strangers: how much more alike its people look to the recogniser than those the pack was measured on.

One room, one camera, one population: all move the whole curve of `Calibration` to higher scores. By how much, all pairs
of the company's own gallery say, once there are enough; before that the pack's `site_margin` stands for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.pack import Calibration
from kaodoki.identification.calibration import FEWEST_PAIRS, NO_PAIRS, PairCounts, count_pairs
from kaodoki.identification.thresholds import comparison_rate, false_identification_rate, score_at, threshold

FEWEST_PEOPLE: Final = 30
"""Fewer say less than the pack's margin does."""

MOST_PEOPLE: Final = 5_000
"""Of more, so many are drawn: 12 million pairs show rarer scores than any threshold needs, in a second."""

MARGIN_SD: Final = 0.03
"""How far a site may lie from the pack's margin, before anything is known of it."""

_GROUPS: Final = 10
_Z95: Final = 1.96
_SUREST: Final = 0.002
"""Frames differ from enrolment photos by this much, whatever the number of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMeasurement:
    """How far a gallery's own pairs lie above the pack's curve, in cosine.

    At the rate that its threshold is for, or the rarest that 30 pairs stand behind; beyond, the pack's curve holds.
    """

    people: int
    pairs: int
    shift: float
    standard_error: float
    """By leaving out a tenth of the people at a time: pairs of one person are no independent observations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMargin:
    """What is added to the pack's threshold at this site, and how sure that is."""

    margin: float
    standard_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedRate:
    """The share of attempts by strangers that name an employee: what is wished for, and where it may really lie.

    The bounds hold for 95 of 100 sites, by what is known of this one's margin; nobody counted strangers at a terminal.
    """

    wanted: float
    """The wish itself: the threshold is set for it, so it says nothing about whether it comes true."""
    low: float
    """`thresholds.LOWEST_RATE` at least: less is not claimed."""
    high: float


def measure_site(
    vectors: NDArray[np.float32], calibration: Calibration, *, gallery_size: int, wanted: float, seed: int = 0
) -> SiteMeasurement | None:
    """The measurement of N×D unit vectors, one a person, for a wanted rate; None below `FEWEST_PEOPLE`.

    They are the gallery, or people drawn from it: more than `MOST_PEOPLE` are not needed. Known look-alikes count as
    everybody else does.
    """
    if len(vectors) < FEWEST_PEOPLE:
        return None
    order = np.random.default_rng(seed).permutation(len(vectors))[:MOST_PEOPLE]
    total, touching = _count([vectors[part] for part in np.array_split(order, _GROUPS)])
    # At the rarest rate that pairs were seen at: a tail guessed from a few hundred pairs lies far too high.
    rate = max(comparison_rate(gallery_size=gallery_size, fpir=wanted), FEWEST_PAIRS / total.pairs)
    left_out = np.array([total.minus(part).score_at(rate) for part in touching])
    spread = float(((left_out - left_out.mean()) ** 2).sum() * (_GROUPS - 1) / _GROUPS)
    return SiteMeasurement(
        people=len(order),
        pairs=total.pairs,
        shift=total.score_at(rate) - score_at(calibration, rate),
        standard_error=max(spread**0.5, _SUREST),
    )


def site_margin(calibration: Calibration, measured: SiteMeasurement | None) -> SiteMargin:
    """The pack's margin and what was measured, each by how sure it is."""
    if measured is None:
        return SiteMargin(margin=calibration.site_margin, standard_error=MARGIN_SD)
    of_pack, of_site = MARGIN_SD**-2, measured.standard_error**-2
    margin = (of_pack * calibration.site_margin + of_site * measured.shift) / (of_pack + of_site)
    return SiteMargin(margin=margin, standard_error=(of_pack + of_site) ** -0.5)


def expected_rate(calibration: Calibration, site: SiteMargin, *, gallery_size: int, wanted: float) -> ExpectedRate:
    """What the threshold for `wanted` at this site may let through, by what is known of the site."""
    needed = threshold(calibration, gallery_size=gallery_size, fpir=wanted)

    def rate(error: float) -> float:
        return false_identification_rate(calibration, gallery_size=gallery_size, score=needed - error)

    deviation = _Z95 * site.standard_error
    return ExpectedRate(wanted=wanted, low=rate(-deviation), high=rate(deviation))


def one_in(rate: float) -> int:
    """One in so many, rounded to two figures."""
    number = 1 / rate
    step = 10 ** max(0, int(np.floor(np.log10(number))) - 1)
    return int(round(number / step) * step)


def _count(groups: Sequence[NDArray[np.float32]]) -> tuple[PairCounts, list[PairCounts]]:
    """All pairs, and for each group those with at least one of its people."""
    total, touching = NO_PAIRS, [NO_PAIRS] * len(groups)
    for place, group in enumerate(groups):
        for other in range(place, len(groups)):
            found = count_pairs(group, groups[other], same=other == place)
            total = total.plus(found)
            touching[place] = touching[place].plus(found)
            if other != place:
                touching[other] = touching[other].plus(found)
    return total, touching
