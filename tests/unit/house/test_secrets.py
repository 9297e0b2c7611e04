"""What shows a face stays out of logs and tracebacks: no dataclass prints it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.house.sources import SOURCE, tree_of

# Words of field names, and the types that such a field may hold.
FACES = re.compile(r"(^|_)(frames?|photos?|images?|pictures?|vectors?|crops?|aligned|portrait)($|_)")
BINARY = re.compile(r"\b(bytes|bytearray|memoryview|NDArray(?!\[np.int64)|ndarray|Image|Vector|Vectors)\b")


def shown_faces(tree: ast.AST) -> Iterator[str]:
    """`Class.field` of every dataclass field that would print what shows a face."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef) or not any(
            "dataclass" in ast.unparse(one) for one in node.decorator_list
        ):
            continue
        for field in node.body:
            if isinstance(field, ast.AnnAssign) and _shows(field):
                yield f"{node.name}.{ast.unparse(field.target)}"


def _shows(field: ast.AnnAssign) -> bool:
    holds_face = FACES.search(ast.unparse(field.target)) and BINARY.search(ast.unparse(field.annotation))
    return bool(holds_face) and "repr=False" not in (ast.unparse(field.value) if field.value else "")


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_dataclass_prints_what_shows_a_face(path: Path) -> None:
    assert list(shown_faces(tree_of(path))) == []


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("frames: Sequence[bytes]", ["A.frames"]),
        ("images: Sequence[Image] = field(default=())", ["A.images"]),
        ("vectors: NDArray[np.float32]", ["A.vectors"]),
        ("frames: Sequence[bytes] = field(repr=False)", []),
        ("frames: tuple[int, ...]", []),
    ],
)
def test_field_that_prints_what_shows_a_face_is_found(field: str, found: list[str]) -> None:
    source = f"@dataclass(frozen=True)\nclass A:\n    {field}\n"

    assert list(shown_faces(ast.parse(source))) == found
