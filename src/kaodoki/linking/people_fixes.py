"""What one click does about people who do not match. Callers hold the company's scope."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kaodoki.audit.services import record_event
from kaodoki.linking.errors import FixNotOffered, KeyTaken, MismatchGone, NotConnected, PersonUnknown
from kaodoki.linking.mismatches import Fix, Mismatch, Problem
from kaodoki.linking.models import AttendancePerson, Connection, EmployeeLink, MismatchDecision
from kaodoki.linking.people import bind_by_code, mismatches, refused_pair
from kaodoki.linking.queries import has_deadline
from kaodoki.linking.sites import site_of_division
from kaodoki.linking.unlinked import take_up_unlinked
from kaodoki.people.errors import EmployeeExists
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import employee_by_code
from kaodoki.people.services import change_employee, create_employee
from kaodoki.punches.queue import wake_delivery

Decision = MismatchDecision.Decision


def fix_mismatch(
    company: Company, mismatch_id: str, fix: Fix, *, now: datetime, by: str, employee_key: str | None = None
) -> None:
    """Does what the list offers about one line, if it still stands. `employee_key`: whom to bind to, where it is open.

    Raises `MismatchGone`, `FixNotOffered`, `PersonUnknown`, `KeyTaken` or `EmployeeExists`; nothing has changed then.
    """
    with transaction.atomic():
        _lock(company)
        mismatch = next((one for one in mismatches(now=now) if one.id == mismatch_id), None)
        if mismatch is None:
            raise MismatchGone
        if fix not in mismatch.fixes:
            raise FixNotOffered(fix=fix.value, offered=", ".join(mismatch.fixes))
        if fix is Fix.BIND:
            _bind_mismatch(company, mismatch, employee_key, now=now, by=by)
        else:
            _ACTIONS[fix](company, mismatch, now, by)
        take_up_unlinked(now=now, has_deadline=has_deadline(company))
    wake_delivery(company.id, at=now)


def bind_employee(company: Company, employee_code: str, employee_key: str, *, now: datetime, by: str) -> None:
    """Binds an employee to a key by hand, whatever the codes say; a key somebody else has is `KeyTaken`."""
    with transaction.atomic():
        _lock(company)
        _bind(company, employee_by_code(company, employee_code), employee_key, now=now, by=by)
        take_up_unlinked(now=now, has_deadline=has_deadline(company))
    wake_delivery(company.id, at=now)


def unbind_employee(company: Company, employee_code: str, *, now: datetime, by: str) -> None:
    """Ends an employee's binding; no sync makes the same one again. Raises `MismatchGone` where there is none."""
    with transaction.atomic():
        _lock(company)
        _unbind(company, employee_by_code(company, employee_code), now=now, by=by)


def show_again(company: Company, mismatch_id: str, *, by: str) -> None:
    """Takes back an `IGNORE`. Raises `MismatchGone` where nothing is ignored under that id."""
    with transaction.atomic():
        ignored = MismatchDecision.objects.filter(decision=Decision.IGNORED, subject=mismatch_id)
        if not ignored.delete()[0]:
            raise MismatchGone
        record_event(company.id, "mismatch_shown_again", subject=mismatch_id, by=by)


def _lock(company: Company) -> None:
    """A sync and a fix do not write at the same time; without a connection there is nothing to bind to."""
    if Connection.objects.select_for_update().filter(company=company).first() is None:
        raise NotConnected


def _bind_mismatch(company: Company, mismatch: Mismatch, employee_key: str | None, *, now: datetime, by: str) -> None:
    only = mismatch.candidates[0].employee_key if len(mismatch.candidates) == 1 else None
    key = employee_key or only
    if key is None:
        raise PersonUnknown
    _bind(company, _employee(mismatch), key, now=now, by=by)


def _bind(company: Company, employee: Employee, employee_key: str, *, now: datetime, by: str) -> None:
    if not AttendancePerson.objects.filter(employee_key=employee_key, gone_at__isnull=True).exists():
        raise PersonUnknown
    holder = EmployeeLink.objects.filter(employee_key=employee_key).exclude(employee=employee).first()
    if holder is not None:
        raise KeyTaken(employee_code=holder.employee.employee_code)
    EmployeeLink.objects.update_or_create(
        company=company, employee=employee, defaults={"employee_key": employee_key, "synced_at": now}
    )
    AttendancePerson.objects.filter(former_employee=employee).delete()
    MismatchDecision.objects.filter(decision=Decision.UNBOUND, subject=refused_pair(employee.pk, employee_key)).delete()
    record_event(company.id, "employee_bound", subject=employee.employee_code, by=by, employee_key=employee_key)


