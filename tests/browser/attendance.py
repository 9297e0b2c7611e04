"""The attendance server for the browser: the samples' people, and a month with a night and an error day."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from kaodoki.project.demo.client import is_ready
from kaodoki.project.demo.programs import free_ports

LOGIN, PASSWORD = "admin", "a-long-password-for-tests"
TOKEN = "5f0b7d3e1a9c4c2f8e6d0b9a7c5e3f10"
TARO = "8b6ee646a9620b286499c3df6918c4888a97dd7bbc6a26a18743f4697a1de4b3"
PATIENCE_S = 60
PUNCHES = (
    ("2026-10-29", "1", "2026-10-29T09:00:00+09:00"),
    ("2026-10-29", "2", "2026-10-30T01:00:00+09:00"),  # 25:00
    ("2026-10-30", "1", "2026-10-30T09:00:00+09:00"),  # an error day: nobody clocked out
    ("2026-10-28", "2", "2026-10-28T18:00:00+09:00"),  # others, with every kind of punch in a row marked as wrong
    ("2026-10-28", "3", "2026-10-28T12:00:00+09:00"),
    ("2026-10-28", "7", "2026-10-28T15:00:00+09:00"),
)


@contextmanager
def running_attendance_server(folder: Path) -> Iterator[str]:
    """Its address; it is noon of 20 November 2026 there."""
    port = free_ports().attendance
    switches = ["--seed", "docs", "--restricted-hours", "", "--clock", "2026-11-20T12:00:00+09:00"]
    arguments = ["serve", "--port", str(port), "--data", str(folder / "data"), "--token", TOKEN, *switches]
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("ATTENDANCE_", "DJANGO_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "attendance_server", *arguments, "--demo-admin", f"{LOGIN}:{PASSWORD}"], env=variables
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(process, f"{address}/health")
        _punch(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_ready(url):
        assert process.poll() is None, f"the attendance server ended with {process.returncode}"
        assert time.monotonic() < deadline, f"the attendance server did not answer within {PATIENCE_S} s"
        time.sleep(0.1)


def _punch(address: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx2.Client(base_url=address, headers=headers, trust_env=False) as client:
        for day, code, moment in PUNCHES:
            body = {"date": day, "code": code, "time": moment}
            answer = client.post(f"/v1.0/daily-workings/timerecord/{TARO}", json=body)
            assert answer.status_code == 201, answer.text
