"""The frame that charts share: where the plot lies, its horizontal lines, and the texts at both axes."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaodoki.web.charts.drawing import Anchor, Label, Stroke
from kaodoki.web.charts.scale import every, round_ticks, text_width

FONT = 13.0
LINE = 18.0
GAP = 8.0
BELOW = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A chart's own size. It is drawn in several; the page shows the one whose texts stay readable."""

    name: str
    width: int
    height: int


WIDE = Size(name="wide", width=920, height=250)
MIDDLE = Size(name="middle", width=560, height=240)
NARROW = Size(name="narrow", width=330, height=230)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A text under the horizontal axis; `at` is in columns from the left."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """The inner rectangle; `ticks` are the values at the horizontal lines, `columns` what the width is parted into."""

    left: float
    top: float
    right: float
    bottom: float
    ticks: tuple[float, ...]
    columns: float

    def x(self, at: float) -> float:
        """Of a place in columns."""
        return round(self.left + (self.right - self.left) * at / self.columns, 1)

    def y(self, value: float) -> float:
        """Of a value."""
        return round(self.bottom - (self.bottom - self.top) * value / self.ticks[-1], 1)


def plot_for(size: Size, *, most: float, columns: float, above: float, unit: str) -> Plot:
    """A plot for values up to `most` with `above` pixels of room over it."""
    if columns <= 0:
        raise ValueError("a chart needs a column")
    ticks = round_ticks(most)
    room = max(text_width(value_text(tick, unit), FONT) for tick in ticks)
    return Plot(
        left=round(room + GAP, 1),
        top=round(above + FONT / 2, 1),
        right=size.width - GAP,
        bottom=size.height - BELOW,
        ticks=ticks,
        columns=columns,
    )


def value_text(value: float, unit: str) -> str:
    """`40%`, `1,200`."""
    return f"{value:,.10g}{unit}"


def horizontal_lines(plot: Plot) -> tuple[Stroke, ...]:
    """One at each tick, the lowest of them the axis."""
    return tuple(
        Stroke(x1=plot.left, y1=plot.y(tick), x2=plot.right, y2=plot.y(tick), tone="" if tick else "axis")
        for tick in plot.ticks
    )


def value_labels(plot: Plot, unit: str) -> tuple[Label, ...]:
    """At the left of the horizontal lines."""
    return tuple(
        Label(x=plot.left - GAP, y=round(plot.y(tick) + FONT / 3, 1), text=value_text(tick, unit), anchor=Anchor.END)
        for tick in plot.ticks
    )


def tick_labels(plot: Plot, ticks: Sequence[Tick]) -> tuple[Label, ...]:
    """Under the axis, as many as there is room for, at even distances. One at an edge stays inside the chart."""
    if not ticks:
        return ()
    positions = [plot.x(tick.at) for tick in ticks]
    step = every(positions, [text_width(tick.text, FONT) for tick in ticks], gap=GAP)
    y = plot.bottom + LINE
    return tuple(_tick_label(plot, tick, y) for tick in ticks[::step])


def _tick_label(plot: Plot, tick: Tick, y: float) -> Label:
    x, half = plot.x(tick.at), text_width(tick.text, FONT) / 2
    if x + half > plot.right + GAP:
        return Label(x=plot.right + GAP, y=y, text=tick.text, anchor=Anchor.END)
    return Label(x=x, y=y, text=tick.text)
