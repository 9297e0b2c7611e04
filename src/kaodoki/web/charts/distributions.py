"""Two distributions over the same columns, laid over each other: where they overlap, they can be confused.

Each is drawn as shares of its own total, so that a hundred of one compare with a million of the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kaodoki.web.charts.bars import Limit, limit_label, limit_stroke
from kaodoki.web.charts.drawing import Area, Drawing
from kaodoki.web.charts.plot import LINE, Plot, Size, Tick, horizontal_lines, plot_for, tick_labels, value_labels

PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How often each column was hit; `tone` is the CSS class that colours it."""

    counts: tuple[int, ...]
    tone: str

    @property
    def shares(self) -> tuple[float, ...]:
        """In percent of all; of nothing, 0."""
        total = sum(self.counts)
        return tuple(PERCENT * count / total if total else 0.0 for count in self.counts)


def draw_distributions(
    samples: Sequence[Sample], *, size: Size, ticks: Sequence[Tick], limits: Sequence[Limit] = ()
) -> Drawing:
    """As outlines in steps; all samples have as many columns. Limits as in `draw_bars`."""
    columns = {len(sample.counts) for sample in samples}
    if len(columns) != 1:
        raise ValueError("samples over the same columns are needed")
    (count,) = columns
    seen = [limit for limit in limits if 0 <= limit.at <= count]
    most = max(max(sample.shares, default=0.0) for sample in samples)
    plot = plot_for(size, most=most, columns=count, above=LINE * len(seen), unit="%")
    return Drawing(
        name=size.name,
        width=size.width,
        height=size.height,
        grid=horizontal_lines(plot),
        areas=tuple(Area(path=_steps(plot, sample.shares), tone=sample.tone) for sample in samples),
        strokes=tuple(limit_stroke(plot, limit, place) for place, limit in enumerate(seen)),
        labels=(
            *value_labels(plot, "%"),
            *tick_labels(plot, ticks),
            *(limit_label(plot, limit, place) for place, limit in enumerate(seen)),
        ),
    )


def _steps(plot: Plot, shares: Sequence[float]) -> str:
    """Along the axis where a share is 0, so that an empty sample is a flat line."""
    steps = [f"M{plot.x(0):g} {plot.bottom:g}"]
    for place, share in enumerate(shares):
        steps.append(f"V{plot.y(share):g}H{plot.x(place + 1):g}")
    return "".join([*steps, f"V{plot.bottom:g}Z"])
