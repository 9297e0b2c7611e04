"""Applications (申請), which are only read."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from attendance_server.webapi.models import Administrator, Application, Employee
from attendance_server.webapi.switches import Feature
from tests.attendance_server.caller import HANAKO, TARO, Caller, error_code


def apply_for(kind: Application.Kind, key: str, day: date, **more: Any) -> Application:
    values = {"key": f"{Application.objects.count():064x}", "requested_on": date(2026, 11, 10), "applicant_key": key}
    employee = Employee.objects.get(key=key)
    return Application.objects.create(kind=kind, employee=employee, date=day, **{**values, **more})


def test_overtime_applications_of_a_month(api: Caller) -> None:
    start = "2026-11-20T18:00+09:00"
    made = apply_for(
        Application.Kind.OVERTIME,
        TARO,
        date(2026, 11, 20),
        message="月末処理のため",
        requested={"isBeforeSchedule": False, "start": start, "end": "2026-11-20T20:00+09:00"},
        current={"isBeforeSchedule": False},
    )
    apply_for(Application.Kind.OVERTIME, TARO, date(2026, 12, 1))
    apply_for(Application.Kind.SCHEDULE, TARO, date(2026, 11, 20))

    answer = api.get("/requests/overtimes/2026-11").json()

    assert (answer["year"], answer["month"], len(answer["overtimeRequests"])) == (2026, 11, 1)
    assert answer["overtimeRequests"][0] == {
        "date": "2026-11-20",
        "requestedDate": "2026-11-10",
        "employeeKey": TARO,
        "requestKey": made.key,
        "applicant": {"type": "employee", "key": TARO},
        "status": "applying",
        "currentFlow": 1,
        "message": "月末処理のため",
        "requested": {"isBeforeSchedule": False, "start": start, "end": "2026-11-20T20:00+09:00"},
        "current": {"isBeforeSchedule": False},
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [("schedules", "scheduleRequests"), ("overtimes", "overtimeRequests"), ("timerecords", "requests")],
)
def test_each_kind_has_its_list_also_where_nobody_applied(api: Caller, path: str, name: str) -> None:
    assert api.get(f"/requests/{path}/2026-11/").json() == {"year": 2026, "month": 11, name: []}
    assert error_code(api.get(f"/requests/{path}/2026-11-20")) == 2
    assert error_code(api.get(f"/requests/{path}/2020-01")) == 909


def test_flow_and_pattern_come_when_asked_for(api: Caller) -> None:
    flow = [{"level": 1, "administratorKeys": ["a" * 64]}]
    content = {"schedulePatternCode": "A", "breakSchedule": 60}
    apply_for(Application.Kind.SCHEDULE, TARO, date(2026, 11, 20), flow=flow, requested=content)

    plain = api.get("/requests/schedules/2026-11").json()["scheduleRequests"][0]
    more = api.get("/requests/schedules/2026-11?additionalFields=flow,schedulePatternCode").json()["scheduleRequests"][
        0
    ]

    assert plain["requested"] == {"breakSchedule": 60}
    assert "flow" not in plain
    assert (more["flow"], more["requested"]) == (flow, content)


def test_an_administrator_sees_their_own_people_and_what_they_are_asked_to_approve(api: Caller) -> None:
    chief = Administrator.objects.create(key="a" * 64, code="chief", name="課長")
    chief.employees.set(Employee.objects.filter(key=TARO))
    flow = [{"level": 1, "administratorKeys": ["a" * 64]}]
    for key, levels in ((TARO, []), (HANAKO, flow), (HANAKO, [])):
        apply_for(Application.Kind.OVERTIME, key, date(2026, 11, 20), flow=levels)
    everybody = Administrator.objects.get(has_all_rights=True)

    def count(key: str) -> int:
        answer = api.get(f"/requests/overtimes/2026-11?administratorKey={key}").json()
        return len(answer["overtimeRequests"])

    assert (count(chief.key), count(everybody.key)) == (2, 3)
    assert error_code(api.get("/requests/overtimes/2026-11?administratorKey=nobody")) == 901


def test_switch_features_that_are_not_in_the_contract(api: Caller, switch: Callable[..., None]) -> None:
    switch(unlicensed=frozenset(Feature))

    assert api.get("/employee-groups").json() == []
    refused = api.get("/requests/overtimes/2026-11")
    assert (refused.status_code, error_code(refused)) == (403, 915)
