"""The thresholds and weights of `fusion.toml`, and the sum of suspicions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kaodoki.faces.pack_table import Table, read_table

PASSIVE: Final = "passive"
PLANAR_MOTION: Final = "planar_motion"
BEZEL: Final = "bezel"
MOIRE: Final = "moire"
STILL: Final = "still"
CUES: Final = (PLANAR_MOTION, BEZEL, MOIRE, STILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """A measure's suspicion: 0 up to `none`, 1 from `full` on, straight in between. `full` may be the smaller one."""

    none: float
    full: float
    weight: float

    def suspicion(self, value: float) -> float:
        return min(max((value - self.none) / (self.full - self.none), 0.0), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """What the measures are worth together."""

    darkest: float
    brightest: float
    smallest_px: float
    ramps: Mapping[str, Ramp]
    doubtful: float
    attack: float
    challenge: float

    def total(self, suspicions: Mapping[str, float]) -> float:
        """The weighted sum over the measures that there are."""
        return sum(self.ramps[name].weight * value for name, value in suspicions.items())


def read_fusion() -> Fusion:
    """The table beside this module."""
    table = read_table(Path(__file__).with_name("fusion.toml"))
    light, smallest, verdict = table.table("light"), table.table("smallest"), table.table("verdict")
    return Fusion(
        darkest=light.number("darkest", 0, 255),
        brightest=light.number("brightest", 0, 255),
        smallest_px=smallest.number("inter_eye_px", 1, 500),
        ramps={name: _ramp(table.table(name)) for name in (PASSIVE, *CUES)},
        doubtful=verdict.number("doubtful", 0, 10),
        attack=verdict.number("attack", 0, 10),
        challenge=verdict.number("challenge", 0, 10),
    )


def _ramp(table: Table) -> Ramp:
    return Ramp(
        none=table.number("none", -100, 100), full=table.number("full", -100, 100), weight=table.number("weight", 0, 10)
    )
