"""Read punches back and have them totalled: people's days of a span, by date and employee code."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection

from attendance_server import work_rules
from attendance_server.webapi.closed_days import KeptDay, kept_days
from attendance_server.webapi.configuration import switches
from attendance_server.webapi.dates import Span, each_day
from attendance_server.webapi.employees import assignment_on, is_employed, known_employees
from attendance_server.webapi.models import Division, Employee, Punch
from attendance_server.webapi.planning import Plan, Planning, planning
from attendance_server.webapi.switches import ClosedTotals
from attendance_server.webapi.type_rules import rules_by_type

_KINDS = {kind.value: kind for kind in work_rules.Kind}
_PUNCHES_OF_DAYS = """
SELECT working_date, employee_id, array_agg(code::text), array_agg(floor(extract(epoch FROM time))::bigint)
FROM webapi_punch WHERE working_date BETWEEN %s AND %s AND employee_id = ANY(%s) GROUP BY working_date, employee_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDay:
    """One person's working day: the punches, what was planned, and the totals.

    `punches` are those that count; `late_punches` came when the day was closed. A day that is not listed had neither
    punch nor plan when it was closed. `kept_home` is the division in whose closing the day was.
    """

    date: date
    employee: Employee
    plan: Plan
    totals: work_rules.DayTotals
    punches: Sequence[Punch] = ()
    late_punches: Sequence[Punch] = ()
    is_closed: bool = False
    is_listed: bool = True
    kept_home: Division | None = None

    @property
    def home(self) -> Division:
        return self.kept_home or assignment_on(self.employee, self.date).division

    @property
    def workplace(self) -> Division:
        """Where the day's first clock-in was made, else its first punch, else where it was planned."""
        ordered = sorted(self.punches, key=lambda punch: (punch.code != work_rules.Kind.IN, punch.time, punch.id))
        return ordered[0].division if ordered else self.plan.workplace or self.home

    @property
    def arrived_punches(self) -> list[Punch]:
        """All of them, in the order of their arrival."""
        return sorted([*self.punches, *self.late_punches], key=lambda punch: punch.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Whose days are wanted: a division's (home, or worked at), or those of some keys."""

    division: str | None = None
    by_workplace: bool = False
    keys: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a span's days are reckoned from, besides the punches; `kept` is empty where closed totals move."""

    planning: Planning
    rules: Mapping[int, work_rules.WorkRules]
    kept: Mapping[tuple[int, date], KeptDay]
    closed: Container[tuple[int, date]]


def person_days(span: Span, choice: Choice) -> list[PersonDay]:
    """The days of a span on which somebody punched or had a plan, by date, then employee code; and all closed days."""
    people = _people(choice)
    punches = _punches(span, people)
    values = {key: [_value(punch) for punch in found] for key, found in punches.items()}
    days = _reckoned(span, people, values, punches)
    return [day for day in days if _is_chosen(day, choice)]


def reckoned_days(span: Span, choice: Choice) -> list[PersonDay]:
    """The listed days by home division, without the punches themselves: a quarter of the time for many people."""
    people = _people(choice)
    days = _reckoned(span, people, _punch_values(span, people), {})
    return [day for day in days if day.is_listed and (choice.division is None or day.home.code == choice.division)]


def _people(choice: Choice) -> dict[int, Employee]:
    known = known_employees() if choice.keys is None else known_employees().filter(key__in=choice.keys)
    return {person.pk: person for person in known}


def _reckoned(
    span: Span,
    people: Mapping[int, Employee],
    values: Mapping[tuple[date, int], Sequence[work_rules.Punch]],
    punches: Mapping[tuple[date, int], Sequence[Punch]],
) -> list[PersonDay]:
    known = _known(span, people)
    ordered = sorted(people.items(), key=lambda item: item[1].code)
    days = []
    for day in each_day(span):
        for number, person in ordered:
            kept = known.kept.get((number, day))
            if kept is not None:
                days.append(_kept_day(day, person, kept, punches.get((day, number), ())))
                continue
            plan, found = known.planning.plan_of(person, day), values.get((day, number), ())
            if found or (plan.is_planned and is_employed(person, day)):
                rules = known.rules[assignment_on(person, day).working_type_id]
                days.append(
                    PersonDay(
                        date=day,
                        employee=person,
                        plan=plan,
                        totals=_reckon(found, plan, rules),
                        punches=punches.get((day, number), ()),
                        is_closed=(number, day) in known.closed,
                    )
                )
    return days


def _known(span: Span, people: Mapping[int, Employee]) -> _Known:
    closed = kept_days(span, people)
    is_frozen = switches().closed_totals is ClosedTotals.FROZEN
    return _Known(planning=planning(span), rules=rules_by_type(), kept=closed if is_frozen else {}, closed=closed)


def _kept_day(day: date, person: Employee, kept: KeptDay, punches: Sequence[Punch]) -> PersonDay:
    return PersonDay(
        date=day,
        employee=person,
        plan=kept.plan,
        totals=kept.totals,
        punches=[punch for punch in punches if punch.id in kept.punches],
        late_punches=[punch for punch in punches if punch.id not in kept.punches],
        is_closed=True,
        is_listed=kept.is_listed,
        kept_home=kept.home,
    )


def _punches(span: Span, people: Mapping[int, Employee]) -> dict[tuple[date, int], list[Punch]]:
    divisions = {division.pk: division for division in Division.objects.all()}
    grouped: defaultdict[tuple[date, int], list[Punch]] = defaultdict(list)
    rows = Punch.objects.filter(working_date__range=(span.start, span.end), employee__in=people)
    for punch in rows.order_by("id"):
        punch.division = divisions[punch.division_id]
        grouped[punch.working_date, punch.employee_id].append(punch)
    return grouped


def _punch_values(span: Span, people: Mapping[int, Employee]) -> dict[tuple[date, int], list[work_rules.Punch]]:
    """A row a person and day, its punches as arrays: making an object of each row is what takes the time."""
    with connection.cursor() as cursor:
        cursor.execute(_PUNCHES_OF_DAYS, [span.start, span.end, list(people)])
        return {
            (day, person): [_bare_value(code, at) for code, at in zip(codes, moments, strict=True)]
            for day, person, codes, moments in cursor.fetchall()
        }


def _bare_value(code: str, at: int) -> work_rules.Punch:
    return work_rules.Punch(at=datetime.fromtimestamp(at, UTC), kind=_KINDS[code])


def _is_chosen(day: PersonDay, choice: Choice) -> bool:
    if choice.division is None:
        return True
    return (day.workplace if choice.by_workplace else day.home).code == choice.division


def _reckon(punches: Sequence[work_rules.Punch], plan: Plan, rules: work_rules.WorkRules) -> work_rules.DayTotals:
    totals = work_rules.total_day(punches, rules, plan=plan.day_plan, workday_type=plan.day_kind)
    if plan.is_on_leave and punches and not totals.errors:  # the WebAPI's error days: a punch on a day of leave
        return work_rules.DayTotals(errors=(work_rules.DayError.MISORDERED,), workday_type=plan.day_kind)
    return totals


def _value(punch: Punch) -> work_rules.Punch:
    return work_rules.Punch(at=punch.time, kind=work_rules.Kind(punch.code))
