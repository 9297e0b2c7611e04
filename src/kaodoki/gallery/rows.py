"""People's vectors in memory: 24-bit integers in two parts, of which a search reads the coarse one. PURE."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.floating]
Positions = npt.NDArray[np.intp]

COARSE_STEPS: Final = 127
"""The coarse part runs from -127 to 127."""
FINE_STEPS: Final = 65536
"""Fine steps in a coarse one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """n people with their vectors of D components: `scale · (coarse + fine / FINE_STEPS)`, never changed in place.

    A component is off by at most 2⁻²⁴ of the vector's largest one, as much as float32 rounds that one by. Each person
    takes 3·D + 20 bytes, for D = 128 three quarters of the bare float32 vector.
    """

    ids: npt.NDArray[np.uint64]
    """n×2: the bytes of the UUID. Objects would take a hundred bytes each."""
    coarse: npt.NDArray[np.int8]
    """n×D."""
    fine: npt.NDArray[np.int16]
    """n×D, at most half a coarse step either way."""
    scale: npt.NDArray[np.float32]
    """n."""

    def __len__(self) -> int:
        return len(self.scale)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.ids.nbytes + self.coarse.nbytes + self.fine.nbytes + self.scale.nbytes

    def at(self, positions: Positions | slice) -> "Rows":
        """A copy of these rows."""
        return Rows(
            ids=self.ids[positions].copy(),
            coarse=self.coarse[positions].copy(),
            fine=self.fine[positions].copy(),
            scale=self.scale[positions].copy(),
        )

    def scores(self, positions: Positions, probe: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The rows' products with `probe`, each summed in the same order wherever its row lies: equal rows tie."""
        whole = self.coarse.take(positions, axis=0) * float(FINE_STEPS)
        whole += self.fine.take(positions, axis=0)
        whole *= probe
        return np.asarray(whole.sum(axis=1) * (self.scale.take(positions) / FINE_STEPS), dtype=np.float64)

    def vectors(self) -> Vector:
        """n×D float32."""
        whole = self.coarse.astype(np.int32) * FINE_STEPS + self.fine
        return np.asarray(whole * (self.scale[:, None].astype(np.float64) / FINE_STEPS), dtype=np.float32)


def encode(ids: Sequence[uuid.UUID], vectors: Vectors) -> Rows:
    """Rows of the directions of `vectors` (n×D). One without length or with a NaN becomes zero: it matches nobody."""
    wide = np.array(vectors, dtype=np.float64)
    wide[~np.isfinite(wide).all(axis=1)] = 0.0
    lengths = np.sqrt((wide * wide).sum(axis=1, keepdims=True))
    unit = wide / np.where(lengths > 0, lengths, 1.0)
    scale = (np.abs(unit).max(axis=1) / COARSE_STEPS).astype(np.float32)
    divisor = np.where(scale > 0, scale.astype(np.float64), 1.0)[:, None]
    whole = np.rint(unit / divisor * FINE_STEPS).astype(np.int32)
    coarse = (whole + FINE_STEPS // 2) // FINE_STEPS
    return Rows(
        ids=keys_of(ids),
        coarse=coarse.astype(np.int8),
        fine=(whole - coarse * FINE_STEPS).astype(np.int16),
        scale=scale,
    )


def joined(parts: Iterable[Rows]) -> Rows:
    """One after the other."""
    known = list(parts)
    return Rows(
        ids=np.concatenate([rows.ids for rows in known]),
        coarse=np.concatenate([rows.coarse for rows in known]),
        fine=np.concatenate([rows.fine for rows in known]),
        scale=np.concatenate([rows.scale for rows in known]),
    )


def replaced(rows: Rows, positions: Positions, by: Rows) -> Rows:
    """A copy of `rows` with those at `positions` replaced."""
    copy = rows.at(slice(None))
    copy.ids[positions], copy.scale[positions] = by.ids, by.scale
    copy.coarse[positions], copy.fine[positions] = by.coarse, by.fine
    return copy


def keys_of(ids: Sequence[uuid.UUID]) -> npt.NDArray[np.uint64]:
    """n×2 numbers for n UUIDs; equal if and only if the UUIDs are."""
    return np.frombuffer(b"".join(one.bytes for one in ids), dtype=np.uint64).reshape(-1, 2)


def id_of(key: npt.NDArray[np.uint64]) -> uuid.UUID:
    """The UUID of one row of `keys_of`."""
    return uuid.UUID(bytes=key.tobytes())
