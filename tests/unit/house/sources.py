"""What the documents are checked against: names, codes and settings, read from the source without importing it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src"
ENVIRONMENT = SOURCE / "kaodoki/project/environment.py"
COMMANDS = SOURCE / "kaodoki/cli/__init__.py"
ATTENDANCE_OPTIONS = SOURCE / "attendance_server/project/options.py"
ATTENDANCE_COMMANDS = SOURCE / "attendance_server/project/cli.py"
ATTENDANCE_LOADING = SOURCE / "attendance_server/project/loading_command.py"
FAILURES = SOURCE / "kaodoki/web/api/failures.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorText:
    """An error class as its source states it."""

    name: str
    code: str
    ja: str
    en: str
    answered: bool
    """Whether the API can answer it; others stop a start or a command."""


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def defined_in(path: Path) -> set[str]:
    """Functions, classes, methods, constants and fields that the file defines."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.id if isinstance(node, ast.Name) else node.attr)
    return names


def imported_in(path: Path) -> set[str]:
    """Names that the file imports from elsewhere."""
    imports = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom)]
    return {name.asname or name.name for node in imports for name in node.names}


def texts_in(path: Path) -> set[str]:
    """Every string constant of the file."""
    return {
        node.value for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def errors() -> list[ErrorText]:
    """Every class of `src/` with a code and a sentence in both languages, by code."""
    found = [
        ErrorText(
            name=node.name,
            code=texts["code"],
            ja=texts["ja"],
            en=texts["en"],
            answered=not {"project", "evaluation", "embedded_postgres"} & set(path.parts),
        )
        for path in python_files("src")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and {"code", "ja", "en"} <= (texts := dict(_class_texts(node))).keys()
    ]
    return sorted(found, key=lambda error: error.code)


def statuses() -> dict[str, int]:
    """HTTP status by name of the error class; anything else is 422."""
    annotated = [node for node in ast.walk(tree_of(FAILURES)) if isinstance(node, ast.AnnAssign)]
    tables = [node.value for node in annotated if ast.unparse(node.target) == "_STATUSES"]
    table = next(value for value in tables if isinstance(value, ast.Dict) and _has_numbers(value))
    return {
        key.id: int(str(value.value))
        for key, value in zip(table.keys, table.values, strict=True)
        if isinstance(key, ast.Name) and isinstance(value, ast.Constant)
    }


def error_rows() -> list[str]:
    """The rows of the table in `docs/reference/errors.md`, as they must be."""
    known = statuses()
    return [
        f"| `{error.code}` | {known.get(error.name, 422) if error.answered else '–'} | {error.ja} | {error.en} |"
        for error in errors()
    ]


def constant(path: Path, name: str) -> str:
    """The text that a constant of the file holds."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return str(ast.literal_eval(node.value))
    raise LookupError(f"{path.name} has no {name}")


def class_fields(path: Path, name: str) -> list[str]:
    """What the class assigns in its body, in order."""
    node = next(node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef) and node.name == name)
    plain = [item.targets[0] for item in node.body if isinstance(item, ast.Assign)]
    typed = [item.target for item in node.body if isinstance(item, ast.AnnAssign)]
    return [target.id for target in (*plain, *typed) if isinstance(target, ast.Name)]


def variables() -> set[str]:
    """Every variable that one of the two programs reads."""
    ours = {text for text in texts_in(ENVIRONMENT) if text.startswith("KAODOKI_") and text != "KAODOKI_"}
    options = {f"ATTENDANCE_{name.upper()}" for name in class_fields(ATTENDANCE_OPTIONS, "Options")}
    more = {text for text in texts_in(ATTENDANCE_COMMANDS) if text.startswith("ATTENDANCE_")}
    return ours | options | more


def attendance_switches() -> set[str]:
    """The switches of `python -m attendance_server serve` and `load`."""
    texts = texts_in(ATTENDANCE_COMMANDS) | texts_in(ATTENDANCE_LOADING)
    plain = {text for text in texts if text.startswith("--")}
    body = ATTENDANCE_OPTIONS.read_text(encoding="utf-8")
    named = class_fields(ATTENDANCE_OPTIONS, "Options")
    return plain | {f"--{name.replace('_', '-')}" for name in named if f"{name}: str = _switch(" in body}


def _class_texts(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for item in node.body:
        target = item.targets[0] if isinstance(item, ast.Assign) else getattr(item, "target", None)
        value = getattr(item, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield target.id, value.value


def _has_numbers(table: ast.Dict) -> bool:
    return bool(table.values) and all(isinstance(v, ast.Constant) and isinstance(v.value, int) for v in table.values)


if __name__ == "__main__":
    print("\n".join(error_rows()))
