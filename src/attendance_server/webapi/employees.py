"""Find and change employees. GET knows them by code, everything else by key."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet

from attendance_server.webapi.body import Body
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import Assignment, Division, Employee, WorkingType

GENDERS = ("male", "female", "no_selected")
REQUIRED = ("divisionCode", "gender", "typeCode", "code", "lastName", "firstName")
_MINUTES_PER_DAY = 1440
_BEGINNING = date(1, 1, 1)
_OF_EMPLOYEE = ("id", "key", "resignation_date")
_OF_ASSIGNMENT = ("id", "employee_id", "effective_from", "division_id")
_OF_DIVISION = ("id", "code", "name", "day_border")
_LOCKED = """
SELECT person.id, person.key, person.resignation_date, assignment.id, person.id, assignment.effective_from,
    division.id, division.code, division.name, division.day_border
FROM webapi_employee person JOIN webapi_assignment assignment ON assignment.employee_id = person.id
    JOIN webapi_division division ON division.id = assignment.division_id
WHERE person.key = %s AND person.deleted_at IS NULL ORDER BY assignment.effective_from FOR UPDATE OF person
"""


def new_key() -> str:
    """64 hexadecimal characters that survive a change of the code."""
    return secrets.token_hex(32)


def known_employees() -> QuerySet[Employee]:
    """Everybody who is not deleted, by code."""
    found = Employee.objects.filter(deleted_at__isnull=True)
    return found.prefetch_related("groups", "assignments__division", "assignments__working_type").order_by("code")


def list_employees(*, on: date, division: str | None, include_resigned: bool) -> list[Employee]:
    """The people of a date, by code; `division` is a code."""
    people = list(_employed(on, include_resigned=include_resigned))
    return [p for p in people if division is None or assignment_on(p, on).division.code == division]


def employee_by_code(code: str, *, on: date, include_resigned: bool) -> Employee:
    """Raises WebApiError."""
    people = _employed(on, include_resigned=include_resigned)
    found = people.filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise WebApiError(Reason.UNKNOWN_EMPLOYEE)
    return found


def employee_by_key(key: str) -> Employee:
    """Raises WebApiError."""
    found = known_employees().filter(key=key).first() if key.isascii() and key.isalnum() else None
    if found is None:
        raise WebApiError(Reason.UNKNOWN_EMPLOYEE)
    return found


def locked_employee(key: str) -> Employee:
    """The person for the rest of the transaction, with all that a punch needs of them. Raises WebApiError.

    One statement of its own: the mapper would take more time than the database. What it does not read is read on use.
    """
    rows: list[tuple[Any, ...]] = []
    if key.isascii() and key.isalnum():
        with connection.cursor() as cursor:
            cursor.execute(_LOCKED, [key])
            rows = cursor.fetchall()
    if not rows:
        raise WebApiError(Reason.UNKNOWN_EMPLOYEE)
    found = Employee.from_db(connection.alias, _OF_EMPLOYEE, rows[0][:3])
    found.known_assignments = []
    for row in rows:
        assignment = Assignment.from_db(connection.alias, _OF_ASSIGNMENT, row[3:7])
        assignment.division = Division.from_db(connection.alias, _OF_DIVISION, row[6:])
        found.known_assignments.append(assignment)
    return found


def assignment_on(employee: Employee, day: date) -> Assignment:
    """Division and type on a date: the latest that took effect by then, or the first of all."""
    if employee.known_assignments is None:  # asked for every day of a month
        employee.known_assignments = sorted(employee.assignments.all(), key=lambda found: found.effective_from)
    assignments = employee.known_assignments
    if len(assignments) == 1:
        return assignments[0]
    return next((found for found in reversed(assignments) if found.effective_from <= day), assignments[0])


def is_employed(employee: Employee, day: date) -> bool:
    return (employee.hired_date is None or employee.hired_date <= day) and not has_left(employee, day)


def has_left(employee: Employee, day: date) -> bool:
    """Whether the person had resigned before the day, which then takes no punch."""
    return employee.resignation_date is not None and employee.resignation_date < day


@transaction.atomic
def create_employee(body: Body) -> Employee:
    """Make a person from a POST body. Raises WebApiError."""
    for name in REQUIRED:
        body.required_text(name)
    employee = Employee(key=new_key())
    _apply(employee, body)
    _save(employee)
    division, working_type = _division(body), _working_type(body)
    Assignment.objects.create(
        employee=employee, effective_from=_BEGINNING, division=division, working_type=working_type
    )
    return employee_by_key(employee.key)


@transaction.atomic
def update_employee(key: str, body: Body, *, effective_from: date) -> Employee:
    """Change the fields that the body has; a division or type changes from `effective_from` on. Raises WebApiError."""
    employee = employee_by_key(key)
    for name in REQUIRED:
        if body.has(name):
            body.required_text(name)
    _apply(employee, body)
    _save(employee)
    if body.has("divisionCode") or body.has("typeCode"):
        before = assignment_on(employee, effective_from)
        values = {
            "division": _division(body) if body.has("divisionCode") else before.division,
            "working_type": _working_type(body) if body.has("typeCode") else before.working_type,
        }
        employee.assignments.update_or_create(effective_from=effective_from, defaults=values)
        employee.known_assignments = None
    return employee_by_key(key)


def delete_employee(key: str, *, now: datetime) -> None:
    """Raises WebApiError."""
    employee = employee_by_key(key)
    employee.deleted_at = now
    employee.save(update_fields=["deleted_at"])


def division_by_code(code: str) -> Division:
    """Raises WebApiError."""
    found = Division.objects.filter(code=code).first()
    if found is None:
        raise WebApiError(Reason.UNKNOWN_DIVISION)
    return found


def _employed(on: date, *, include_resigned: bool) -> QuerySet[Employee]:
    if include_resigned:
        return known_employees()
    return known_employees().filter(Q(resignation_date__isnull=True) | Q(resignation_date__gte=on))


def _save(employee: Employee) -> None:
    try:
        with transaction.atomic():
            employee.save()
    except IntegrityError as error:
        raise WebApiError(Reason.CODE_TAKEN) from error


def _apply(employee: Employee, body: Body) -> None:
    if body.has("gender") and body.text("gender") not in GENDERS:
        raise WebApiError(Reason.INVALID, name="gender")
    employee.code = _changed_text(body, "code", employee.code)
    employee.last_name = _changed_text(body, "lastName", employee.last_name)
    employee.first_name = _changed_text(body, "firstName", employee.first_name)
    employee.gender = _changed_text(body, "gender", employee.gender)
    _apply_additional(employee, body)


def _apply_additional(employee: Employee, body: Body) -> None:
    if body.has("lastNamePhonetics"):
        employee.last_name_phonetics = body.text("lastNamePhonetics")
    if body.has("firstNamePhonetics"):
        employee.first_name_phonetics = body.text("firstNamePhonetics")
    if body.has("hiredDate"):
        employee.hired_date = body.date("hiredDate")
    if body.has("birthDate"):
        employee.birth_date = body.date("birthDate")
    if body.has("resignationDate"):
        employee.resignation_date = body.date("resignationDate")
    if body.has("emailAddresses"):
        employee.email_addresses = body.texts("emailAddresses")
    if body.has("allDayRegardingWorkInMinute"):
        employee.all_day_minutes = _minutes(body)


def _minutes(body: Body) -> int | None:
    minutes = body.integer("allDayRegardingWorkInMinute")
    if minutes is not None and minutes > _MINUTES_PER_DAY:
        raise WebApiError(Reason.INVALID, name="allDayRegardingWorkInMinute")
    return minutes


def _changed_text(body: Body, name: str, before: str) -> str:
    return body.required_text(name) if body.has(name) else before


def _division(body: Body) -> Division:
    return division_by_code(body.required_text("divisionCode"))


def _working_type(body: Body) -> WorkingType:
    found = WorkingType.objects.filter(code=body.required_text("typeCode")).first()
    if found is None:
        raise WebApiError(Reason.UNKNOWN_WORKING_TYPE)
    return found
