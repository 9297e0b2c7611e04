"""A real folder: what comes out of it, when, and what happens when it does not work."""

import csv
import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.linking.outgoing import MORNING, outgoing_punch

from kaodoki.linking.connectors.csv_file.connector import CsvFile
from kaodoki.linking.connectors.csv_file.index import HIDDEN, INDEX
from kaodoki.linking.connectors.csv_file.lines import MOST_ROWS
from kaodoki.linking.connectors.protocol import Rejected, Unavailable
from kaodoki.timekeeping.kinds import Kind


@dataclass(slots=True, kw_only=True)
class Desk:
    """A folder, and connectors to it that begin and end as deliveries do."""

    folder: Path
    now: datetime = MORNING
    options: str = "?format=plain&every=0"
    taken: list[list[str]] = field(default_factory=list)

    def connector(self) -> CsvFile:
        address = f"file://{self.folder}{self.options}"
        return CsvFile(base_url=address, allowed_folders=[self.folder], now=lambda: self.now)

    @contextmanager
    def delivery(self) -> Iterator[CsvFile]:
        with closing(self.connector()) as connector:
            yield connector

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.csv"))

    def rows(self) -> list[list[str]]:
        """All rows of all files that are out, headings left out."""
        texts = [file.read_text(encoding="cp932") for file in self.files()]
        return [row for text in texts for row in list(csv.reader(text.splitlines()))[1:]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(folder=tmp_path / "ACME")
    with desk.delivery() as connector:
        connector.check()
    return desk


def test_delivery_ends_with_a_whole_file_in_the_order_of_delivery(desk: Desk) -> None:
    punches = [outgoing_punch(minutes=minute) for minute in range(3)]

    with desk.delivery() as connector:
        for punch in punches:
            connector.deliver(punch)
        before = desk.files()

    assert before == []
    assert [row[0] for row in desk.rows()] == [str(punch.punch_id) for punch in punches]


def test_repeat_writes_nothing_even_after_the_importer_took_the_file(desk: Desk) -> None:
    punch = outgoing_punch()
    with desk.delivery() as connector:
        connector.deliver(punch)
    desk.files()[0].unlink()

    with desk.delivery() as connector:
        receipt = connector.deliver(punch)
        found = connector.find_many([punch, outgoing_punch()])

    assert (receipt.punch_id, list(found)) == (punch.punch_id, [punch.punch_id])
    assert desk.files() == []


def test_file_of_king_of_time_has_heading_and_no_more_rows_than_the_import_takes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaodoki.linking.connectors.csv_file.index.MOST_ROWS", 10)
    desk.options = "?format=king_of_time&every=1440"
    with desk.delivery() as connector:
        for minute in range(11):
            connector.deliver(outgoing_punch(minutes=minute))
        one_out = desk.files()

    desk.now += timedelta(days=1)
    desk.connector().close()

    assert MOST_ROWS == 1_000
    assert len(one_out) == 1
    assert [len(file.read_bytes().split(b"\r\n")) - 2 for file in desk.files()] == [10, 1]
    assert (
        desk.files()[0]
        .read_text(encoding="cp932")
        .startswith("従業員コード,名前,打刻種別コード,打刻\n1000,,1,202611200900\n")
    )


def test_file_waits_until_its_time_is_over_and_then_goes_out_without_a_punch(desk: Desk) -> None:
    desk.options = "?format=plain&every=60"
    with desk.delivery() as connector:
        connector.deliver(outgoing_punch())
    desk.now += timedelta(minutes=59)
    desk.connector().close()
    waiting = desk.files()

    desk.now += timedelta(minutes=1)
    desk.connector().close()

    assert waiting == []
    assert len(desk.rows()) == 1


def test_clock_that_was_set_back_does_not_keep_a_file_for_ever(desk: Desk) -> None:
    desk.options = "?format=plain&every=60"
    with desk.delivery() as connector:
        connector.deliver(outgoing_punch())

    desk.now -= timedelta(days=30)
    desk.connector().close()

    assert len(desk.rows()) == 1


def test_other_format_begins_another_file(desk: Desk) -> None:
    desk.options = "?format=plain&every=60"
    with desk.delivery() as connector:
        connector.deliver(outgoing_punch(kind=Kind.AUTO))

    desk.options = "?format=king_of_time&every=0"
    with desk.delivery() as connector:
        connector.deliver(outgoing_punch())

    assert [len(row) for row in desk.rows()] == [6, 4]


def test_rejected_punch_leaves_nothing_behind(desk: Desk) -> None:
    desk.options = "?format=king_of_time&every=0"
    punch = outgoing_punch(kind=Kind.GO_OUT)

    with desk.delivery() as connector, pytest.raises(Rejected):
        connector.deliver(punch)

    assert desk.files() == []
    assert desk.connector().find_many([punch]) == {}


def test_two_workers_at_once_write_every_punch_once(desk: Desk) -> None:
    punches = [outgoing_punch(minutes=minute) for minute in range(40)]

    def work() -> None:
        with desk.delivery() as connector:
            for punch in punches:
                connector.deliver(punch)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(row[0] for row in desk.rows()) == sorted(str(punch.punch_id) for punch in punches)


def test_one_connector_may_be_used_by_several_threads(desk: Desk) -> None:
    punches = [outgoing_punch(minutes=minute) for minute in range(20)]

    with desk.delivery() as connector:
        threads = [threading.Thread(target=connector.deliver, args=(punch,)) for punch in punches]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(desk.rows()) == 20


def test_full_disk_stores_nothing_and_what_came_before_stays(desk: Desk) -> None:
    first, second = outgoing_punch(), outgoing_punch(minutes=1)
    with desk.delivery() as connector:
        connector.deliver(first)

    with disk_full(), desk.delivery() as connector, pytest.raises(Unavailable):
        connector.deliver(second)
    between = desk.connector().find_many([first, second])
    with desk.delivery() as connector:
        connector.deliver(second)

    assert list(between) == [first.punch_id]
    assert [row[0] for row in desk.rows()] == [str(first.punch_id), str(second.punch_id)]


def test_disk_that_is_full_when_the_file_should_go_out_delays_it_and_takes_nothing_more(desk: Desk) -> None:
    desk.options = "?format=plain&every=60"
    with desk.delivery() as connector:
        connector.deliver(outgoing_punch())
    desk.now += timedelta(hours=1)

    with disk_full(), desk.delivery() as connector, pytest.raises(Unavailable):
        connector.deliver(outgoing_punch(minutes=1))
    before = desk.files()
    desk.connector().close()

    assert before == []
    assert len(desk.rows()) == 1


def test_folder_that_cannot_be_written_to_is_unavailable(desk: Desk) -> None:
    with not_writable(desk.folder):
        with desk.delivery() as connector, pytest.raises(Unavailable):
            connector.check()
        with desk.delivery() as connector, pytest.raises(Unavailable):
            connector.deliver(outgoing_punch())


def test_folder_that_is_gone_or_was_exchanged_is_not_begun_anew(desk: Desk) -> None:
    shutil.move(desk.folder, desk.folder.with_name("elsewhere"))
    with desk.delivery() as connector, pytest.raises(Unavailable):
        connector.deliver(outgoing_punch())
    desk.folder.mkdir()
    with desk.delivery() as connector, pytest.raises(Unavailable):
        connector.deliver(outgoing_punch())
    with desk.delivery() as connector, pytest.raises(Unavailable):
        connector.find_many([outgoing_punch()])

    assert list(desk.folder.iterdir()) == []


def test_index_that_was_lost_is_not_begun_anew_before_somebody_links_again(desk: Desk) -> None:
    (desk.folder / HIDDEN / INDEX).unlink()

    with desk.delivery() as connector, pytest.raises(Unavailable):
        connector.deliver(outgoing_punch())
    with desk.delivery() as connector:
        connector.check()
        connector.deliver(outgoing_punch())

    assert len(desk.rows()) == 1


def test_folder_that_is_not_allowed_any_more_is_unavailable(desk: Desk) -> None:
    with closing(CsvFile(base_url=f"file://{desk.folder}", allowed_folders=[])) as connector:
        with pytest.raises(Unavailable):
            connector.check()
        with pytest.raises(Unavailable):
            connector.deliver(outgoing_punch())


def test_index_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "ACME"
    elsewhere.mkdir()
    folder.mkdir()
    (folder / HIDDEN).symlink_to(elsewhere)

    with pytest.raises(Unavailable):
        Desk(folder=folder).connector().check()

    assert list(elsewhere.iterdir()) == []


def test_broken_index_is_unavailable(desk: Desk) -> None:
    (desk.folder / HIDDEN / INDEX).write_bytes(b"x" * 4096)

    with desk.delivery() as connector, pytest.raises(Unavailable):
        connector.deliver(outgoing_punch())


def test_index_held_by_another_process_for_too_long_is_unavailable(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaodoki.linking.connectors.csv_file.index.WAIT_FOR_OTHERS_S", 0.1)
    with closing(sqlite3.connect(desk.folder / HIDDEN / INDEX, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with desk.delivery() as connector, pytest.raises(Unavailable):
            connector.deliver(outgoing_punch())


def test_index_keeps_no_rows_of_files_that_are_out_and_forgets_after_400_days(desk: Desk) -> None:
    old, new = outgoing_punch("7531"), outgoing_punch("7531", minutes=1)
    with desk.delivery() as connector:
        connector.deliver(old)
    desk.now += timedelta(days=401)
    with desk.delivery() as connector:
        connector.deliver(new)

    with closing(sqlite3.connect(desk.folder / HIDDEN / INDEX)) as index:
        assert index.execute("SELECT punch_id, line FROM punch").fetchall() == [(new.punch_id.bytes, "")]


def test_only_our_own_user_reads_the_index(desk: Desk) -> None:
    assert (desk.folder / HIDDEN).stat().st_mode & 0o077 == 0


@contextmanager
def disk_full() -> Iterator[None]:
    """No file of this process may grow: writing fails as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def not_writable(folder: Path) -> Iterator[None]:
    """For an ordinary user; root, whom modes do not stop, becomes one for a while."""
    nobody = 65534
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(nobody)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
