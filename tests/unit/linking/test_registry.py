"""A connector is found by its folder or its entry point; nothing else has to know it."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.house.sources import ROOT
from tests.unit.linking.outgoing import outgoing_punch

import kaodoki.linking.connectors
from kaodoki.linking.connectors.protocol import Allowed, Connector, ConnectorType
from kaodoki.linking.connectors.registry import CONNECTORS, find_connectors
from kaodoki.linking.errors import ConnectionRefusedFolder

FOURTH = ROOT / "docs/how-to/write-a-connector.md"
LIST = """
from kaodoki.linking.connectors.registry import CONNECTORS
print(",".join(sorted(f"{name}={connector.open.__module__}" for name, connector in CONNECTORS.items())))
"""
OURS = [f"{name}={connector.open.__module__}" for name, connector in CONNECTORS.items()]


def test_there_are_three() -> None:
    assert {"csv_file", "king_of_time", "webhook"} <= set(CONNECTORS)
    assert all(isinstance(connector, ConnectorType) for connector in CONNECTORS.values())


def test_folder_alone_makes_a_connector(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_folder(tmp_path / "mail_box")
    monkeypatch.setattr(kaodoki.linking.connectors, "__path__", [*kaodoki.linking.connectors.__path__, str(tmp_path)])

    assert set(find_connectors()) == {*CONNECTORS, "mail_box"}


def test_connector_of_the_how_to_runs_as_it_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_folder(tmp_path / "post_box")
    monkeypatch.setattr(kaodoki.linking.connectors, "__path__", [*kaodoki.linking.connectors.__path__, str(tmp_path)])
    offered, punch = find_connectors()["post_box"], outgoing_punch()
    letters, allowed = tmp_path / "letters", Allowed(folders=(tmp_path / "letters",))
    letters.mkdir()

    connector: Connector = offered.open(offered.check(str(letters), "", allowed), "", allowed)
    connector.check()
    receipts = [connector.deliver(punch), connector.deliver(punch)]
    found = connector.find_many([punch, outgoing_punch()])

    assert {receipt.punch_id for receipt in receipts} == set(found) == {punch.punch_id}
    assert [file.name for file in letters.iterdir()] == [str(punch.punch_id)]
    assert (connector.list_people(), connector.list_divisions(), connector.monthly_overtime("2026-11")) == ([], [], [])
    connector.close()
    with pytest.raises(ConnectionRefusedFolder):
        offered.check(str(tmp_path), "", allowed)


def test_installed_package_brings_a_connector_by_an_entry_point(tmp_path: Path) -> None:
    make_package(tmp_path, "mail_box = mail_box.connector:CONNECTOR")
    make_folder(tmp_path / "mail_box")

    assert found_with(tmp_path) == sorted([*OURS, "mail_box=mail_box.connector"])


@pytest.mark.parametrize(
    "entry", ["broken = not_there:CONNECTOR", "wrong = json:loads", "king_of_time = mail_box.connector:CONNECTOR"]
)
def test_broken_package_or_one_that_takes_our_name_changes_nothing(tmp_path: Path, entry: str) -> None:
    make_package(tmp_path, entry)
    make_folder(tmp_path / "mail_box")

    assert found_with(tmp_path) == sorted(OURS)


def make_folder(folder: Path) -> None:
    """The connector of the how-to, as it stands there."""
    folder.mkdir()
    (folder / "__init__.py").touch()
    code = FOURTH.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    (folder / "connector.py").write_text(code, encoding="utf-8")


def make_package(place: Path, entry: str) -> None:
    metadata = place / "outside-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[kaodoki.connectors]\n{entry}\n")


def found_with(place: Path) -> list[str]:
    command = [sys.executable, "-c", f"import sys; sys.path.append({str(place)!r})\n{LIST}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().split(",")
