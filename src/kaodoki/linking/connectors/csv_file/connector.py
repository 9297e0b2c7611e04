"""The connector that writes CSV files into a folder, each punch once."""

import logging
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaodoki.linking.connectors.csv_file.address import Destination, parse_address
from kaodoki.linking.connectors.csv_file.index import Index
from kaodoki.linking.connectors.csv_file.lines import line_of
from kaodoki.linking.connectors.protocol import (
    Allowed,
    Ambiguous,
    Capabilities,
    ConnectorFault,
    ConnectorType,
    DivisionThere,
    MonthlyOvertime,
    OutgoingPunch,
    Person,
    Receipt,
    Unavailable,
)
from kaodoki.linking.errors import ConnectionRefusedFolder

logger = logging.getLogger(__name__)

TROUBLE = (sqlite3.Error, OSError)
NEVER_BY_AGE = timedelta.max


class CsvFile:
    """Implements `Connector`. A receipt says that the row is on disk; its file goes out when it is full or due."""

    capabilities = Capabilities(people=False, read_back=True, overtime=False, drops_repeats=True)

    def __init__(
        self, *, base_url: str, allowed_folders: Sequence[Path], now: Callable[[], datetime] | None = None
    ) -> None:
        self._base_url = base_url
        self._allowed_folders = allowed_folders
        self._now = now or _now

    def check(self) -> None:
        """Makes folder and index. Nothing else does: a share that is not mounted must not pass for an empty one."""
        with self._writing() as destination:
            Index(folder=destination.folder).create()

    def list_people(self) -> list[Person]:
        """Nobody: a folder knows no people."""
        return []

    def list_divisions(self) -> list[DivisionThere]:
        """None: a folder knows no divisions."""
        return []

    def deliver(self, punch: OutgoingPunch) -> Receipt:
        """Takes nothing more while files that are due cannot go out. Known already, it is not written again."""
        with self._writing() as destination:
            index = Index(folder=destination.folder)
            line = line_of(punch, destination.format, now=self._now())
            age = timedelta(minutes=destination.every_minutes) if destination.every_minutes else NEVER_BY_AGE
            self._put_out_due(destination, older_than=age)
            try:
                index.add(punch.punch_id, line, destination.format, now=self._now())
            except TROUBLE:
                _require_known(index, punch.punch_id)
        return Receipt(punch_id=punch.punch_id)

    def find_many(self, punches: Sequence[OutgoingPunch]) -> dict[uuid.UUID, Receipt]:
        """What the index has, however long ago the importer took the file."""
        with self._writing() as destination:
            known = Index(folder=destination.folder).known(punch.punch_id for punch in punches)
        return {punch_id: Receipt(punch_id=punch_id) for punch_id in known}

    def monthly_overtime(self, month: str) -> list[MonthlyOvertime]:  # noqa: ARG002 - the protocol's
        """None: a folder computes nothing."""
        return []

    def close(self) -> None:
        """What is due goes out here too, and so with every sweep, even when nothing is delivered any more."""
        with suppress(ConnectorFault), self._writing() as destination:
            self._put_out_due(destination, older_than=timedelta(minutes=destination.every_minutes))

    def _put_out_due(self, destination: Destination, *, older_than: timedelta) -> None:
        index = Index(folder=destination.folder)
        index.seal(destination.format, older_than=older_than, now=self._now())
        index.put_out(now=self._now())

    @contextmanager
    def _writing(self) -> Iterator[Destination]:
        """Where to write, if it is still allowed; trouble with it is `Unavailable`."""
        try:
            yield parse_address(self._base_url, allowed_folders=self._allowed_folders)
        except (ConnectionRefusedFolder, *TROUBLE) as trouble:
            logger.warning("a folder for CSV files cannot be used: %s", trouble)
            raise Unavailable from trouble


def _require_known(index: Index, punch_id: uuid.UUID) -> None:
    """After trouble: what is not in the index now never will be, as SQLite has rolled it back."""
    try:
        known = index.known([punch_id])
    except TROUBLE:
        raise Ambiguous from None
    if not known:
        raise Unavailable


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _checked(base_url: str, _access_token: str, allowed: Allowed) -> str:
    return parse_address(base_url, allowed_folders=allowed.folders).address


def _opened(base_url: str, _access_token: str, allowed: Allowed) -> CsvFile:
    return CsvFile(base_url=base_url, allowed_folders=allowed.folders)


CONNECTOR = ConnectorType(check=_checked, open=_opened, needs_secret=False, is_tended=True)
