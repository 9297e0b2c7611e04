"""Plots: points where they belong, documents that any reader of XML takes."""

import re
from xml.etree import ElementTree

import pytest

from kaodoki.evaluation.plots import HEIGHT, WIDTH, Axis, Series, line_plot

LINEAR = Axis(label="score", low=0, high=1)
PERCENT = Axis(label="FNIR", low=1e-3, high=1e-1, is_log=True, is_percent=True)


def test_logarithmic_axis_places_powers_evenly() -> None:
    assert [PERCENT.place(value) for value in (1e-3, 1e-2, 1e-1)] == pytest.approx([0, 0.5, 1])


@pytest.mark.parametrize("value", [0.0, -1.0, 1e-9])
def test_what_is_below_the_axis_is_drawn_on_its_end(value: float) -> None:
    assert PERCENT.place(value) == 0


def test_ticks_are_round_and_inside() -> None:
    assert LINEAR.ticks() == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert [PERCENT.text(tick) for tick in PERCENT.ticks()] == [
        "0.1 %", "0.2 %", "0.5 %", "1 %", "2 %", "5 %", "10 %",
    ]  # fmt: skip
    assert [Axis(label="", low=1e-6, high=1, is_log=True).text(t) for t in (1e-6, 0.01, 0.1)] == [
        "1e-6", "1e-2", "0.1",
    ]  # fmt: skip


def test_document_is_xml_with_title_labels_and_names_escaped() -> None:
    document = line_plot("A < B", LINEAR, PERCENT, [Series(name="1 & 2", points=[(0, 1e-3), (1, 1e-1)])])

    texts = [element.text for element in ElementTree.fromstring(document).iter() if element.tag.endswith("text")]
    assert {"A < B", "score", "FNIR", "1 & 2"} <= set(texts)


def test_lines_run_from_corner_to_corner_and_stay_inside() -> None:
    document = line_plot("", LINEAR, PERCENT, [Series(name="", points=[(-1, 0), (0, 1e-3), (1, 1e-1), (9, 9)])])

    path = re.findall(r'class="l"[^>]* d="(M[^"]*L[^"]*)"', document)[0]
    points = [tuple(map(float, pair.split())) for pair in re.split("[ML]", path) if pair]
    assert points[0] == points[1]
    assert points[2] == points[3]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)
    assert points[0][0] < points[2][0]
    assert points[0][1] > points[2][1]


def test_steps_are_flat_between_points() -> None:
    document = line_plot("", LINEAR, LINEAR, [Series(name="", points=[(0, 0.2), (0.5, 0.8)], is_stepped=True)])

    assert re.search(r'd="M[\d.]+ [\d.]+H[\d.]+V[\d.]+"', document)


def test_lines_differ_in_colour_and_dashes() -> None:
    document = line_plot("", LINEAR, LINEAR, [Series(name=str(n), points=[(0, 0), (1, 1)]) for n in range(4)])

    pens = re.findall(r'class="l" (stroke="[^"]*"(?: stroke-dasharray="[^"]*")?) d="M[^"]*L', document)
    assert len(set(pens)) == 4


def test_same_figures_give_the_same_bytes() -> None:
    one, other = (line_plot("t", LINEAR, LINEAR, [Series(name="a", points=[(0.1, 0.2), (0.3, 0.4)])]) for _ in "12")

    assert one == other
