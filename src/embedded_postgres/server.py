"""One private PostgreSQL server: created, started, waited for and stopped by the one process that owns it."""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from embedded_postgres.binaries import program_folder
from embedded_postgres.errors import AlreadyRunning, EmbeddedPostgresError, NotStarted
from embedded_postgres.leftovers import SOCKET_FOLDERS, SOCKET_PREFIX, clear_leftovers, remove_socket_folder
from embedded_postgres.placement import Placement, forget_place, place_for
from embedded_postgres.processes import die_with_parent

SUPERUSER = "kaodoki"
START_TIMEOUT_S = 60.0  # recovery after a crash included
FAST_STOP_S = 4.0
IMMEDIATE_STOP_S = 1.0
LOG_LIMIT_BYTES = 10_000_000
SETTINGS = {
    "listen_addresses": "",  # the socket only
    "max_connections": "100",
    "fsync": "on",  # a punch is committed before the terminal says thank you
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "io_method": "sync",  # spares the pool of I/O processes that a small database has no use for
}


class EmbeddedPostgres:
    """A PostgreSQL server in `data_dir`, or as root in a place that its own user can reach (see `placement`).

    Exactly one owner at a time: a second start of the same folder raises `AlreadyRunning`. Start it from a thread that
    lives as long as the server should (Linux stops the server when that thread ends). `temporary` removes all data on
    stop. After a killed owner the next start cleans up.
    """

    def __init__(self, data_dir: Path, *, temporary: bool = False) -> None:
        self._data_dir = data_dir
        self._temporary = temporary
        self._placement: Placement | None = None
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_folder: Path | None = None
        self._password = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The server's process while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def is_running(self) -> bool:
        return self.pid is not None

    @property
    def log(self) -> Path | None:
        """The server's log file, once started."""
        return self._placement.log if self._placement else None

    def start(self) -> None:
        """Returns when a real connection was answered. Also restarts a server that died, under the same URL."""
        if self.is_running:
            return
        if self._lock is None:
            self._placement = place_for(self._data_dir, temporary=self._temporary)
            self._lock = self._take_lock(self._placement)
        try:
            self._start_server(self._require_placement())
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stops the server within about five seconds and gives the folder free. Safe to call twice."""
        self._end_process()
        if self._socket_folder is not None:
            remove_socket_folder(self._socket_folder)
            self._socket_folder = None
        if self._lock is None:
            return
        if self._temporary and self._placement is not None:
            forget_place(self._placement)
        self._lock.close()
        self._lock = None

    def url(self, name: str) -> str:
        """A libpq URL of the database `name`. It carries the password: hand it on, never log it."""
        if self._socket_folder is None:
            raise EmbeddedPostgresError(reason="it is not running")
        return f"postgresql://{SUPERUSER}:{self._password}@/{quote(name, safe='')}?host={self._socket_folder}"

    def ensure_database(self, name: str) -> None:
        """Creates the empty database `name` unless it exists."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _require_placement(self) -> Placement:
        if self._placement is None:
            raise EmbeddedPostgresError(reason="it has no place yet")
        return self._placement

    def _take_lock(self, placement: Placement) -> IO[str]:
        descriptor = os.open(placement.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        lock = os.fdopen(descriptor, "w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise AlreadyRunning(data_dir=self._data_dir) from error
        return lock

    def _start_server(self, placement: Placement) -> None:
        programs = program_folder()
        clear_leftovers(placement.data, keep=self._socket_folder)
        if self._socket_folder is None:
            self._socket_folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=SOCKET_FOLDERS))
            placement.give_to_database_user(self._socket_folder)
        if not (placement.data / "PG_VERSION").exists():
            _create_cluster(placement, programs, scratch=self._socket_folder)
        self._password = placement.password.read_text(encoding="utf-8").strip()
        self._process = _launch(placement, programs, self._socket_folder)
        self._wait_for_connection(placement)

    def _wait_for_connection(self, placement: Placement) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while self.is_running and time.monotonic() < deadline:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise NotStarted(log=placement.log, tail=_tail(placement.log))

    def _end_process(self) -> None:
        if self._process is None:
            return
        for number, patience_s in ((signal.SIGINT, FAST_STOP_S), (signal.SIGQUIT, IMMEDIATE_STOP_S)):
            if self._process.poll() is not None:
                break
            self._process.send_signal(number)
            try:
                self._process.wait(patience_s)
            except subprocess.TimeoutExpired:
                continue
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None


def _create_cluster(placement: Placement, programs: Path, *, scratch: Path) -> None:
    """Creates the data under another name and renames it last, so that an interrupted creation leaves nothing valid."""
    password = secrets.token_urlsafe(24)
    _write_private(placement.password, password)
    unfinished = placement.folder / "postgres.new"
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    placement.give_to_database_user(unfinished)
    password_file = scratch / "password"
    _write_private(password_file, password)
    placement.give_to_database_user(password_file)
    command = [str(programs / "initdb"), "--pgdata", str(unfinished), "--username", SUPERUSER]
    command += ["--auth=scram-sha-256", "--pwfile", str(password_file), "--encoding=UTF8", "--locale=C"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # the same order on every platform
    try:
        return_code = _spawn(placement, command, cwd=scratch).wait()
    finally:
        password_file.unlink(missing_ok=True)
    if return_code != 0:
        raise NotStarted(log=placement.log, tail=_tail(placement.log))
    unfinished.rename(placement.data)


def _launch(placement: Placement, programs: Path, socket_folder: Path) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": str(socket_folder), "unix_socket_permissions": "0700"}
    command = [str(programs / "postgres"), "-D", str(placement.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return _spawn(placement, command, cwd=placement.data)


def _spawn(placement: Placement, command: list[str], *, cwd: Path) -> subprocess.Popen[bytes]:
    """Runs a program as the database user, with nothing of our environment (it may hold keys)."""
    with _open_log(placement.log) as log:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            user=placement.user,
            group=placement.group,
            extra_groups=None if placement.user is None else [],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches the owner only, which stops the server last
            preexec_fn=die_with_parent(signal.SIGINT),
        )


def _open_log(log: Path) -> IO[bytes]:
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(log.name + ".old"))
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "ab")


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return " | ".join(lines[-3:])
