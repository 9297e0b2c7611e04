"""A linked company, the real attendance server over HTTP, and a clock that tests turn by hand."""

import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django_scopes import scope
from tests.integration.linking.faulty_proxy import FaultyProxy

from embedded_postgres import EmbeddedPostgres
from kaodoki.linking.delivery import deliver_due
from kaodoki.linking.linkage_client import CLIENT_ID, RETURN_PATH
from kaodoki.linking.services import remove_connection, set_connection
from kaodoki.linking.sync import sync_company
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.people.services import create_company, create_employee
from kaodoki.punches.models import Punch, PunchEvent, State
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.restricted_hours import JAPAN

TOKEN = "0123456789abcdef0123456789abcdef"
# The people of the WebAPI's samples, which the attendance server is seeded with.
TARO = "8b6ee646a9620b286499c3df6918c4888a97dd7bbc6a26a18743f4697a1de4b3"
HANAKO = "c77a34b32f5de30b6335d141ad714baf6713cd21ca98689efec9fe27352152c4"
FIRST_DAY = date(2026, 6, 1)
# Login and password of an all-rights administrator over there.
THERE = ("zenken", "a-password-over-there")


@dataclass(slots=True)
class TurnedClock:
    """`clock()` is the time it was set to."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


@dataclass(slots=True, kw_only=True)
class Office:
    """A company with a day of its own in the attendance server, so that tests do not meet each other's punches."""

    company: Company
    proxy: FaultyProxy
    server_url: str
    day: date
    clock: TurnedClock
    punches: list[Punch] = field(default_factory=list)

    def at(self, hour: int, minute: int = 0, second: int = 0) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, hour, minute, second, tzinfo=JAPAN)

    def punch(self, employee_code: str, at: datetime, kind: Kind = Kind.IN, **columns: Any) -> Punch:
        employee = Employee.objects.get(employee_code=employee_code)
        values = {"state": State.PENDING, "deliver_after": at, "created_at": at, "working_date": self.day, **columns}
        return Punch.objects.create(
            company=self.company, employee=employee, kind=kind, chosen=True, punched_at=at, working_time="", **values
        )

    def deliver(self) -> None:
        deliver_due(self.company, now=self.clock)

    def link(self) -> None:
        set_connection(self.company, connector="king_of_time", base_url=self.proxy.url, access_token=TOKEN, by="test")
        sync_company(self.company, now=self.clock())

    def arrived(self, employee_key: str) -> list[tuple[datetime, str]]:
        """(instant, code) of what the attendance server has of the day, asked directly."""
        days = httpx2.get(
            f"{self.server_url}/daily-workings/timerecord",
            params={"start": self.day.isoformat(), "end": self.day.isoformat()},
            headers={"Authorization": f"Bearer {TOKEN}"},
        ).json()
        return [
            (datetime.fromisoformat(item["time"]), item["code"])
            for day in days
            for person in day["dailyWorkings"]
            if person["employeeKey"] == employee_key
            for item in person["timeRecord"]
        ]


def state_of(punch: Punch) -> str:
    return str(Punch.objects.values_list("state", flat=True).get(pk=punch.pk))


def history_of(punch: Punch) -> list[str]:
    return list(PunchEvent.objects.filter(punch=punch).order_by("id").values_list("state", flat=True))


@pytest.fixture(scope="session")
def attendance_server(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int]]:
    """A process of the real server; its host and port."""
    postgres.ensure_database("attendance_for_linking")
    port = _free_port()
    log = tmp_path_factory.mktemp("attendance") / "log.txt"
    variables = {"ATTENDANCE_DATABASE_URL": postgres.url("attendance_for_linking"), "ATTENDANCE_SECRET_KEY": "s" * 50}
    command = [sys.executable, "-m", "attendance_server", "serve", "--port", str(port), "--seed", "docs"]
    # All tests together ask more than the general limit lets one token ask.
    command += ["--token", TOKEN, "--restricted-hours", "", "--general-limit", "100000"]
    command += ["--demo-admin", ":".join(THERE), "--register-client", f"{CLIENT_ID}=http://testserver{RETURN_PATH}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")} | variables
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        _wait_for(port, process, log)
        yield "127.0.0.1", port
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture
def proxy(attendance_server: tuple[str, int]) -> Iterator[FaultyProxy]:
    with FaultyProxy(attendance_server) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def days() -> Iterator[date]:
    """One for each test: none is over there in the future, or longer ago than it takes."""
    return (FIRST_DAY + timedelta(days=number) for number in (*range(150), *range(-1, -500, -1)))


@pytest.fixture
def office(
    transactional_db: None,
    proxy: FaultyProxy,
    attendance_server: tuple[str, int],
    days: Iterator[date],
    settings: Any,
) -> Iterator[Office]:
    """Linked, at noon, without restricted hours; employees 1000 and 2000 are known over there, 9999 is not."""
    settings.CONNECTOR_HOSTS = ("127.0.0.1",)
    day = next(days)
    company = create_company(f"c-{uuid.uuid4()}", "テスト株式会社")
    with scope(company=company):
        Settings.objects.update(restricted_hours=[])
        for code in ("1000", "2000", "9999"):
            create_employee(company, code, {"family_name": code}, by="test")
        host, port = attendance_server
        noon = TurnedClock(datetime(day.year, day.month, day.day, 3, 0, tzinfo=UTC))
        office = Office(company=company, proxy=proxy, server_url=f"http://{host}:{port}/v1.0", day=day, clock=noon)
        office.link()
        yield office


@pytest.fixture
def unlinked(office: Office) -> Office:
    """A company whose day starts at 0:00 as those of its people's divisions do."""
    remove_connection(office.company, by="test")
    return office


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the attendance server did not start: {log.read_text()[-2000:]}")
