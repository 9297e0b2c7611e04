"""Input that nobody sends by accident: each gets the error body, none a fault of ours."""

import base64

import pytest
from django.test import Client
from django_scopes import scope
from tests.integration.api_client import ApiClient
from tests.integration.web.test_console_pages import log_in

from kaodoki import clock
from kaodoki.linking.mismatches import Problem
from kaodoki.linking.models import AttendancePerson, Connection
from kaodoki.linking.people import mismatches
from kaodoki.people.models import Company
from kaodoki.people.services import create_employee, create_site

pytestmark = pytest.mark.django_db
SATO = {"employee_code": "0012", "family_name": "佐藤", "given_name": "美咲"}


@pytest.mark.parametrize("path", ["/employees/%00", "/punches?employee_code=%00", "/attempts?employee_code=%00"])
def test_nul_characters_are_refused(api: ApiClient, path: str) -> None:
    assert api.get(path).body["code"] == "invalid_input"


@pytest.mark.parametrize("field", ["employee_code", "family_name", "site_code"])
def test_nul_characters_in_bodies_are_refused(api: ApiClient, field: str) -> None:
    assert api.post("/employees", {**SATO, field: "a\x00b"}).body["code"] == "invalid_input"


@pytest.mark.parametrize("code", ["a/b", "..", ".", "a\\b", "a\nb", "", "x" * 65])
def test_code_that_cannot_stand_in_an_address_is_refused(api: ApiClient, code: str) -> None:
    assert api.post("/employees", {**SATO, "employee_code": code}).body["code"] == "invalid_input"


def test_code_with_dots_and_japanese_is_taken(api: ApiClient) -> None:
    for code in ("A.1", "社員-7", "0012"):
        assert api.post("/employees", {**SATO, "employee_code": code}).status == 201
        assert api.get(f"/employees/{code}").status == 200


@pytest.mark.parametrize("text", ["2026-01-01T00:00:00+00:00|no-uuid", "2026-01-01T00:00:00|x", "|", "x"])
def test_cursor_of_somebody_elses_making_is_refused(api: ApiClient, text: str) -> None:
    cursor = base64.urlsafe_b64encode(text.encode()).decode()

    assert api.get("/punches", cursor=cursor).body["code"] == "invalid_input"


@pytest.mark.parametrize("query", ["state=bogus", "from=1700000000", "from=2026-11-20", "limit=x"])
def test_filters_that_mean_nothing_are_refused(api: ApiClient, query: str) -> None:
    assert api.get(f"/punches?{query}").body["code"] == "invalid_input"


@pytest.mark.parametrize("body", ["[" * 100_000, "[]", "null", '{"\\ud800": 1}', '{"day_start": "+1:+5"}'])
def test_settings_that_are_none_are_refused(api: ApiClient, body: str) -> None:
    answer = api.raw("patch", "/settings", body.encode())

    assert answer.status == 422
    assert {"code", "message", "details"} <= set(answer.body)


def test_half_a_surrogate_pair_is_refused_in_the_error_body(api: ApiClient) -> None:
    body = b'{"connector": "\\ud800", "base_url": "https://x.jp", "access_token": "t"}'

    answer = api.raw("put", "/connection", body)

    assert answer.status == 422
    assert answer.body["code"]


@pytest.mark.parametrize(
    "changes",
    [
        {"restricted_hours": [{"08:30": 1, "10:00": 2}]},
        {"time_zone": "localtime"},
        {"time_zone": "Factory"},
        {"restricted_hours": ["0830"]},
    ],
)
def test_settings_that_look_right_and_are_not_are_refused(api: ApiClient, changes: dict[str, object]) -> None:
    assert api.patch("/settings", changes).body["code"] == "settings_invalid"


def test_documented_defaults_of_what_is_not_built_can_be_sent_back(api: ApiClient) -> None:
    settings = api.get("/settings").body

    assert api.patch("/settings", settings).body == settings
    assert settings["open_shift_max_hours"] == 16


def test_wrong_method_and_broken_forms_get_the_error_body(api: ApiClient) -> None:
    method = api.put("/employees", {})
    broken = Client().post("/api/v1/terminal/attempts", data=b"x", content_type="multipart/form-data")
    many = Client().get("/api/v1/employees?" + "&".join(f"a{n}=1" for n in range(2000)))

    assert (method.status, method.body["code"]) == (405, "method_not_allowed")
    for answer in (broken, many):
        assert answer.status_code in {400, 401}
        assert {"code", "message", "details"} <= set(answer.json())


@pytest.mark.parametrize("path", ["sites/s1", "sites/%00"])
def test_nul_characters_sent_to_a_page_are_refused_on_it(company: Company, path: str) -> None:
    client = log_in(company)
    with scope(company=company):
        create_site(company, "s1", "本社")
        link(company)

    answer = client.post(f"/console/linked-people/{path}", {"division": "\x00"})

    assert_refused(answer.status_code, answer.content.decode())


def test_nul_characters_as_a_key_are_refused_on_the_page(company: Company) -> None:
    client = log_in(company)
    with scope(company=company):
        link(company)
        create_employee(company, "9999", {"family_name": "佐藤"}, by="tests")
        AttendancePerson.objects.create(company=company, employee_key="a", employee_code="1", family_name="鈴木")
        [line] = [one for one in mismatches(now=clock.now()) if one.problem is Problem.MISSING_THERE]

    answer = client.post(f"/console/linked-people/mismatches/{line.id}", {"fix": "bind", "employee_key": "\x00"})

    assert_refused(answer.status_code, answer.content.decode())


def link(company: Company) -> None:
    sealed = {"key_version": 1, "sealed_token": b""}
    Connection.objects.create(company=company, connector="king_of_time", created_at=clock.now(), **sealed)


def assert_refused(status: int, page: str) -> None:
    assert status == 422
    assert "入力内容を確認してください: 保存できない文字が含まれている" in page
    assert "システム設定" in page  # the frame
