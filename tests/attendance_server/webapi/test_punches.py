"""Registering punches and reading them back."""

from collections.abc import Callable

import pytest

from attendance_server.webapi.switches import EarliestTime, OmittedCode, OmittedWorkingDay
from tests.attendance_server.caller import DAY, HANAKO, TARO, Caller, error_code


def test_a_punch_is_answered_with_its_record(api: Caller) -> None:
    answer = api.punch("09:00", code="1", latitude=35.667224, longitude=139.742207)

    assert answer.status_code == 201
    assert answer.json() == {
        "date": DAY,
        "employeeKey": TARO,
        "timeRecord": {
            "time": f"{DAY}T09:00:00+09:00",
            "code": "1",
            "name": "出勤",
            "divisionCode": "1000",
            "divisionName": "本社",
            "latitude": 35.667224,
            "longitude": 139.742207,
        },
    }


@pytest.mark.parametrize(
    ("code", "name"),
    [("1", "出勤"), ("2", "退勤"), ("3", "休憩開始"), ("4", "休憩終了"), ("7", "外出"), ("8", "戻り")],
)
def test_each_code_has_its_name(api: Caller, code: str, name: str) -> None:
    assert api.punch("09:00", code=code).json()["timeRecord"]["name"] == name


def test_real_clients_leniencies_are_accepted(api: Caller) -> None:
    answer = api.punch("09:00", code=1, employeeKey=TARO, longtitude=139.7, credentialCode=300, credentialName="KOTSL")

    record = answer.json()["timeRecord"]
    assert (answer.status_code, record["code"], record["credentialCode"], record["credentialName"]) == (
        201,
        "1",
        300,
        "KOTSL",
    )


def test_without_code_the_first_of_the_day_is_in_and_later_ones_are_out(api: Caller) -> None:
    codes = [api.punch(time).json()["timeRecord"]["code"] for time in ("09:00", "12:00", "18:00")]

    assert codes == ["1", "2", "2"]


def test_without_code_a_new_working_day_begins_with_in(api: Caller) -> None:
    api.punch("09:00")

    assert api.punch("09:00", date="2026-11-19").json()["timeRecord"]["code"] == "1"


def test_switch_omitted_code_alternates(api: Caller, switch: Callable[..., None]) -> None:
    switch(omitted_code=OmittedCode.ALTERNATE)

    codes = [api.punch(time).json()["timeRecord"]["code"] for time in ("09:00", "12:00", "13:00")]

    assert codes == ["1", "2", "1"]


def test_a_time_of_the_next_morning_belongs_to_the_date_sent(api: Caller) -> None:
    api.punch("2026-11-21T01:00:00+09:00", code="2")

    found = api.get(f"/daily-workings/timerecord/{DAY}").json()
    assert found["dailyWorkings"][0]["timeRecord"][0]["time"] == "2026-11-21T01:00:00+09:00"


@pytest.mark.parametrize("moment", ["2026-11-20T00:00:00Z", "2026-11-20T02:00:00+02:00", "2026-11-20T09:00:00.9+0900"])
def test_any_offset_is_normalised(api: Caller, moment: str) -> None:
    assert api.punch(moment).json()["timeRecord"]["time"] == f"{DAY}T09:00:00+09:00"


@pytest.mark.parametrize(("time", "status"), [("2026-11-21T23:59:59+09:00", 201), ("2026-11-22T00:00:00+09:00", 400)])
def test_the_deadline_is_the_end_of_the_next_day(api: Caller, time: str, status: int) -> None:
    assert api.punch(time, code="2").status_code == status


def test_switch_deadline_days(api: Caller, switch: Callable[..., None]) -> None:
    switch(deadline_days=0)

    answer = api.punch("2026-11-21T00:00:00+09:00", code="2")

    assert (answer.status_code, error_code(answer)) == (400, 904)


def test_a_punch_may_be_years_before_its_date_but_not_more_than_three(api: Caller) -> None:
    assert api.punch("2023-11-20T09:00:00+09:00").status_code == 201
    assert error_code(api.punch("2023-11-19T23:59:59+09:00")) == 903


def test_switch_earliest_time_is_the_working_date(api: Caller, switch: Callable[..., None]) -> None:
    switch(earliest_time=EarliestTime.WORKING_DATE)

    assert api.punch("2026-11-19T23:59:59+09:00").status_code == 400
    assert api.punch("2026-11-20T00:00:00+09:00").status_code == 201


