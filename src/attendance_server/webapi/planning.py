"""What is planned for people's days: a schedule of its own, else the plan of the working type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from attendance_server.webapi.dates import Span, each_day
from attendance_server.webapi.employees import assignment_on, is_employed
from attendance_server.webapi.models import CalendarDay, Division, Employee, Schedule, WorkingType
from attendance_server.work_rules.values import JST

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A person's planned day. `schedule` is the row that says so; without one it is the working type's plan."""

    day_kind: CalendarDay.Kind
    clock_in: datetime | None = None
    clock_out: datetime | None = None
    break_minutes: int | None = None
    workplace: Division | None = None
    schedule: Schedule | None = None

    @property
    def is_planned(self) -> bool:
        """Whether anybody planned anything for this day."""
        return self.schedule is not None or self.clock_in is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Everything that says what was planned in a span, read at once."""

    schedules: Mapping[tuple[int, date], Schedule]
    calendar: Mapping[date, CalendarDay.Kind]

    def plan_of(self, employee: Employee, day: date) -> Plan:
        working_type = assignment_on(employee, day).working_type
        kind = self._day_kind(working_type, day)
        schedule = self.schedules.get((employee.pk, day))
        if schedule is None:
            return _type_plan(working_type, day, kind)
        return Plan(
            day_kind=CalendarDay.Kind(schedule.day_kind) if schedule.day_kind else kind,
            clock_in=schedule.clock_in,
            clock_out=schedule.clock_out,
            break_minutes=schedule.break_minutes,
            workplace=schedule.workplace,
            schedule=schedule,
        )

    def planned_days(self, people: Iterable[Employee], span: Span) -> list[tuple[date, Employee, Plan]]:
        """Who has which plan on which day, by date, then in the order of `people`; days without a plan are left out."""
        everybody = list(people)
        pairs = ((day, person) for day in each_day(span) for person in everybody if is_employed(person, day))
        found = ((day, person, self.plan_of(person, day)) for day, person in pairs)
        return [item for item in found if item[2].is_planned]

    def _day_kind(self, working_type: WorkingType, day: date) -> CalendarDay.Kind:
        if day in self.calendar:
            return self.calendar[day]
        if day.weekday() in working_type.legal_holiday_weekdays:
            return CalendarDay.Kind.LEGAL_HOLIDAY
        if day.weekday() in working_type.general_holiday_weekdays:
            return CalendarDay.Kind.GENERAL_HOLIDAY
        return CalendarDay.Kind.WEEKDAY


def planning(span: Span) -> Planning:
    rows = Schedule.objects.filter(date__range=(span.start, span.end))
    calendar = CalendarDay.objects.filter(date__range=(span.start, span.end))
    return Planning(
        schedules={(row.employee_id, row.date): row for row in rows.select_related("workplace", "fulltime_holiday")},
        calendar={row.date: CalendarDay.Kind(row.kind) for row in calendar},
    )


def _type_plan(working_type: WorkingType, day: date, kind: CalendarDay.Kind) -> Plan:
    start, end = working_type.planned_start, working_type.planned_end
    if kind is not CalendarDay.Kind.WEEKDAY or start is None or end is None:
        return Plan(day_kind=kind)
    clock_in = datetime.combine(day, start, tzinfo=JST)
    clock_out = datetime.combine(day if end > start else day + _DAY, end, tzinfo=JST)
    return Plan(day_kind=kind, clock_in=clock_in, clock_out=clock_out, break_minutes=working_type.planned_break_minutes)
