"""`kaodoki up`: starts PostgreSQL, the web, the worker and the attendance server, and keeps them up."""

import functools
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from types import FrameType, TracebackType
from typing import Self

from embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from kaodoki.errors import KaodokiError
from kaodoki.project.announcement import first_run_lines, has_administrator, tablet_lines
from kaodoki.project.certificate_watch import CertificateWatch
from kaodoki.project.environment import Environment
from kaodoki.project.processes import Part, Process, stop_all
from kaodoki.project.running import DATABASE, forget_running, note_running, variables_for_parts
from kaodoki.project.secrets import secrets_for
from kaodoki.project.supervisor_migrations import is_migrated, note_migrated
from kaodoki.project.supervisor_options import LOOPBACK, Options
from kaodoki.project.supervisor_parts import (
    CLI,
    attendance_part,
    certificate_for,
    tablets_url,
    web_part,
    with_options,
    worker_part,
)
from kaodoki.project.tls import Certificate

ATTENDANCE_DATABASE = "attendance"
READY_TIMEOUT_S = 60.0
RESTARTS_WHILE_STARTING = 3
LOOK_INTERVAL_S = 0.05
TEND_INTERVAL_S = 0.2


class PortTaken(KaodokiError):
    code = "port_taken"
    ja = "ポート {port} は使用中です。{option} で別のポートを指定してください。"
    en = "Port {port} is in use. Choose another one with {option}."


class PartFailed(KaodokiError):
    code = "part_failed"
    ja = "{part} を起動できませんでした。上に表示されたメッセージを確認してください。"
    en = "{part} did not start. See what it printed above."


class StopRequested(KaodokiError):
    """A signal arrived before everything was up."""

    code = "stop_requested"
    ja = "起動を中止しました。"
    en = "Stopped while starting."


