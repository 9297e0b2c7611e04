"""Every action that the audit record can hold has its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import kaodoki
from kaodoki.linking.history import LINKED
from kaodoki.punches.resolving import Action
from kaodoki.web.console.audit_texts import ACTIONS

SOURCES = Path(kaodoki.__file__).parent


def actions_in_the_sources() -> set[str]:
    found = {LINKED, *(f"punch_{action.value}" for action in Action)}
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("record_event", "record_for"):
                found |= set(_words(node.args[1]))
    return found - {"punch_"}


def _words(argument: ast.expr) -> Iterator[str]:
    for part in ast.walk(argument):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def test_every_action_has_words_and_no_words_are_for_nothing() -> None:
    assert actions_in_the_sources() == set(ACTIONS)
