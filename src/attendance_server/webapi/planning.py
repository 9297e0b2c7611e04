"""What is planned for people's days: a schedule of its own, else the plan of the working type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from attendance_server.webapi.dates import Span, each_day
from attendance_server.webapi.employees import assignment_on, is_employed
from attendance_server.webapi.models import CalendarDay, Division, Employee, Schedule, WorkingType
from attendance_server.work_rules import DayPlan, WorkCalendar, WorkdayType
from attendance_server.work_rules.values import JST

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A person's planned day. `schedule` is the row that says so; without one it is the working type's plan."""

    day_kind: WorkdayType
    clock_in: datetime | None = None
    clock_out: datetime | None = None
    break_minutes: int | None = None
    workplace: Division | None = None
    schedule: Schedule | None = None

    @property
    def is_planned(self) -> bool:
        """Whether anybody planned anything for this day."""
        return self.schedule is not None or self.clock_in is not None

    @property
    def is_on_leave(self) -> bool:
        """Whether the whole day is a holiday that was taken."""
        return self.schedule is not None and self.schedule.fulltime_holiday_id is not None

    @property
    def is_half_day_leave(self) -> bool:
        return self.schedule is not None and bool(self.schedule.halfday_holidays)

    @property
    def day_plan(self) -> DayPlan:
        """As the reckoning wants it; on a day of leave nothing is expected."""
        if self.is_on_leave or self.clock_in is None or self.clock_out is None:
            return DayPlan()
        return DayPlan(start=self.clock_in, end=self.clock_out, break_minutes=self.break_minutes or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Everything that says what was planned in a span, read at once."""

    schedules: Mapping[tuple[int, date], Schedule]
    working_types: Mapping[int, WorkingType]
    calendars: Mapping[int, WorkCalendar]
    type_plans: dict[tuple[int, date], Plan] = field(default_factory=dict)  # found so far: they are everybody's

    def plan_of(self, employee: Employee, day: date) -> Plan:
        working_type = assignment_on(employee, day).working_type_id
        schedule = self.schedules.get((employee.id, day))
        if schedule is None:
            return self.type_plans.get((working_type, day)) or self._type_plan(working_type, day)
        kind = self.calendars[working_type].type_of(day)
        return Plan(
            day_kind=WorkdayType(schedule.day_kind) if schedule.day_kind else kind,
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

    def _type_plan(self, working_type: int, day: date) -> Plan:
        found = _type_plan(self.working_types[working_type], day, self.calendars[working_type].type_of(day))
        self.type_plans[working_type, day] = found
        return found


def planning(span: Span) -> Planning:
    rows = Schedule.objects.filter(date__range=(span.start, span.end))
    days = CalendarDay.objects.filter(date__range=(span.start, span.end))
    exceptions = {row.date: WorkdayType(row.kind) for row in days}
    types = {found.pk: found for found in WorkingType.objects.all()}
    return Planning(
        schedules={(row.employee_id, row.date): row for row in rows.select_related("workplace", "fulltime_holiday")},
        working_types=types,
        calendars={number: _calendar(found, exceptions) for number, found in types.items()},
    )


def _calendar(working_type: WorkingType, exceptions: Mapping[date, WorkdayType]) -> WorkCalendar:
    return WorkCalendar(
        legal_holiday_weekdays=frozenset(working_type.legal_holiday_weekdays),
        general_holiday_weekdays=frozenset(working_type.general_holiday_weekdays),
        observes_national_holidays=working_type.observes_national_holidays,
        exceptions=exceptions,
    )


def _type_plan(working_type: WorkingType, day: date, kind: WorkdayType) -> Plan:
    start, end = working_type.planned_start, working_type.planned_end
    if kind is not WorkdayType.WEEKDAY or start is None or end is None:
        return Plan(day_kind=kind)
    clock_in = datetime.combine(day, start, tzinfo=JST)
    clock_out = datetime.combine(day if end > start else day + _DAY, end, tzinfo=JST)
    return Plan(day_kind=kind, clock_in=clock_in, clock_out=clock_out, break_minutes=working_type.planned_break_minutes)
