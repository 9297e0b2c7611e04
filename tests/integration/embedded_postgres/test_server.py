"""The private PostgreSQL as its owners use it."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from embedded_postgres import AlreadyRunning, DatabaseNotFound, EmbeddedPostgres

OWNER = """
import sys, time
from pathlib import Path
from embedded_postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
print(server.pid, server.url("postgres"), flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder; what root keeps elsewhere for it goes with it."""
    data = tmp_path / "data"
    yield data
    with EmbeddedPostgres(data, temporary=True):
        pass


def _ask(url: str, question: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return str(row[0])


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_commit_is_on_disk_before_it_is_answered(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        settings = {name: _ask(server.url("postgres"), f"SHOW {name}") for name in ("fsync", "synchronous_commit")}

    assert settings == {"fsync": "on", "synchronous_commit": "on"}


def test_a_database_is_made_once_in_utf8_and_keeps_its_rows(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        server.ensure_database("kaodoki")
        with psycopg.connect(server.url("kaodoki")) as connection:
            connection.execute("CREATE TABLE greeting AS SELECT '顔時' AS word")

    with EmbeddedPostgres(folder) as server:
        server.ensure_database("kaodoki")

        assert _ask(server.url("kaodoki"), "SELECT word FROM greeting") == "顔時"
        assert _ask(server.url("kaodoki"), "SHOW server_encoding") == "UTF8"


def test_nobody_gets_in_without_the_password(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        given = psycopg.conninfo.conninfo_to_dict(server.url("postgres"))

        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(given["host"]), user="kaodoki", dbname="postgres")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(host=str(given["host"]), user="kaodoki", dbname="postgres", password="guessed")
        assert _ask(server.url("postgres"), "SHOW listen_addresses") == ""
        assert _ask(
            server.url("postgres"), "SELECT left(rolpassword, 13) FROM pg_authid WHERE rolname = 'kaodoki'"
        ) == ("SCRAM-SHA-256")


def test_its_socket_is_in_a_private_folder_with_a_short_path_that_goes_with_it(tmp_path: Path) -> None:
    deep = tmp_path / ("a folder with spaces and a long name " * 4) / "data"
    with EmbeddedPostgres(deep, temporary=True) as server:
        sockets = Path(str(psycopg.conninfo.conninfo_to_dict(server.url("postgres"))["host"]))

        assert _mode(sockets) == 0o700
        assert len(str(sockets / ".s.PGSQL.5432")) < 100

    assert not sockets.exists()


def test_a_second_owner_of_the_same_folder_is_refused(folder: Path) -> None:
    with EmbeddedPostgres(folder) as first:
        with pytest.raises(AlreadyRunning):
            EmbeddedPostgres(folder).start()

        assert _ask(first.url("postgres"), "SELECT 1") == "1"


def test_a_server_that_died_comes_back_under_the_same_url(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        url = server.url("postgres")
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        while server.is_running:
            time.sleep(0.02)

        server.start()

        assert server.url("postgres") == url
        assert _ask(url, "SELECT 1") == "1"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_the_server_stops_when_its_owner_is_killed(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline().split()[0])

        owner.kill()

    assert _wait_until_gone(pid)


def test_a_server_left_behind_by_a_killed_owner_is_ended_before_the_next_start(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        server.ensure_database("kept")
    orphan = _start_orphan(folder)

    with EmbeddedPostgres(folder) as server:
        assert server.pid != orphan
        assert _ask(server.url("kept"), "SELECT 1") == "1"

    assert _wait_until_gone(orphan)


def test_a_pid_file_whose_number_belongs_to_another_program_now_is_no_obstacle(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        data = Path(_ask(server.url("postgres"), "SHOW data_directory"))
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        pid_file = data / "postmaster.pid"
        pid_file.write_text(f"{other.pid}\n{data}\n0\n5432\n/tmp/kaodoki-not-there\n\n\n")
        os.chown(pid_file, data.stat().st_uid, data.stat().st_gid)

        with EmbeddedPostgres(folder) as server:
            assert _ask(server.url("postgres"), "SELECT 1") == "1"
        assert other.poll() is None
        other.kill()


def test_a_temporary_database_leaves_nothing(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path, temporary=True) as server:
        data = Path(_ask(server.url("postgres"), "SHOW data_directory"))
        assert data.exists()

    assert not data.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps the data elsewhere")
def test_as_root_no_folder_above_the_data_changes_and_postgres_runs_as_a_user_of_its_own(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    above = {path: (_mode(path), path.stat().st_uid) for path in (tmp_path, *tmp_path.parents, Path(sys.prefix))}

    with EmbeddedPostgres(tmp_path / "data", temporary=True) as server:
        data = Path(_ask(server.url("postgres"), "SHOW data_directory"))

        assert {path: (_mode(path), path.stat().st_uid) for path in above} == above
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
        assert _mode(data) == 0o700
        assert (tmp_path / "data" / "postgres.location").read_text().strip() == str(data.parent)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps the data elsewhere")
def test_as_root_data_that_is_gone_is_an_error_and_no_empty_database(tmp_path: Path) -> None:
    (tmp_path / "postgres.location").write_text("/var/lib/kaodoki/not-there\n")

    with pytest.raises(DatabaseNotFound):
        EmbeddedPostgres(tmp_path).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps the data elsewhere")
def test_as_root_a_temporary_database_whose_owner_was_killed_is_swept_away(tmp_path: Path) -> None:
    abandoned = _abandon_temporary(tmp_path / "first")
    with EmbeddedPostgres(tmp_path / "second", temporary=True):
        assert abandoned.exists()  # not so soon

    os.utime(abandoned, (0, 0))
    with EmbeddedPostgres(tmp_path / "third", temporary=True):
        assert not abandoned.exists()


def _abandon_temporary(folder: Path) -> Path:
    script = OWNER.replace("(Path(sys.argv[1]))", "(Path(sys.argv[1]), temporary=True)")
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        owner.stdout.readline()
        owner.kill()
    return Path((folder / "postgres.location").read_text().strip())


def _start_orphan(folder: Path) -> int:
    """A server whose owner is gone and who was not told of it, as on a system that tells nobody."""
    forgetful = OWNER.replace(
        "server = ", "import embedded_postgres.server as s; s.die_with_parent = lambda *_: None\nserver = "
    )
    with subprocess.Popen([sys.executable, "-c", forgetful, str(folder)], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline().split()[0])
        owner.kill()
    return pid
