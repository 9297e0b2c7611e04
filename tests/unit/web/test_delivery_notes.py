"""Every note that the delivery writes beside a state has its Japanese."""

import ast
from pathlib import Path

import kaodoki
from kaodoki.punches.arranging import REARRANGED
from kaodoki.web.console.punches_texts import NOTES

FOLDERS = [Path(kaodoki.__file__).parent / name for name in ("linking", "punches")]


def notes_in_the_sources() -> set[str]:
    found = {REARRANGED}
    for path in (path for folder in FOLDERS for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "note" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "note":
                found |= {str(part.value) for part in [node.value] if isinstance(part, ast.Constant)}
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "_outcome_of":
                found |= {str(part.value) for part in node.args if isinstance(part, ast.Constant)}
    return found - {""}


def test_every_note_is_in_the_table_and_nothing_else() -> None:
    assert notes_in_the_sources() == set(NOTES)
