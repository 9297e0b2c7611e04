"""From a wanted false-identification rate and the size of the gallery to a threshold, and back from a score to a rate.

A bare similarity means nothing in 1:N: the more people are enrolled, the likelier one of them looks alike.
"""

from itertools import pairwise
from math import log10
from typing import Final

from kaodoki.faces.pack import Calibration

LOWEST_RATE: Final = 1e-4
"""No rate below this is claimed: the calibration was measured down to a tenth of a percent."""


def threshold(calibration: Calibration, *, gallery_size: int, fpir: float) -> float:
    """The cosine from which a stranger is taken for somebody in no more than `fpir` of the attempts.

    Straight lines over log10(gallery size) and log10(fpir). A gallery smaller than the smallest calibrated one, or a
    wish laxer than the laxest, uses that one's value, which errs on the safe side. Larger galleries add `per_tenfold`
    for every tenfold; stricter wishes go on at the last slope.
    """
    rates = [-log10(rate) for rate in calibration.fpir]
    values = [_at_size(calibration, column, gallery_size) for column in range(len(rates))]
    return _interpolate(rates, values, -log10(min(max(fpir, 1e-9), calibration.fpir[0])))


def false_identification_rate(calibration: Calibration, *, gallery_size: int, score: float) -> float:
    """The rate at which strangers reach `score` in a gallery of that size: `threshold` read backwards.

    At least `LOWEST_RATE`, at most 1. For people: 「他人の可能性 1/N」 with N = 1 / rate.
    """
    rates = [-log10(rate) for rate in calibration.fpir]
    values = [_at_size(calibration, column, gallery_size) for column in range(len(rates))]
    return float(min(1.0, max(LOWEST_RATE, 10 ** -_interpolate(values, rates, score))))


def _at_size(calibration: Calibration, column: int, gallery_size: int) -> float:
    sizes = [log10(size) for size in calibration.gallery_sizes]
    values = [row[column] for row in calibration.thresholds]
    wanted = log10(max(gallery_size, calibration.gallery_sizes[0]))
    if wanted > sizes[-1]:
        return values[-1] + calibration.per_tenfold * (wanted - sizes[-1])
    return _interpolate(sizes, values, wanted)


def _interpolate(xs: list[float], ys: list[float], x: float) -> float:
    """Piecewise linear through the points, the outer pieces going on for ever. `xs` rise."""
    for index, (left, right) in enumerate(pairwise(xs)):
        if x <= right or index == len(xs) - 2:
            slope = (ys[index + 1] - ys[index]) / (right - left)
            return ys[index] + slope * (x - left)
    return ys[0]
