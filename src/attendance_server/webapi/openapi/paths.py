"""Every path with its methods, parameters and answers, as a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from attendance_server.webapi.openapi.parts import DATE, MONTH, TEXT, Schema, array, closed, ref

_BOOLEAN_IN = {"enum": ["true", "false"]}
_QUERY: Mapping[str, Schema] = {
    "additionalFields": TEXT,
    "administratorKey": TEXT,
    "date": DATE,
    "division": TEXT,
    "employeeKeys": TEXT,
    "end": DATE,
    "includeResigner": _BOOLEAN_IN,
    "ondivision": _BOOLEAN_IN,
    "start": DATE,
    "updateDate": DATE,
}
_PLACES: Mapping[str, Schema] = {"date": DATE, "month": MONTH, "year": {"type": "string", "pattern": r"^\d{4}$"}}
_DAYS = ("division", "ondivision", "start", "end", "additionalFields")
_DAY = ("division", "ondivision", "additionalFields")
_MONTH = ("division", "additionalFields")
_BY_CODE = ("date", "includeResigner", "additionalFields")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method of a path. Without an answer it is 204."""

    answer: Schema | None
    status: int = 200
    query: tuple[str, ...] = ()
    body: str | None = None
    is_open: bool = False  # the path carries the token, and no header is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    path: str
    methods: Mapping[str, Method] = field(default_factory=dict)


def _days(name: str, item: str) -> Schema:
    return closed({"date": DATE, name: array(ref(item))})


def _dated(path: str, name: str, item: str, *, more: tuple[str, ...] = ()) -> tuple[Path, Path]:
    """A list of days, which is an array, and a date, which is an object."""
    return (
        Path(path=path, methods={"get": Method(answer=array(_days(name, item)), query=(*_DAYS, *more))}),
        Path(path=f"{path}/{{date}}", methods={"get": Method(answer=_days(name, item), query=(*_DAY, *more))}),
    )


def _list(path: str, item: str, *query: str) -> Path:
    return Path(path=path, methods={"get": Method(answer=array(ref(item)), query=query)})


def _requests(path: str, name: str) -> Path:
    month: dict[str, Any] = {"year": {"type": "integer"}, "month": {"type": "integer"}, name: array(ref("Application"))}
    query = ("administratorKey", "additionalFields")
    return Path(path=f"/requests/{path}/{{month}}", methods={"get": Method(answer=closed(month), query=query)})


PATHS = (
    Path(path="/tokens/{token}/available", methods={"get": Method(answer=ref("Available"), is_open=True)}),
    Path(
        path="/tokens/{token}",
        methods={
            "post": Method(answer=ref("Token"), status=201, is_open=True),
            "delete": Method(answer=None, is_open=True),
        },
    ),
    Path(path="/company", methods={"get": Method(answer=ref("Company"))}),
    _list("/administrators", "Administrator", "additionalFields"),
    _list("/divisions", "Division"),
    _list("/working-types", "WorkingType"),
    _list("/employee-groups", "EmployeeGroup", "additionalFields"),
    Path(
        path="/employees",
        methods={
            "get": Method(answer=array(ref("Employee")), query=("division", *_BY_CODE)),
            "post": Method(answer=ref("NewEmployee"), status=201, body="EmployeeBody"),
        },
    ),
    # One path: GET reads it as an employee's code, PUT and DELETE as a key.
    Path(
        path="/employees/{employee}",
        methods={
            "get": Method(answer=ref("Employee"), query=_BY_CODE),
            "put": Method(answer=ref("Employee"), query=("updateDate",), body="EmployeeBody"),
            "delete": Method(answer=None),
        },
    ),
    *_dated("/daily-workings", "dailyWorkings", "DayTotals"),
    *_dated("/daily-workings/cost", "dailyWorkings", "DayCosts"),
    _dated("/daily-workings/timerecord", "dailyWorkings", "DayPunches", more=("employeeKeys",))[0],
    # One path: GET reads it as a date, POST as an employee's key.
    Path(
        path="/daily-workings/timerecord/{target}",
        methods={
            "get": Method(answer=_days("dailyWorkings", "DayPunches"), query=(*_DAY, "employeeKeys")),
            "post": Method(answer=ref("RegisteredPunch"), status=201, body="PunchBody"),
        },
    ),
    *_dated("/daily-schedules", "dailySchedules", "Schedule"),
    Path(
        path="/daily-schedules/{employeeKey}/{date}",
        methods={"put": Method(answer=ref("Schedule"), body="ScheduleBody"), "delete": Method(answer=None)},
    ),
    _list("/monthly-workings", "MonthTotals", *_MONTH),
    _list("/monthly-workings/{month}", "MonthTotals", *_MONTH),
    _list("/monthly-workings/cost/{month}", "MonthCosts", *_MONTH),
    _list("/monthly-workings/holiday-remained/{workingType}/{month}", "HolidayRemained", "additionalFields"),
    Path(
        path="/yearly-workings/holidays/{workingType}/{year}",
        methods={"get": Method(answer=ref("HolidayYear"), query=("additionalFields",))},
    ),
    _requests("schedules", "scheduleRequests"),
    _requests("overtimes", "overtimeRequests"),
    _requests("timerecords", "requests"),
)


def query_parameter(name: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": _QUERY[name]}


def path_parameter(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": _PLACES.get(name, TEXT)}
