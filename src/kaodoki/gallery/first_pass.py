"""The first pass of a search: bounds on every score from a quarter of the bytes. PURE."""

from typing import Final

import numkong
import numpy as np
import numpy.typing as npt

from kaodoki.gallery.rows import COARSE_STEPS, Rows, Vector

ROUNDING: Final = 1e-6
"""More than what float32 arithmetic on the bounds can lose, as a share of the probe's length: three roundings of at
most 2⁻²⁴ on values below 1.2 of it, and the rows' lengths, which are off 1 by less than 10⁻⁵."""

TILE: Final = 4
"""The probe is given so often: the kernel works on four columns at once, and is slower when it has to pad one."""


class FirstPass:
    """One probe against the coarse part of the rows.

    A row is y = s·(a + e) with integers a (`Rows.coarse`) and |eⱼ| ≤ ½ (`Rows.fine`). The probe is taken apart the same
    way: p = d·q + r with integers q. Then

        p·y = s·d·q·a + s·d·q·e + r·y ≤ d·s·(q·a + ½·Σ|qⱼ|) + ‖r‖·‖y‖,

    by Hölder for the second term and Cauchy–Schwarz for the third. The right side needs the integers q·a only, which
    8-bit dot products give exactly. A row whose bound lies under a score that enough others reach cannot be among the
    best and is never scored; all others are scored in full, so what a search returns is what comparing with everybody
    would. Rows that lie nearer together than the bound is wide (about .02) cost their full score, never a wrong answer.
    """

    __slots__ = ("_packed", "_products", "_reach", "_spread", "_step", "probe")

    def __init__(self, probe: Vector) -> None:
        self.probe = np.asarray(probe, dtype=np.float64)
        largest = float(np.abs(self.probe).max())
        if not np.isfinite(largest):
            raise ValueError("a probe is a vector of finite numbers")
        self._step = largest / COARSE_STEPS or 1.0
        coarse = np.rint(self.probe / self._step)
        left = float(np.linalg.norm(self.probe - coarse * self._step))
        self._packed = numkong.dots_pack(np.repeat(coarse.astype(np.int8)[None, :], TILE, axis=0), dtype="int8")
        self._products = numkong.empty((0, TILE), dtype="int32")
        self._spread = np.float32(np.abs(coarse).sum() / 2)
        self._reach = left * (1 + 1e-5) + ROUNDING * float(np.linalg.norm(self.probe))

    def bounds(self, rows: Rows) -> npt.NDArray[np.float32]:
        """n numbers that rise with what the rows can score at most; to be compared with `limit` only."""
        if self._products.shape[0] != len(rows):
            # Once for all full blocks: memory of this size comes from the system and goes back each time.
            self._products = numkong.empty((len(rows), TILE), dtype="int32")
        numkong.dots_packed(rows.coarse, self._packed, out=self._products)
        bounds = np.asarray(self._products)[:, 0].astype(np.float32)
        bounds += self._spread
        bounds *= rows.scale
        return bounds

    def limit(self, score: float) -> float:
        """A row that scores `score` has at least this bound."""
        return (score - self._reach) / self._step
