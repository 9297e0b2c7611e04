"""What the templates make of a figure: named for a screen reader, escaped, without style."""

import re

from django.template.loader import render_to_string

from kaodoki.web.charts import Column, Drawing, Figure, Key, Limit, Size, Span, Table, Tick, draw_bars, figure

HOSTILE = '<script>&"'


def example() -> Figure:
    def draw(size: Size) -> Drawing:
        return draw_bars(
            [Column(value=1234.5, told=HOSTILE, tone="held")],
            size=size,
            ticks=[Tick(at=0, text=HOSTILE)],
            spans=[Span(begins=0, ends=1, text="band")],
            limits=[Limit(at=0.5, text="cap", tone="warn")],
        )

    return figure(
        draw,
        id="example",
        title="Arrivals",
        description="Most came at nine.",
        table=Table(head=("Time", "People"), rows=(("9:00", "12"), (HOSTILE, "1"))),
        keys=[Key(tone="held", text="Held")],
    )


def rendered() -> str:
    return render_to_string("charts/figure.html", {"figure": example(), "t": {"as_table": "As a table"}})


def test_each_drawing_is_an_image_with_a_name_and_a_description_of_its_own() -> None:
    page = rendered()

    named = re.findall(r'<svg [^>]*role="img" aria-labelledby="([^"]+)" aria-describedby="([^"]+)"', page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(named) == 3
    assert sorted(ids) == sorted(one for pair in named for one in pair)
    assert len(set(ids)) == 6
    assert (page.count(">Arrivals</title>"), page.count(">Most came at nine.</desc>")) == (3, 3)


def test_numbers_stand_in_a_table_with_headings() -> None:
    page = rendered()

    assert "<summary>As a table</summary>" in page
    assert re.findall(r'<th scope="(\w+)">([^<]*)</th>', page)[:3] == [
        ("col", "Time"),
        ("col", "People"),
        ("row", "9:00"),
    ]
    assert '<td class="number">12</td>' in page


def test_texts_are_escaped_and_nothing_is_styled_in_place() -> None:
    page = rendered()

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "style=" not in page


def test_lengths_are_written_as_svg_reads_them() -> None:
    lengths = re.findall(r' (?:x|y|width|height|[xy][12])="([^"]*)"', rendered())

    assert len(lengths) > 30
    assert all(re.fullmatch(r"-?\d+(\.\d)?", length) for length in lengths)
