"""Duplicates are refused, look-alikes are found, listed and forgotten."""

import threading
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django_scopes import scope
from numpy.typing import NDArray
from tests.integration.api_client import Answer, ApiClient, enrol

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator, create_token
from kaodoki.audit.models import AuditEvent
from kaodoki.enrolment.errors import PhotoDuplicate
from kaodoki.enrolment.look_alikes import find_all_look_alikes, look_alikes_of, scores_for
from kaodoki.enrolment.services import erase_employee, register_photo
from kaodoki.faces import Template
from kaodoki.faces.face import unit
from kaodoki.gallery.look_alikes import CompanyGallery
from kaodoki.gallery.models import LookAlike, StoredTemplate
from kaodoki.gallery.packs import default_pack_id
from kaodoki.gallery.services import gallery_of, store_template
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee
from kaodoki.project import look_alike_report

PASSWORD = "a-long-password-for-tests"
RANDOM = np.random.default_rng(11)


def photo(pictures: Path, name: str) -> bytes:
    return (pictures / f"{name}.jpg").read_bytes()


def make(company: Company, code: str) -> Employee:
    return create_employee(company, code, {"family_name": "田中", "given_name": code}, by="tests")


def send(api: ApiClient, code: str, data: bytes, **fields: str) -> Answer:
    file = SimpleUploadedFile("photo.jpg", data, content_type="image/jpeg")
    return api.upload(f"/employees/{code}/photos", photo=file, consent="true", **fields)


def with_role(company: Company, role: Role) -> ApiClient:
    return ApiClient(token=create_token(company, role.value, role.value)[1])


@pytest.fixture
def twice(api: ApiClient, pictures: Path) -> ApiClient:
    """One person enrolled as 0001, and a second employee 0002 without a photo."""
    enrol(api, "0001", "佐藤", "美咲", photo(pictures, "obama_1"))
    names = {"employee_code": "0002", "family_name": "佐藤", "given_name": "花子"}
    assert api.post("/employees", names).status == 201
    return api


@pytest.mark.django_db
def test_photo_of_somebody_else_is_refused_and_leaves_nothing(
    twice: ApiClient, company: Company, pictures: Path
) -> None:
    answer = send(twice, "0002", photo(pictures, "obama_2"))

    assert (answer.status, answer.body["code"]) == (422, "photo_duplicate")
    assert answer.body["details"] == {"employee_codes": ["0001"]}
    with scope(company=company):
        assert not StoredTemplate.objects.filter(employee__employee_code="0002").exists()
        assert not LookAlike.objects.exists()


@pytest.mark.django_db
def test_another_photo_of_the_same_person_and_other_people_are_no_duplicates(twice: ApiClient, pictures: Path) -> None:
    assert send(twice, "0001", photo(pictures, "obama_2")).status == 201
    assert send(twice, "0002", photo(pictures, "biden")).status == 201
    assert twice.get("/look-alikes").body == {"items": [], "next": None}


@pytest.mark.django_db
def test_only_who_decides_over_photos_learns_whom_it_matches_and_confirms(
    twice: ApiClient, company: Company, pictures: Path
) -> None:
    manager, approver = with_role(company, Role.SITE_MANAGER), with_role(company, Role.PHOTO_APPROVER)
    data = photo(pictures, "obama_2")

    assert send(manager, "0002", data).body["details"] == {}
    assert send(manager, "0002", data, confirm_duplicate="true").status == 403
    assert send(approver, "0002", data).body["details"] == {"employee_codes": ["0001"]}
    assert send(approver, "0002", data, confirm_duplicate="true").status == 201


