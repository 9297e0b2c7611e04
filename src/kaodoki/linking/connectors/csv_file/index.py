"""What has been written to a folder: an SQLite database in it, which also holds the rows of files not out yet.

A file that is out is never touched again, as an importer may have taken it. So rows are collected here, and a file goes
out whole: written beside the index and fsynced, then marked `sealed`, then renamed, then marked `out`. Whoever finds it
sealed knows from the written file alone, which the rename moves in one step, whether it went out before the crash.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from kaodoki.linking.connectors.csv_file.lines import MOST_ROWS, Format

HIDDEN = ".kaodoki"
INDEX = "index.sqlite3"
WAIT_FOR_OTHERS_S = 10.0
# Punches that went out this long ago are not delivered again by anybody.
REMEMBERED = timedelta(days=400)
OPEN, SEALED, OUT = "open", "sealed", "out"
TABLES = """
CREATE TABLE IF NOT EXISTS file (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    started_at REAL NOT NULL,
    rows INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sealed', 'out'))
);
CREATE TABLE IF NOT EXISTS punch (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    punch_id BLOB NOT NULL UNIQUE,
    file INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    line TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS punch_file ON punch (file);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The index of `folder`. Every method opens it anew and may raise `sqlite3.Error` or `OSError`."""

    folder: Path

    @property
    def hidden(self) -> Path:
        return self.folder / HIDDEN

    def create(self) -> None:
        """Makes the folder and the index where they are missing, and tries whether the folder can be written to."""
        self.hidden.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.hidden.is_symlink():
            raise NotADirectoryError(self.hidden)
        with closing(self._connected("rwc")) as database:
            database.executescript(TABLES)
        trial = self.folder / f"{HIDDEN}-{os.getpid()}"
        trial.touch()
        trial.unlink()

    def add(self, punch_id: UUID, line: str, format_: Format, *, now: datetime) -> None:
        """Keeps the line for the file being filled; a punch that is known already adds nothing."""
        with self._changing() as database:
            known = database.execute("SELECT 1 FROM punch WHERE punch_id = ?", [punch_id.bytes]).fetchone()
            if known is None:
                number = _file_to_fill(database, format_, now)
                values = [punch_id.bytes, number, line]
                database.execute("INSERT INTO punch (punch_id, file, line) VALUES (?, ?, ?)", values)
                database.execute("UPDATE file SET rows = rows + 1 WHERE number = ?", [number])

    def known(self, punch_ids: Iterable[UUID]) -> set[UUID]:
        """Those of `punch_ids` that are out or will be."""
        with closing(self._connected("rw")) as database:
            ask = "SELECT 1 FROM punch WHERE punch_id = ?"
            return {one for one in punch_ids if database.execute(ask, [one.bytes]).fetchone()}

    def seal(self, format_: Format, *, older_than: timedelta, now: datetime) -> None:
        """Ends the files that are full, of another format, or begun longer ago (or, by another clock, later)."""
        with self._changing() as database:
            for number, name, other, started_at, rows in database.execute(
                "SELECT number, name, format, started_at, rows FROM file WHERE state = ?", [OPEN]
            ).fetchall():
                age = abs(now.timestamp() - started_at)
                if rows and (rows >= MOST_ROWS or other != format_ or age >= older_than.total_seconds()):
                    self._write(database, number, self.hidden / name, Format(other))
                    database.execute("UPDATE file SET state = ? WHERE number = ?", [SEALED, number])

    def put_out(self, *, now: datetime) -> None:
        """Moves sealed files to where the importer looks, those of a process that died included."""
        with self._changing() as database:
            for number, name in database.execute(
                "SELECT number, name FROM file WHERE state = ? ORDER BY number", [SEALED]
            ).fetchall():
                if (self.hidden / name).exists():
                    os.rename(self.hidden / name, self.folder / name)
                    _sync_folders(self.folder, self.hidden)
                database.execute("UPDATE file SET state = ? WHERE number = ?", [OUT, number])
                database.execute("UPDATE punch SET line = '' WHERE file = ?", [number])
            long_ago = (now - REMEMBERED).timestamp()
            database.execute("DELETE FROM file WHERE state = ? AND started_at < ?", [OUT, long_ago])

    def _write(self, database: sqlite3.Connection, number: int, path: Path, format_: Format) -> None:
        with path.open("w", encoding=format_.encoding, newline="") as file:
            file.write(format_.heading)
            lines = database.execute("SELECT line FROM punch WHERE file = ? ORDER BY sequence", [number])
            file.writelines(line for (line,) in lines)
            file.flush()
            os.fsync(file.fileno())
        _sync_folders(self.hidden)

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that no other process's overlaps; SQLite rolls it back unless it comes to its end."""
        with closing(self._connected("rw")) as database:
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("COMMIT")

    def _connected(self, mode: str) -> sqlite3.Connection:
        """Only `create` makes a new one: an index that is missing may be on a share that is not mounted."""
        place = (self.hidden / INDEX).as_uri()
        database = sqlite3.connect(f"{place}?mode={mode}", uri=True, timeout=WAIT_FOR_OTHERS_S, isolation_level=None)
        try:
            database.execute("PRAGMA foreign_keys = ON")
            # EXTRA: the removal of the rollback journal is on disk as well before a commit returns.
            database.execute("PRAGMA synchronous = EXTRA")
        except sqlite3.Error:
            database.close()
            raise
        return database


def _file_to_fill(database: sqlite3.Connection, format_: Format, now: datetime) -> int:
    room = "SELECT number FROM file WHERE state = ? AND format = ? AND rows < ?"
    found = database.execute(room, [OPEN, format_.value, MOST_ROWS]).fetchone()
    if found is not None:
        return int(found[0])
    new = "INSERT INTO file (name, format, started_at) VALUES ('', ?, ?)"
    number = database.execute(new, [format_.value, now.timestamp()]).lastrowid or 0
    # The time makes it differ from the files of an index that was lost.
    name = f"punches_{now:%Y%m%dT%H%M%S%f}Z_{number:06d}.csv"
    database.execute("UPDATE file SET name = ? WHERE number = ?", [name, number])
    return number


def _sync_folders(*folders: Path) -> None:
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
