"""A company's own gallery moves its threshold, and says what it is worth."""

import io
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scope
from PIL import Image
from tests.unit.faces.made_packs import arcface, write_pack

from kaodoki import clock
from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator
from kaodoki.clocking.recognise import recognise
from kaodoki.enrolment.look_alikes import scores_for
from kaodoki.enrolment.services import register_photo
from kaodoki.faces import Template
from kaodoki.faces.face import unit
from kaodoki.faces.pack import read_pack
from kaodoki.gallery import calibration, queries, tasks
from kaodoki.gallery.calibration import is_due, margin_of, measure_company, standing_of
from kaodoki.gallery.models import SiteCalibration
from kaodoki.gallery.services import store_template
from kaodoki.identification import Outcome
from kaodoki.identification.site import FEWEST_PEOPLE, MARGIN_SD
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import settings_of
from kaodoki.people.services import create_company, create_employee
from kaodoki.project import calibration_report

pytestmark = pytest.mark.django_db

PACK = read_pack()


@pytest.fixture(autouse=True)
def forgotten() -> None:
    calibration._known.clear()


def enrol(company: Company, count: int, *, common: float) -> Company:
    """People who have `common` in common: the more, the more they look alike."""
    random = np.random.default_rng(int(100 * common))
    for number in range(count):
        vector = random.normal(size=128) / 128**0.5
        vector[0] += common
        with transaction.atomic():
            employee = create_employee(company, f"{common}-{number:04}", {"family_name": "林"}, by="tests")
            store_template(employee, Template(vector=unit(vector), pack=PACK.id))
    return Company.objects.get(pk=company.pk)


def test_few_people_leave_the_margin_to_the_pack(in_scope: Company) -> None:
    company = enrol(in_scope, FEWEST_PEOPLE - 1, common=0.5)

    assert measure_company(company, settings_of(company)) is None
    assert margin_of(company, PACK).margin == PACK.calibration.site_margin
    standing = standing_of(company, settings_of(company))
    assert (standing.people, standing.is_measured, standing.site.standard_error) == (
        FEWEST_PEOPLE - 1,
        False,
        MARGIN_SD,
    )


