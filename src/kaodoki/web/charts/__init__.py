"""Small charts as inline SVG: numbers and texts in, a frozen description of the drawing out; templates/charts draws it.

Not here: where the numbers come from, and colours, which charts.css takes from the tokens that all pages share. Pure.
"""

from kaodoki.web.charts.bars import Column, Limit, Span, draw_bars
from kaodoki.web.charts.distributions import Sample, draw_distributions
from kaodoki.web.charts.drawing import Drawing
from kaodoki.web.charts.figure import Figure, Key, Table, figure
from kaodoki.web.charts.plot import MIDDLE, NARROW, WIDE, Size, Tick

__all__ = [
    "MIDDLE",
    "NARROW",
    "WIDE",
    "Column",
    "Drawing",
    "Figure",
    "Key",
    "Limit",
    "Sample",
    "Size",
    "Span",
    "Table",
    "Tick",
    "draw_bars",
    "draw_distributions",
    "figure",
]
