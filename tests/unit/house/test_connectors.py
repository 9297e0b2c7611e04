"""No connector without the contract suite."""

import ast
from pathlib import Path

import pytest

import kaodoki.linking.connectors

ROOT = Path(__file__).parents[3]
SUITE = ROOT / "tests/integration/linking/test_connector_contract.py"
(HERE,) = kaodoki.linking.connectors.__path__
FOLDERS = sorted(folder for folder in Path(HERE).iterdir() if (folder / "__init__.py").exists())


def fixtures_of(source: str) -> set[str]:
    """Names of the fixtures in a module of tests."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {
        one.name
        for one in functions
        if any(ast.unparse(mark).startswith("pytest.fixture") for mark in one.decorator_list)
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_connector_has_another_side_in_the_contract_suite(folder: Path) -> None:
    assert folder.name in fixtures_of(SUITE.read_text(encoding="utf-8"))
    assert (folder / "connector.py").exists()


def test_there_are_connectors_to_look_at() -> None:
    assert {"csv_file", "king_of_time", "webhook"} <= {folder.name for folder in FOLDERS}


def test_connector_without_another_side_is_noticed() -> None:
    assert fixtures_of("@pytest.fixture\ndef webhook(): ...\ndef mail_box(): ...") == {"webhook"}
