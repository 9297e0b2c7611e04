"""`kaodoki up` with all its real parts: they answer, they come back when they die, and nothing survives the end."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from kaodoki.faces import load_engine
from kaodoki.gallery.packs import default_pack_id, find_pack

STOP_LIMIT_S = 10
START_LIMIT_S = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Up:
    process: subprocess.Popen[str]
    data: Path
    web: str
    attendance: str

    def family(self) -> list[psutil.Process]:
        """The supervisor and all that it started, directly or not."""
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def part(self, command: str) -> int | None:
        """The process of the part that was started with `command`."""
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):  # a zombie is one, too
                if command in " ".join(child.cmdline()):
                    return int(child.pid)
        return None


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """One `up` for the tests that leave it as it was."""
    yield from _up(tmp_path_factory.mktemp("up"))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Up]:
    """An `up` for a test that ends it."""
    yield from _up(tmp_path)


def _up(folder: Path) -> Iterator[Up]:
    ports = _free_ports(2)
    command = [sys.executable, "-m", "kaodoki.cli", "up", "--temporary", "--data", str(folder / "data")]
    command += ["--port", str(ports[0]), "--attendance-port", str(ports[1])]
    with subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        addresses = dict(process.stdout.readline().split() for _ in range(2))
        yield Up(process=process, data=folder / "data", web=addresses["web"], attendance=addresses["attendance"])
        process.terminate()
        process.wait(30)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("KAODOKI_", "DJANGO_"))}


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _status(url: str) -> int | None:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return None


def _maps(up: Up, command: str) -> str:
    """What the part has mapped into its memory; nothing if it is just not there."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{up.part(command)}/maps").read_text()
    return ""


def _until(is_true: Callable[[], object], limit_s: float = 30) -> None:
    deadline = time.monotonic() + limit_s
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _run(up: Up, *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = _environment() | {"KAODOKI_DATA_DIR": str(up.data)}
    command = [sys.executable, "-m", "kaodoki.cli", *arguments]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=60)


def test_both_servers_answer_when_the_addresses_are_printed(shared: Up) -> None:
    assert _status(f"{shared.web}/health") == 200
    assert _status(f"{shared.attendance}/health") == 200


@pytest.mark.parametrize("command", ["kaodoki.cli work", "kaodoki.cli serve", "attendance_server serve"])
def test_a_part_that_is_killed_comes_back(shared: Up, command: str) -> None:
    _until(lambda: shared.part(command) is not None)
    before = shared.part(command)
    assert before is not None

    os.kill(before, signal.SIGKILL)

    _until(lambda: shared.part(command) not in {before, None})
    _until(lambda: _status(f"{shared.web}/health") == 200)
    _until(lambda: _status(f"{shared.attendance}/health") == 200)


def test_a_killed_database_comes_back_for_the_parts_that_run(shared: Up) -> None:
    postmaster = next(child for child in shared.family() if child.name() == "postgres")
    web = shared.part("kaodoki.cli serve")

    postmaster.kill()

    _until(lambda: _status(f"{shared.attendance}/health") == 200)
    assert _run(shared, "doctor").returncode == 0
    assert shared.part("kaodoki.cli serve") == web


def test_commands_find_the_database_of_the_running_supervisor(shared: Up) -> None:
    made = _run(shared, "company", "create", "--code", "acme", "--name", "ACME")
    token = _run(shared, "token", "create", "--company", "acme", "--name", "test")
    unknown = _run(shared, "token", "create", "--company", "nobody", "--name", "test")

    assert made.returncode == 0, made.stderr
    assert token.stdout.startswith("kao_")
    assert unknown.returncode == 1
    assert "company create" in unknown.stderr


def test_what_it_leaves_for_other_commands_is_private(shared: Up) -> None:
    file = shared.data / "running.json"

    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text())["web"] == shared.web


def test_the_worker_loads_no_face_model_before_there_is_a_template_to_renew(shared: Up) -> None:
    # It went with the killed database and may still be coming back; at work it has loaded the database's client.
    _until(lambda: "psycopg" in _maps(shared, "kaodoki.cli work"))
    load_engine(find_pack(default_pack_id()))

    # What OpenVINO loads with the first network.
    assert "openvino_intel_cpu_plugin" in Path("/proc/self/maps").read_text()
    assert "openvino_intel_cpu_plugin" not in _maps(shared, "kaodoki.cli work")


def test_every_refused_upload_gets_its_answer(shared: Up) -> None:
    address = urlsplit(shared.web)
    statuses = []
    for _ in range(30):
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        headers = {"Content-Type": "multipart/form-data; boundary=x", "Authorization": "Bearer kat_revoked"}
        connection.request("POST", "/api/v1/terminal/attempts", body=b"x" * 6_000_000, headers=headers)
        statuses.append(connection.getresponse().status)
        connection.close()

    assert statuses == [401] * 30


def test_a_second_supervisor_on_the_same_data_is_refused_in_a_sentence(shared: Up) -> None:
    ports = _free_ports(2)

    result = _run(shared, "up", "--data", str(shared.data), "--port", str(ports[0]), "--attendance-port", str(ports[1]))

    assert result.returncode == 1
    assert "Another kaodoki" in result.stderr
    assert "Traceback" not in result.stderr
    assert _status(f"{shared.web}/health") == 200
    assert (shared.data / "running.json").exists()


def test_a_port_in_use_is_refused_in_a_sentence(shared: Up, tmp_path: Path) -> None:
    result = _run(shared, "up", "--data", str(tmp_path / "other"), "--port", shared.web.rpartition(":")[2])

    assert result.returncode == 1
    assert "--port" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_in_time(own: Up, number: signal.Signals) -> None:
    family = own.family()
    started = time.monotonic()

    own.process.send_signal(number)

    assert own.process.wait(STOP_LIMIT_S) == 0
    assert time.monotonic() - started < STOP_LIMIT_S
    assert not [one for one in family if one.is_running()]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_nothing_survives_a_supervisor_that_is_killed(own: Up) -> None:
    family = own.family()

    own.process.kill()

    own.process.wait()
    _until(lambda: not any(_lives(one) for one in family))


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # it ended between the two questions
        return False


def test_an_unknown_variable_stops_the_start(tmp_path: Path) -> None:
    variables = _environment() | {"KAODOKI_DATABSE_URL": "postgresql://typo"}
    command = [sys.executable, "-m", "kaodoki.cli", "up", "--data", str(tmp_path)]

    result = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=60)

    assert result.returncode == 1
    assert "KAODOKI_DATABSE_URL" in result.stderr
    assert list(tmp_path.iterdir()) == []
