"""What every benchmark prints: tables and goals as text, as Markdown for the documentation, or as one JSON document."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench.machine import describe_machine

Row = Sequence[object]

FORMS: Final = ("text", "markdown", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A measured number and where it must lie; one of the two limits is given."""

    what: str
    measured: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_met(self) -> bool:
        if self.at_most is not None:
            return self.measured <= self.at_most
        return self.at_least is not None and self.measured >= self.at_least

    @property
    def limit(self) -> str:
        return f"≤ {self.at_most:g}" if self.at_most is not None else f"≥ {self.at_least:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    header: Row
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`facts` is the JSON document's content; `tables` the same for people."""

    about: str
    facts: Mapping[str, Any]
    tables: Sequence[Table]
    goals: Sequence[Goal]


def parser_for(name: str, description: str | None) -> argparse.ArgumentParser:
    """A parser with the options that all benchmarks have: `--json` and `--markdown`."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}", description=description)
    form = parser.add_mutually_exclusive_group()
    parser.add_argument("--write", type=Path, metavar="PAGE", help="also put it into this page, between its marks")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="one JSON document")
    form.add_argument("--markdown", dest="form", action="store_const", const="markdown", help="tables in Markdown")
    parser.set_defaults(form="text")
    return parser


def print_report(report: Report, form: str, *, page: Path | None = None, name: str = "") -> int:
    """Prints it in one of `FORMS`, and writes it into the `page`. Returns the exit status: 1 if a goal is missed."""
    if page is not None:
        write_into(page, name, as_words(report, markdown=True))
    print(as_json(report) if form == "json" else as_words(report, markdown=form == "markdown"))
    return 0 if all(goal.is_met for goal in report.goals) else 1


def write_into(page: Path, name: str, text: str) -> None:
    """Replaces what lies between the marks of the benchmark `name`; ValueError if the page has none."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, mark, after = rest.partition(end)
    if not mark:
        raise ValueError(f"{page} has no marks of {name}")
    today = datetime.now(UTC).date().isoformat()
    page.write_text(f"{before}{begin}\n{today}. {text}\n{end}{after}", encoding="utf-8")


def as_json(report: Report) -> str:
    goals = [
        {"what": goal.what, "measured": goal.measured, "goal": goal.limit, "is_met": goal.is_met}
        for goal in report.goals
    ]
    return json.dumps({"machine": describe_machine(), **report.facts, "goals": goals})


def as_words(report: Report, *, markdown: bool) -> str:
    """Machine, tables and goals."""
    outcome = {True: "met", False: "**missed**" if markdown else "MISSED"}
    goals = Table(
        header=("goal", "measured", "wanted", ""),
        rows=[(goal.what, goal.measured, goal.limit, outcome[goal.is_met]) for goal in report.goals],
    )
    lay_out = _markdown if markdown else _aligned
    parts = [f"Machine: {describe_machine()}.", report.about]
    return "\n\n".join([*parts, *(lay_out(table) for table in (*report.tables, goals) if table.rows)])


def _markdown(table: Table) -> str:
    lines = [table.header, ["---"] * len(table.header), *table.rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _aligned(table: Table) -> str:
    lines = [[_cell(value) for value in line] for line in (table.header, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _cell(value: object) -> str:
    """Thousands apart, and no more digits than a measurement has."""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
