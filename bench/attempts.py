"""`POST /api/v1/terminal/attempts` against the bare engine and a bare commit, with a thousand people enrolled.

Run as `python -m bench.attempts`. Web, worker and PostgreSQL are those of `kaodoki up`; the three figures take turns in
one run, so that what else the machine does meets all alike.
"""

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import cv2
import psycopg

from bench.frames import read_frame
from bench.report import Goal, Report, Table, parser_for, print_report
from kaodoki.faces import load_engine
from kaodoki.faces.decoding import FRAME_LIMITS, decode_image
from kaodoki.project.demo.programs import free_ports
from kaodoki.project.environment import Environment
from kaodoki.project.running import variables_for_parts
from kaodoki.project.secrets import secrets_for
from kaodoki.project.supervisor import Supervisor
from kaodoki.project.supervisor_options import Options

ALLOWANCE_MS: Final = 8.0
ATTEMPTS_PER_TERMINAL: Final = 50  # a terminal may send 60 a minute
WARM_UP: Final = 10
BOUNDARY: Final = "kaodoki-bench"
FILL: Final = "import django; django.setup(); from bench.crowd import main; main()"


@dataclass(slots=True, kw_only=True)
class Terminals:
    """Several terminals on one kept-open connection each; every attempt is a second later than the one before."""

    port: int
    tokens: Sequence[str]
    frame: bytes
    sent: int = 0
    first: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(days=2))
    server_ms: list[float] = field(default_factory=list)
    _connections: dict[str, http.client.HTTPConnection] = field(default_factory=dict)

    def attempt(self) -> float:
        """One attempt that must become a new punch; the milliseconds from first byte sent to last one received."""
        token = self.tokens[self.sent // ATTEMPTS_PER_TERMINAL]
        captured_at = self.first + timedelta(seconds=self.sent)
        self.sent += 1
        body = _form(self.frame, captured_at)
        connection = self._connection(token)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        start = time.perf_counter()
        connection.request("POST", "/api/v1/terminal/attempts", body=body, headers=headers)
        response = connection.getresponse()
        text = response.read()
        took = (time.perf_counter() - start) * 1000
        answer: dict[str, Any] = json.loads(text)
        if response.status != 200 or answer.get("outcome") != "identified" or "punch" not in answer:
            raise SystemExit(f"an attempt became no punch: {response.status} {text[:300]!r}")
        self.server_ms.append(float(answer["duration_ms"]))
        return took

    def _connection(self, token: str) -> http.client.HTTPConnection:
        if token not in self._connections:
            self._connections[token] = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        return self._connections[token]


def main() -> int:
    parser = parser_for("attempts", __doc__)
    parser.add_argument("--image", type=Path, help="a picture with one face (default: the demo's astronaut)")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    frame = jpeg(options.image)
    with started(frame, people=options.people, attempts=options.rounds + WARM_UP) as (terminals, database_url):
        result = measure(terminals, database_url, frame, options.rounds)
        punches = _count_punches(database_url)
    if punches != terminals.sent:
        raise SystemExit(f"{terminals.sent} attempts left {punches} punches")
    return print_report(as_report(result, options.people), options.form)


def measure(terminals: Terminals, database_url: str, frame: bytes, rounds: int) -> dict[str, float]:
    """Medians over turns; `over_ms` is the median of what an attempt took beyond its neighbours' engine and commit."""
    engine = load_engine(threads=1)

    def look() -> object:
        return engine.analyse(decode_image(frame, limits=FRAME_LIMITS), liveness=False)

    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_scratch (id bigserial PRIMARY KEY, note text)")
        connection.commit()

        def commit() -> None:
            connection.execute("INSERT INTO bench_scratch (note) VALUES (%s)", ("x" * 100,))
            connection.commit()

        for _ in range(WARM_UP):
            for step in (terminals.attempt, look, commit):
                step()
        runs = [(terminals.attempt(), _timed(look), _timed(commit)) for _ in range(rounds)]
    attempt, bare, committed = (statistics.median(column) for column in zip(*runs, strict=True))
    return {
        "attempt_ms": round(attempt, 2),
        "attempt_p95_ms": round(statistics.quantiles((run[0] for run in runs), n=20)[-1], 2),
        "engine_ms": round(bare, 2),
        "commit_ms": round(committed, 2),
        "over_of_medians_ms": round(attempt - bare - committed, 2),
        "over_ms": round(statistics.median(run[0] - run[1] - run[2] for run in runs), 2),
        "duration_ms": round(statistics.median(terminals.server_ms[WARM_UP:]), 2),
    }


@contextmanager
def started(frame: bytes, *, people: int, attempts: int) -> Iterator[tuple[Terminals, str]]:
    """`kaodoki up` without the attendance server, in a temporary folder, filled; its terminals and its database."""
    ports = free_ports()
    with tempfile.TemporaryDirectory(prefix="kaodoki-bench-") as folder:
        options = Options(data_dir=Path(folder) / "data", port=ports.kaodoki, with_attendance=False, temporary=True)
        with Supervisor(options, Environment()) as supervisor:
            keys = secrets_for(options.data_dir, supervisor.environment)
            variables = variables_for_parts(supervisor.environment, keys, supervisor.database_url)
            count = -(-attempts // ATTEMPTS_PER_TERMINAL)
            tokens = fill(variables, frame, people=people, terminals=count)
            _require_durable(supervisor.database_url)
            yield Terminals(port=ports.kaodoki, tokens=tokens, frame=frame), supervisor.database_url


def as_report(result: dict[str, float], people: int) -> Report:
    over = Goal(what="attempt beyond engine and commit, ms", measured=result["over_ms"], at_most=ALLOWANCE_MS)
    return Report(
        about=f"{people:,} people enrolled, one 640×480 frame, a new punch each time; medians over turns.",
        facts=result,
        tables=[Table(header=("", "ms"), rows=[(name.removesuffix("_ms"), ms) for name, ms in result.items()])],
        goals=[over],
    )


def fill(variables: dict[str, str], photo: bytes, *, people: int, terminals: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(people), str(terminals)],
        env={**variables, "DJANGO_SETTINGS_MODULE": "kaodoki.project.settings"},
        cwd=Path(__file__).parents[1],
        input=photo,
        stdout=subprocess.PIPE,
        check=True,
    )
    tokens: list[str] = json.loads(done.stdout)
    return tokens


def _require_durable(database_url: str) -> None:
    """A figure without the disk in it would be no figure."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')").fetchone()
    if row != ("on", "on"):
        raise SystemExit(f"fsync and synchronous_commit are {row}")


def _count_punches(database_url: str) -> int:
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT count(*) FROM punches_punch").fetchone()
    return int(row[0]) if row else 0


def jpeg(path: Path | None) -> bytes:
    _, data = cv2.imencode(".jpg", read_frame(path), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return data.tobytes()


def _form(frame: bytes, captured_at: datetime) -> bytes:
    fields = {"attempt_id": str(uuid.uuid4()), "captured_at": captured_at.isoformat()}
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="frames"; filename="f.jpg"\r\n'
    head = "".join([*parts, file, "Content-Type: image/jpeg\r\n\r\n"])
    return head.encode() + frame + f"\r\n--{BOUNDARY}--\r\n".encode()


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    sys.exit(main())
