"""Line plots as SVG, by our own hand: a hundred lines, the same bytes for the same figures, and nothing to install.

A plot brings its own light panel, so that it reads the same on a light page and on a dark one. Lines differ in colour
(Okabe and Ito's, told apart by colour-blind people) and in dashes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Final

Point = tuple[float, float]

WIDTH: Final = 800
HEIGHT: Final = 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 222, 46, 62
_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#333333")
_DASHES: Final = ("", "7 4", "2 3", "9 3 2 3")
_STYLE: Final = (
    "text{font:13px system-ui,'Noto Sans CJK JP',sans-serif;fill:#222}.t{font-size:15px;font-weight:600}"
    ".g{stroke:#dfe3e8}.a{stroke:#555}.l{fill:none;stroke-width:2;stroke-linejoin:round}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    name: str
    points: Sequence[Point]
    is_stepped: bool = False
    """Flat from each point to the next, as in a histogram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    label: str
    low: float
    high: float
    is_log: bool = False
    """What lies at or below zero is then drawn on the axis' low end."""
    is_percent: bool = False

    def place(self, value: float) -> float:
        """Along the axis: 0 at its low end, 1 at its high end, never beyond."""
        low, high, here = self.low, self.high, min(max(value, self.low), self.high)
        if self.is_log:
            low, high, here = log10(low), log10(high), log10(here)
        return (here - low) / (high - low)

    def ticks(self) -> list[float]:
        """Round values: 1, 2 and 5 of each power of ten, or the powers alone over many of them."""
        if self.is_log:
            powers = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
            steps = (1,) if len(powers) > 4 else (1, 2, 5)
            values = [step * 10.0**power for power in powers for step in steps]
        else:
            rough = (self.high - self.low) / 6
            unit = 10.0 ** floor(log10(rough))
            step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * (1 - 1e-9))
            values = [number * step for number in range(floor(self.low / step), ceil(self.high / step) + 1)]
        slack = (self.high - self.low) * 1e-9
        return [value for value in values if self.low - slack <= value <= self.high + slack]

    def text(self, value: float) -> str:
        if self.is_percent:
            return f"{value * 100:.6g} %"
        if self.is_log and value < 0.1:
            return f"1e{round(log10(value))}"
        return f"{round(value, 10):g}"


def line_plot(title: str, x: Axis, y: Axis, series: Sequence[Series]) -> str:
    """An SVG document."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}"><style>{_STYLE}</style>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#fff"/>',
        f'<text class="t" x="{_LEFT}" y="28">{escape(title)}</text>',
        *(_vertical(x, value) for value in x.ticks()),
        *(_horizontal(y, value) for value in y.ticks()),
        f'<path class="a" fill="none" d="M{_LEFT} {_TOP}V{HEIGHT - _BOTTOM}H{WIDTH - _RIGHT}"/>',
        f'<text text-anchor="middle" x="{(_LEFT + WIDTH - _RIGHT) / 2:g}" y="{HEIGHT - 16}">{escape(x.label)}</text>',
        f'<text text-anchor="middle" transform="translate(18 {(_TOP + HEIGHT - _BOTTOM) / 2:g}) rotate(-90)">'
        f"{escape(y.label)}</text>",
        *(_line(x, y, line, number) for number, line in enumerate(series)),
        *_legend(series),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _left(x: Axis, value: float) -> float:
    return _LEFT + x.place(value) * (WIDTH - _RIGHT - _LEFT)


def _top(y: Axis, value: float) -> float:
    return HEIGHT - _BOTTOM - y.place(value) * (HEIGHT - _BOTTOM - _TOP)


def _vertical(x: Axis, value: float) -> str:
    at = f"{_left(x, value):.1f}"
    return (
        f'<path class="g" d="M{at} {_TOP}V{HEIGHT - _BOTTOM}"/>'
        f'<text text-anchor="middle" x="{at}" y="{HEIGHT - _BOTTOM + 19}">{x.text(value)}</text>'
    )


def _horizontal(y: Axis, value: float) -> str:
    at = _top(y, value)
    return (
        f'<path class="g" d="M{_LEFT} {at:.1f}H{WIDTH - _RIGHT}"/>'
        f'<text text-anchor="end" x="{_LEFT - 8}" y="{at + 4:.1f}">{y.text(value)}</text>'
    )


def _line(x: Axis, y: Axis, line: Series, number: int) -> str:
    path = ""
    for point in line.points:
        across, down = f"{_left(x, point[0]):.1f}", f"{_top(y, point[1]):.1f}"
        path += f"M{across} {down}" if not path else f"H{across}V{down}" if line.is_stepped else f"L{across} {down}"
    return f'<path class="l" {_pen(number)} d="{path}"/>'


def _legend(series: Sequence[Series]) -> list[str]:
    left, top = WIDTH - _RIGHT + 14, _TOP + 14
    return [
        f'<path class="l" {_pen(row)} d="M{left} {top + 22 * row - 4}h26"/>'
        f'<text x="{left + 33}" y="{top + 22 * row}">{escape(line.name)}</text>'
        for row, line in enumerate(series)
    ]


def _pen(number: int) -> str:
    dashes = _DASHES[number % len(_DASHES)]
    return f'stroke="{_COLOURS[number % len(_COLOURS)]}"' + (f' stroke-dasharray="{dashes}"' if dashes else "")
