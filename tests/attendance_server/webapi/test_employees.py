"""Employees and masters."""

import pytest

from attendance_server.webapi.models import Employee
from tests.attendance_server.caller import HANAKO, TARO, Caller, error_code

NEW = {
    "divisionCode": "2000",
    "gender": "female",
    "typeCode": "1",
    "code": "0042",
    "lastName": "打刻",
    "firstName": "次郎",
}


def test_the_samples_people_are_listed_by_code(api: Caller) -> None:
    taro, hanako = api.get("/employees/").json()

    assert taro == {
        "divisionCode": "1000",
        "divisionName": "本社",
        "gender": "male",
        "typeCode": "1",
        "typeName": "正社員",
        "code": "1000",
        "key": TARO,
        "lastName": "勤怠",
        "firstName": "太郎",
        "employeeGroups": [{"code": "0001", "name": "人事部"}, {"code": "0002", "name": "総務部"}],
    }
    assert (hanako["code"], hanako["key"]) == ("2000", HANAKO)


def test_additional_fields_come_when_asked_for_and_null_ones_are_left_out(api: Caller) -> None:
    found = api.get("/employees/1000?additionalFields=emailAddresses,hiredDate,nonsense").json()

    assert found["emailAddresses"] == ["kintaitarou@h-t.co.jp"]
    assert not {"hiredDate", "nonsense", "lastNamePhonetics"} & set(found)


def test_an_employee_is_made_with_a_key_of_64_hex_characters(api: Caller) -> None:
    answer = api.call("POST", "/employees", {**NEW, "hiredDate": "2026-04-01", "emailAddresses": ["j@example.jp"]})

    made = answer.json()
    assert answer.status_code == 201
    assert len(made["key"]) == 64
    assert int(made["key"], 16) > 0
    assert made["hiredDate"] == "2026-04-01"
    assert api.get("/employees/0042").json()["divisionName"] == "支社"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "1000"}, 908),
        ({"code": "1" * 65}, 901),
        ({"code": ""}, 222),
        ({"lastName": None}, 222),
        ({"divisionCode": "77"}, 906),
        ({"typeCode": "77"}, 907),
        ({"gender": "x"}, 901),
        ({"firstName": "あ" * 201}, 901),
        ({"hiredDate": "2026-02-30"}, 2),
        ({"emailAddresses": "a@example.jp"}, 901),
        ({"allDayRegardingWorkInMinute": 1441}, 901),
    ],
)
def test_a_bad_employee_is_refused(api: Caller, fields: dict[str, object], code: int) -> None:
    answer = api.call("POST", "/employees", {**NEW, **fields})

    assert (answer.status_code, error_code(answer)) == (400, code)
    assert Employee.objects.count() == 2


def test_put_changes_only_what_is_sent_and_empties_what_is_empty(api: Caller) -> None:
    answer = api.call("PUT", f"/employees/{TARO}", {"code": "1001", "emailAddresses": ""})

    changed = answer.json()
    assert (answer.status_code, changed["code"], changed["key"]) == (200, "1001", TARO)
    assert changed["lastNamePhonetics"] == "キンタイ"
    assert "emailAddresses" not in changed
    assert error_code(api.get("/employees/1000")) == 526


def test_put_takes_a_code_of_64_characters_and_refuses_a_longer_one(api: Caller) -> None:
    assert api.call("PUT", f"/employees/{TARO}", {"code": "1" * 64}).status_code == 200

    answer = api.call("PUT", f"/employees/{TARO}", {"code": "1" * 65})

    assert (answer.status_code, error_code(answer)) == (400, 901)


def test_a_new_division_takes_effect_on_its_date(api: Caller) -> None:
    api.call("PUT", f"/employees/{TARO}?updateDate=2026-11-10", {"divisionCode": "2000"})

    assert api.get("/employees/1000?date=2026-11-09").json()["divisionCode"] == "1000"
    assert api.get("/employees/1000?date=2026-11-10").json()["divisionCode"] == "2000"
    assert [person["code"] for person in api.get("/employees?division=1000").json()] == ["2000"]


def test_who_resigned_is_listed_only_when_asked_for(api: Caller) -> None:
    api.call("PUT", f"/employees/{TARO}", {"resignationDate": "2026-11-19"})

    assert [person["code"] for person in api.get("/employees").json()] == ["2000"]
    assert [person["code"] for person in api.get("/employees?date=2026-11-19").json()] == ["1000", "2000"]
    assert [person["code"] for person in api.get("/employees?includeResigner=true").json()] == ["1000", "2000"]


def test_a_deleted_employee_is_gone_and_the_code_is_free(api: Caller) -> None:
    api.punch_day(("1", "09:00"))

    answer = api.call("DELETE", f"/employees/{TARO}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert error_code(api.punch("18:00")) == 526
    assert api.get("/daily-workings/timerecord").json() == []
    assert api.call("POST", "/employees", {**NEW, "code": "1000"}).status_code == 201


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("key", ["1000", "0" * 64, "%00"])
def test_an_unknown_key_is_refused(api: Caller, method: str, key: str) -> None:
    answer = api.call(method, f"/employees/{key}", {})

    assert (answer.status_code, error_code(answer)) == (400, 526)


@pytest.mark.parametrize("code", ["0000", "%00", "1000%00"])
def test_an_unknown_code_is_refused(api: Caller, code: str) -> None:
    assert error_code(api.get(f"/employees/{code}")) == 526


def test_masters(api: Caller) -> None:
    assert api.get("/divisions").json() == [
        {"code": "1000", "name": "本社", "dayBorderTime": "00:00"},
        {"code": "2000", "name": "支社", "dayBorderTime": "05:00"},
    ]
    assert api.get("/working-types/").json() == [{"code": "1", "name": "正社員"}]
    assert [group["code"] for group in api.get("/employee-groups").json()] == ["0001", "0002", "0003"]
    assert api.get("/company").json()["businessYearStartDate"] == "04/01"
