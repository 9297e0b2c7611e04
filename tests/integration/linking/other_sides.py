"""The other sides that every connector is tried against, each real: a server, a folder, a process that receives."""

import csv
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import httpx2
from tests.integration.linking.faulty_proxy import FaultyProxy

from kaodoki.linking.connectors.protocol import Allowed, Connector, OutgoingPunch
from kaodoki.linking.connectors.registry import CONNECTORS
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.restricted_hours import JAPAN

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_" + "A" * 32
CODES = {"1": Kind.IN, "2": Kind.OUT, "3": Kind.BREAK_START, "4": Kind.BREAK_END}
Arrived = tuple[str, datetime, str]


class OtherSide(Protocol):
    """What the contract needs to know of an attendance system besides its connector."""

    name: str
    people: tuple[str, str]
    day: date

    def open(self) -> Connector:
        """A connector with good credentials."""

    def open_refused(self) -> Connector | None:
        """One with bad credentials; None where there are none."""

    def open_away(self) -> Connector:
        """One to a place where nobody answers."""

    def lose_next_answer(self) -> bool:
        """The next punch is stored, and the answer lost; False where nothing lies between."""

    def refused(self) -> OutgoingPunch:
        """A punch that the other side will never take."""

    def arrived(self) -> list[Arrived]:
        """(key, instant to the minute, kind) of everything that arrived, in its order."""


def punch_at(side: OtherSide, key: str, hour: int, minute: int, kind: Kind) -> OutgoingPunch:
    at = datetime(side.day.year, side.day.month, side.day.day, hour, minute, tzinfo=JAPAN)
    return OutgoingPunch(punch_id=uuid4(), employee_key=key, punched_at=at, working_date=side.day, kind=kind)


@dataclass(slots=True, kw_only=True)
class AttendanceServer:
    """KING OF TIME's stand-in, behind a proxy that loses answers."""

    name: str = "king_of_time"
    proxy: FaultyProxy
    token: str
    people: tuple[str, str]
    day: date

    def open(self) -> Connector:
        return CONNECTORS[self.name].open(self.proxy.url, self.token, Allowed())

    def open_refused(self) -> Connector:
        return CONNECTORS[self.name].open(self.proxy.url, "f" * 32, Allowed())

    def open_away(self) -> Connector:
        return CONNECTORS[self.name].open(f"http://127.0.0.1:{free_port()}", self.token, Allowed())

    def lose_next_answer(self) -> bool:
        self.proxy.lose_answers = 1
        return True

    def refused(self) -> OutgoingPunch:
        return punch_at(self, "0" * 64, 9, 0, Kind.IN)

    def arrived(self) -> list[Arrived]:
        days = httpx2.get(
            f"{self.proxy.url}/daily-workings/timerecord",
            params={"start": self.day.isoformat(), "end": self.day.isoformat()},
            headers={"Authorization": f"Bearer {self.token}"},
        ).json()
        return [
            (person["employeeKey"], datetime.fromisoformat(item["time"]), CODES[item["code"]])
            for one in days
            for person in one["dailyWorkings"]
            for item in person["timeRecord"]
        ]


@dataclass(slots=True, kw_only=True)
class ImportFolder:
    """A folder under one that the operator allows."""

    name: str = "csv_file"
    allowed: Path
    people: tuple[str, str] = ("1000", "2000")
    day: date = field(default_factory=lambda: datetime.now(tz=JAPAN).date() - timedelta(days=1))

    def open(self) -> Connector:
        return self._open("ACME")

    def open_refused(self) -> None:
        return None

    def open_away(self) -> Connector:
        return self._open("not-mounted")

    def lose_next_answer(self) -> bool:
        return False

    def refused(self) -> OutgoingPunch:
        return punch_at(self, self.people[0], 9, 0, Kind.GO_OUT)

    def arrived(self) -> list[Arrived]:
        texts = [file.read_text(encoding="cp932") for file in sorted((self.allowed / "ACME").glob("*.csv"))]
        rows = [row for text in texts for row in list(csv.reader(text.splitlines()))[1:]]
        return [
            (code, datetime.strptime(time, "%Y%m%d%H%M").replace(tzinfo=JAPAN), CODES[kind])
            for code, _, kind, time in rows
        ]

    def _open(self, folder: str) -> Connector:
        address = f"file://{self.allowed}/{folder}?format=king_of_time&every=0"
        return CONNECTORS[self.name].open(address, "", Allowed(folders=(self.allowed,)))


@dataclass(slots=True, kw_only=True)
class WebhookReceiver:
    """A process that receives."""

    name: str = "webhook"
    port: int
    file: Path
    people: tuple[str, str] = ("1000", "2000")
    day: date = date(2026, 6, 1)

    def open(self) -> Connector:
        return self._open(self.port, SECRET)

    def open_refused(self) -> Connector:
        return self._open(self.port, OTHER_SECRET)

    def open_away(self) -> Connector:
        return self._open(free_port(), SECRET)

    def tell(self, *orders: int | str) -> None:
        httpx2.post(f"http://127.0.0.1:{self.port}/told", json=list(orders)).raise_for_status()

    def asked_paths(self) -> set[str]:
        """The paths of all messages so far."""
        return set(httpx2.get(f"http://127.0.0.1:{self.port}/asked").json())

    def lose_next_answer(self) -> bool:
        self.tell("lose")
        return True

    def refused(self) -> OutgoingPunch:
        self.tell(422)
        return punch_at(self, self.people[0], 9, 0, Kind.IN)

    def arrived(self) -> list[Arrived]:
        lines = [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []
        return [(one["employee_code"], datetime.fromisoformat(one["punched_at"]), one["kind"]) for one in lines]

    def _open(self, port: int, secret: str) -> Connector:
        return CONNECTORS[self.name].open(f"http://127.0.0.1:{port}/punches", secret, Allowed(hosts=("127.0.0.1",)))


def start_receiver(port: int, file: Path) -> subprocess.Popen[bytes]:
    """Runs once it answers; the caller ends it."""
    program = Path(__file__).with_name("webhook_receiver.py")
    process = subprocess.Popen([sys.executable, str(program), str(port), SECRET, str(file)])
    wait_until(lambda: answers(port))
    return process


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until(claim: Callable[[], bool], *, within_s: float = 30.0) -> None:
    limit = time.monotonic() + within_s
    while not claim():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)
