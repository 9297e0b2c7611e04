"""The sections as one page with its pictures, and the targets at the top."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from kaodoki.evaluation.sheet.section import Section, percent, table, with_interval
from kaodoki.evaluation.targets import Measured, Target, Unmeasured

_HEAD: Final = """\
# Accuracy

Written by `kaodoki evaluate` on {today}; every figure is measured on the machine named below, with 95 % intervals in
brackets. Data sets of celebrities' press photos are not a company's entrance: read the figures as a comparison, not as
a promise. Nothing here is a certificate.

## Targets

A target is met when the interval reaches into the wanted range. Reasons for misses are written by hand into
`{reasons}` beside this page. A target that this run did not measure is neither met nor missed."""


def write_page(
    out: Path,
    sections: Sequence[Section],
    unmeasured: Sequence[Unmeasured],
    *,
    today: date,
    reasons: Mapping[str, str],
    reasons_file: str,
) -> None:
    """Writes the page, and its plots into the folder `images_dir` names. Its older plots are removed, and nothing else:
    pictures of other origin, and copies of plots under other names, stay."""
    images = images_dir(out)
    images.mkdir(parents=True, exist_ok=True)
    for old in images.glob("*.svg"):
        if old.is_file() and old.read_bytes().endswith(_mark(old.stem).encode()):
            old.unlink()
    for plot in (plot for section in sections for plot in section.plots):
        (images / f"{plot.name}.svg").write_text(plot.svg + _mark(plot.name), encoding="utf-8")
    text = page(out, sections, unmeasured, today=today, reasons=reasons, reasons_file=reasons_file)
    out.write_text(text, encoding="utf-8")


def images_dir(out: Path) -> Path:
    """`docs/images/accuracy` for `docs/reference/accuracy.md`; elsewhere beside the page."""
    shared = out.resolve().parent.parent / "images"
    return (shared if shared.is_dir() else out.resolve().parent / "images") / out.stem


def page(
    out: Path,
    sections: Sequence[Section],
    unmeasured: Sequence[Unmeasured],
    *,
    today: date,
    reasons: Mapping[str, str],
    reasons_file: str,
) -> str:
    measured = [row for section in sections for row in section.measured]
    parts = [_HEAD.format(today=today.isoformat(), reasons=reasons_file), targets_table(measured, unmeasured, reasons)]
    for section in sections:
        parts += [f"## {section.title}", _with_plots(out, section)]
    return "\n\n".join(parts) + "\n"


def targets_table(measured: Sequence[Measured], unmeasured: Sequence[Unmeasured], reasons: Mapping[str, str]) -> str:
    """Those without a figure come last; the reasons for misses say nothing of them."""
    rows = [
        [
            row.target.name,
            _wanted(row.target),
            with_interval(row.found),
            "met" if row.target.is_met(row.found) else "**missed**",
            reasons.get(row.target.id, ""),
            f"`{row.target.id}`",
        ]
        for row in measured
    ]
    rows += [
        [row.target.name, _wanted(row.target), "–", "not measured", row.why, f"`{row.target.id}`"] for row in unmeasured
    ]
    return table(["figure", "wanted", "measured (95 %)", "", "reason", "id"], rows)


def _mark(name: str) -> str:
    """Ends each plot, so that the next run knows it as its own."""
    return f"\n<!-- kaodoki evaluate: {name} -->\n"


def _wanted(target: Target) -> str:
    if target.low == 0:
        return f"≤ {percent(target.high)}"
    if target.high == 1:
        return f"≥ {percent(target.low)}"
    return f"{percent(target.low)} to {percent(target.high)}"


def _with_plots(out: Path, section: Section) -> str:
    text = section.text
    for plot in section.plots:
        link = os.path.relpath(images_dir(out) / f"{plot.name}.svg", out.resolve().parent)
        text = text.replace(f"{{plot:{plot.name}}}", f"![{plot.title}]({Path(link).as_posix()})")
    return text
