"""Reading a pack's TOML strictly: every key is known, of the right type and within bounds, or it is an error."""

import math
import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from kaodoki.faces.errors import PackTomlInvalid, PackTomlMissing

LARGEST_TOML: Final = 64 * 1024
"""Bytes; the longest real one has about two thousand."""
LONGEST_TEXT: Final = 500

Choice = TypeVar("Choice", bound=StrEnum)


class Table:
    """One table of the file. `finish` makes an error of every key that nobody asked for."""

    def __init__(self, values: dict[str, Any], name: str = "") -> None:
        self._values = dict(values)
        self._name = name

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, *, pattern: str = r".+", default: str | None = None) -> str:
        """Text without control characters that matches `pattern` as a whole; blanks around it do not count."""
        value = self._take(key, default)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or (value and not value.isprintable()):
            raise self.wrong(key, f"text, 1–{LONGEST_TEXT}")
        value = value.strip()
        if value != default and not re.fullmatch(pattern, value):
            raise self.wrong(key, pattern)
        return value

    def choice(self, key: str, kind: type[Choice], *, default: Choice | None = None) -> Choice:
        value = self._take(key, default)
        if not isinstance(value, str) or value not in list(kind):
            raise self.wrong(key, " | ".join(kind))
        return kind(value)

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true | false")
        return value

    def integer(self, key: str, low: int, high: int) -> int:
        value = self._take(key, None)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.wrong(key, f"{low}–{high}")
        return value

    def number(self, key: str, low: float, high: float) -> float:
        return self._number(key, self._take(key, None), low, high)

    def numbers(self, key: str, count: int, low: float, high: float) -> list[float]:
        """`count` numbers; one number stands for that many equal ones."""
        value = self._take(key, None)
        values = value if isinstance(value, list) else [value] * count
        if len(values) != count:
            raise self.wrong(key, f"{count} × {low:g}–{high:g}")
        return [self._number(key, item, low, high) for item in values]

    def numbers_between(self, key: str, low: float, high: float) -> list[float]:
        """A list of up to 64 numbers."""
        value = self._take(key, None)
        if not isinstance(value, list) or not _is_long(value, None):
            raise self.wrong(key, f"n × {low:g}–{high:g}")
        return [self._number(key, item, low, high) for item in value]

    def rows(self, key: str, shape: Sequence[int | None], low: float, high: float) -> list[list[float]]:
        """A list of lists of numbers; None in `shape` is any length from 1 to 64."""
        value = self._take(key, None)
        wanted = f"{' × '.join(str(side or 'n') for side in shape)}, {low:g}–{high:g}"
        if not isinstance(value, list) or not _is_long(value, shape[0]):
            raise self.wrong(key, wanted)
        if not all(isinstance(row, list) and _is_long(row, shape[1]) for row in value):
            raise self.wrong(key, wanted)
        return [[self._number(key, item, low, high) for item in row] for row in value]

    def table(self, key: str) -> "Table":
        value = self._take(key, None)
        if not isinstance(value, dict):
            raise self.wrong(key, f"[{key}]")
        return Table(value, self.full(key))

    def texts(self) -> dict[str, str]:
        """The whole table as short texts by key."""
        found = {key: self.text(key, pattern=r"[\x21-\x7e]{1,200}") for key in list(self._values)[:64]}
        self.finish()
        return found

    def finish(self) -> None:
        for key in self._values:
            raise self.wrong(key, "—")

    def wrong(self, key: str, expected: str) -> PackTomlInvalid:
        return PackTomlInvalid(key=self.full(key)[:100], expected=expected)

    def _take(self, key: str, default: object) -> object:
        if key not in self._values and default is None:
            raise self.wrong(key, "missing")
        return self._values.pop(key, default)

    def _number(self, key: str, value: object, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.wrong(key, f"{low:g}–{high:g}")
        if not low <= value <= high:
            raise self.wrong(key, f"{low:g}–{high:g}")
        return float(value)

    def full(self, key: str) -> str:
        """The key with the names of the tables it is in."""
        return f"{self._name}.{key}" if self._name else key


def read_table(path: Path) -> Table:
    """The file as a table. Never follows a link, reads at most `LARGEST_TOML` bytes."""
    try:
        if path.is_symlink() or not path.is_file():
            raise PackTomlMissing(file=path.name)
        with path.open("rb") as stream:
            data = stream.read(LARGEST_TOML + 1)
        if len(data) > LARGEST_TOML:
            raise PackTomlMissing(file=path.name)
        return Table(tomllib.loads(data.decode("utf-8")))
    except OSError as error:
        raise PackTomlMissing(file=path.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PackTomlInvalid(key=path.name, expected="TOML, UTF-8") from error


def _is_long(values: list[Any], length: int | None) -> bool:
    return 1 <= len(values) <= 64 if length is None else len(values) == length
