"""`python -m attendance_server load` as it is run, with a PostgreSQL of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.attendance_server.project.test_serve_process import SRC

COMMAND = (sys.executable, "-m", "attendance_server", "load")


def load(folder: Path, *arguments: str, language: str = "ja_JP.UTF-8") -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("ATTENDANCE_", "DJANGO_", "LC_"))}
    environment = {**plain, "PYTHONPATH": str(SRC), "LANG": language, "PYTHONIOENCODING": "utf-8"}
    command = [*COMMAND, *arguments]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=90, env=environment, cwd=folder, check=False
    )


def test_examples_are_written_loaded_and_loaded_again(tmp_path: Path) -> None:
    written = load(tmp_path, "--examples", "見本")
    first = load(tmp_path, "見本", "--data", "data")
    again = load(tmp_path, "見本", "--data", "data")

    assert written.returncode == first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert "従業員: 追加 2、変更 0、削除 0、変更なし 0" in first.stdout
    assert "すべて登録済みの内容です。何も変更していません。" in again.stdout


def test_a_mistake_ends_with_status_1_and_names_the_place(tmp_path: Path) -> None:
    place = tmp_path / "divisions.csv"
    place.write_text("Division code,Division name,Day border\n1,Osaka,5:00\n2,Kobe,five\n", encoding="utf-8")

    done = load(tmp_path, "divisions.csv", "--data", "data", language="C.UTF-8")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-2:] == [
        "Problems: 1. Nothing was stored. Put them right and load the files again.",
        "divisions.csv, line 3, “Day border”: “five” is of no use. Enter a time from 0:00 to 23:59, such as 9:00.",
    ]


def test_files_that_are_not_there_and_examples_that_are(tmp_path: Path) -> None:
    missing = load(tmp_path, "nothing.csv", "--data", "data")
    load(tmp_path, "--examples", "examples", "--language", "en")
    twice = load(tmp_path, "--examples", "examples", "--language", "en")

    assert (missing.returncode, twice.returncode) == (1, 1)
    assert "nothing.csv" in missing.stderr
    assert "is there already. Choose another folder." in twice.stderr
    assert "Traceback" not in missing.stderr + twice.stderr
