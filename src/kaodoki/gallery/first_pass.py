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
"""People whose rows are multiplied as one long row, by the probe at so many offsets: the kernel then fills its four
columns and adds up once for all of them, which takes half the time of multiplying row by row."""

FETCHED: Final = 4096
"""People whose coarse rows fit well into a core's cache: 512 kB."""


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

    __slots__ = ("_coarse", "_packed", "_reach", "_spread", "_step", "probe")

    def __init__(self, probe: Vector) -> None:
        self.probe = np.asarray(probe, dtype=np.float64)
        largest = float(np.abs(self.probe).max())
        if not np.isfinite(largest):
            raise ValueError("a probe is a vector of finite numbers")
        self._step = largest / COARSE_STEPS or 1.0
        self._coarse = np.rint(self.probe / self._step)
        left = float(np.linalg.norm(self.probe - self._coarse * self._step))
        self._packed = numkong.dots_pack(_at_offsets(self._coarse.astype(np.int8)), dtype="int8")
        self._spread = np.float32(np.abs(self._coarse).sum() / 2)
        self._reach = left * (1 + 1e-5) + ROUNDING * float(np.linalg.norm(self.probe))

    def bounds(self, rows: Rows, *, far: bool = False) -> npt.NDArray[np.float32]:
        """n numbers that rise with what the rows can score at most; to be compared with `limit` only.

        `far`: the rows lie in memory rather than in a cache.
        """
        bounds = np.empty(len(rows), dtype=np.float32)
        tiled = len(rows) - len(rows) % TILE
        for start in range(0, tiled, FETCHED):
            part = rows.coarse[start : min(start + FETCHED, tiled)]
            if far:
                part.max()  # reads in one stream, as fast as memory gives; the kernel, which waits for memory, cannot
            products = numkong.dots_packed(part.reshape(len(part) // TILE, -1), self._packed)
            bounds[start : start + len(part)] = np.asarray(products).reshape(-1)
        bounds[tiled:] = rows.coarse[tiled:] @ self._coarse
        bounds += self._spread
        bounds *= rows.scale
        return bounds

    def limit(self, score: float) -> float:
        """A row that scores `score` has at least this bound."""
        return (score - self._reach) / self._step


def _at_offsets(vector: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    """`TILE` rows of `TILE` times the length: the vector at 0, at D, at 2·D …, zeros elsewhere."""
    rows = np.zeros((TILE, TILE, vector.size), dtype=np.int8)
    rows[np.arange(TILE), np.arange(TILE)] = vector
    return rows.reshape(TILE, -1)
