"""The page: verdicts, reasons that survive a run, pictures that are linked."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kaodoki.evaluation.errors import ReasonsUnreadable
from kaodoki.evaluation.intervals import Estimate
from kaodoki.evaluation.sheet.page import images_dir, targets_table, write_page
from kaodoki.evaluation.sheet.section import Plot, Section, percent, with_interval
from kaodoki.evaluation.targets import Measured, Target, Unmeasured, at_least, at_most, calibrated, read_reasons


def estimate(low: float, value: float, high: float) -> Estimate:
    return Estimate(value=value, low=low, high=high, trials=100)


@pytest.mark.parametrize(
    ("target", "found", "is_met"),
    [
        (at_most("a", "", 0.01), estimate(0.0, 0.005, 0.009), True),
        (at_most("a", "", 0.01), estimate(0.01, 0.02, 0.03), True),
        (at_most("a", "", 0.01), estimate(0.011, 0.02, 0.03), False),
        (at_least("a", "", 0.9), estimate(0.8, 0.85, 0.9), True),
        (at_least("a", "", 0.9), estimate(0.8, 0.85, 0.89), False),
        (at_least("a", "", 0.9), estimate(0.95, 0.96, 0.97), True),
        (calibrated("a", "", 0.003), estimate(0.001, 0.0012, 0.0014), False),
        (calibrated("a", "", 0.003), estimate(0.001, 0.0012, 0.0016), True),
        (calibrated("a", "", 0.003), estimate(0.0061, 0.007, 0.008), False),
    ],
)
def test_target_is_met_when_the_interval_reaches_into_the_range(target: Target, found: Estimate, is_met: bool) -> None:
    assert target.is_met(found) is is_met


def test_table_shows_wanted_measured_verdict_and_reason() -> None:
    rows = [
        Measured(target=at_most("fnir", "FNIR", 0.0075), found=estimate(0.01, 0.02, 0.03)),
        Measured(target=at_least("tar", "TAR", 0.98), found=estimate(0.97, 0.98, 0.99)),
        Measured(target=calibrated("fpir", "FPIR", 0.003), found=estimate(0.001, 0.002, 0.003)),
    ]

    lines = targets_table(rows, [], {"fnir": "too few frames"}).splitlines()

    assert lines[2] == "| FNIR | ≤ 0.75 % | 2.00 % (1.00–3.00) | **missed** | too few frames | `fnir` |"
    assert lines[3] == "| TAR | ≥ 98.00 % | 98.00 % (97.00–99.00) | met |  | `tar` |"
    assert lines[4].startswith("| FPIR | 0.15 % to 0.60 % |")


def test_table_lists_what_was_not_measured_with_why_and_no_verdict() -> None:
    missing = [Unmeasured(target=at_most("iapar", "IAPAR", 0.07), why="not given")]

    lines = targets_table([], missing, {"iapar": "the reason of a miss"}).splitlines()

    assert lines[2:] == ["| IAPAR | ≤ 7.00 % | – | not measured | not given | `iapar` |"]


def test_small_shares_keep_their_first_figure() -> None:
    assert percent(0.00004) == "0.004 %"
    assert percent(0.0) == "0.00 %"
    assert with_interval(estimate(0.9, 0.95, 1.0), 1) == "95.0 % (90.0–100.0)"


def test_pictures_lie_in_the_images_of_the_docs_and_are_linked(tmp_path: Path) -> None:
    out = tmp_path / "docs" / "reference" / "accuracy.md"
    out.parent.mkdir(parents=True)
    (tmp_path / "docs" / "images").mkdir()
    section = Section(title="T", text="before {plot:det} after", plots=(Plot(name="det", title="DET", svg="<svg/>"),))

    for _ in "12":
        write_page(out, [section], [], today=date(2026, 1, 2), reasons={}, reasons_file="r.toml")

    page = out.read_text()
    assert "before ![DET](../images/accuracy/det.svg) after" in page
    assert "2026-01-02" in page
    assert (out.parent / "../images/accuracy/det.svg").read_text().startswith("<svg/>")


def with_plot(name: str) -> Section:
    return Section(title="T", text=f"{{plot:{name}}}", plots=(Plot(name=name, title="", svg="<svg/>"),))


def write(out: Path, *sections: Section) -> None:
    write_page(out, sections, [], today=date(2026, 1, 2), reasons={}, reasons_file="r.toml")


def test_pictures_of_an_older_run_are_removed(tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    write(out, with_plot("old"), with_plot("kept"))

    write(out, with_plot("kept"))

    assert images_dir(out) == tmp_path / "images" / "page"
    assert [path.name for path in images_dir(out).iterdir()] == ["kept.svg"]


def test_pictures_of_other_origin_stay(tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    write(out, with_plot("det"))
    images = images_dir(out)
    (images / "entrance.svg").write_text("<svg/>")
    (images / "drawn.svg").write_bytes("<svg>\u56f3</svg>".encode("utf-16"))
    (images / "folder.svg").mkdir()
    (images / "det-of-last-year.svg").write_bytes((images / "det.svg").read_bytes())

    write(out)

    assert {path.name for path in images.iterdir()} == {
        "entrance.svg",
        "drawn.svg",
        "folder.svg",
        "det-of-last-year.svg",
    }


def test_plots_are_well_formed(tmp_path: Path) -> None:
    out = tmp_path / "page.md"

    write(out, with_plot("det"))

    assert ElementTree.parse(images_dir(out) / "det.svg").getroot().tag == "svg"


def test_reasons_are_read_by_id(tmp_path: Path) -> None:
    path = tmp_path / "reasons.toml"
    path.write_text('[reasons]\ntar = "because"\n')

    assert read_reasons(path) == {"tar": "because"}
    assert read_reasons(tmp_path / "none.toml") == {}


@pytest.mark.parametrize("text", ["[reasons", "x = 1", 'reasons = "no table"'])
def test_reasons_that_are_no_table_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "reasons.toml"
    path.write_text(text)

    with pytest.raises(ReasonsUnreadable):
        read_reasons(path)
