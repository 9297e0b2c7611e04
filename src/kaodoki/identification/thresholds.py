"""From a wanted false-identification rate and the size of the gallery to a threshold, and back from a score to a rate.

A bare similarity means nothing in 1:N: the more people are enrolled, the likelier one of them looks alike.
"""

from itertools import pairwise
from math import expm1, log1p, log10
from typing import Final

from kaodoki.faces.pack import Calibration

LOWEST_RATE: Final = 1e-4
"""No rate below this is claimed: the calibration was measured down to a tenth of a percent."""

SMALLEST_GALLERY: Final = 100
"""Fewer people count as this many: relatives and one camera weigh most where there are few."""


def threshold(calibration: Calibration, *, gallery_size: int, fpir: float) -> float:
    """The cosine from which a stranger is taken for somebody in no more than `fpir` of the attempts."""
    return score_at(calibration, comparison_rate(gallery_size=gallery_size, fpir=fpir))


def comparison_rate(*, gallery_size: int, fpir: float) -> float:
    """How often one comparison may go wrong for `fpir` to hold against all of the gallery."""
    return -expm1(log1p(-min(max(fpir, 1e-9), 0.999999)) / max(gallery_size, SMALLEST_GALLERY))


def false_identification_rate(calibration: Calibration, *, gallery_size: int, score: float) -> float:
    """The rate at which strangers reach `score` in a gallery of that size: `threshold` read backwards.

    At least `LOWEST_RATE`, at most 1. For people: 「他人の可能性 1/N」 with N = 1 / rate.
    """
    rate = match_rate(calibration, score)
    found = 1.0 if rate >= 1 else -expm1(max(gallery_size, SMALLEST_GALLERY) * log1p(-rate))
    return min(1.0, max(LOWEST_RATE, found))


def score_at(calibration: Calibration, rate: float) -> float:
    """The score that this share of pairs of different people reaches; straight lines over log10 of the rate."""
    return _interpolate(*_curve(calibration), -log10(rate))


def match_rate(calibration: Calibration, score: float) -> float:
    """The share of pairs of different people that reach the score: `score_at` read backwards, at most 1."""
    rarities, scores = _curve(calibration)
    return min(1.0, 10 ** -_interpolate(scores, rarities, score))


def _curve(calibration: Calibration) -> tuple[list[float], list[float]]:
    """Rarities (-log10 of the rate) and scores, with one more point a tenfold beyond what was measured."""
    rarities = [-log10(rate) for rate in calibration.fmr]
    scores = list(calibration.scores)
    return [*rarities, rarities[-1] + 1], [*scores, scores[-1] + calibration.per_tenfold]


def _interpolate(xs: list[float], ys: list[float], x: float) -> float:
    """Piecewise linear through the points, the outer pieces going on for ever. `xs` rise."""
    for index, (left, right) in enumerate(pairwise(xs)):
        if x <= right or index == len(xs) - 2:
            slope = (ys[index + 1] - ys[index]) / (right - left)
            return ys[index] + slope * (x - left)
    return ys[0]
