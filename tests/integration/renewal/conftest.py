"""Packs on trial: the built-in networks under another name, and one with random weights."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scope
from tests.unit.faces.made_packs import arcface, calibration, write_pack

from kaodoki.enrolment.services import register_photo
from kaodoki.faces.pack import CALIBRATION, read_folder, read_pack
from kaodoki.faces.prepare import prepare, read_source
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee
from kaodoki.project.demo_pictures import picture_path
from kaodoki.renewal.renew import renew_some

TWIN = "made_twin-1"
"""Finds the same people as the built-in pack, and its templates are other ones all the same."""
RANDOM = "made_random-1"
DEFAULT = "yunet_sface-2"

Enrol = Callable[..., Employee]


@pytest.fixture(scope="session")
def packs_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `packs add` leaves it, without the process that judges: that has tests of its own."""
    folder = tmp_path_factory.mktemp("packs")
    sface = read_source(read_pack().recogniser)
    built_in = read_pack().calibration
    table = {f"calibration__{name}": _plain(getattr(built_in, name)) for name in built_in.__dataclass_fields__}
    twin: dict[str, Any] = {
        "recogniser__centre": "fc1_beta",
        "recogniser__mean": 0,
        "recogniser__std": 1,
        "settings__detection_score": 0.6,
        **table,
    }
    write_pack(folder / TWIN, recogniser=sface, __name="made_twin", **twin)
    loose = {f"calibration__{name}": value for name, value in calibration().items()}
    write_pack(folder / RANDOM, recogniser=arcface(seed=7), __name="made_random", **loose)
    write_pack(folder / "made_raw-1", recogniser=arcface(seed=8), __name="made_raw")
    for name in (TWIN, RANDOM, "made_raw-1"):
        prepare(read_folder(folder / name, is_built_in=False))
    assert not (folder / TWIN / CALIBRATION).exists()
    return folder


@pytest.fixture(autouse=True)
def installed(packs_dir: Path, settings: Any) -> None:
    settings.PACKS_DIR = packs_dir


@pytest.fixture
def enrol() -> Enrol:
    """An employee with an approved photo; the company's scope must be open."""

    def make(company: Company, code: str, *photos: str) -> Employee:
        employee = create_employee(company, code, {"family_name": "佐藤", "given_name": code}, by="tests")
        employee.company = Company.objects.get(pk=company.pk)
        for photo in photos:
            register_photo(employee, picture_path(photo).read_bytes(), consent=True, by="tests")
        return employee

    return make


@pytest.fixture
def other_company(db: None) -> Company:
    return create_company(f"c-{uuid.uuid4()}", "別会社")


def current(company: Company) -> Company:
    """As a request would read it now."""
    return Company.objects.get(pk=company.pk)


def renew_all(company: Company) -> None:
    with scope(company=company):
        assert not renew_some(current(company), budget_s=60)


def outdate_templates() -> None:
    """As if the built-in pack had another version since: no photo has a template of today's."""
    StoredTemplate.objects.update(pack="yunet_sface-1")


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
