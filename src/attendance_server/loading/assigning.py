"""A person's division, working type and groups, which are rows of their own: they change from a date on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from attendance_server.loading.problems import BadCell, LoadRefused, Problem, Words
from attendance_server.loading.reading import Codes
from attendance_server.loading.tables import Row, Values
from attendance_server.webapi import clock
from attendance_server.webapi.dates import today
from attendance_server.webapi.employees import assignment_on
from attendance_server.webapi.models import Assignment, Employee, EmployeeGroup

_BEGINNING = date(1, 1, 1)
_GROUPS = Words(ja="グループコード", en="Group codes")


def assign(pairs: Sequence[tuple[Row, Any]]) -> set[int]:
    """The indices of the people whose division, type or groups changed; new people are counted anyway.

    Raises LoadRefused for groups that nobody knows.
    """
    moved = {at for at, (row, person) in enumerate(pairs) if _move(person, row)}
    return moved | _regroup(pairs)


def _move(person: Employee, row: Row) -> bool:
    wanted: Values = {name: row.values[name] for name in ("division_id", "working_type_id") if name in row.values}
    if not wanted:
        return False
    if not person.assignments.all():
        Assignment.objects.create(employee=person, effective_from=_BEGINNING, **wanted)
        return True
    on = row.values.get("effective_from") or today(clock.now())
    before = assignment_on(person, on)
    values: Values = {"division_id": before.division_id, "working_type_id": before.working_type_id, **wanted}
    if (before.division_id, before.working_type_id) == (values["division_id"], values["working_type_id"]):
        return False
    Assignment.objects.update_or_create(employee=person, effective_from=on, defaults=values)
    return True


def _regroup(pairs: Sequence[tuple[Row, Any]]) -> set[int]:
    codes, problems, changed = Codes(), [], set()
    for at, (row, person) in enumerate(pairs):
        if "groups" not in row.values:
            continue
        try:
            wanted = {codes.id_of(EmployeeGroup, code) for code in row.values["groups"]}
        except BadCell as error:
            problems.append(Problem(words=error.words, file=row.file, line=row.line, column=_GROUPS))
            continue
        if wanted != {group.pk for group in person.groups.all()}:
            person.groups.set(wanted)
            changed.add(at)
    if problems:
        raise LoadRefused(problems)
    return changed
