"""A company's gallery in memory: one unit vector per person, searched exactly. PURE."""

import uuid
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from kaodoki.identification import Candidate

Vector = npt.NDArray[np.float32]


class GalleryIndex:
    """The mean templates of N people as an N×D matrix. Search reads the matrix once: O(N·D), bandwidth-bound."""

    def __init__(self, templates: Iterable[tuple[uuid.UUID, Vector]]) -> None:
        sums: dict[uuid.UUID, Vector] = {}
        for employee_id, vector in templates:
            sums[employee_id] = sums[employee_id] + vector if employee_id in sums else vector.copy()
        self._people = list(sums)
        self._matrix = _unit_rows(list(sums.values()))

    def __len__(self) -> int:
        return len(self._people)

    def search(self, probe: Vector, *, most: int = 2) -> list[Candidate[uuid.UUID]]:
        """The `most` nearest people to the unit vector `probe`, best first."""
        if not self._people:
            return []
        scores = self._matrix @ probe
        count = min(most, len(self._people))
        best = np.argpartition(-scores, count - 1)[:count]
        best = best[np.argsort(-scores[best])]
        return [Candidate(employee_id=self._people[i], score=float(scores[i])) for i in best]


def _unit_rows(rows: list[Vector]) -> npt.NDArray[np.float32]:
    if not rows:
        return np.empty((0, 0), dtype=np.float32)
    matrix = np.stack(rows).astype(np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.ascontiguousarray(matrix / np.maximum(lengths, 1e-12), dtype=np.float32)
