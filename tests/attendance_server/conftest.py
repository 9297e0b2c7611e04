"""One embedded PostgreSQL per pytest process; each test sees the seed of the WebAPI's samples."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.test import Client
from psycopg.conninfo import conninfo_to_dict
from pytest_django import Settings

from attendance_server.linkage import tokens
from attendance_server.webapi import clock, seeds
from attendance_server.webapi.switches import Seed
from embedded_postgres import EmbeddedPostgres
from tests.attendance_server.caller import TOKEN, Caller

NOON = "2026-11-20T12:00:00+09:00"  # a Friday, outside all restricted hours


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("postgres")
    with EmbeddedPostgres(folder, temporary=True) as server:
        server.ensure_database("attendance")
        yield server.url("attendance")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_url: str) -> None:
    parts = conninfo_to_dict(postgres_url)
    database = connections.settings["default"]
    database.update(USER=parts["user"], PASSWORD=parts["password"], HOST=parts["host"], NAME="attendance", OPTIONS={})


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """It is noon of a Friday; the clock runs on."""
    with time_machine.travel(NOON) as traveller:
        yield traveller


@pytest.fixture
def switch(settings: Settings) -> Callable[..., None]:
    """Change switches for one test."""

    def change(**values: Any) -> None:
        settings.ATTENDANCE = replace(settings.ATTENDANCE, **values)

    return change


@pytest.fixture
def api(db: None, noon: time_machine.Traveller) -> Caller:
    """A caller with every permission, and the people of the samples."""
    seeds.plant(Seed.DOCS)
    tokens.issue_token(token=TOKEN, purpose="tests", now=clock.now())
    return Caller(client=Client(), token=TOKEN)


@pytest.fixture
def administrator(api: Caller) -> Client:
    """A browser in which an all-rights administrator is logged in."""
    call_command("make_demo_admin", login="admin:correct horse")
    client = Client()
    assert client.login(username="admin", password="correct horse")
    return client
