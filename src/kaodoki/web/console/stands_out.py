"""Who or what is rejected so much more often than the others that it is no chance. Pure.

A share's lower bound is Wilson's (Brown, Cai and DasGupta, Statistical Science 16(2), 2001). Looking at a thousand
people finds fifty at the usual 5 % though nothing is wrong with any; so the 5 % are shared among all that are looked
at (Bonferroni).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final, Generic, TypeVar

Id = TypeVar("Id", bound=Hashable)

FEWEST_TRIES: Final = 20
FEWEST_REJECTIONS: Final = 5
LEAST_TIMES: Final = 2.0
CHANCE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries(Generic[Id]):
    """Looks for the face of a person, or at a terminal: how many were accepted and how many rejected."""

    id: Id
    accepted: int
    rejected: int

    @property
    def all(self) -> int:
        return self.accepted + self.rejected

    @property
    def rate(self) -> float:
        """The share that was rejected; 0 of none."""
        return self.rejected / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Generic[Id]):
    """`times`: how often the others' rate; None where nobody else was ever rejected."""

    tries: Tries[Id]
    others_rate: float
    times: float | None


def standing_out(tries: Sequence[Tries[Id]]) -> list[Finding[Id]]:
    """Those with enough tries whose rate is surely over that of all others together; the surest first."""
    enough = [one for one in tries if one.all >= FEWEST_TRIES]
    if not enough:
        return []
    quantile = NormalDist().inv_cdf(1 - CHANCE / (2 * len(enough)))
    accepted, rejected = sum(one.accepted for one in tries), sum(one.rejected for one in tries)
    found: list[tuple[float, Finding[Id]]] = []
    for one in enough:
        others = Tries(id=one.id, accepted=accepted - one.accepted, rejected=rejected - one.rejected)
        low = wilson_low(one.rejected, one.all, quantile)
        is_often = one.rejected >= FEWEST_REJECTIONS and one.rate >= LEAST_TIMES * others.rate
        if others.all >= FEWEST_TRIES and is_often and low > others.rate:
            times = one.rate / others.rate if others.rejected else None
            found.append((low - others.rate, Finding(tries=one, others_rate=others.rate, times=times)))
    return [finding for _, finding in sorted(found, key=lambda each: -each[0])]


def together(tries: Sequence[Tries[Id]]) -> Tries[str]:
    """All of them as one."""
    return Tries(id="", accepted=sum(one.accepted for one in tries), rejected=sum(one.rejected for one in tries))


def wilson_low(hits: int, trials: int, quantile: float) -> float:
    """The lower bound of a share; `quantile` is the standard normal distribution's."""
    if not 0 <= hits <= trials or trials == 0:
        raise ValueError(f"{hits} of {trials}")
    share, square = hits / trials, quantile * quantile
    centre = share + square / (2 * trials)
    reach = quantile * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    return max(0.0, (centre - reach) / (1 + square / trials))
