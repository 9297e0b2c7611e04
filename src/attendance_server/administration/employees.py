"""The list of employees: search, division, the way to the time card."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from attendance_server.administration.page import show
from attendance_server.timecards.access import administrators_only, visible_employees
from attendance_server.webapi import clock
from attendance_server.webapi.dates import today
from attendance_server.webapi.employees import assignment_on
from attendance_server.webapi.models import Assignment, Division, Employee

_PAGE_SIZE = 50
_MAX_SEARCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeRow:
    """A person as the list shows them today."""

    employee: Employee
    assignment: Assignment
    has_left: bool


@require_safe
@administrators_only
def employees_page(request: HttpRequest) -> HttpResponse:
    """`?q=` code, name or reading, `?division=CODE`, `?resigned=on`, `?page=`."""
    now = today(clock.now())
    wanted = request.GET.get("q", "")[:_MAX_SEARCH].replace("\x00", "").strip()
    division, with_resigned = request.GET.get("division", ""), request.GET.get("resigned") == "on"
    rows = [
        row
        for row in _rows(visible_employees(request.user), now)
        if (with_resigned or not row.has_left)
        and (not division or row.assignment.division.code == division)
        and _matches(row.employee, wanted)
    ]
    page = Paginator(rows, _PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return show(
        request,
        "employees",
        active="employees",
        page=page,
        query=query.urlencode(),
        q=wanted,
        division=division,
        with_resigned=with_resigned,
        divisions=Division.objects.all(),
    )


def _rows(people: Iterable[Employee], now: date) -> list[EmployeeRow]:
    return [
        EmployeeRow(
            employee=person,
            assignment=assignment_on(person, now),
            has_left=person.resignation_date is not None and person.resignation_date < now,
        )
        for person in people
    ]


def _matches(person: Employee, wanted: str) -> bool:
    """Every word of the search is in the code, name or reading; width and case of letters do not matter."""
    parts = (
        person.code,
        person.last_name + person.first_name,
        (person.last_name_phonetics or "") + (person.first_name_phonetics or ""),
    )
    text = "\n".join(_folded(part) for part in parts)
    return all(word in text for word in _folded(wanted).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
