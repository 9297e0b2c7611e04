"""A chart with its words and its table: whoever does not see the one reads the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kaodoki.web.charts.drawing import Drawing
from kaodoki.web.charts.plot import MIDDLE, NARROW, WIDE, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The chart's numbers as text; the first of each row is its heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a colour means."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`id` is unique on the page; `description` says in a sentence what the drawing shows."""

    id: str
    title: str
    description: str
    drawings: tuple[Drawing, ...]
    keys: tuple[Key, ...]
    table: Table


def figure(
    draw: Callable[[Size], Drawing],
    *,
    id: str,
    title: str,
    description: str,
    table: Table,
    keys: Sequence[Key] = (),
) -> Figure:
    """The figure with its drawing in all sizes."""
    drawings = tuple(draw(size) for size in (WIDE, MIDDLE, NARROW))
    return Figure(id=id, title=title, description=description, drawings=drawings, keys=tuple(keys), table=table)
