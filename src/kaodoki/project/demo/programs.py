"""Starts `kaodoki up --demo` as a visitor would, makes the company by the command line, and stops all of it again."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from embedded_postgres import DatabaseNotFound
from embedded_postgres.placement import forget_place, place_for
from kaodoki.project.demo.cast import ADMINISTRATOR, COMPANY_CODE, COMPANY_NAME
from kaodoki.project.demo.client import is_ready

HOST: Final = "127.0.0.1"
START_TIMEOUT_S: Final = 90.0
STOP_TIMEOUT_S: Final = 15.0
COMMAND_TIMEOUT_S: Final = 60.0
LOG_NAME: Final = "kaodoki.log"
_LOG_LINES: Final = 60


class NotStarted(Exception):
    """A program did not start or a command failed; the text carries what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    kaodoki: int
    attendance: int


class Programs:
    """`kaodoki up --demo` in a data folder, from its start to its clean end."""

    def __init__(self, data: Path, ports: Ports, *, temporary: bool, clock: datetime | None) -> None:
        self.attendance_token = secrets.token_hex(16)
        self.attendance_password = secrets.token_urlsafe(9)
        self._data = data
        self._ports = ports
        self._temporary = temporary
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        # Settings of the visitor's own Kaodoki must not reach the demo.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("KAODOKI_")}
        self._environment = {**clean, "KAODOKI_DATA_DIR": str(data)}

    @property
    def kaodoki_url(self) -> str:
        return f"http://{HOST}:{self._ports.kaodoki}"

    @property
    def attendance_url(self) -> str:
        return f"http://{HOST}:{self._ports.attendance}"

    @property
    def log(self) -> Path:
        return self._data / LOG_NAME

    def __enter__(self) -> Self:
        self._data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kaodoki.cli", *self._command()],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C is ours: we stop it in order.
                start_new_session=True,
            )
        try:
            self._wait_until_ready()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        if isinstance(error, Exception) and not isinstance(error, NotStarted):
            print(self.end_of_log(), file=sys.stderr)

    def create_company(self) -> str:
        """Makes the company; its token."""
        self._run("company", "create", "--code", COMPANY_CODE, "--name", COMPANY_NAME)
        return self._run("token", "create", "--company", COMPANY_CODE, "--name", "demo", "--role", "all_rights")

    def create_administrator(self, password: str) -> None:
        command = ("admin", "create", "--company", COMPANY_CODE, "--login", ADMINISTRATOR, "--role", "all_rights")
        self._run(*command, stdin=f"{password}\n{password}\n")

    def end_of_log(self) -> str:
        """What the programs said last, for whoever has to find out why something failed."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]
        return "\n".join(("The programs said last:", *lines))

    def are_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _command(self) -> list[str]:
        command = ["up", "--demo", "--data", str(self._data), "--host", HOST, "--port", str(self._ports.kaodoki)]
        command += ["--attendance-port", str(self._ports.attendance), *(["--temporary"] if self._temporary else [])]
        attendance = ("--token", self.attendance_token, "--seed", "demo", "--restricted-hours", "", "--demo-controls")
        login = ("--demo-admin", f"{ADMINISTRATOR}:{self.attendance_password}")
        if self._clock:
            command += ["--clock", self._clock.isoformat()]
        return command + [f"--attendance-argument={argument}" for argument in (*attendance, *login)]

    def _run(self, *command: str, stdin: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kaodoki.cli", *command],
            env=self._environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT_S,
            check=False,
            # Without a terminal of its own, it takes a password from standard input: never from the command line,
            # which everybody on the machine can read.
            start_new_session=True,
        )
        if done.returncode != 0:
            raise NotStarted(f"kaodoki {' '.join(command[:2])}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout.strip()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        waiting = [f"{self.kaodoki_url}/health", f"{self.attendance_url}/health"]
        while waiting:
            waiting = [url for url in waiting if not is_ready(url)]
            if self._process is None or self._process.poll() is not None or time.monotonic() > deadline:
                raise NotStarted(f"kaodoki up did not start.\n{self.end_of_log()}")
            if waiting:
                time.sleep(0.1)

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def free_ports(preferred: Ports | None = None) -> Ports:
    """The preferred ports where they are free, else any two."""
    if preferred and all(_is_free(port) for port in (preferred.kaodoki, preferred.attendance)):
        return preferred
    with socket.create_server((HOST, 0)) as first, socket.create_server((HOST, 0)) as second:
        return Ports(kaodoki=first.getsockname()[1], attendance=second.getsockname()[1])


def remove_data(data: Path) -> None:
    """Removes a demo's data folder and its database, which lies elsewhere where root started it."""
    if not data.exists():
        return
    with suppress(DatabaseNotFound):
        forget_place(place_for(data, temporary=False))
    shutil.rmtree(data)


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True
