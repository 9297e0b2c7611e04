"""The main job end to end, as a stranger would run it: real faces, both programs, one document."""

import json
import subprocess
import sys


def test_the_demo_brings_every_expected_punch_to_the_attendance_server() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kaodoki.project.demo", "--once", "--json"],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["ok"]
    assert document["expected"] == document["arrived"] >= 6
    assert len(document["attempts"]) >= 8
    assert {attempt["outcome"] for attempt in document["attempts"]} == {
        *("identified", "unknown", "several_faces", "poor_quality", "no_face"),
    }
    assert any(punch["working_time"] == "25:00" for punch in document["punches"])
    assert any(punch["state"] == "integrity_error" for punch in document["punches"])
    assert sum(punch["held_until"] is not None for punch in document["punches"]) == 2