def test_people_who_look_alike_raise_the_threshold_of_their_company_only(
    in_scope: Company,
) -> None:
    company, other = enrol(in_scope, 60, common=0.9), create_company("other", "他社")

    kept = measure_company(company, settings_of(company))

    assert kept is not None
    assert (kept.people, kept.pairs) == (60, 60 * 59 // 2)
    assert margin_of(company, PACK).margin > PACK.calibration.site_margin + 0.03
    with scope(company=other):
        assert margin_of(other, PACK).margin == PACK.calibration.site_margin
    assert standing_of(company, settings_of(company)).needed == pytest.approx(
        standing_of(company, settings_of(company)).of_pack + margin_of(company, PACK).margin
    )


def test_margin_that_was_just_measured_holds_at_once(in_scope: Company) -> None:
    company = enrol(in_scope, 60, common=0.9)
    before = margin_of(company, PACK)

    measure_company(company, settings_of(company))

    assert margin_of(company, PACK).margin > before.margin


def test_a_changed_gallery_or_wish_is_measured_again_and_an_unchanged_one_is_not(in_scope: Company) -> None:
    company = enrol(in_scope, 40, common=0.4)
    assert is_due(company, settings_of(company))

    tasks.calibrate(0)
    first = SiteCalibration.objects.get(company=company)
    assert not is_due(company, settings_of(company))
    with patch.object(tasks, "measure_company") as measured:
        tasks.calibrate(0)
    assert not measured.called

    company = enrol(company, 5, common=0.41)
    assert is_due(company, settings_of(company))
    tasks.calibrate(0)
    assert SiteCalibration.objects.get(company=company).people == first.people + 5
    settings = settings_of(company)
    settings.wanted_fpir_percent = 0.1
    assert is_due(company, settings)


def test_attempts_ask_the_database_for_the_margin_once_a_minute(
    in_scope: Company, django_assert_num_queries: object
) -> None:
    company = enrol(in_scope, 1, common=0.3)

    margin_of(company, PACK)
    with django_assert_num_queries(0):  # type: ignore[operator]
        margin_of(company, PACK)


@pytest.mark.parametrize(
    ("language", "aim", "judged_by"),
    [
        ("ja", "およそ 330 回に 1 回に抑えることを目標にした", "この会社の登録者どうしを比べた"),
        ("en", "aims at no more than about one stranger in 330", "Judging by your own employees"),
    ],
)
def test_report_says_it_in_plain_words(in_scope: Company, language: str, aim: str, judged_by: str) -> None:
    company = enrol(in_scope, 40, common=0.4)

    lines = list(calibration_report.lines(company.code, measure=True, language=language))

    assert any(aim in line for line in lines)
    assert any(judged_by in line for line in lines)
    assert any(PACK.id in line for line in lines)


def test_console_says_it_without_opening_a_template(
    in_scope: Company, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = enrol(in_scope, 3, common=0.4)
    with transaction.atomic():
        again = Employee.objects.filter(company=company)[0]
        store_template(again, Template(vector=unit(np.ones(128)), pack=PACK.id))
        store_template(again, Template(vector=unit(np.ones(128)), pack="another-1"))
    opened = list[object]()
    open_one = queries._opened
    monkeypatch.setattr(queries, "_opened", lambda *args: opened.append(args) or open_one(*args))  # type: ignore[func-returns-value]
    client.force_login(create_administrator(company, "boss", "long enough 123", Role.ALL_RIGHTS.value))

    assert client.get("/console/look-alikes").status_code == 200

    assert opened == []
    assert standing_of(company, settings_of(company)).people == 3


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ja", "顔認証モデル「gone-1」はありません。"), ("en", "There is no model pack named gone-1.")],
)
def test_console_says_that_the_pack_is_missing(in_scope: Company, client: Client, language: str, sentence: str) -> None:
    Company.objects.filter(pk=in_scope.pk).update(pack="gone-1")
    client.force_login(create_administrator(in_scope, "boss", "long enough 123", Role.ALL_RIGHTS.value))

    page = client.get(f"/console/look-alikes?lang={language}")

    assert page.status_code == 503
    assert sentence in page.content.decode()
    assert "/console/terminals" in page.content.decode()


def test_console_says_it_in_plain_words(in_scope: Company, client: Client) -> None:
    company = enrol(in_scope, 2, common=0.4)
    client.force_login(create_administrator(company, "boss", "long enough 123", Role.ALL_RIGHTS.value))

    page = client.get("/console/look-alikes").content.decode()

    assert "およそ 330 回に 1 回に抑えることを目標にした" in page
    assert f"{FEWEST_PEOPLE} 人以上になると" in page
    assert "実際に数えた割合ではありません" in page


def test_a_photo_is_a_duplicate_from_where_the_company_s_terminals_would_accept_it(in_scope: Company) -> None:
    company = enrol(in_scope, 60, common=0.9)
    measure_company(company, settings_of(company))

    standing = standing_of(company, settings_of(company))
    scores = scores_for(company, PACK.id, gallery_size=standing.people)

    assert scores.duplicate == pytest.approx(standing.needed)
    assert scores.look_alike == pytest.approx(standing.needed - PACK.calibration.runner_up_margin)
    assert standing.needed > standing.of_pack + PACK.calibration.site_margin + 0.03


@pytest.mark.parametrize(
    ("pack", "code"),
    [("gone-1", "PackUnknown pack_unknown"), ("made_raw-1", "PackUncalibrated pack_uncalibrated"), ("torn-1", "Pack")],
)
def test_a_company_with_a_pack_that_cannot_be_used_stops_nobody_s_calibration(
    in_scope: Company, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture, pack: str, code: str
) -> None:
    settings.PACKS_DIR = tmp_path
    write_pack(tmp_path / "made_raw-1", recogniser=arcface(seed=8), __name="made_raw")
    (tmp_path / "torn-1").mkdir()
    (tmp_path / "torn-1" / "pack.toml").write_bytes(b"\xff\x00 = [")
    for number in range(2):
        broken = create_company(f"broken-{number}", "他社")
        Company.objects.filter(pk=broken.pk).update(pack=pack, gallery_revision=1000)
    company = enrol(in_scope, 40, common=0.4)

    tasks.calibrate(0)

    assert [row.company_id for row in SiteCalibration.objects.all()] == [company.pk]
    for number in range(2):
        assert f"calibration of company broken-{number} failed: {code}" in caplog.text


def test_an_attempt_needs_what_the_company_s_own_calibration_asks(in_scope: Company, pictures: Path) -> None:
    employee = create_employee(in_scope, "0001", {"family_name": "小浜"}, by="tests")
    register_photo(employee, (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")
    company = Company.objects.get(pk=in_scope.pk)
    frame = _small_jpeg(pictures / "obama_2.jpg")

    usual = recognise(company, [frame], settings_of(company)).decision
    SiteCalibration.objects.create(
        company=company,
        pack=PACK.id,
        people=500,
        pairs=124_750,
        shift=0.5,
        standard_error=0.001,
        gallery_revision=company.gallery_revision,
        wanted_fpir_percent=0.3,
        measured_at=clock.now(),
    )
    calibration._known.clear()
    strict = recognise(company, [frame], settings_of(company)).decision

    assert usual.outcome is Outcome.IDENTIFIED
    assert strict.outcome is not Outcome.IDENTIFIED
    assert (usual.threshold or 0) < (strict.threshold or 0) - 0.4


def _small_jpeg(path: Path) -> bytes:
    with Image.open(path) as image:
        image.thumbnail((640, 640))
        stream = io.BytesIO()
        image.convert("RGB").save(stream, "JPEG", quality=92)
    return stream.getvalue()
