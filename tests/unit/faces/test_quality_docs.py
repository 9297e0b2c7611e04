"""The tables of docs/reference/quality.md are those of the code."""

from tests.unit.house.sources import ROOT

from kaodoki.faces.gate import RULES, Rule
from kaodoki.faces.quality.components import COMPONENTS, Component

PAGE = ROOT / "docs/reference/quality.md"


def component_row(component: Component) -> str:
    sign = "±" if component.signed else ""
    counts = f"{component.exponent:g}" if component.exponent else "–"
    cells = (f"`{component.field}`", component.term, component.unit)
    return f"| {' | '.join(cells)} | {sign}{component.good:g} | {sign}{component.bad:g} | {counts} |"


def rule_row(rule: Rule) -> str:
    limits = " | ".join("–" if limit is None else f"{limit:g}" for limit in (rule.probe, rule.hint, rule.enrolment))
    only = f", if `brightness` < {rule.darker_than:g}" if rule.darker_than < 256 else ""
    return f"| `{rule.finding}` | `{rule.field}` {'above' if rule.sign > 0 else 'below'}{only} | {limits} |"


def test_tables_are_those_of_the_code() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [*map(component_row, COMPONENTS), *map(rule_row, RULES)]

    found = [line for line in lines if line in rows]

    assert found == rows, "\n".join(["Replace the rows of docs/reference/quality.md by these:", *rows])
