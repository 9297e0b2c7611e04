"""Read punches back and have them totalled: people's days of a span, by date and employee code."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from attendance_server import work_rules
from attendance_server.webapi.dates import Span
from attendance_server.webapi.employees import assignment_on, known_employees
from attendance_server.webapi.models import Division, Employee, Punch

RULES = work_rules.WorkRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDay:
    """One person's punches of one working day; never without a punch."""

    date: date
    employee: Employee
    punches: Sequence[Punch]

    @property
    def home(self) -> Division:
        return assignment_on(self.employee, self.date).division

    @property
    def workplace(self) -> Division:
        """Where the day's first clock-in was made, else its first punch."""
        ordered = sorted(self.punches, key=lambda punch: (punch.code != work_rules.Kind.IN, punch.time, punch.id))
        return ordered[0].division

    @property
    def totals(self) -> work_rules.DayTotals:
        return work_rules.total_day((_value(punch) for punch in self.punches), RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Whose days are wanted: a division's (home, or worked at), or those of some keys."""

    division: str | None = None
    by_workplace: bool = False
    keys: frozenset[str] | None = None


def person_days(span: Span, choice: Choice) -> list[PersonDay]:
    """The days of a span on which somebody punched, by date, then employee code."""
    people = {person.pk: person for person in known_employees()}
    rows = Punch.objects.filter(working_date__range=(span.start, span.end), employee__in=people)
    grouped: defaultdict[tuple[date, int], list[Punch]] = defaultdict(list)
    for punch in rows.select_related("division").order_by("id"):
        grouped[punch.working_date, punch.employee_id].append(punch)
    days = [PersonDay(date=day, employee=people[pk], punches=found) for (day, pk), found in grouped.items()]
    days.sort(key=lambda day: (day.date, day.employee.code))
    return [day for day in days if _is_chosen(day, choice)]


def months_of(days: Iterable[PersonDay]) -> list[tuple[Employee, list[PersonDay]]]:
    """The days by person, by employee code."""
    grouped: defaultdict[str, list[PersonDay]] = defaultdict(list)
    for day in days:
        grouped[day.employee.code].append(day)
    return [(grouped[code][0].employee, grouped[code]) for code in sorted(grouped)]


def _is_chosen(day: PersonDay, choice: Choice) -> bool:
    if choice.keys is not None and day.employee.key not in choice.keys:
        return False
    if choice.division is None:
        return True
    return (day.workplace if choice.by_workplace else day.home).code == choice.division


def _value(punch: Punch) -> work_rules.Punch:
    return work_rules.Punch(at=punch.time, kind=work_rules.Kind(punch.code))
