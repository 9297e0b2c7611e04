"""What answers need of closed days, written and read back: totals, plan, the punches that count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from attendance_server.webapi.dates import Span
from attendance_server.webapi.models import ClosedDay, Division, Employee, HolidayType, MonthClosing, Schedule
from attendance_server.webapi.planning import Plan
from attendance_server.work_rules import DayFigure, DayTotals, WorkdayType

_MINUTES = frozenset(field.name for field in fields(DayTotals) if isinstance(field.default, int))
_INSTANTS = ("came", "left")
_CLOCKS = ("clock_in", "clock_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """A closed day as it was at closing. Who is not listed had neither punch nor plan; late punches do not list them.

    `punches` are the ids of those that were there; `home` is the division in whose closing the day was.
    """

    totals: DayTotals
    plan: Plan
    home: Division
    punches: frozenset[int]
    is_listed: bool


def frozen_totals(totals: DayTotals) -> dict[str, object]:
    """As a closed day keeps them; what is 0 or unknown needs no place."""
    minutes = {name: getattr(totals, name) for name in _MINUTES}
    kept: dict[str, object] = {name: value for name, value in minutes.items() if value}
    if totals.pieces:  # which minutes were the last: the week takes its excess from the end
        kept["pieces"] = [[name.value, minutes] for name, minutes in totals.pieces]
    return {**kept, **_frozen_instants(totals, _INSTANTS), "workday_type": totals.workday_type.value}


def frozen_plan(plan: Plan) -> dict[str, object]:
    """The plan but for the kind of day, which is that of the totals."""
    kept = _frozen_instants(plan, _CLOCKS)
    if plan.break_minutes is not None:
        kept["break_minutes"] = plan.break_minutes
    if plan.workplace is not None:
        kept["workplace"] = plan.workplace.pk
    if plan.schedule is not None:
        kept["schedule"] = _frozen_schedule(plan.schedule)
    return kept


def kept_days(span: Span, people: Iterable[int]) -> Mapping[tuple[int, date], KeptDay]:
    """The closed days of a span, by employee's id and date."""
    divisions = {division.pk: division for division in Division.objects.all()}
    rows = ClosedDay.objects.filter(date__range=(span.start, span.end), employee__in=people)
    columns = ("employee_id", "date", "totals", "plan", "punches", "is_listed", "closing__division_id")
    return {
        (employee, day): KeptDay(
            totals=_thawed_totals(totals),
            plan=_thawed_plan(plan, WorkdayType(totals["workday_type"]), divisions),
            home=divisions[home],
            punches=frozenset(punches),
            is_listed=is_listed,
        )
        for employee, day, totals, plan, punches, is_listed, home in rows.values_list(*columns)
    }


def is_day_closed(employee: Employee, day: date) -> bool:
    return ClosedDay.objects.filter(employee=employee, date=day).exists()


def closed_divisions(month: date) -> frozenset[int]:
    """Ids of the divisions whose month (its first day) is closed."""
    return frozenset(MonthClosing.objects.filter(month=month).values_list("division_id", flat=True))


def _frozen_instants(source: object, names: Iterable[str]) -> dict[str, object]:
    return {name: moment.isoformat() for name in names if (moment := getattr(source, name)) is not None}


def _instants(kept: Mapping[str, Any], names: Iterable[str]) -> list[datetime | None]:
    return [datetime.fromisoformat(kept[name]) if name in kept else None for name in names]


def _frozen_schedule(schedule: Schedule) -> dict[str, object]:
    holiday = schedule.fulltime_holiday
    return {
        "fulltime_holiday": [holiday.pk, holiday.code, holiday.name] if holiday else None,
        "halfday_holidays": schedule.halfday_holidays,
        "hour_holidays": schedule.hour_holidays,
    }


def _thawed_totals(kept: Mapping[str, Any]) -> DayTotals:
    minutes = {name: value for name, value in kept.items() if name in _MINUTES}
    came, left = _instants(kept, _INSTANTS)
    return DayTotals(
        **minutes,
        came=came,
        left=left,
        workday_type=WorkdayType(kept["workday_type"]),
        pieces=tuple((DayFigure(name), minutes) for name, minutes in kept.get("pieces", ())),
    )


def _thawed_plan(kept: Mapping[str, Any], day_kind: WorkdayType, divisions: Mapping[int, Division]) -> Plan:
    clock_in, clock_out = _instants(kept, _CLOCKS)
    return Plan(
        day_kind=day_kind,
        clock_in=clock_in,
        clock_out=clock_out,
        break_minutes=kept.get("break_minutes"),
        workplace=divisions[kept["workplace"]] if "workplace" in kept else None,
        schedule=_thawed_schedule(kept["schedule"]) if "schedule" in kept else None,
    )


def _thawed_schedule(kept: Mapping[str, Any]) -> Schedule:
    """The holidays of a row that may have changed since; it is never saved."""
    holiday = kept["fulltime_holiday"]
    return Schedule(
        fulltime_holiday=HolidayType(pk=holiday[0], code=holiday[1], name=holiday[2]) if holiday else None,
        halfday_holidays=kept["halfday_holidays"],
        hour_holidays=kept["hour_holidays"],
    )
