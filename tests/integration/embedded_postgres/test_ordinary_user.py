"""Run as root, these tests become an ordinary user and do the same: both must work without a flag."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_postgres import EmbeddedPostgres, NoPlace
from embedded_postgres.binaries import INSTALLATION, program_folder

# Everything is imported before the change of user: the interpreter itself may be where only root can go.
SCRIPT = """
import os, sys
from pathlib import Path
import psycopg, encodings.idna, embedded_postgres.server as server
server.program_folder = lambda: Path(sys.argv[2])
uid = int(sys.argv[3])
if uid:
    os.setgroups([]); os.setgid(uid); os.setuid(uid)
os.environ["HOME"] = sys.argv[1]
for attempt in range(2):
    with server.EmbeddedPostgres(Path(sys.argv[1]) / "data") as postgres:
        postgres.ensure_database("kaodoki")
        with psycopg.connect(postgres.url("kaodoki")) as connection:
            print(connection.execute("SHOW data_directory").fetchone()[0])
"""


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="home-"))
    yield folder
    shutil.rmtree(folder)


def _run(home: Path, *, uid: int) -> subprocess.CompletedProcess[str]:
    programs = str(program_folder())
    command = [sys.executable, "-c", SCRIPT, str(home), programs, str(uid)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def _ordinary_uid(home: Path) -> int:
    """Zero where we are an ordinary user already."""
    if os.geteuid() != 0:
        return 0
    nobody = pwd.getpwnam("nobody").pw_uid
    os.chown(home, nobody, nobody)
    return nobody


def test_an_ordinary_user_has_everything_in_the_data_folder(home: Path) -> None:
    result = _run(home, uid=_ordinary_uid(home))

    assert result.returncode == 0, result.stderr
    data = home / "data" / "postgres"
    assert result.stdout.split() == [str(data), str(data)]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "data").stat().st_mode) == 0o700
    assert not (home / "data" / "postgres.location").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_goes_on_with_what_an_ordinary_user_began_and_back(home: Path) -> None:
    uid = _ordinary_uid(home)
    _run(home, uid=uid)

    with EmbeddedPostgres(home / "data") as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid == uid

    result = _run(home, uid=uid)
    assert result.returncode == 0, result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="needs an ordinary user")
def test_an_ordinary_user_is_told_that_root_set_the_folder_up(tmp_path: Path) -> None:
    (tmp_path / "postgres.location").write_text("/var/lib/kaodoki/abc\n")

    with pytest.raises(NoPlace):
        EmbeddedPostgres(tmp_path).start()


def test_the_programs_are_those_of_version_18() -> None:
    assert program_folder().parent.name == INSTALLATION
