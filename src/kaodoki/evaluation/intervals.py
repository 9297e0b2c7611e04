"""A measured share with its 95 % interval. Pure mathematics, no library beyond numpy.

Independent trials: Wilson and Clopper–Pearson (Brown, Cai and DasGupta, Statistical Science 16(2), 2001). Trials that
share people are not independent: there the bootstrap draws people, with all of their trials (ISO/IEC 19795-1, annex B).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

NORMAL_QUANTILE: Final = 1.959963984540054
"""Of 97.5 %: what lies outside on both sides together is 5 %."""

REPLICATES: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share in [0, 1] with the interval that holds the true one in 95 of 100 such measurements."""

    value: float
    low: float
    high: float
    trials: int
    people: int | None = None
    """How many people the trials come from; None if every trial is of its own."""


def wilson(hits: int, trials: int) -> Estimate:
    """For independent trials of a share that is not very near 0 or 1."""
    _check(hits, trials)
    share, z = hits / trials, NORMAL_QUANTILE
    weight = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / weight
    reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / weight
    low = 0.0 if hits == 0 else centre - reach
    high = 1.0 if hits == trials else centre + reach
    return Estimate(value=share, low=low, high=high, trials=trials)


def clopper_pearson(hits: int, trials: int) -> Estimate:
    """The exact interval for independent trials, never too narrow: for few trials or no hit at all."""
    _check(hits, trials)
    low = 0.0 if hits == 0 else _solve(lambda share: 1 - beta_share(hits, trials - hits + 1, share), 0.975)
    high = 1.0 if hits == trials else _solve(lambda share: 1 - beta_share(hits + 1, trials - hits, share), 0.025)
    return Estimate(value=hits / trials, low=low, high=high, trials=trials)


def beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz; DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    fraction, c, d = 1.0, 1.0, 0.0
    for step in range(1, 1000):
        coefficient = _coefficient(step, a, b, x)
        d = 1 / _away_from_zero(1 + coefficient * d)
        c = _away_from_zero(1 + coefficient / c)
        fraction *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return front / fraction


def draw_people(people: int, *, seed: int, replicates: int = REPLICATES) -> NDArray[np.float32]:
    """How often each person is drawn in each bootstrap sample: replicates × people, every row sums to `people`."""
    generator = np.random.default_rng(seed)
    drawn = [np.bincount(generator.integers(people, size=people), minlength=people) for _ in range(replicates)]
    return np.array(drawn, dtype=np.float32)


def bootstrap_share(
    hits: NDArray[np.number], trials: NDArray[np.number], *, seed: int, replicates: int = REPLICATES
) -> Estimate:
    """The share of hits over all trials, given per person; the interval draws people with all of their trials."""
    took_part = trials > 0
    hits, trials = hits[took_part], trials[took_part]
    if not len(trials):
        raise ValueError("no trials")
    draws = draw_people(len(trials), seed=seed, replicates=replicates)
    return from_replicates(
        float(hits.sum() / trials.sum()),
        (draws @ hits) / np.maximum(draws @ trials, 1e-12),
        trials=int(trials.sum()),
        people=len(trials),
    )


def from_replicates(value: float, replicates: NDArray[np.floating], *, trials: int, people: int) -> Estimate:
    """The percentile interval. Where nobody was hit, or everybody, drawing people again cannot show what was not seen:
    there the bound is Clopper–Pearson's with every person as one trial."""
    low, high = (float(value) for value in np.quantile(replicates, [0.025, 0.975]))
    if value == 0:
        high = max(high, clopper_pearson(0, people).high)
    if value == 1:
        low = min(low, clopper_pearson(people, people).low)
    return Estimate(value=value, low=min(low, value), high=max(high, value), trials=trials, people=people)


def _check(hits: int, trials: int) -> None:
    if not 0 <= hits <= trials or trials == 0:
        raise ValueError(f"{hits} of {trials}")


def _solve(falling: Callable[[float], float], wanted: float) -> float:
    """Where a function that falls from 1 to 0 over [0, 1] reaches what is wanted, by bisection."""
    left, right = 0.0, 1.0
    for _ in range(80):
        middle = (left + right) / 2
        left, right = (middle, right) if falling(middle) > wanted else (left, middle)
    return (left + right) / 2


def _coefficient(step: int, a: float, b: float, x: float) -> float:
    half, is_odd = divmod(step, 2)
    if is_odd:
        return -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
    return half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))


def _away_from_zero(value: float) -> float:
    return value if abs(value) > 1e-300 else 1e-300