class Supervisor:
    """Owns all parts from `start` to `stop`. `tend` must be called regularly, from the thread that called `start`."""

    def __init__(self, options: Options, environment: Environment) -> None:
        self.options = options
        self.environment = with_options(environment, options)
        self.certificate: Certificate | None = None
        self.database_url = ""
        self.stop_requested = False
        self._postgres: EmbeddedPostgres | None = None
        self._processes: list[Process] = []
        self._is_noted = False
        self._secret_key = ""
        self._watch = CertificateWatch(options)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def addresses(self) -> dict[str, str]:
        """Where each part that listens is found on this machine, by name."""
        return {process.part.name: process.part.address for process in self._processes if process.part.address}

    @property
    def pids(self) -> dict[str, int | None]:
        own = {process.part.name: process.pid for process in self._processes}
        return own if self._postgres is None else own | {"postgres": self._postgres.pid}

    def start(self) -> None:
        """Returns when every part answers. Whatever goes wrong, nothing stays behind."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def tend(self) -> None:
        """Starts again what has died, the database first."""
        if self._postgres is not None and not self._postgres.is_running:
            say("postgres ended; starting it again")
            try:
                self._postgres.start()
            except EmbeddedPostgresError as error:
                say(str(error))
                time.sleep(1.0)
                return
        self._renew_certificate()
        for process in self._processes:
            code = process.restart_if_dead()
            if code is not None:
                say(f"{process.part.name} ended ({_ending(code)}); starting it again")

    def stop(self) -> None:
        """Within ten seconds: the parts first, the database last."""
        if self._is_noted:  # not where another supervisor of the same folder made us give up
            forget_running(self.options.data_dir)
            self._is_noted = False
        for name in stop_all(self._processes):
            say(f"{name} did not stop in time and was killed")
        self._processes = []
        if self._postgres is not None:
            self._postgres.stop()
            self._postgres = None

    def announcement(self) -> list[str]:
        """What the operator has to know now: who may come first, and what a tablet needs."""
        web, tablets = self.addresses["web"], self.environment.tablets_url
        lines = [] if has_administrator(self.database_url) else first_run_lines(web, tablets, self._secret_key)
        if tablets is not None:
            lines += tablet_lines(tablets, self.environment.authority, with_picture=sys.stderr.isatty())
        return lines

    def _renew_certificate(self) -> None:
        web = next((process for process in self._processes if process.part.name == "web"), None)
        try:
            if web is not None and self._watch.renew(web):
                say("the certificate was renewed; the web starts again with it")
                address = self.environment.public_url or tablets_url(self.options)
                self.environment = replace(self.environment, tablets_url=address)
                self._note()
        except OSError as error:
            say(f"the certificate could not be renewed: {error.strerror}")

    def _note(self) -> None:
        facts = {"database_url": self.database_url, **self.addresses}
        if self.environment.tablets_url:
            facts["tablets"] = self.environment.tablets_url
        if self.environment.authority:
            facts["authority"] = str(self.environment.authority)
        note_running(self.options.data_dir, facts)

    def _start(self) -> None:
        options = self.options
        _require_free_port(options.host, options.port, "--port")
        if options.with_attendance:
            _require_free_port(LOOPBACK, options.attendance_port, "--attendance-port")
        options.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = secrets_for(options.data_dir, self.environment)
        self.certificate = certificate_for(options)
        attendance_url = self._start_database()
        variables = variables_for_parts(self.environment, keys, self.database_url)
        self._secret_key = keys.secret_key
        if options.with_attendance:  # it prepares its own database while we prepare ours
            self._launch(attendance_part(options, self.environment, keys, attendance_url))
        self._migrate(variables)
        self._launch(web_part(options, variables, self.certificate))
        self._note()
        self._is_noted = True
        for process in reversed(self._processes):  # people first
            self._wait_until_ready(process)
        self._launch(worker_part(variables))  # nobody waits for it, so it does not compete for the cores before

    def _start_database(self) -> str | None:
        """Sets the URL of our database; returns that of the attendance server's, if we have one for it."""
        if self.environment.database_url is not None:
            self.database_url = self.environment.database_url
            return None
        self._postgres = EmbeddedPostgres(self.options.data_dir, temporary=self.options.temporary)
        self._postgres.start()
        self._postgres.ensure_database(DATABASE)
        self.database_url = self._postgres.url(DATABASE)
        if not self.options.with_attendance:
            return None
        self._postgres.ensure_database(ATTENDANCE_DATABASE)
        return self._postgres.url(ATTENDANCE_DATABASE)

    def _launch(self, part: Part) -> None:
        process = Process(part)
        process.start()
        self._processes.append(process)

    def _migrate(self, variables: dict[str, str]) -> None:
        if is_migrated(self.database_url):
            return
        command = [sys.executable, *CLI, "migrate"]
        with subprocess.Popen(command, env=variables, stdout=sys.stderr, stdin=subprocess.DEVNULL) as migration:
            while migration.poll() is None:
                if self.stop_requested:
                    migration.terminate()  # each migration is a transaction
                    raise StopRequested
                time.sleep(LOOK_INTERVAL_S)
        if migration.returncode != 0:
            raise PartFailed(part="migrate")
        note_migrated(self.database_url)

    def _wait_until_ready(self, process: Process) -> None:
        deadline = time.monotonic() + READY_TIMEOUT_S
        while not (process.pid and (process.part.address is None or _answers(process.part.address))):
            if self.stop_requested:
                raise StopRequested
            if process.restarts >= RESTARTS_WHILE_STARTING or time.monotonic() > deadline:
                raise PartFailed(part=process.part.name)
            self.tend()
            time.sleep(LOOK_INTERVAL_S)


def run_until_signal(options: Options, environment: Environment) -> None:
    """What `kaodoki up` does: everything up, the addresses printed, everything kept up, and on a signal all stopped."""
    supervisor = Supervisor(options, environment)

    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stop_requested = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        with supervisor:
            for name, address in supervisor.addresses.items():
                print(f"{name:<11} {address}", flush=True)
            for line in supervisor.announcement():
                say(line)
            while not supervisor.stop_requested:
                supervisor.tend()
                time.sleep(TEND_INTERVAL_S)
    except StopRequested:
        return


def say(text: str) -> None:
    """To the operator; standard output belongs to results."""
    print(f"kaodoki: {text}", file=sys.stderr, flush=True)


def _require_free_port(host: str, port: int, option: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise PortTaken(port=port, option=option) from error


def _answers(address: str) -> bool:
    """Whether the part at `address` says that it can work."""
    try:
        with _opener().open(f"{address}/health", timeout=2) as answer:
            return int(answer.status) == 200
    except (urllib.error.URLError, OSError):
        return False


@functools.cache
def _opener() -> urllib.request.OpenerDirector:
    """Goes straight to our own child on this machine: no proxy, and any certificate, which may be for another name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
