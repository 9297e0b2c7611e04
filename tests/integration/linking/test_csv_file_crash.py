"""A process that writes CSV files is killed at any moment; nothing is lost and nothing written twice."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from tests.integration.linking.other_sides import wait_until

from kaodoki.linking.connectors.csv_file.connector import CsvFile

WRITER = Path(__file__).with_name("csv_writer.py")
KILLS = 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "ACME"
    with closing(connector_to(folder)) as connector:
        connector.check()
    return folder


def test_writers_killed_at_random_moments_leave_every_receipt_in_one_file_once(folder: Path, tmp_path: Path) -> None:
    moments = random.Random(4)
    receipts: list[str] = []
    taken = tmp_path / "taken"
    taken.mkdir()

    for kill in range(KILLS):
        # Two workers at once, and an importer that takes away what is out.
        logs = [tmp_path / f"{kill}-{worker}" for worker in range(2)]
        writers = [start(folder, seed=10 * kill + number, log=log) for number, log in enumerate(logs)]
        wait_until(lambda logs=logs: all(log.stat().st_size for log in logs))  # type: ignore[misc]
        time.sleep(moments.uniform(0.0, 0.3))
        import_all(folder, taken)
        for writer in writers:
            writer.kill()
            writer.wait(10)
        receipts += [line for log in logs for line in log.read_text().split("\n")[:-1]]
    connector_to(folder).close()
    import_all(folder, taken)

    written = Counter(row.split(",")[0] for file in taken.iterdir() for row in file.read_text().splitlines()[1:])
    assert len(receipts) > 2 * KILLS
    assert set(receipts) <= set(written)
    assert set(written.values()) == {1}
    # Per killed writer at most the one punch whose receipt it could not print any more.
    assert len(written) - len(receipts) <= 2 * KILLS


@pytest.mark.parametrize("step", ["before", "after"])
@pytest.mark.parametrize("taken_meanwhile", [False, True])
def test_death_around_the_renaming_puts_a_file_out_exactly_once(
    folder: Path, tmp_path: Path, step: str, *, taken_meanwhile: bool
) -> None:
    log, taken = tmp_path / "log", tmp_path / "taken"
    taken.mkdir()
    writer = start(folder, step, seed=1, log=log)
    died_by = -writer.wait(30)
    out_at_once = len(list(folder.glob("*.csv")))
    if taken_meanwhile:
        import_all(folder, taken)

    for _ in range(2):
        connector_to(folder).close()
    import_all(folder, taken)

    rows = [row.split(",")[0] for file in sorted(taken.iterdir()) for row in file.read_text().splitlines()[1:]]
    assert died_by == signal.SIGKILL
    assert out_at_once == (1 if step == "after" else 0)
    assert rows == log.read_text().split()


def connector_to(folder: Path) -> CsvFile:
    return CsvFile(base_url=f"file://{folder}?format=plain&every=0", allowed_folders=[folder])


def start(folder: Path, *step: str, seed: int, log: Path) -> subprocess.Popen[bytes]:
    with log.open("w") as output:
        return subprocess.Popen([sys.executable, str(WRITER), str(folder), str(seed), *step], stdout=output)


def import_all(folder: Path, taken: Path) -> None:
    for file in folder.glob("*.csv"):
        # Under another name each time: a file that comes again must not hide behind the first.
        shutil.move(file, taken / f"{len(list(taken.iterdir())):04d}_{file.name}")
