"""Which folders a company may write to."""

from pathlib import Path

import pytest

from kaodoki.linking.connectors.csv_file.address import parse_address
from kaodoki.linking.connectors.csv_file.lines import Format
from kaodoki.linking.errors import ConnectionRefusedFolder


def test_address_says_folder_format_and_time(tmp_path: Path) -> None:
    folder = tmp_path / "勤怠 A"

    found = parse_address(f"file://{tmp_path}/%E5%8B%A4%E6%80%A0%20A?format=plain&every=0", allowed_folders=[tmp_path])

    assert (found.folder, found.format, found.every_minutes) == (folder, Format.PLAIN, 0)
    assert parse_address(found.address, allowed_folders=[tmp_path]) == found


def test_format_of_king_of_time_each_hour_is_the_default(tmp_path: Path) -> None:
    found = parse_address(f"file://{tmp_path}", allowed_folders=[tmp_path])

    assert (found.format, found.every_minutes) == (Format.KING_OF_TIME, 60)


@pytest.mark.parametrize(
    "path",
    [
        "/etc",
        "/",
        "{allowed}/../other",
        "{allowed}/%2e%2e/other",
        "{allowed}-evil",
        "{allowed}/link",
        "{allowed}/link/below",
        "{allowed}/loop",
        "{allowed}/a%0ab",
        "{allowed}/a%00b",
    ],
)
def test_folder_that_is_not_allowed_is_refused_however_it_is_written(tmp_path: Path, path: str) -> None:
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    (tmp_path / "other").mkdir()
    (allowed / "link").symlink_to(tmp_path / "other")
    (allowed / "loop").symlink_to(allowed / "loop")

    with pytest.raises(ConnectionRefusedFolder):
        parse_address("file://" + path.format(allowed=allowed), allowed_folders=[allowed])


def test_nothing_is_allowed_unless_the_operator_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConnectionRefusedFolder):
        parse_address(f"file://{tmp_path}", allowed_folders=[])


@pytest.mark.parametrize(
    "address",
    [
        "{folder}",
        "http://{folder}",
        "file://host{folder}",
        "file:relative",
        "file://{folder}#x",
        "file://{folder}\n",
        "file://[",
        "file://{folder}?format=xls",
        "file://{folder}?every=-1",
        "file://{folder}?every=1441",
        "file://{folder}?every=",
        "file://{folder}?every=٣",
        "file://{folder}?evry=5",
        "file://{folder}/" + "a" * 200,
    ],
)
def test_address_that_cannot_be_meant_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConnectionRefusedFolder):
        parse_address(address.replace("{folder}", str(tmp_path)), allowed_folders=[tmp_path])
