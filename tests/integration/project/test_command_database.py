"""What a command says of a database that has no tables, is of another version, or is not there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from embedded_postgres import EmbeddedPostgres

COMMAND = ("calibrate", "--company", "minato")
NO_TABLES = {
    "ja": "データベースの表がないか、古い版のままです。kaodoki migrate を実行するか、kaodoki up で起動してください。",
    "en": "The database's tables are missing or of an older version. Run kaodoki migrate, or start with kaodoki up.",
}


@pytest.fixture
def empty(postgres: EmbeddedPostgres) -> Iterator[str]:
    postgres.ensure_database("empty")
    yield postgres.url("empty")
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE empty WITH (FORCE)"))


def run(url: str, folder: Path, *command: str, language: str = "en") -> tuple[int, str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("KAODOKI_", "LC_"))}
    variables |= {"LANG": "ja_JP.UTF-8" if language == "ja" else "C.UTF-8", "KAODOKI_DATABASE_URL": url}
    variables |= {"KAODOKI_DATA_DIR": str(folder), "PYTHONIOENCODING": "utf-8"}
    ended = subprocess.run(
        [sys.executable, "-m", "kaodoki.cli", *command], env=variables, capture_output=True, text=True, timeout=120
    )
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("language", ["ja", "en"])
def test_missing_tables_are_told_with_what_to_run(empty: str, tmp_path: Path, language: str) -> None:
    assert run(empty, tmp_path, *COMMAND, language=language) == (1, f"{NO_TABLES[language]}\n")


def test_missing_column_is_a_table_of_an_older_version(empty: str, tmp_path: Path) -> None:
    with psycopg.connect(empty) as connection:
        connection.execute("CREATE TABLE people_company (id uuid)")

    assert run(empty, tmp_path, *COMMAND) == (1, f"{NO_TABLES['en']}\n")


@pytest.mark.parametrize("command", [COMMAND, ("migrate",)])
def test_database_that_does_not_answer_is_told_and_its_password_is_not(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    code, said = run("postgresql://somebody:hunter2-pass@127.0.0.1:1/nowhere", tmp_path, *command)

    assert code == 1
    assert said.endswith("The database does not answer. Check KAODOKI_DATABASE_URL and whether the database runs.\n")
    assert "hunter2" not in said
    assert "Traceback" not in said