def test_a_future_punch_is_taken_unless_switched_off(api: Caller, switch: Callable[..., None]) -> None:
    assert api.punch("18:00").status_code == 201

    switch(refuse_future=True)

    assert error_code(api.punch("18:00")) == 911


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"time": "2026-11-20T09:00:00"}, 280),
        ({"time": "2026-11-20T24:00:00+09:00"}, 280),
        ({"time": "2026-11-20T09:00+09:00"}, 280),
        ({"time": "09:00"}, 280),
        ({"time": ""}, 222),
        ({"time": "9999-12-31T23:59:59-23:59"}, 280),
        ({"date": "2026-11-31"}, 2),
        ({"date": "2026/11/20"}, 2),
        ({"date": "9999-12-31"}, 2),
        ({"date": None}, 222),
        ({"code": "5"}, 902),
        ({"code": "出勤"}, 902),
        ({"code": ["1"]}, 901),
        ({"divisionCode": "9999"}, 906),
        ({"divisionCode": "10\x0000"}, 901),
        ({"credentialName": "\ud800"}, 901),
        ({"latitude": 91}, 901),
        ({"latitude": "35.6"}, 901),
        ({"credentialCode": 10**12}, 901),
        ({"isOmittedWorkingDay": "yes"}, 901),
        ({"isOmittedWorkingDay": True}, 222),
    ],
)
def test_bad_fields_are_refused_and_nothing_is_recorded(api: Caller, fields: dict[str, object], code: int) -> None:
    body = {"time": f"{DAY}T09:00:00+09:00", "date": DAY, **fields}

    answer = api.call("POST", f"/daily-workings/timerecord/{TARO}", body)

    assert (answer.status_code, error_code(answer)) == (400, code)
    assert api.get(f"/daily-workings/timerecord/{DAY}").json()["dailyWorkings"] == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b'{"latitude": NaN}', b'{"latitude": 1e999}', b"[" * 99999]
)
def test_a_body_that_is_no_object_is_refused(api: Caller, body: bytes) -> None:
    answer = api.call("POST", f"/daily-workings/timerecord/{TARO}", body)

    assert (answer.status_code, error_code(answer)) == (400, 910)


def test_an_unknown_employee_key_is_refused_with_a_code_that_is_a_switch(
    api: Caller, switch: Callable[..., None]
) -> None:
    assert error_code(api.punch("09:00", key="0" * 64)) == 526

    switch(error_codes={"unknown_employee": 7})

    assert error_code(api.punch("09:00", key="0" * 64)) == 7


def test_the_same_punch_twice_is_two_records_and_an_error_day(api: Caller) -> None:
    api.punch_day(("1", "09:00"), ("1", "09:00"), ("2", "18:00"))

    records = api.get(f"/daily-workings/timerecord/{DAY}").json()["dailyWorkings"][0]["timeRecord"]
    assert [record["code"] for record in records] == ["1", "1", "2"]
    assert (api.totals()["isError"], api.totals()["totalWork"]) == (True, 0)


def test_with_the_working_day_omitted_an_out_joins_the_latest_in_of_48_hours(api: Caller) -> None:
    api.punch("22:00", code="1", date="2026-11-19")

    answer = api.call(
        "POST",
        f"/daily-workings/timerecord/{TARO}",
        {"time": "2026-11-20T06:00:00+09:00", "code": "2", "isOmittedWorkingDay": True},
    )

    assert (answer.status_code, answer.json()["date"]) == (201, "2026-11-19")


def test_with_the_working_day_omitted_and_no_open_in_the_day_border_counts(
    api: Caller, switch: Callable[..., None]
) -> None:
    api.call("PUT", f"/employees/{TARO}?updateDate=2026-11-01", {"divisionCode": "2000"})  # its day begins at 05:00
    body = {"time": "2026-11-20T04:59:59+09:00", "code": "2", "isOmittedWorkingDay": True}
    path = f"/daily-workings/timerecord/{TARO}"
    api.punch("2026-11-17T22:00:00+09:00", code="1", date="2026-11-17")  # more than 48 hours ago

    assert api.call("POST", path, body).json()["date"] == "2026-11-19"
    assert api.call("POST", path, {**body, "time": "2026-11-20T05:00:00+09:00"}).json()["date"] == "2026-11-20"

    switch(omitted_working_day=OmittedWorkingDay.DAY_BORDER)
    api.punch("22:00", code="1", date="2026-11-18")
    assert api.call("POST", path, body).json()["date"] == "2026-11-19"


