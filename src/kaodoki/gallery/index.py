"""A company's gallery in memory: one unit vector per person, searched exactly. PURE."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from kaodoki.gallery.first_pass import FirstPass
from kaodoki.gallery.rows import Positions, Rows, Vector, encode, id_of, joined, keys_of, replaced
from kaodoki.identification import Candidate

BLOCK: Final = 8192
"""People in a block: 3 MB, of which a search reads 1 MB. A change copies one or two blocks."""
FEW: Final = 64
"""So many scores are sorted as they are."""
NEAR: Final = 8
"""So many blocks may lie in a cache that cores share, 8 MB of what a search reads; more are read from memory."""

Person = tuple[uuid.UUID, Vector]
_Found = tuple[float, int, int]


class GalleryIndex:
    """The mean templates of N people, one row each, in blocks of `BLOCK`. It never changes: `with_changes` makes the
    next one, which shares every block that stays as it was, so that a search in another thread sees the gallery as it
    was before or as it is after, and never waits.

    Memory is 3·D + 20 bytes a person (`rows.Rows`) without slack; a change holds the old blocks until the last search
    in them ends. A search reads D bytes a person (`first_pass`).
    """

    def __init__(self, templates: Iterable[Person] = ()) -> None:
        """Several vectors of one person are averaged."""
        sums: dict[uuid.UUID, Vector] = {}
        for employee_id, vector in templates:
            sums[employee_id] = sums[employee_id] + vector if employee_id in sums else vector
        self._blocks = tuple(_blocks_of(sums.items()))

    @classmethod
    def of_people(cls, people: Iterable[Person]) -> "GalleryIndex":
        """From an iterator that names each person once; it is never held as a whole."""
        index = cls()
        index._blocks = tuple(_blocks_of(people))
        return index

    def __len__(self) -> int:
        return sum(len(block) for block in self._blocks)

    @property
    def nbytes(self) -> int:
        """Bytes of everything kept for the people, ids included."""
        return sum(block.nbytes for block in self._blocks)

    @property
    def blocks(self) -> tuple[Rows, ...]:
        """All rows; only the last block may hold fewer than `BLOCK`."""
        return self._blocks

    def search(self, probe: Vector, *, most: int = 2, at_least: float = -np.inf) -> list[Candidate[uuid.UUID]]:
        """The `most` people nearest to the unit vector `probe` among those who score `at_least`, best first."""
        first_pass = FirstPass(probe)
        floor, best = at_least, list[_Found]()
        for number, block in enumerate(self._blocks):
            bounds = first_pass.bounds(block, far=len(self._blocks) > NEAR)
            if bounds.max() < first_pass.limit(floor):
                continue
            if len(best) < most:
                floor = max(floor, _seeded(block, bounds, first_pass, most))
            near = (bounds >= first_pass.limit(floor)).nonzero()[0]
            scores = block.scores(near, first_pass.probe)
            best = sorted([*best, *_above(floor, scores, near, number, most)], key=self._rank)[:most]
            floor = best[-1][0] if len(best) == most else floor
        return [Candidate(employee_id=id_of(self._blocks[n].ids[row]), score=score) for score, n, row in best]

    def vector_of(self, employee_id: uuid.UUID) -> Vector | None:
        """The person's row, or None."""
        place = self._find([employee_id]).get(employee_id)
        return None if place is None else np.asarray(_row_at(self._blocks, place).vectors()[0], dtype=np.float32)

    def with_changes(self, *, put: Iterable[Person] = (), removed: Collection[uuid.UUID] = ()) -> "GalleryIndex":
        """The gallery with these people added or replaced and those gone; unknown ones are gone already.

        A hole is filled by a newcomer, else by one of the last people, so that blocks stay full.
        """
        people = dict(put)
        found = self._find([*people, *removed])
        free = sorted(found[one] for one in set(removed) - set(people) if one in found)
        newcomers = [one for one in people if one not in found]
        known = [one for one in people if one in found]
        seated, appended = newcomers[: len(free)], newcomers[len(free) :]
        places = [*(found[one] for one in known), *free[: len(seated)]]
        rows = _blocks_of((one, people[one]) for one in [*known, *seated])
        filled = _closed(_overwritten(self._blocks, places, list(rows)), free[len(seated) :])
        index = GalleryIndex()
        index._blocks = tuple(_extended(filled, [(one, people[one]) for one in appended]))
        return index

    def _find(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Where they are. One pass over the ids: no table of a hundred bytes a person is kept."""
        found: dict[uuid.UUID, int] = {}
        wanted = keys_of(list(ids))[:, 0]
        for number, block in enumerate(self._blocks if ids else ()):
            for row in _positions_of(wanted, block.ids[:, 0]):
                found[id_of(block.ids[row])] = number * BLOCK + int(row)
        return {one: found[one] for one in set(ids) if one in found}

    def _rank(self, found: _Found) -> tuple[float, bytes]:
        """Best first; equal scores in the order of the ids, wherever their rows lie."""
        score, block, row = found
        return -score, self._blocks[block].ids[row].tobytes()


def _positions_of(wanted: npt.NDArray[np.uint64], keys: npt.NDArray[np.uint64]) -> Positions:
    """Where `keys` has one of `wanted`; for one or two, comparing with each is several times as fast as `isin`."""
    if len(wanted) > 2:
        return np.flatnonzero(np.isin(keys, wanted))
    return np.flatnonzero(np.logical_or.reduce([keys == one for one in wanted]))


def _row_at(blocks: Sequence[Rows], place: int) -> Rows:
    return blocks[place // BLOCK].at(np.array([place % BLOCK]))


def _overwritten(blocks: Sequence[Rows], places: list[int], rows: Sequence[Rows]) -> list[Rows]:
    """The blocks with `rows` at `places`; those without one are the same objects."""
    changed = list(blocks)
    if not places:
        return changed
    by, number, row = joined(rows), np.array(places) // BLOCK, np.array(places) % BLOCK
    for block in np.unique(number):
        here = np.flatnonzero(number == block)
        changed[block] = replaced(blocks[block], row[here], by.at(here))
    return changed


def _closed(blocks: list[Rows], holes: list[int]) -> list[Rows]:
    """Without the rows at `holes`, the last others in their places."""
    count = sum(len(block) for block in blocks)
    size = count - len(holes)
    movers = sorted(set(range(size, count)) - set(holes))
    moved = [_row_at(blocks, place) for place in movers]
    return _cut(_overwritten(blocks, [place for place in holes if place < size], moved), size)


def _cut(blocks: Sequence[Rows], size: int) -> list[Rows]:
    """The first `size` rows."""
    full, rest = divmod(size, BLOCK)
    if rest and len(blocks[full]) > rest:
        return [*blocks[:full], blocks[full].at(slice(0, rest))]
    return list(blocks[: full + bool(rest)])


def _extended(blocks: list[Rows], people: list[Person]) -> list[Rows]:
    room = min(len(people), BLOCK - len(blocks[-1]) if blocks else 0)
    if room:
        blocks = [*blocks[:-1], joined([blocks[-1], *_blocks_of(people[:room])])]
    return [*blocks, *_blocks_of(people[room:])]


def _blocks_of(people: Iterable[Person]) -> Iterator[Rows]:
    rest = iter(people)
    while batch := list(islice(rest, BLOCK)):
        yield encode([one for one, _ in batch], np.stack([vector for _, vector in batch]))


def _seeded(block: Rows, bounds: npt.NDArray[np.float32], first_pass: FirstPass, most: int) -> float:
    """A score that `most` of the block's people reach, or -inf: without it the first block would be scored whole.

    Each slice's likeliest person; partitioning the block would take as long as the first pass itself.
    """
    width = len(block) // most
    if not width:
        return -np.inf
    likely: Positions = bounds[: width * most].reshape(most, width).argmax(axis=1) + width * np.arange(most)
    return float(block.scores(likely, first_pass.probe).min())


def _above(floor: float, scores: npt.NDArray[np.float64], rows: Positions, block: int, most: int) -> list[_Found]:
    """Those from `floor` on, at least as good as the `most`-th of them: many may tie."""
    if len(scores) > FEW:
        best = len(scores) - min(most, len(scores))
        reached = scores >= np.partition(scores, best)[best]
        scores, rows = scores[reached], rows[reached]
    found = zip(scores.tolist(), rows.tolist(), strict=True)
    return [(score, block, row) for score, row in found if score >= floor]
