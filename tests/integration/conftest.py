"""A real PostgreSQL for every test process: the embedded one, started when the first test asks for a database."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django_scopes import scope
from psycopg.conninfo import conninfo_to_dict

from embedded_postgres import EmbeddedPostgres
from kaodoki.accounts.services import create_token
from kaodoki.faces.liveness import passive
from kaodoki.people.models import Company
from kaodoki.people.services import create_company
from kaodoki.project.demo_pictures import pictures_dir
from tests.integration.api_client import ApiClient


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


@pytest.fixture(scope="session", autouse=True)
def no_liveness_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests find the same whether or not the optional network is installed here: it takes drawn heads for paper."""
    nowhere = tmp_path_factory.mktemp("packs") / "not-installed"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passive, "_PACK", dataclasses.replace(passive._PACK, folder=nowhere))
        yield


@pytest.fixture
def company(db: None) -> Company:
    """A company with its key and default settings."""
    return create_company("minato", "株式会社みなと製作所")


@pytest.fixture
def in_scope(company: Company) -> Iterator[Company]:
    """The company, with its scope open for the whole test."""
    with scope(company=company):
        yield company


@pytest.fixture
def api(company: Company) -> ApiClient:
    """Calls with an all-rights token of the company."""
    _, secret = create_token(company, "tests", "all_rights")
    return ApiClient(token=secret)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder of real photographs that script/bootstrap fetched."""
    return pictures_dir()