def test_with_the_working_day_omitted_the_deadline_counts_from_today(api: Caller) -> None:
    body = {"code": "1", "isOmittedWorkingDay": True}
    path = f"/daily-workings/timerecord/{TARO}"

    assert api.call("POST", path, {**body, "time": "2026-11-21T23:59:59+09:00"}).status_code == 201
    assert error_code(api.call("POST", path, {**body, "time": "2026-11-22T00:00:00+09:00"})) == 904


def test_a_resigned_employee_cannot_punch_after_the_last_day(api: Caller) -> None:
    api.call("PUT", f"/employees/{TARO}", {"resignationDate": "2026-11-19"})

    assert api.punch("09:00", date="2026-11-19").status_code == 201
    assert error_code(api.punch("09:00")) == 905


def test_lists_are_ordered_by_date_then_employee_code_without_people_who_did_nothing(api: Caller) -> None:
    api.punch_day(("1", "09:00"), key=HANAKO)
    api.punch_day(("1", "09:00"), key=TARO)
    api.punch_day(("1", "09:00"), key=HANAKO, date="2026-11-18")

    found = api.get("/daily-workings/timerecord/?start=2026-11-01&end=2026-11-30").json()

    assert [(day["date"], [item["employeeKey"] for item in day["dailyWorkings"]]) for day in found] == [
        ("2026-11-18", [HANAKO]),
        (DAY, [TARO, HANAKO]),
    ]


def test_people_are_chosen_by_key_or_division(api: Caller) -> None:
    api.punch_day(("1", "09:00"), key=HANAKO)
    api.punch("09:00", code="1", divisionCode="2000")

    def keys(query: str) -> list[str]:
        found = api.get(f"/daily-workings/timerecord/{DAY}?{query}").json()
        return [item["employeeKey"] for item in found["dailyWorkings"]]

    assert keys(f"employeeKeys={HANAKO},{'0' * 64}") == [HANAKO]
    assert keys("division=1000") == [TARO, HANAKO]
    assert keys("division=2000") == []
    assert keys("division=2000&ondivision=false") == [TARO]
    assert keys("divisionCode=2000") == [TARO, HANAKO]


def test_the_default_is_today(api: Caller) -> None:
    api.punch_day(("1", "09:00"))
    api.punch_day(("1", "09:00"), date="2026-11-19")

    assert [day["date"] for day in api.get("/daily-workings/timerecord").json()] == [DAY]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start=2026-10-01&end=2026-12-01", 200),
        ("start=2026-10-01&end=2026-12-02", 400),
        ("start=2026-11-01", 400),
        ("end=2026-11-01", 400),
        ("start=2026-11-02&end=2026-11-01", 400),
        ("start=2023-11-19&end=2023-11-19", 400),
        ("start=2027-11-21&end=2027-11-21", 400),
        ("start=x&end=y", 400),
        ("ondivision=maybe", 400),
    ],
)
def test_spans_are_limited_to_62_days_three_years_back_and_one_ahead(api: Caller, query: str, status: int) -> None:
    assert api.get(f"/daily-workings/timerecord?{query}").status_code == status
    assert api.get(f"/daily-workings?{query}").status_code == status


def test_current_date_employee_is_added_when_asked_for(api: Caller) -> None:
    api.punch_day(("1", "09:00"))

    item = api.get(f"/daily-workings/timerecord/{DAY}?additionalFields=currentDateEmployee").json()["dailyWorkings"][0]

    assert item["currentDateEmployee"]["lastNamePhonetics"] == "キンタイ"
    assert "key" not in item["currentDateEmployee"]


def test_switch_a_later_clock_out_takes_the_place_of_an_earlier_one(api: Caller, switch: Callable[..., None]) -> None:
    switch(overwrite_clock_out=True)
    api.punch_day(("1", "09:00"), ("2", "18:00"), ("2", "19:00"), ("1", "09:01"))

    records = api.get(f"/daily-workings/timerecord/{DAY}").json()["dailyWorkings"][0]["timeRecord"]

    kept = [(record["code"], record["time"][11:16]) for record in records]
    assert kept == [("1", "09:00"), ("2", "19:00"), ("1", "09:01")]


def test_a_misspelt_longitude_and_a_repeated_employee_key_are_taken(api: Caller) -> None:
    answer = api.punch("09:00", code=1, longtitude=139.7, latitude=35.6, employeeKey=TARO)

    record = answer.json()["timeRecord"]
    assert (answer.status_code, record["code"], record["longitude"]) == (201, "1", 139.7)
