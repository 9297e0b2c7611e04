"""The attendance server: punches registered a second, and the monthly totals of 1,000 people.

Run as `python -m bench.attendance`. The server runs as its own program on its own PostgreSQL, its rate limits counted
but out of reach; the clients are threads of this process and share the machine with it.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.report import Goal, Report, Table, parser_for, print_report
from embedded_postgres import EmbeddedPostgres

PUNCH_GOAL_PER_S: Final = 300.0
MONTH_GOAL_S: Final = 2.0
PEOPLE: Final = 1000
DAYS: Final = 31
TOKEN: Final = "kaodoki-bench-attendance"
CLOCK: Final = "2026-11-20T12:00:00+09:00"
MONTH: Final = "2026-10"
TODAY: Final = "2026-11-20"
OUT_OF_REACH: Final = "1000000000"
HEADERS: Final = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
# In at 9:00, a break of an hour at 12:00, out between 18:00 and 20:30; a day in ten goes on after midnight.
TIMES: Final = (("1", 9 * 60), ("3", 12 * 60), ("4", 13 * 60), ("2", 18 * 60))
PATIENCE_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Rates of the rounds in requests a second, seconds of each month asked for, and what a month answered."""

    rates: Sequence[float]
    p95_ms: float
    month_s: Sequence[float]
    month_bytes: int


def main() -> int:
    parser = parser_for("attendance", __doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8.0, help="of one round of punches")
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaodoki-bench-") as folder, serving(Path(folder)) as (port, url):
        keys = fill(url)
        month_s, size = ask_months(port, options.rounds + 2)
        rates, latencies = [], []
        for turn in range(options.rounds):
            rate, took = punch_round(port, keys, clients=options.clients, seconds=options.seconds, turn=turn)
            rates.append(rate)
            latencies += took
    p95_ms = statistics.quantiles(latencies, n=20)[-1] * 1000
    result = Result(rates=rates, p95_ms=p95_ms, month_s=month_s, month_bytes=size)
    return print_report(as_report(result, clients=options.clients), options.form)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, str]]:
    """The server's port and its database's address."""
    with EmbeddedPostgres(folder / "postgres", temporary=True) as postgres:
        postgres.ensure_database("attendance")
        url, port = postgres.url("attendance"), _free_port()
        command = [sys.executable, "-m", "attendance_server", "serve", "--port", str(port), "--seed", "docs"]
        switches = ["--token", TOKEN, "--clock", CLOCK, "--restricted-hours", "", "--database-url", url]
        limits = ["--punch-limit", OUT_OF_REACH, "--general-limit", OUT_OF_REACH]
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("ATTENDANCE_", "DJANGO_"))
        }
        environment["PYTHONPATH"] = str(Path(__file__).parents[1] / "src")
        process = subprocess.Popen([*command, *switches, *limits], env=environment, stderr=subprocess.DEVNULL)
        try:
            _wait_until_ready(port, process)
            yield port, url
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def fill(url: str) -> list[str]:
    """1,000 people with four punches on each of 31 days; their keys."""
    keys = [f"{number:064x}" for number in range(1, PEOPLE + 1)]
    with psycopg.connect(url) as connection:
        division, working_type = (_only_id(connection, f"SELECT id FROM webapi_{name} WHERE code = %s", code)
                                  for name, code in (("division", "1000"), ("workingtype", "1")))  # fmt: skip
        with connection.cursor().copy(
            "COPY webapi_employee (key, code, last_name, first_name, gender) FROM STDIN"
        ) as copy:
            for number, key in enumerate(keys):
                copy.write_row((key, f"b{number:04d}", "計測", f"{number}郎", "male"))
        connection.execute(
            "INSERT INTO webapi_assignment (employee_id, effective_from, division_id, working_type_id)"
            " SELECT id, '0001-01-01', %s, %s FROM webapi_employee WHERE code LIKE 'b%%'",
            (division, working_type),
        )
        ids = [row[0] for row in connection.execute("SELECT id FROM webapi_employee WHERE code LIKE 'b%'")]
        columns = "employee_id, working_date, time, code, division_id, registered_at"
        with connection.cursor().copy(f"COPY webapi_punch ({columns}) FROM STDIN") as copy:
            for person in ids:
                for row in _punches(person):
                    copy.write_row((*row, division, row[2]))
    return keys


