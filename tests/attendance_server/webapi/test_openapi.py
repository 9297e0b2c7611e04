"""The OpenAPI document: complete, and true of what is answered, tried by schemathesis."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from attendance_server.webapi.models import Application, Employee, HolidayGrant, HolidayType, Schedule
from attendance_server.webapi.openapi import document
from attendance_server.webapi.urls import urlpatterns
from tests.attendance_server.caller import DAY, HANAKO, TARO, TOKEN, Caller

EXAMPLES = 30  # for each path and method; the whole takes less than a minute
UNLIMITED = 10**9
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]
KNOWN = {  # so that not every request ends at "no such employee"
    "employee": [TARO, HANAKO, "1000", "2000"],
    "employeeKey": [TARO],
    "target": [TARO, DAY],
    "date": [DAY],
    "month": ["2026-11", "2026-10"],
    "year": ["2026"],
    "workingType": ["1"],
    "token": [TOKEN],
}
GOOD_FIELDS = {
    "divisionCode": "2000",
    "typeCode": 1,
    "code": "2",
    "gender": "female",
    "lastName": "打刻",
    "firstName": "次郎",
    "hiredDate": "2026-04-01",
    "time": f"{DAY}T23:45:00+09:00",
    "date": DAY,
}
WsgiApplication = Callable[[dict[str, Any], Any], Any]
SCHEMA = schemathesis.openapi.from_dict(document())
METHODS = ("get", "put", "post", "delete")
OPERATIONS = [(path, name) for path, item in document()["paths"].items() for name in METHODS if name in item]


@pytest.fixture
def application() -> Iterator[WsgiApplication]:
    """The application; a request does not end the test's connection, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    handler = WSGIHandler()
    yield lambda environ, start: handler({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def busy(api: Caller, switch: Callable[..., None]) -> Caller:
    """A company in which everything that can be answered is there."""
    switch(general_limit=UNLIMITED, punch_limit=UNLIMITED)
    api.punch_day(("1", "09:00"), ("3", "12:00"), ("4", "13:00"), ("2", "23:30"))
    api.punch(
        "09:00", key=HANAKO, code="1", latitude=35.66, longitude=139.7, credentialCode=300, credentialName="KOTSL"
    )
    taro, paid = Employee.objects.get(key=TARO), HolidayType.objects.get(code=1)
    HolidayGrant.objects.create(employee=taro, holiday=paid, date=date(2026, 4, 1), days=10, minutes=60)
    Schedule.objects.create(employee=taro, date=date(2026, 11, 19), fulltime_holiday=paid, note="休暇")
    for kind in Application.Kind:
        Application.objects.create(
            key=f"{len(kind):064x}"[:63] + kind[0].translate(str.maketrans("sot", "abc")),
            kind=kind,
            employee=taro,
            date=date(2026, 11, 20),
            requested_on=date(2026, 11, 10),
            applicant_key=TARO,
            flow=[{"level": 1, "administratorKeys": [HANAKO]}],
        )
    return api


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_answer_is_outside_its_schema_and_none_is_a_failure(
    busy: Caller, application: WsgiApplication, path: str, method: str
) -> None:
    operation = SCHEMA[path][method]
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(), data=st.data())
    def attempt(case: Any, data: st.DataObject) -> None:
        for name in set(case.path_parameters or {}) & set(KNOWN):
            if data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(KNOWN[name]))
        if isinstance(case.body, dict) and data.draw(st.booleans()):
            case.body |= GOOD_FIELDS
        with transaction.atomic():  # each attempt finds the company as it was
            case.headers["Authorization"] = f"Bearer {TOKEN}"
            answer = case.call(app=application, base_url="http://testserver/v1.0")
            transaction.set_rollback(True)
        seen.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    attempt()

    # Reads are not refused every time; what writes need to be taken is drawn too seldom, and has tests of its own.
    assert method != "get" or min(seen) < 300, seen


def test_the_document_is_served_without_a_token(api: Caller) -> None:
    for path in ("/openapi.json", "/v1.0/openapi.json"):
        answer = api.client.get(path)
        assert (answer.status_code, answer.json()) == (200, document())


def test_every_path_of_the_server_is_in_the_document() -> None:
    assert get_resolver()  # the addresses are loaded
    routes = {str(found.pattern) for found in urlpatterns if not str(found.pattern).endswith("/")} - {"openapi.json"}

    assert len(routes) == len(document()["paths"])
