"""Overtime as people read it: whom article 36 binds, and where the pace leads."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.integration.api_client import ApiClient
from tests.integration.linking.conftest import Office

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator, create_token
from kaodoki.clock import now
from kaodoki.people.models import Employee
from kaodoki.people.services import change_settings
from kaodoki.punches.models import OvertimeBalance
from kaodoki.timekeeping.restricted_hours import JAPAN

PASSWORD = "a-long-password-for-tests"


@pytest.fixture(autouse=True)
def a_cap_and_nothing_told(office: Office) -> None:
    change_settings(office.company, {"overtime_cap_minutes": 1800}, by="test")
    OvertimeBalance.objects.all().delete()


def test_coverage_by_article_36_is_the_companys_until_a_person_has_one(office: Office) -> None:
    tell_overtime(office, "1000", 1320)
    api = call(office)

    told = [overtime_of(api)]
    told += [overtime_of(api, settings={"article36_coverage": one}) for one in ("variable_hours", "exempt")]
    told += [overtime_of(api, employee={"article36_coverage": one}) for one in ("variable_hours", None)]

    left = [(item["article36_coverage"], item["article36"] and item["article36"]["minutes"]) for item in told]
    assert left == [
        ("standard", 45 * 60 - 1320),
        ("variable_hours", 42 * 60 - 1320),
        ("exempt", None),
        ("variable_hours", 42 * 60 - 1320),
        ("exempt", None),
    ]


def test_coverage_that_is_none_is_refused_for_people_and_for_the_company(office: Office) -> None:
    api = call(office)

    person = api.patch("/employees/1000", {"article36_coverage": "manager"})
    company = api.patch("/settings", {"article36_coverage": ""})

    assert (person.status, company.status) == (422, 422)
    assert company.body["code"] == "settings_invalid"
    assert api.get("/employees/1000").body["article36_coverage"] is None


def test_person_entered_anew_under_an_old_code_has_no_coverage_of_the_one_before(office: Office) -> None:
    api = call(office)
    api.patch("/employees/1000", {"article36_coverage": "exempt"})

    api.delete("/employees/1000")
    again = api.post("/employees", {"employee_code": "1000", "family_name": "新", "given_name": "人"})

    assert (again.status, again.body["article36_coverage"]) == (201, None)


@pytest.mark.parametrize(
    ("language", "words"), [("ja", ["適用除外", "変形労働時間制"]), ("en", ["Exempt", "Variable hours"])]
)
def test_overtime_page_tells_no_limit_of_the_law_of_exempt_people(
    office: Office, language: str, words: list[str]
) -> None:
    tell_overtime(office, "1000", 1320)
    tell_overtime(office, "2000", 1320)
    Employee.objects.filter(employee_code="1000").update(article36_coverage="exempt")
    Employee.objects.filter(employee_code="2000").update(article36_coverage="variable_hours")

    page = page_in(office, language)

    assert [word for word in words if word in page] == words
    # 42:00 less 22:00 for the one; nothing of 45:00 for the other.
    assert ("20:00" in page, "23:00" in page) == (True, False)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", r"このペースでは(\d+月)?\d+日に上限に達します"),
        ("en", r"At this pace the cap is reached on the \d+(st|nd|rd|th)"),
    ],
)
def test_overtime_page_names_the_day_on_which_the_cap_is_reached(office: Office, language: str, words: str) -> None:
    # 20 h in the three weeks so far, and three weeks to come.
    tell_overtime(office, "1000", 1200, days=21)

    assert re.search(words, page_in(office, language))


def tell_overtime(office: Office, code: str, minutes: int, *, days: int = 0) -> None:
    """Of the month that runs on the real clock, or of one that began so many `days` ago and goes on as long."""
    told = now() - timedelta(minutes=5)
    today = told.astimezone(JAPAN).date()
    period = {"begins": today - timedelta(days=days), "ends": today + timedelta(days=days)} if days else {}
    OvertimeBalance.objects.create(
        company=office.company,
        employee=Employee.objects.get(employee_code=code),
        month=f"{today:%Y-%m}",
        minutes=minutes,
        as_of=told,
        **period,
    )


def overtime_of(api: ApiClient, *, settings: object = None, employee: object = None) -> Any:
    """The line of employee 1000, after a change of the company's settings or of the employee."""
    if settings is not None:
        assert api.patch("/settings", settings).status == 200
    if employee is not None:
        assert api.patch("/employees/1000", employee).status == 200
    return api.get("/overtime").body["items"][0]


def call(office: Office) -> ApiClient:
    _, secret = create_token(office.company, "tests", "all_rights")
    return ApiClient(token=secret)


def page_in(office: Office, language: str) -> str:
    create_administrator(office.company, f"{office.company.code}-reader", PASSWORD, Role.ALL_RIGHTS.value)
    client = Client()
    assert client.login(username=f"{office.company.code}-reader", password=PASSWORD)
    return client.get(f"/console/overtime?lang={language}").content.decode()
