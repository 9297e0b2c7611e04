"""Two distributions over each other, compared by shares."""

import pytest

from kaodoki.web.charts import Limit, Sample, Size, Tick, draw_distributions

SIZE = Size(name="test", width=200, height=124)


def test_each_is_an_outline_of_its_own_shares() -> None:
    few, many = Sample(counts=(3, 1), tone="accepted"), Sample(counts=(0, 1000), tone="next")

    drawing = draw_distributions([few, many], size=SIZE, ticks=[])

    # Plot: left 4 characters of 7.54 + 8 = 38.2, right 192, top 6.5, bottom 100; 100 % fills it.
    assert [(area.tone, area.path) for area in drawing.areas] == [
        ("accepted", "M38.2 100V29.9H115.1V76.6H192V100Z"),
        ("next", "M38.2 100V100H115.1V6.5H192V100Z"),
    ]


def test_axis_is_in_percent_and_the_limit_stands_where_it_is() -> None:
    sample = Sample(counts=(1, 1), tone="accepted")

    drawing = draw_distributions([sample], size=SIZE, ticks=[Tick(at=0, text="0.0")], limits=[Limit(at=1, text="0.3")])

    assert [label.text for label in drawing.labels] == ["0%", "20%", "40%", "60%", "0.0", "0.3"]
    assert [(line.x1, line.x2) for line in drawing.strokes] == [(111.3, 111.3)]


def test_nothing_measured_is_flat() -> None:
    drawing = draw_distributions([Sample(counts=(0, 0), tone="accepted")], size=SIZE, ticks=[])

    assert [area.path for area in drawing.areas] == ["M23.1 100V100H107.6V100H192V100Z"]


def test_samples_over_different_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="same columns"):
        draw_distributions([Sample(counts=(1,), tone=""), Sample(counts=(1, 2), tone="")], size=SIZE, ticks=[])