@pytest.mark.django_db
def test_confirmed_duplicate_is_enrolled_audited_and_listed(twice: ApiClient, company: Company, pictures: Path) -> None:
    confirmed = send(twice, "0002", photo(pictures, "obama_2"), confirm_duplicate="true")

    (pair,) = twice.get("/look-alikes").body["items"]
    assert confirmed.status == 201
    assert sorted(one["employee_code"] for one in pair["employees"]) == ["0001", "0002"]
    assert pair["score"] > 0.5
    assert pair["found_at"].endswith("+09:00")
    with scope(company=company):
        event = AuditEvent.objects.get(action="duplicate_confirmed")
    assert (event.subject, event.details) == ("0002", {"employee_codes": ["0001"]})
    assert event.by == pair["confirmed_by"] != ""


@pytest.mark.django_db
def test_two_who_were_told_apart_are_not_asked_about_again(twice: ApiClient, pictures: Path) -> None:
    send(twice, "0002", photo(pictures, "obama_2"), confirm_duplicate="true")

    assert send(twice, "0002", photo(pictures, "obama_3")).status == 201
    assert len(twice.get("/look-alikes").body["items"]) == 1
    assert twice.get("/look-alikes").body["items"][0]["confirmed_by"]


@pytest.mark.django_db
def test_erasing_either_of_a_pair_forgets_it(twice: ApiClient, company: Company, pictures: Path) -> None:
    send(twice, "0002", photo(pictures, "obama_2"), confirm_duplicate="true")

    twice.delete("/employees/0001")

    assert twice.get("/look-alikes").body["items"] == []
    with scope(company=company):
        assert not LookAlike.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_person_enrolled_twice_at_once_is_enrolled_once(in_scope: Company, pictures: Path) -> None:
    employees = [make(in_scope, "0001"), make(in_scope, "0002")]
    files = [photo(pictures, "obama_1"), photo(pictures, "obama_2")]
    ends: list[str] = []

    def register(employee: Employee, data: bytes) -> None:
        with scope(company=in_scope):
            try:
                register_photo(employee, data, consent=True, by="tests")
                ends.append("enrolled")
            except PhotoDuplicate:
                ends.append("refused")
        connection.close()

    threads = [threading.Thread(target=register, args=one) for one in zip(employees, files, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(ends) == ["enrolled", "refused"]
    assert StoredTemplate.objects.count() == 1


def between(one: NDArray[np.float64], other: NDArray[np.float64], cosine: float) -> Template:
    """A template whose cosine to the unit vector `one` is `cosine`, leaning towards `other`."""
    across = other - (other @ one) * one
    across /= np.linalg.norm(across)
    return Template(vector=unit(cosine * one + (1 - cosine**2) ** 0.5 * across), pack=default_pack_id())


@pytest.fixture
def similar(in_scope: Company) -> list[Employee]:
    """Two who look alike without one being taken for the other, and a third."""
    vectors = np.linalg.qr(RANDOM.normal(size=(128, 3)))[0].T
    scores = scores_for(in_scope, default_pack_id(), gallery_size=3)
    people = [make(in_scope, f"{number:04}") for number in range(3)]
    cosine = (scores.look_alike + scores.duplicate) / 2
    for employee, template in zip(
        people,
        [
            between(vectors[0], vectors[1], 1.0),
            between(vectors[0], vectors[1], cosine),
            between(vectors[2], vectors[0], 1.0),
        ],
        strict=True,
    ):
        with transaction.atomic():
            store_template(employee, template)
    return people


@pytest.mark.django_db(transaction=True)
def test_comparing_everybody_finds_the_pair_and_the_gallery_knows_it(
    similar: list[Employee], in_scope: Company
) -> None:
    assert not gallery(in_scope).are_look_alikes(similar[0].id, similar[1].id)

    assert find_all_look_alikes(in_scope, by="tests") == 1

    (pair,) = look_alikes_of(in_scope)
    assert {pair.first_id, pair.second_id} == {similar[0].id, similar[1].id}
    assert gallery(in_scope).are_look_alikes(similar[0].id, similar[1].id)
    assert not gallery(in_scope).are_look_alikes(similar[0].id, similar[2].id)


@pytest.mark.django_db(transaction=True)
def test_comparing_everybody_again_forgets_who_looks_alike_no_more(similar: list[Employee], in_scope: Company) -> None:
    find_all_look_alikes(in_scope, by="tests")
    with transaction.atomic():
        store_template(similar[1], Template(vector=unit(RANDOM.normal(size=128)), pack=default_pack_id(), weight=50))

    assert find_all_look_alikes(in_scope, by="tests") == 0

    assert not gallery(in_scope).are_look_alikes(similar[0].id, similar[1].id)


@pytest.mark.django_db(transaction=True)
def test_comparing_everybody_without_a_change_lets_no_process_read_the_gallery_again(
    similar: list[Employee], in_scope: Company
) -> None:
    find_all_look_alikes(in_scope, by="tests")
    before = Company.objects.get(pk=in_scope.pk).gallery_revision

    assert find_all_look_alikes(in_scope, by="tests") == 1

    assert Company.objects.get(pk=in_scope.pk).gallery_revision == before


@pytest.mark.django_db(transaction=True)
def test_an_erased_look_alike_leaves_the_gallery_with_its_pair(similar: list[Employee], in_scope: Company) -> None:
    find_all_look_alikes(in_scope, by="tests")
    assert gallery(in_scope).are_look_alikes(similar[0].id, similar[1].id)

    erase_employee(similar[1], by="tests")

    assert not gallery(in_scope).are_look_alikes(similar[0].id, similar[1].id)


def gallery(company: Company) -> CompanyGallery:
    return gallery_of(Company.objects.get(pk=company.pk), default_pack_id())


@pytest.mark.django_db
def test_report_shows_one_company_only_and_to_whom_it_concerns(similar: list[Employee], in_scope: Company) -> None:
    find_all_look_alikes(in_scope, by="tests")
    other = create_company("other", "別の会社")

    assert len(with_role(in_scope, Role.ALL_RIGHTS).get("/look-alikes").body["items"]) == 1
    assert len(with_role(in_scope, Role.PHOTO_APPROVER).get("/look-alikes").body["items"]) == 1
    assert with_role(other, Role.ALL_RIGHTS).get("/look-alikes").body["items"] == []
    assert with_role(in_scope, Role.VIEWER).get("/look-alikes").status == 403
    assert ApiClient(token=None).get("/look-alikes").status == 401


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"), [("ja", ["似ている従業員", "田中 0000"]), ("en", ["Look-alikes", "田中 0001"])]
)
def test_console_lists_the_pairs(similar: list[Employee], in_scope: Company, language: str, said: list[str]) -> None:
    find_all_look_alikes(in_scope, by="tests")

    page = log_in(in_scope, Role.ALL_RIGHTS).get(f"/console/look-alikes?lang={language}").content.decode()

    assert all(text in page for text in said)
    assert "田中 0002" not in page


@pytest.mark.django_db
def test_console_says_that_nobody_looks_alike_or_that_one_may_not_see(in_scope: Company) -> None:
    assert (
        "取り違えるおそれのある従業員はいません"
        in log_in(in_scope, Role.PHOTO_APPROVER).get("/console/look-alikes").content.decode()
    )
    assert log_in(in_scope, Role.VIEWER).get("/console/look-alikes").status_code == 403


def log_in(company: Company, role: Role) -> Client:
    create_administrator(company, role.value, PASSWORD, role.value)
    client = Client()
    assert client.login(username=role.value, password=PASSWORD)
    return client


@pytest.mark.django_db(transaction=True)
def test_command_line_compares_anew_and_lists(similar: list[Employee], in_scope: Company) -> None:
    before = list(look_alike_report.lines(in_scope.code, recompute=False, language="en"))
    (line,) = look_alike_report.lines(in_scope.code, recompute=True, language="ja")

    assert before == ["No two employees look alike."]
    assert "0000 田中 0000  ⇔  0001 田中 0001" in line or "0001 田中 0001  ⇔  0000 田中 0000" in line
