"""The shapes of schedules, holidays and applications. Properties that are null are left out later."""

from collections.abc import Collection
from datetime import date, datetime

from attendance_server.webapi.dates import format_moment
from attendance_server.webapi.models import Application, Employee, Schedule
from attendance_server.webapi.planning import Plan

_OWN_SCHEDULE, _TYPE_SCHEDULE = "シフト", "通常勤務"  # the two names in the published samples
_ASKED_FOR = ("schedulePatternCode", "schedulePatternName", "workFixedStart", "workFixedEnd", "note")


def holidays_obtained(schedule: Schedule | None) -> dict[str, object] | None:
    """`holidaysObtained` of a day, or None where there is none."""
    if schedule is None:
        return None
    holiday = schedule.fulltime_holiday
    found = {
        "fulltimeHoliday": {"code": holiday.code, "name": holiday.name} if holiday else None,
        "halfdayHolidays": schedule.halfday_holidays or None,
        "hourHolidays": schedule.hour_holidays or None,
    }
    return found if any(found.values()) else None


def schedule_answer(employee: Employee, day: date, plan: Plan, additional: Collection[str]) -> dict[str, object]:
    """A person's planned day."""
    return {
        "date": day.isoformat(),
        "employeeKey": employee.key,
        "clockInSchedule": _moment(plan.clock_in),
        "clockOutSchedule": _moment(plan.clock_out),
        "breakSchedule": plan.break_minutes,
        "workDayTypeName": plan.day_kind.label,
        "holidaysObtained": holidays_obtained(plan.schedule),
        "workPlaceDivisionCode": plan.workplace.code if plan.workplace else None,
        "workPlaceDivisionName": plan.workplace.name if plan.workplace else None,
        "scheduleTypeName": _OWN_SCHEDULE if plan.schedule else _TYPE_SCHEDULE,
        "note": plan.schedule.note if plan.schedule and "note" in additional else None,
    }


def application_answer(application: Application, additional: Collection[str]) -> dict[str, object]:
    """What somebody applied for, as it was and as it was wished."""
    return {
        "date": application.date.isoformat(),
        "requestedDate": application.requested_on.isoformat(),
        "employeeKey": application.employee.key,
        "requestKey": application.key,
        "applicant": {"type": application.applicant_type, "key": application.applicant_key},
        "status": application.status,
        "currentFlow": application.current_flow,
        "lastModifiedAdministratorKey": application.last_modified_administrator_key,
        "message": application.message,
        "adminComment": application.admin_comment,
        "requested": _wanted(application.requested, additional),
        "current": _wanted(application.current, additional),
        "flow": application.flow if "flow" in additional else None,
    }


def _moment(moment: datetime | None) -> str | None:
    return format_moment(moment) if moment else None


def _wanted(content: dict[str, object], additional: Collection[str]) -> dict[str, object]:
    return {name: value for name, value in content.items() if name not in _ASKED_FOR or name in additional}
