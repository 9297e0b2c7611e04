"""What the figures should be, and whether they are."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kaodoki.evaluation.errors import ReasonsUnreadable
from kaodoki.evaluation.intervals import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A wanted range for a share. It is met when the measured interval reaches into it."""

    id: str
    """Reasons for a miss are kept under it."""
    name: str
    low: float = 0.0
    high: float = 1.0

    def is_met(self, found: Estimate) -> bool:
        return found.high >= self.low and found.low <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    target: Target
    found: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmeasured:
    target: Target
    why: str


def at_least(target_id: str, name: str, share: float) -> Target:
    return Target(id=target_id, name=name, low=share)


def at_most(target_id: str, name: str, share: float) -> Target:
    return Target(id=target_id, name=name, high=share)


PAIRS: Final = {
    True: at_least("pairs_mirror", "LFW, 6,000 pairs, mirror averaging", 0.994),
    False: at_least("pairs_plain", "LFW, 6,000 pairs, plain", 0.993),
}
TAR: Final = {
    True: at_least("tar_mirror", "LFW, all pairs, TAR at FAR 1e-5, mirror averaging", 0.982),
    False: at_least("tar_plain", "LFW, all pairs, TAR at FAR 1e-5, plain", 0.980),
}
FNIR: Final = {
    (3, 1): at_most("fnir_3_1", "FNIR at FPIR 0.3 %, 1,000 people, 3 photos, 1 frame", 0.008),
    (1, 3): at_most("fnir_1_3", "FNIR at FPIR 0.3 %, 1,000 people, 1 photo, 3 frames", 0.0075),
    (3, 3): at_most("fnir_3_3", "FNIR at FPIR 0.3 %, 1,000 people, 3 photos, 3 frames", 0.0005),
    (1, 1): at_most("fnir_1_1", "FNIR at FPIR 0.3 %, 1,000 people, 1 photo, 1 frame", 0.06),
}
MASKS_FOUND: Final = at_least("masks_found", "faces with a painted mask that are found", 0.95)


def calibrated(target_id: str, name: str, wanted: float) -> Target:
    """A measured FPIR between half and twice the wanted one."""
    return Target(id=target_id, name=name, low=wanted / 2, high=wanted * 2)


def read_reasons(path: Path) -> dict[str, str]:
    """Why targets are missed, written by hand and kept over runs: a table `[reasons]` by the targets' ids."""
    if not path.is_file():
        return {}
    try:
        reasons = tomllib.loads(path.read_text(encoding="utf-8"))["reasons"]
        return {str(key): str(value) for key, value in reasons.items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise ReasonsUnreadable(file=path.name) from error
