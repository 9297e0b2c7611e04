"""What a time card shows: a person's pay period, one row a day, times counted from the working date."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from attendance_server.timecards.figures import Figures, day_figures, month_figures
from attendance_server.timecards.notation import working_time
from attendance_server.timecards.reasons import Reason, error_reasons
from attendance_server.webapi.dates import Span, each_day
from attendance_server.webapi.employees import assignment_on
from attendance_server.webapi.models import Assignment, Employee, Punch
from attendance_server.webapi.months import pay_period
from attendance_server.webapi.person_months import person_months
from attendance_server.webapi.planning import Plan, planning
from attendance_server.webapi.totals import Choice, PersonDay, person_days
from attendance_server.work_rules import DayTotals, Kind, MonthTotals, WorkdayType


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDay:
    """One row. `times` are the punches of a kind in order of time, 25:00 for 1:00 of the next morning."""

    date: date
    day_kind: WorkdayType
    times: dict[Kind, Sequence[str]] = field(default_factory=dict)
    breaks: str = ""
    outings: str = ""
    plan: str = ""
    leave: str = ""
    totals: DayTotals = field(default_factory=DayTotals)
    reasons: Sequence[Reason] = ()
    is_closed: bool = False
    late: Sequence[tuple[Kind, str]] = ()
    """Punches that came when the day was closed: kept, shown, and counted nowhere."""

    @property
    def is_error(self) -> bool:
        return bool(self.reasons)

    @property
    def came(self) -> str:
        return " ".join(self.times.get(Kind.IN, ()))

    @property
    def left(self) -> str:
        return " ".join(self.times.get(Kind.OUT, ()))

    @property
    def figures(self) -> Figures:
        return day_figures(self.totals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The month of one person; `month` is its first day and names it, `period` are the days that belong to it."""

    employee: Employee
    month: date
    period: Span
    assignment: Assignment
    days: Sequence[CardDay]
    totals: MonthTotals
    is_closed: bool

    @property
    def figures(self) -> Figures:
        return month_figures(self.totals)


def time_card(employee: Employee, month: date, *, today: date) -> Card:
    """Every day of the pay period, also those without a punch."""
    period = pay_period(employee, month)
    choice = Choice(keys=frozenset({employee.key}))
    found = person_months(month, choice, today=today)
    days = {day.date: day for day in person_days(period, choice)}
    known = planning(period)
    return Card(
        employee=employee,
        month=month,
        period=period,
        assignment=assignment_on(employee, period.end),
        days=[_card_day(date, days.get(date), known.plan_of(employee, date)) for date in each_day(period)],
        totals=found[0].totals if found else MonthTotals(),
        is_closed=found[0].is_closed if found else False,
    )


def _card_day(day: date, found: PersonDay | None, plan: Plan) -> CardDay:
    if found is None:
        return CardDay(date=day, day_kind=plan.day_kind)
    plan = found.plan  # of a closed day: as it was
    punches = _in_time(found.punches)
    return CardDay(
        date=day,
        day_kind=plan.day_kind,
        times={kind: [working_time(p.time, day) for p in punches if p.code == kind] for kind in Kind},
        breaks=_pairs(punches, day, Kind.BREAK_START, Kind.BREAK_END),
        outings=_pairs(punches, day, Kind.GO_OUT, Kind.RETURN),
        plan=_planned(plan, day),
        leave=plan.schedule.fulltime_holiday.name if plan.schedule and plan.schedule.fulltime_holiday else "",
        totals=found.totals,
        reasons=error_reasons(found),
        is_closed=found.is_closed,
        late=[(Kind(punch.code), working_time(punch.time, day)) for punch in _in_time(found.late_punches)],
    )


def _in_time(punches: Sequence[Punch]) -> list[Punch]:
    return sorted(punches, key=lambda punch: (punch.time, punch.pk))


def _pairs(punches: Sequence[Punch], day: date, begin: Kind, end: Kind) -> str:
    """12:00–13:00; a side that is missing is left empty."""
    shown = ""
    for punch in punches:
        if punch.code == begin:
            shown += f" {working_time(punch.time, day)}–"
        elif punch.code == end:
            joined = shown.endswith("–")
            shown += f"{'' if joined else ' –'}{working_time(punch.time, day)}"
    return shown.strip()


def _planned(plan: Plan, day: date) -> str:
    if plan.is_on_leave or plan.clock_in is None or plan.clock_out is None:
        return ""
    return f"{working_time(plan.clock_in, day)}–{working_time(plan.clock_out, day)}"
