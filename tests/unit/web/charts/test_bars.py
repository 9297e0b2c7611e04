"""Where bars, bands, limits and texts of a bar chart lie, to the pixel."""

import pytest

from kaodoki.web.charts import Column, Limit, Size, Span, Tick, draw_bars
from kaodoki.web.charts.drawing import Anchor, Bar, Label, Stroke

SIZE = Size(name="test", width=200, height=124)
FOUR = (
    Column(value=0, told="none"),
    Column(value=2, told="two"),
    Column(value=4, told="four", tone="held"),
    Column(value=1, told="one"),
)


def test_bars_stand_on_the_axis_as_high_as_their_values() -> None:
    drawing = draw_bars(FOUR, size=SIZE, ticks=())

    # Plot: left 7.54 (one digit) + 8, top 6.5, right 192, bottom 100; a column is 44.1 wide, one unit 23.375 high.
    assert drawing.bars == (
        Bar(x=64.0, y=53.2, width=35.3, height=46.8, told="two"),
        Bar(x=108.2, y=6.5, width=35.3, height=93.5, told="four", tone="held"),
        Bar(x=152.3, y=76.6, width=35.3, height=23.4, told="one"),
    )


def test_grid_has_a_line_and_a_text_at_each_round_number() -> None:
    drawing = draw_bars(FOUR, size=SIZE, ticks=(), unit="名")

    assert [label.text for label in drawing.labels] == ["0名", "1名", "2名", "3名", "4名"]
    assert all(label.anchor is Anchor.END for label in drawing.labels)
    assert [line.y1 for line in drawing.grid] == [100, 76.6, 53.2, 29.9, 6.5]
    assert [line.tone for line in drawing.grid] == ["axis", "", "", "", ""]


def test_smallest_bar_can_still_be_seen() -> None:
    drawing = draw_bars([Column(value=1, told=""), Column(value=100_000, told="")], size=SIZE, ticks=())

    assert drawing.bars[0].height == 1.5


def test_bands_reach_over_the_bars_and_are_cut_to_the_plot() -> None:
    spans = [Span(begins=-5, ends=1, text=""), Span(begins=3.5, ends=9, text=""), Span(begins=4, ends=5, text="later")]

    drawing = draw_bars(FOUR, size=SIZE, ticks=(), spans=spans)

    assert [(band.x, band.y, band.width, band.height) for band in drawing.bands] == [
        (15.5, 0, 44.1, 100),
        (169.9, 0, 22.1, 100),
    ]
    assert "later" not in [label.text for label in drawing.labels]
    assert drawing.bars[1].y == 24.5  # the text's line is free


@pytest.mark.parametrize(
    ("ends", "said"), [(4, ["held until ten"]), (1.6, ["held"]), (0.4, [])], ids=["wide", "narrow", "too narrow"]
)
def test_band_says_what_it_is_as_far_as_there_is_room(ends: float, said: list[str]) -> None:
    span = Span(begins=0, ends=ends, text="held until ten", short="held")

    drawing = draw_bars(FOUR, size=SIZE, ticks=(), spans=[span])

    assert [label.text for label in drawing.labels if label.tone == "band"] == said


def test_limits_are_upright_lines_with_their_texts_one_below_the_other() -> None:
    limits = [Limit(at=1, text="cap"), Limit(at=4, text="law", tone="warn"), Limit(at=5, text="outside")]

    drawing = draw_bars(FOUR, size=SIZE, ticks=(), limits=limits)

    assert drawing.strokes == (
        Stroke(x1=59.6, y1=4, x2=59.6, y2=100),
        Stroke(x1=192.0, y1=22, x2=192.0, y2=100, tone="warn"),
    )
    assert drawing.labels[-2:] == (
        Label(x=63.6, y=13.0, text="cap", anchor=Anchor.START),
        Label(x=188.0, y=31.0, text="law", anchor=Anchor.END, tone="warn"),
    )
    assert drawing.bars[1].y == 42.5  # two lines of text are free


def test_texts_under_the_axis_stay_apart_and_inside() -> None:
    ticks = [Tick(at=place, text=f"{place}:00") for place in range(5)]

    labels = draw_bars(FOUR, size=SIZE, ticks=ticks).labels[5:]

    assert [(label.text, label.x, label.anchor) for label in labels] == [
        ("0:00", 15.5, Anchor.MIDDLE),
        ("1:00", 59.6, Anchor.MIDDLE),
        ("2:00", 103.8, Anchor.MIDDLE),
        ("3:00", 147.9, Anchor.MIDDLE),
        ("4:00", 200, Anchor.END),
    ]


def test_nothing_counted_is_an_empty_grid() -> None:
    drawing = draw_bars([Column(value=0, told="")], size=SIZE, ticks=())

    assert (drawing.bars, [label.text for label in drawing.labels]) == ((), ["0", "1"])


def test_chart_without_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="column"):
        draw_bars([], size=SIZE, ticks=())