def _unbind(company: Company, employee: Employee, *, now: datetime, by: str) -> None:
    link = EmployeeLink.objects.filter(employee=employee).first()
    if link is None:
        raise MismatchGone
    link.delete()
    _decide(company, Decision.UNBOUND, refused_pair(employee.pk, link.employee_key), now=now, by=by)
    record_event(company.id, "employee_unbound", subject=employee.employee_code, by=by, employee_key=link.employee_key)
    bind_by_code(company, now=now)


def _unbind_mismatch(company: Company, mismatch: Mismatch, now: datetime, by: str) -> None:
    employee = _employee(mismatch)
    _unbind(company, employee, now=now, by=by)
    if mismatch.problem is Problem.RESIGNED and mismatch.here is not None:
        # Who has left is not to come back to the list as somebody missing over there.
        missing = Mismatch(problem=Problem.MISSING_THERE, here=mismatch.here)
        _decide(company, Decision.IGNORED, missing.id, now=now, by=by)


def _ignore(company: Company, mismatch: Mismatch, now: datetime, by: str) -> None:
    _decide(company, Decision.IGNORED, mismatch.id, now=now, by=by)
    record_event(company.id, "mismatch_ignored", subject=mismatch.id, by=by, problem=mismatch.problem.value)


def _create(company: Company, mismatch: Mismatch, now: datetime, by: str) -> None:
    key = mismatch.there.employee_key if mismatch.there else ""
    person = AttendancePerson.objects.get(employee_key=key)
    fields = {"family_name": person.family_name, "given_name": person.given_name}
    site = site_of_division(person.division_code)
    employee = create_employee(
        company, person.employee_code, {**fields, "site_code": site.code} if site else fields, by=by
    )
    _bind(company, employee, key, now=now, by=by)


def _take_over_code(company: Company, mismatch: Mismatch, now: datetime, by: str) -> None:
    """Codes that went round over there go round here, in one step: each is unique at every moment."""
    moves = list(_moves(mismatch, now=now))
    for employee, _ in moves:
        # No code over there has a line break, so nobody has this one.
        Employee.objects.filter(pk=employee.pk).update(employee_code=f"\n{employee.pk}")
    for employee, code in moves:
        former = employee.employee_code
        try:
            with transaction.atomic():
                change_employee(employee, {"employee_code": code}, by=by)
        except IntegrityError as error:
            raise EmployeeExists(employee_code=code) from error
        record_event(company.id, "employee_code_taken_over", subject=code, by=by, former=former)


def _moves(mismatch: Mismatch, *, now: datetime) -> Iterator[tuple[Employee, str]]:
    """The employee and their code over there; then whoever has that code here and also changes; and so on."""
    changed = {
        one.here.employee_code: one for one in mismatches(now=now) if one.problem is Problem.CODE_CHANGED and one.here
    }
    following: Mismatch | None = mismatch
    seen: set[UUID] = set()
    while following is not None and following.there is not None:
        employee = _employee(following)
        if employee.pk in seen:
            return
        seen.add(employee.pk)
        yield employee, following.there.employee_code
        following = changed.get(following.there.employee_code)


def _employee(mismatch: Mismatch) -> Employee:
    if mismatch.here is None:
        raise MismatchGone
    employee: Employee = Employee.objects.get(pk=mismatch.here.employee_id)
    return employee


def _decide(company: Company, decision: Decision, subject: str, *, now: datetime, by: str) -> None:
    MismatchDecision.objects.update_or_create(
        company=company, decision=decision, subject=subject, defaults={"by": by[:200], "at": now}
    )


_ACTIONS: dict[Fix, Callable[[Company, Mismatch, datetime, str], None]] = {
    Fix.TAKE_OVER_CODE: _take_over_code,
    Fix.CREATE: _create,
    Fix.UNBIND: _unbind_mismatch,
    Fix.IGNORE: _ignore,
}
