"""What a chart is drawn of. Lengths are user units: pixels where the chart has its own size."""

from dataclasses import dataclass
from enum import StrEnum


class Anchor(StrEnum):
    """Which end of a text stands at its place; the values are SVG's `text-anchor`."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`told` is what a pointer held over it reads; `tone` is a CSS class."""

    x: float
    y: float
    width: float
    height: float
    told: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A filled outline; `path` is SVG path data."""

    path: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """`y` is the baseline."""

    x: float
    y: float
    text: str
    anchor: Anchor = Anchor.MIDDLE
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """In the order of painting: bands, grid, bars, areas, strokes, labels."""

    name: str
    width: int
    height: int
    bands: tuple[Bar, ...] = ()
    grid: tuple[Stroke, ...] = ()
    bars: tuple[Bar, ...] = ()
    areas: tuple[Area, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    labels: tuple[Label, ...] = ()
