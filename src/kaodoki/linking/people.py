"""Who the employees are over there: binding them to keys, and the list of those who do not match.

What the other side last told is kept, so that delivery and the list need nothing from it in restricted hours.
Callers hold the company's scope.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from kaodoki.linking.connectors.protocol import Person
from kaodoki.linking.mismatches import Here, Mismatch, There, bindings_by_code, find_mismatches
from kaodoki.linking.models import AttendancePerson, Division, EmployeeLink, MismatchDecision, SeenBorder
from kaodoki.people.models import Company, Employee
from kaodoki.timekeeping.restricted_hours import JAPAN

LONGEST_KEY = 64
_COLUMNS = ("employee_code", "family_name", "given_name", "division_code", "resigned_on", "gone_at", "former_employee")


def map_employees(company: Company, people: Iterable[Person], *, now: datetime) -> None:
    """Binds employees to keys: by employee code the first time, and to the same key as long as it exists over there.

    A code may be given to somebody else over there; the key never is (WebAPI reference, 8). Nobody at all over there
    is a token without the right to see people, and changes nothing.
    """
    people = [person for person in people if len(person.employee_key) <= LONGEST_KEY]
    if not people:
        return
    _keep_people(company, people, now=now)
    bind_by_code(company, now=now)
    EmployeeLink.objects.update(synced_at=now)
    _forget_settled_decisions(company, now=now)


def forget_people(company: Company) -> None:
    """All that is known of a system that is no longer the company's: its keys mean other people now, or nobody."""
    for model in (EmployeeLink, AttendancePerson, MismatchDecision, Division, SeenBorder):
        model.objects.filter(company=company).delete()


def bind_to_own_codes(company: Company, *, now: datetime) -> None:
    """For a system that cannot list people: everybody is known there by the code that they have here."""
    codes = dict(Employee.objects.filter(erased_at__isnull=True).values_list("id", "employee_code"))
    bound = dict(EmployeeLink.objects.values_list("employee_id", "employee_key"))
    stale = [employee_id for employee_id, key in bound.items() if codes.get(employee_id, key) != key]
    EmployeeLink.objects.filter(employee_id__in=stale).delete()
    EmployeeLink.objects.update(synced_at=now)
    EmployeeLink.objects.bulk_create(
        EmployeeLink(company=company, employee_id=employee_id, employee_key=code, synced_at=now)
        for employee_id, code in codes.items()
        if bound.get(employee_id) != code
    )


def bind_by_code(company: Company, *, now: datetime) -> None:
    """Binds whoever can only be one person over there."""
    refused = set(_refused_pairs())
    today = now.astimezone(JAPAN).date()
    found = bindings_by_code(employees=employees_here(erased=True), people=people_there(), refused=refused, today=today)
    EmployeeLink.objects.bulk_create(
        EmployeeLink(company=company, employee_id=employee_id, employee_key=key, synced_at=now)
        for employee_id, key in found.items()
    )


def mismatches(*, now: datetime) -> list[Mismatch]:
    """All there are, ignored ones too."""
    today = now.astimezone(JAPAN).date()
    return find_mismatches(employees=employees_here(), people=people_there(), today=today)


def ignored_ids() -> set[str]:
    """The mismatches that an administrator left out of the list."""
    decisions = MismatchDecision.objects.filter(decision=MismatchDecision.Decision.IGNORED)
    return set(decisions.values_list("subject", flat=True))


def free_people(*, now: datetime) -> list[There]:
    """People at work over there to whom nobody here is bound, by code."""
    bound = set(EmployeeLink.objects.values_list("employee_key", flat=True))
    return [one for one in people_at_work(now=now) if one.employee_key not in bound]


def people_at_work(*, now: datetime) -> list[There]:
    """Everybody at work over there, by code."""
    today = now.astimezone(JAPAN).date()
    return sorted((one for one in people_there() if not one.has_resigned(today)), key=lambda one: one.employee_code)


def employees_here(*, erased: bool = False) -> list[Here]:
    """The employees; with `erased` also those whose data are gone, whose punches may still be on their way."""
    keys = dict(EmployeeLink.objects.values_list("employee_id", "employee_key"))
    lost = set(AttendancePerson.objects.filter(gone_at__isnull=False).values_list("former_employee_id", flat=True))
    rows = Employee.objects.all() if erased else Employee.objects.filter(erased_at__isnull=True)
    return [
        Here(
            employee_id=row.pk,
            employee_code=row.employee_code,
            name=row.display_name,
            employee_key=keys.get(row.pk),
            lost_key=row.pk in lost,
        )
        for row in rows.only("employee_code", "family_name", "given_name")
    ]


def people_there() -> list[There]:
    """Everybody over there, as far as they are kept."""
    return [
        There(
            employee_key=row.employee_key,
            employee_code=row.employee_code,
            name=row.display_name,
            resigned_on=row.resigned_on,
        )
        for row in AttendancePerson.objects.filter(gone_at__isnull=True)
    ]


def refused_pair(employee_id: UUID, employee_key: str) -> str:
    """The subject of an `UNBOUND` decision."""
    return f"{employee_id} {employee_key}"


def _keep_people(company: Company, people: Sequence[Person], *, now: datetime) -> None:
    """Keeps everybody at work, and of those who resigned only whom somebody here is bound to: no more than needed."""
    today = now.astimezone(JAPAN).date()
    bound = {key: employee_id for employee_id, key in EmployeeLink.objects.values_list("employee_id", "employee_key")}
    kept = {
        person.employee_key: person
        for person in people
        if person.employee_key in bound or person.resigned_on is None or person.resigned_on >= today
    }
    _part_with_lost_keys(company, {key: bound[key] for key in bound if key not in kept}, now=now)
    AttendancePerson.objects.exclude(employee_key__in=kept).filter(gone_at__isnull=True).delete()
    rows = [
        AttendancePerson(
            company=company,
            employee_key=person.employee_key,
            employee_code=person.employee_code,
            family_name=person.family_name,
            given_name=person.given_name,
            division_code=person.division_code,
            resigned_on=person.resigned_on,
        )
        for person in kept.values()
    ]
    AttendancePerson.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["company", "employee_key"], update_fields=_COLUMNS
    )


def _part_with_lost_keys(company: Company, lost: dict[str, UUID], *, now: datetime) -> None:
    """Unbinds whose key is gone over there, and remembers it: their code may be somebody else's by now."""
    EmployeeLink.objects.filter(employee_key__in=lost).delete()
    for key, employee_id in lost.items():
        values = {"gone_at": now, "former_employee_id": employee_id}
        AttendancePerson.objects.update_or_create(company=company, employee_key=key, defaults=values)


def _refused_pairs() -> Iterable[tuple[UUID, str]]:
    decisions = MismatchDecision.objects.filter(decision=MismatchDecision.Decision.UNBOUND)
    for subject in decisions.values_list("subject", flat=True):
        employee_id, _, key = subject.partition(" ")
        yield UUID(employee_id), key


def _forget_settled_decisions(company: Company, *, now: datetime) -> None:
    """What no longer is there is not ignored any more: should it come again, it is shown again."""
    open_ids = {mismatch.id for mismatch in mismatches(now=now)}
    decisions = MismatchDecision.objects.filter(company=company, decision=MismatchDecision.Decision.IGNORED)
    decisions.exclude(subject__in=open_ids).delete()
