"""Bars side by side: counts by time of day, or a histogram; behind them spans, before them limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaodoki.web.charts.drawing import Anchor, Bar, Drawing, Label, Stroke
from kaodoki.web.charts.plot import (
    FONT,
    GAP,
    LINE,
    Plot,
    Size,
    Tick,
    horizontal_lines,
    plot_for,
    tick_labels,
    value_labels,
)
from kaodoki.web.charts.scale import text_width

# Of a column, what its bar leaves free; and the least that can be seen of one that is not 0.
FREE = 0.2
LEAST_HEIGHT = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One bar: `told` says what it stands for, with its value, as 8:45–8:50 12名."""

    value: float
    told: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the axis with a meaning, in columns from the left; where `text` has no room, `short` is written."""

    begins: float
    ends: float
    text: str
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """An upright line, in columns from the left, and what it is."""

    at: float
    text: str
    tone: str = ""


def draw_bars(
    columns: Sequence[Column],
    *,
    size: Size,
    ticks: Sequence[Tick],
    unit: str = "",
    spans: Sequence[Span] = (),
    limits: Sequence[Limit] = (),
) -> Drawing:
    """Spans reach from over the highest line to the axis and are cut to the plot; limits outside it are left out."""
    seen = [limit for limit in limits if 0 <= limit.at <= len(columns)]
    above = LINE * (bool(spans) + len(seen))
    most = max((column.value for column in columns), default=0)
    plot = plot_for(size, most=most, columns=len(columns), above=above, unit=unit)
    bands = tuple(_band(plot, span) for span in spans if span.ends > 0 and span.begins < len(columns))
    return Drawing(
        name=size.name,
        width=size.width,
        height=size.height,
        bands=bands,
        grid=horizontal_lines(plot),
        bars=tuple(_bar(plot, place, column) for place, column in enumerate(columns) if column.value),
        strokes=tuple(limit_stroke(plot, limit, place) for place, limit in enumerate(seen)),
        labels=(
            *value_labels(plot, unit),
            *tick_labels(plot, ticks),
            *(label for span, band in zip(_inside(spans, plot), bands, strict=True) for label in _told(span, band)),
            *(limit_label(plot, limit, place) for place, limit in enumerate(seen)),
        ),
    )


def limit_stroke(plot: Plot, limit: Limit, place: int) -> Stroke:
    """From beside its text down to the axis; each limit's text has a line of its own."""
    return Stroke(x1=plot.x(limit.at), y1=4 + LINE * place, x2=plot.x(limit.at), y2=plot.bottom, tone=limit.tone)


def limit_label(plot: Plot, limit: Limit, place: int) -> Label:
    """At the right of its line, or at the left where there is no room."""
    x, room = plot.x(limit.at), text_width(limit.text, FONT) + GAP
    is_right = x + room <= plot.right
    return Label(
        x=round(x + (GAP / 2 if is_right else -GAP / 2), 1),
        y=round(FONT + LINE * place, 1),
        text=limit.text,
        anchor=Anchor.START if is_right else Anchor.END,
        tone=limit.tone,
    )


def _inside(spans: Sequence[Span], plot: Plot) -> list[Span]:
    return [span for span in spans if span.ends > 0 and span.begins < plot.columns]


def _band(plot: Plot, span: Span) -> Bar:
    left, right = plot.x(max(span.begins, 0)), plot.x(min(span.ends, plot.columns))
    return Bar(x=left, y=0, width=round(right - left, 1), height=plot.bottom, told=span.text)


def _told(span: Span, band: Bar) -> list[Label]:
    room = band.width - 2 * GAP
    text = next((text for text in (span.text, span.short) if text and text_width(text, FONT) <= room), "")
    return [Label(x=round(band.x + GAP, 1), y=LINE, text=text, anchor=Anchor.START, tone="band")] if text else []


def _bar(plot: Plot, place: int, column: Column) -> Bar:
    left, right = plot.x(place + FREE / 2), plot.x(place + 1 - FREE / 2)
    top = min(plot.y(column.value), plot.bottom - LEAST_HEIGHT)
    return Bar(
        x=left,
        y=top,
        width=round(right - left, 1),
        height=round(plot.bottom - top, 1),
        told=column.told,
        tone=column.tone,
    )
