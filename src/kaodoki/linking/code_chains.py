"""Employees whose codes move on over there: who takes whose, and whether all of them can be followed here. Pure."""

from collections.abc import Collection, Mapping


class CodeChains:
    """`moves`: from each code here that is another one over there, to that one. `codes`: all of those here.

    Chains share their ends, so that each code is walked once, however long they are.
    """

    def __init__(self, moves: Mapping[str, str], codes: Collection[str]) -> None:
        self._moves = moves
        self._codes = codes
        self._ends_free: dict[str, bool] = {}
        self._on_ring: set[str] = set()

    def can_follow(self, code: str) -> bool:
        """Whether the holder of the wanted code gets another one too, and so on, to a free code or back to `code`."""
        if code not in self._ends_free:
            self._walk(code)
        return self._ends_free[code] or code in self._on_ring

    def _walk(self, code: str) -> None:
        way: list[str] = []
        while code in self._moves and code not in self._ends_free:
            way.append(code)
            self._ends_free[code] = False
            code = self._moves[code]
        if code in way:
            self._on_ring.update(way[way.index(code) :])
        elif self._ends_free.get(code, code not in self._codes):
            self._ends_free.update(dict.fromkeys(way, True))