def ask_months(port: int, times: int) -> tuple[list[float], int]:
    """Seconds of each answer, and the bytes of one. The first warms up and is left out."""
    seconds = []
    for _ in range(times + 1):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        start = time.perf_counter()
        connection.request("GET", f"/v1.0/monthly-workings/{MONTH}", headers=HEADERS)
        response = connection.getresponse()
        content = response.read()
        seconds.append(time.perf_counter() - start)
        connection.close()
        if response.status != 200 or len(json.loads(content)) != PEOPLE:
            raise SystemExit(f"the month was not answered: {response.status} {content[:300]!r}")
    return seconds[1:], len(content)


def punch_round(
    port: int, keys: Sequence[str], *, clients: int, seconds: float, turn: int
) -> tuple[float, list[float]]:
    """Punches registered a second by so many clients at once, and the seconds that each took."""
    took: list[list[float]] = [[] for _ in range(clients)]
    failures: list[str] = []
    deadline = time.perf_counter() + seconds

    def work(number: int) -> None:
        try:
            for answer_s in _punch_until(deadline, port, keys[number::clients], first_s=turn * 10_000):
                took[number].append(answer_s)
        except (OSError, http.client.HTTPException, RuntimeError) as error:
            failures.append(str(error))

    start = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed = time.perf_counter() - start
    if failures:
        raise SystemExit(f"a punch was not registered: {failures[0]}")
    latencies = [answer_s for mine in took for answer_s in mine]
    return len(latencies) / passed, latencies


def as_report(result: Result, *, clients: int) -> Report:
    rate, month_s = statistics.median(result.rates), statistics.median(result.month_s)
    rows = [
        ("punches registered a second, median of the rounds", rate),
        ("the slowest round", min(result.rates)),
        ("p95 of a registration, ms", result.p95_ms),
        (f"monthly totals of {PEOPLE:,} people × {DAYS} days, seconds, median", month_s),
        ("the slowest of them", max(result.month_s)),
        ("bytes of the month", result.month_bytes),
    ]
    facts: dict[str, Any] = {
        "punches_per_s": list(result.rates),
        "p95_ms": result.p95_ms,
        "month_s": list(result.month_s),
        "month_bytes": result.month_bytes,
    }
    return Report(
        about=f"{clients} clients on kept connections in one process beside the server; every request is counted.",
        facts=facts,
        tables=[Table(header=("figure", ""), rows=rows)],
        goals=[
            Goal(what="punches registered a second", measured=rate, at_least=PUNCH_GOAL_PER_S),
            Goal(what="monthly totals, seconds", measured=month_s, at_most=MONTH_GOAL_S),
        ],
    )


def _punch_until(deadline: float, port: int, keys: Sequence[str], *, first_s: int) -> Iterator[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    base = datetime.fromisoformat(f"{TODAY}T00:00:00+09:00")
    with contextlib.closing(connection):
        for count in range(10_000):
            moment = base + timedelta(seconds=first_s + count)
            body = json.dumps({"date": TODAY, "time": moment.isoformat(), "code": "1"})
            start = time.perf_counter()
            if start >= deadline:
                return
            path = f"/v1.0/daily-workings/timerecord/{keys[count % len(keys)]}"
            connection.request("POST", path, body=body, headers=HEADERS)
            response = connection.getresponse()
            content = response.read()
            if response.status != 201:
                raise RuntimeError(f"{response.status} {content[:300]!r}")
            yield time.perf_counter() - start


def _punches(person: int) -> Iterator[tuple[int, str, datetime, str]]:
    for day in range(1, DAYS + 1):
        base = datetime.fromisoformat(f"{MONTH}-{day:02d}T00:00:00+09:00").astimezone(UTC)
        for code, minute in TIMES:
            late = (person * 7 + day * 13) % 150 + (240 if (person + day) % 10 == 0 else 0) if code == "2" else 0
            yield person, f"{MONTH}-{day:02d}", base + timedelta(minutes=minute + late), code


def _only_id(connection: psycopg.Connection[tuple[Any, ...]], query: str, code: str) -> int:
    row = connection.execute(query.encode(), (code,)).fetchone()
    if row is None:
        raise SystemExit("the server has not planted its seed")
    return int(row[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("the attendance server ended")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the attendance server did not start")


if __name__ == "__main__":
    sys.exit(main())
