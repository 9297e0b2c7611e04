"""The shapes of the WebAPI's answers. Properties that are null are left out later, on the way out."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import groupby

from attendance_server.webapi.answers_plans import holidays_obtained
from attendance_server.webapi.configuration import switches
from attendance_server.webapi.dates import format_instant
from attendance_server.webapi.employees import assignment_on
from attendance_server.webapi.models import Administrator, Employee, EmployeeGroup, Punch
from attendance_server.webapi.totals import PersonDay
from attendance_server.work_rules import Kind

ADDITIONAL_EMPLOYEE_FIELDS = (
    "lastNamePhonetics",
    "firstNamePhonetics",
    "hiredDate",
    "birthDate",
    "resignationDate",
    "emailAddresses",
    "allDayRegardingWorkInMinute",
)


def employee_answer(employee: Employee, on: date, additional: Collection[str]) -> dict[str, object]:
    """A person as of a date, with those of the additional fields that were asked for."""
    assignment = assignment_on(employee, on)
    answer: dict[str, object] = {
        "divisionCode": assignment.division.code,
        "divisionName": assignment.division.name,
        "gender": employee.gender,
        "typeCode": assignment.working_type.code,
        "typeName": assignment.working_type.name,
        "code": employee.code,
        "key": employee.key,
        "lastName": employee.last_name,
        "firstName": employee.first_name,
        "employeeGroups": [{"code": group.code, "name": group.name} for group in employee.groups.all()],
    }
    values = _additional_values(employee)
    answer.update({name: values[name] for name in ADDITIONAL_EMPLOYEE_FIELDS if name in additional})
    return answer


def administrator_answer(administrator: Administrator, additional: Collection[str]) -> dict[str, object]:
    """Somebody who manages the company; who has all rights is associated with nobody in particular."""
    answer: dict[str, object] = {
        "code": administrator.code,
        "key": administrator.key,
        "name": administrator.name,
    }
    if "emailAddresses" in additional:
        answer["emailAddresses"] = administrator.email_addresses
    if "associatedEmployees" in additional and not administrator.has_all_rights:
        answer["associatedEmployees"] = [_associated(employee) for employee in administrator.employees.all()]
    return answer


def employee_group_answer(group: EmployeeGroup, additional: Collection[str]) -> dict[str, object]:
    answer: dict[str, object] = {"code": group.code, "name": group.name}
    if "category" in additional and group.category_code is not None:
        answer["category"] = {"code": group.category_code, "name": group.category_name}
    return answer


def current_employee_answer(employee: Employee, today: date) -> dict[str, object]:
    """`currentDateEmployee`: the person as of today, not as of the record's date."""
    answer = employee_answer(employee, today, ("lastNamePhonetics", "firstNamePhonetics"))
    del answer["key"]
    return answer


def punch_answer(punch: Punch) -> dict[str, object]:
    """One `timeRecord` item."""
    return {
        "time": format_instant(punch.time),
        "code": punch.code,
        "name": kind_name(Kind(punch.code)),
        "divisionCode": punch.division.code,
        "divisionName": punch.division.name,
        "credentialCode": punch.credential_code,
        "credentialName": punch.credential_name,
        "latitude": punch.latitude,
        "longitude": punch.longitude,
    }


def kind_name(kind: Kind) -> str:
    names = {
        Kind.IN: "出勤",
        Kind.OUT: "退勤",
        Kind.BREAK_START: "休憩開始",
        Kind.BREAK_END: "休憩終了",
        Kind.GO_OUT: switches().go_out_name,
        Kind.RETURN: switches().return_name,
    }
    return names[kind]


def punches_answer(day: PersonDay) -> dict[str, object]:
    """A person's punches of a working day, in the order of their arrival."""
    return {
        "date": day.date.isoformat(),
        "employeeKey": day.employee.key,
        "timeRecord": [punch_answer(punch) for punch in day.arrived_punches],
    }


def day_answer(day: PersonDay) -> dict[str, object]:
    """A person's totals of a working day, what was planned for it, and the holidays taken on it."""
    totals = day.totals
    return {
        "date": day.date.isoformat(),
        "employeeKey": day.employee.key,
        "workPlaceDivisionCode": day.workplace.code,
        "workPlaceDivisionName": day.workplace.name,
        "isClosing": day.is_closed,
        "isHelp": day.workplace.code != day.home.code,
        "isError": totals.is_error,
        "workdayTypeName": day.plan.day_kind.label,
        "assigned": totals.assigned,
        "unassigned": totals.unassigned,
        "overtime": totals.overtime,
        "lateNight": totals.late_night,
        "lateNightUnassigned": totals.late_night_unassigned,
        "lateNightOvertime": totals.late_night_overtime,
        "breakTime": totals.break_time,
        "late": totals.late,
        "earlyLeave": totals.early_leave,
        "totalWork": totals.total_work,
        "customDailyWorkings": [],
        "holidaysObtained": holidays_obtained(day.plan.schedule),
        "discretionaryVacation": 0,
    }


def by_date(items: Iterable[dict[str, object]]) -> list[object]:
    """Items in order of date, as `[{date, dailyWorkings: […]}]`."""
    grouped = groupby(items, key=lambda item: item["date"])
    return [{"date": day, "dailyWorkings": list(found)} for day, found in grouped]


def single_date(day: date, items: Sequence[dict[str, object]]) -> dict[str, object]:
    return {"date": day.isoformat(), "dailyWorkings": list(items)}


def _associated(employee: Employee) -> dict[str, object]:
    names = {"lastName": employee.last_name, "firstName": employee.first_name}
    return {"code": employee.code, "key": employee.key, **names}


def _additional_values(employee: Employee) -> dict[str, object]:
    dates = (employee.hired_date, employee.birth_date, employee.resignation_date)
    values: list[object] = [
        employee.last_name_phonetics,
        employee.first_name_phonetics,
        *(day.isoformat() if day else None for day in dates),
        employee.email_addresses,
        employee.all_day_minutes,
    ]
    return dict(zip(ADDITIONAL_EMPLOYEE_FIELDS, values, strict=True))
