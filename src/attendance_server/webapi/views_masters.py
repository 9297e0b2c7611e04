"""Company, administrators, divisions, working types, groups."""

from django.db.models import Prefetch

from attendance_server.webapi.answers import administrator_answer, employee_group_answer
from attendance_server.webapi.company import COMPANY
from attendance_server.webapi.configuration import switches
from attendance_server.webapi.employees import known_employees
from attendance_server.webapi.endpoint import Answer, Call, Operation, endpoint
from attendance_server.webapi.models import Administrator, Division, EmployeeGroup, WorkingType
from attendance_server.webapi.query import additional_fields
from attendance_server.webapi.switches import Feature


def _company(_: Call) -> Answer:
    return Answer(content=COMPANY)


def _administrators(call: Call) -> Answer:
    found = Administrator.objects.prefetch_related(Prefetch("employees", queryset=known_employees()))
    fields = additional_fields(call.query)
    return Answer(content=[administrator_answer(administrator, fields) for administrator in found])


def _divisions(_: Call) -> Answer:
    found = Division.objects.all()
    return Answer(
        content=[{"code": d.code, "name": d.name, "dayBorderTime": d.day_border.strftime("%H:%M")} for d in found]
    )


def _working_types(_: Call) -> Answer:
    return Answer(content=[{"code": found.code, "name": found.name} for found in WorkingType.objects.all()])


def _employee_groups(call: Call) -> Answer:
    if Feature.EMPLOYEE_GROUPS in switches().unlicensed:
        return Answer(content=[])
    fields = additional_fields(call.query)
    return Answer(content=[employee_group_answer(group, fields) for group in EmployeeGroup.objects.all()])


company = endpoint(GET=Operation(view=_company, category="company"))
administrators = endpoint(GET=Operation(view=_administrators, category="company"))
divisions = endpoint(GET=Operation(view=_divisions, category="divisions"))
working_types = endpoint(GET=Operation(view=_working_types, category="divisions"))
employee_groups = endpoint(GET=Operation(view=_employee_groups, category="employee_groups"))
