"""Administrators and employee groups with what is only answered when it is asked for."""

import pytest

from attendance_server.webapi.models import Administrator, Employee, EmployeeGroup
from tests.attendance_server.caller import HANAKO, TARO, Caller, error_code


@pytest.fixture
def section_chief(api: Caller) -> Administrator:
    made = Administrator.objects.create(key="a" * 64, code="chief", name="課長", email_addresses=["chief@example.jp"])
    made.employees.set(Employee.objects.filter(key=TARO))
    return made


def test_administrators_have_code_key_and_name(api: Caller, section_chief: Administrator) -> None:
    everyone, chief = api.get("/administrators").json()

    assert chief == {"code": "chief", "key": section_chief.key, "name": "課長"}
    assert set(everyone) == {"code", "key", "name"}


def test_administrators_additional_fields_leave_out_whom_an_all_rights_one_manages(
    api: Caller, section_chief: Administrator
) -> None:
    everyone, chief = api.get("/administrators/?additionalFields=emailAddresses,associatedEmployees").json()

    assert chief["emailAddresses"] == ["chief@example.jp"]
    assert chief["associatedEmployees"] == [{"code": "1000", "key": TARO, "lastName": "勤怠", "firstName": "太郎"}]
    assert "emailAddresses" in everyone
    assert "associatedEmployees" not in everyone


def test_a_deleted_employee_is_associated_with_nobody(api: Caller, section_chief: Administrator) -> None:
    api.call("DELETE", f"/employees/{TARO}")

    chief = api.get("/administrators?additionalFields=associatedEmployees").json()[1]

    assert chief["associatedEmployees"] == []


def test_a_groups_category_comes_when_asked_for(api: Caller) -> None:
    EmployeeGroup.objects.filter(code="0001").update(category_code="01", category_name="部門")

    plain = api.get("/employee-groups").json()
    first, second, _ = api.get("/employee-groups?additionalFields=category").json()

    assert all("category" not in group for group in plain)
    assert first["category"] == {"code": "01", "name": "部門"}
    assert "category" not in second


@pytest.mark.parametrize("date", ["2023-11-19", "2027-11-21"])
def test_people_are_read_three_years_back_and_one_year_ahead(api: Caller, date: str) -> None:
    for path in (f"/employees?date={date}", f"/employees/1000?date={date}"):
        answer = api.get(path)
        assert (answer.status_code, error_code(answer)) == (400, 909)


def test_an_update_takes_effect_on_a_day_that_is_no_longer_readable(api: Caller) -> None:
    answer = api.call("PUT", f"/employees/{HANAKO}?updateDate=2020-04-01", {"divisionCode": "2000"})

    assert (answer.status_code, answer.json()["divisionCode"]) == (200, "2000")
