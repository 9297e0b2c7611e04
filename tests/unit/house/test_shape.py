"""The house's own rules: short files, short functions, both languages, no address of a package index."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
PYTHON_FILES = sorted(
    path
    for folder in ("src", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    long = [f.name for f in functions(ast.parse(source)) if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]

    assert source.count("\n") <= LONGEST_FILE
    assert long == []


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("__init__.py")), ids=lambda path: str(path.parent.name))
def test_every_folder_says_what_it_is(path: Path) -> None:
    if "migrations" in path.parts or "management" in path.parts:
        return
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_tracked_file_names_a_package_index() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    address = re.compile(r"https?://[^ \"]*/simple" + r"/?|--(extra-)?index" + "-url")

    named = [
        name
        for name in tracked
        if (ROOT / name).suffix in {".txt", ".toml", ".md", ".py", ".sh", ""}
        and (ROOT / name).is_file()
        and address.search((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    ]

    assert named == []
