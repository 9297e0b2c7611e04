"""The fault bench in small: three kills of the worker during a release. At full size: `script/bench faults`."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_worker_killed_three_times_loses_and_doubles_nothing() -> None:
    command = [sys.executable, "-m", "bench.faults", "--json", "--only", "kills", "--kills", "3", "--punches", "200"]
    # The programs of the bench are told everything themselves.
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KAODOKI_", "DJANGO_"))}

    done = subprocess.run(command, cwd=ROOT, env=clean, stdout=subprocess.PIPE, check=False, timeout=540)

    (result,) = json.loads(done.stdout)["results"]
    expected = {"times": 3, "accepted": 200, "there": 200, "missing": 0, "double": 0, "disorder": 0, "unsettled": 0}
    assert {name: result[name] for name in expected} == expected
    assert done.returncode == 0
