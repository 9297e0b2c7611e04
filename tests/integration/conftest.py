"""A real PostgreSQL for every test process: the embedded one, started when the first test asks for a database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from embedded_postgres import EmbeddedPostgres


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """The server; its data go with it."""
    folder: Path = tmp_path_factory.mktemp("postgres")
    with EmbeddedPostgres(folder, temporary=True) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: EmbeddedPostgres) -> None:
    """Points Django at it (pytest-django asks for this fixture by name before it makes the test database)."""
    parts = conninfo_to_dict(postgres.url("postgres"))
    entry = {"NAME": "kaodoki", "USER": parts["user"], "PASSWORD": parts["password"], "HOST": parts["host"]}
    for database in (settings.DATABASES["default"], connections["default"].settings_dict):
        database.update(entry)
