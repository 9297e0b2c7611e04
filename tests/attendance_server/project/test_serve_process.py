"""The program as it is run: `python -m attendance_server serve`, over real HTTP, stopped by a signal."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from attendance_server.project.serving import check_port_is_free
from tests.attendance_server.caller import DAY, TARO, TOKEN

START_S = 60.0
STOP_S = 15.0
SRC = Path(__file__).parents[3] / "src"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A started program and how to talk to it."""

    process: subprocess.Popen[bytes]
    client: httpx2.Client
    log: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    port, log = free_port(), tmp_path / "log"
    switches = ["--clock", f"{DAY}T08:29:00+09:00", "--seed", "docs", "--demo-controls"]
    command = [
        sys.executable,
        "-m",
        "attendance_server",
        "serve",
        "--port",
        str(port),
        "--data",
        str(tmp_path / "data"),
    ]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ATTENDANCE_", "DJANGO_"))}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--token", TOKEN, *switches],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**environment, "PYTHONPATH": str(SRC), "ATTENDANCE_ADMIN": "admin:secret"},
        )
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=10, trust_env=False) as client:
        try:
            wait_until_ready(process, client, log)
            yield Running(process=process, client=client, log=log)
        finally:
            process.terminate()
            process.wait(STOP_S)


def wait_until_ready(process: subprocess.Popen[bytes], client: httpx2.Client, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    pytest.fail(log.read_text())


def test_a_day_over_http_in_and_out_of_restricted_hours(running: Running) -> None:
    client = running.client
    for code, moment in (("1", "08:00"), ("2", "21:00")):
        body = {"time": f"{DAY}T{moment}:00+09:00", "date": DAY, "code": code}
        assert client.post(f"/v1.0/daily-workings/timerecord/{TARO}", json=body).status_code == 201

    month = client.get("/v1.0/monthly-workings/2026-11").json()
    assert [(item["employeeKey"], item["overtime"]) for item in month] == [(TARO, 300)]

    changed = client.put("/_demo/restricted-hours", json={"windows": ["08:00:00-09:00:00"]})
    assert changed.json() == {"windows": ["08:00-09:00"]}
    refused = client.get("/v1.0/monthly-workings/2026-11")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, 104)

    style = client.get("/static/timecards/timecards.css")
    assert (style.status_code, style.headers["content-type"].split(";")[0]) == (200, "text/css")
    assert "太郎" not in client.get("/timecards/", follow_redirects=True).text


def test_the_administrator_that_the_environment_names_may_log_in(running: Running) -> None:
    page = running.client.get("/timecards/login/").text
    once = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = {"csrfmiddlewaretoken": once, "username": "admin", "password": "secret"}

    answer = running.client.post("/timecards/login/", data=form)

    assert (answer.status_code, answer.headers.get("Location")) == (302, "/timecards/")


def test_it_stops_cleanly_on_a_signal_and_leaves_no_token_in_its_log(running: Running) -> None:
    assert running.client.get(f"/v1.0/tokens/{TOKEN}/available").json() == {"available": True}
    running.client.get(f"/v1.0/tokens/{TOKEN}/nonsense")

    running.process.send_signal(signal.SIGTERM)

    assert running.process.wait(STOP_S) == 0
    log = running.log.read_text()
    assert "/tokens/***" in log
    assert TOKEN not in log
    assert "Traceback" not in log


def test_a_killed_server_leaves_the_port_free(running: Running) -> None:
    running.process.kill()
    running.process.wait(STOP_S)

    port = running.client.base_url.port
    deadline = time.monotonic() + STOP_S
    while True:
        try:
            check_port_is_free("127.0.0.1", int(port or 0))
        except OSError:
            assert time.monotonic() < deadline, "a worker still holds the port"
            time.sleep(0.1)
        else:
            break


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "attendance_server", "serve", "--port", port, "--data", str(tmp_path / "data")]
        environment = {**os.environ, "PYTHONPATH": str(SRC)}
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, env=environment)

    assert done.returncode == 1
    assert "cannot start" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--clock", "2026-11-20T09:00:00"], "no offset"),
        (["--restricted-hours", "9-10"], "no window"),
        (["--omitted-code", "never"], "OmittedCode"),
        (["--seed", "real"], "real"),
    ],
)
def test_a_wrong_switch_is_refused_before_anything_starts(tmp_path: Path, arguments: list[str], said: str) -> None:
    command = [sys.executable, "-m", "attendance_server", "serve", "--data", str(tmp_path / "data"), *arguments]

    done = subprocess.run(
        command, capture_output=True, text=True, timeout=30, env={**os.environ, "PYTHONPATH": str(SRC)}
    )

    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "data").exists()


def test_the_settings_of_kaodoki_are_not_imported() -> None:
    program = "import sys, attendance_server.project.cli; print([m for m in sys.modules if m.startswith('kaodoki')])"

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )

    assert json.loads(done.stdout.replace("'", '"')) == []
