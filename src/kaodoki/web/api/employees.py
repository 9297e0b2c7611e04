"""Employees and their photos."""

from typing import Annotated

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints

from kaodoki.accounts.models import Role
from kaodoki.enrolment.services import erase_employee, register_photo
from kaodoki.people.models import Employee
from kaodoki.people.queries import employee_by_code
from kaodoki.people.rules import EMPLOYEE_CODE, LONGEST_EMPLOYEE_CODE
from kaodoki.people.services import change_employee, create_employee
from kaodoki.timekeeping.article36 import Coverage
from kaodoki.web.api.authentication import company_of, require, token_of
from kaodoki.web.api.paging import PAGE, Json, page_by_time

router = Router(tags=["employees"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Code = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_EMPLOYEE_CODE, pattern=EMPLOYEE_CODE.pattern
    ),
]


class EmployeeChanges(Schema):
    """What may be changed; only what is given changes."""

    family_name: Name | None = None
    given_name: Name | None = None
    family_name_kana: OptionalText | None = None
    given_name_kana: OptionalText | None = None
    email: OptionalText | None = None
    site_code: OptionalText | None = None
    # Which limits of article 36 bind the person; null: as the company's settings say.
    article36_coverage: Coverage | None = None


class NewEmployee(EmployeeChanges):
    """A new employee."""

    employee_code: Code
    family_name: Name
    given_name: Name


@router.get("")
def list_employees(request: HttpRequest, cursor: str | None = None, limit: int = PAGE) -> Json:
    """Employees, oldest first."""
    rows = Employee.objects.filter(company=company_of(request), erased_at__isnull=True).select_related("site")
    return page_by_time(rows, column="created_at", cursor=cursor, limit=limit, show=employee_json)


@router.post("", response={201: dict})
def post_employee(request: HttpRequest, body: NewEmployee) -> Status[Json]:
    """A new employee."""
    by = require(request, Role.SITE_MANAGER)
    fields = {name: value for name, value in body.dict(exclude_unset=True).items() if value is not None}
    code = str(fields.pop("employee_code"))
    return Status(201, employee_json(create_employee(company_of(request), code, fields, by=by)))


@router.get("/{employee_code}")
def get_employee(request: HttpRequest, employee_code: str) -> Json:
    """One employee."""
    return employee_json(employee_by_code(company_of(request), employee_code))


@router.patch("/{employee_code}")
def patch_employee(request: HttpRequest, employee_code: str, body: EmployeeChanges) -> Json:
    """Changes what is given."""
    by = require(request, Role.SITE_MANAGER)
    fields = {name: value or "" for name, value in body.dict(exclude_unset=True).items()}
    return employee_json(change_employee(employee_by_code(company_of(request), employee_code), fields, by=by))


@router.delete("/{employee_code}")
def delete_employee(request: HttpRequest, employee_code: str) -> Json:
    """Erases all face data at once and answers with the receipt; code and punches stay."""
    by = require(request)
    return erase_employee(employee_by_code(company_of(request), employee_code), by=by)


@router.post("/{employee_code}/photos", response={201: dict})
def post_photo(
    request: HttpRequest,
    employee_code: str,
    photo: File[UploadedFile],
    consent: Form[bool] = False,
    confirm_duplicate: Form[bool] = False,
) -> Status[Json]:
    """A photo that an administrator registers; approved at once if it is good enough.

    One that matches another employee is refused as `photo_duplicate`. Only who decides over photos learns whom it
    matches and may confirm that they are two people.
    """
    by = require(request, Role.PHOTO_APPROVER, Role.SITE_MANAGER)
    if confirm_duplicate:
        require(request, Role.PHOTO_APPROVER)
    employee = employee_by_code(company_of(request), employee_code)
    kept = register_photo(
        employee,
        photo.read(),
        consent=consent,
        by=by,
        confirm_duplicate=confirm_duplicate,
        names_others=token_of(request).role in (Role.ALL_RIGHTS, Role.PHOTO_APPROVER),
    )
    return Status(201, {"photo_id": str(kept.id), "status": kept.status, "quality": kept.quality, "findings": []})


def employee_json(employee: Employee) -> Json:
    """An employee as the API shows them."""
    return {
        "employee_code": employee.employee_code,
        "family_name": employee.family_name,
        "given_name": employee.given_name,
        "family_name_kana": employee.family_name_kana,
        "given_name_kana": employee.given_name_kana,
        "email": employee.email,
        "site_code": employee.site.code if employee.site else None,
        "article36_coverage": employee.article36_coverage or None,
    }
