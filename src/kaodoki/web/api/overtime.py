"""Overtime of the month by person (残業時間), beside the cap, the warnings and article 36."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Router

from kaodoki import clock
from kaodoki.linking.overtime_overview import OvertimeLine, overtime_lines
from kaodoki.people.models import Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.queries import iso
from kaodoki.timekeeping.article36 import Allowance
from kaodoki.web.api.authentication import company_of
from kaodoki.web.api.paging import LARGEST_PAGE, PAGE, Json
from kaodoki.web.language import language_of
from kaodoki.web.overtime_words import forecast_words, least_words

router = Router(tags=["overtime"])


@router.get("")
def get_overtime(request: HttpRequest, cursor: str = "", limit: int = PAGE) -> Json:
    """By employee code; people whose overtime the attendance system has not told are left out.

    Figures are those of the last sync, which `as_of` says. `forecast` is null without a cap, and `article36` of
    people who are exempt (適用除外).
    """
    company = company_of(request)
    size = max(1, min(limit, LARGEST_PAGE))
    rows = Employee.objects.filter(erased_at__isnull=True, employee_code__gt=cursor).order_by("employee_code")
    employees = list(rows[: size + 1])
    zone, language = zone_of(settings_of(company)), language_of(request)
    lines = overtime_lines(company, employees[:size], now=clock.now())
    following = employees[size - 1].employee_code if len(employees) > size else None
    return {"items": [_line_json(line, zone, language) for line in lines], "next": following}


def _line_json(line: OvertimeLine, zone: ZoneInfo, language: str) -> Json:
    remaining = line.remaining
    return {
        "employee_code": line.employee.employee_code,
        "month": str(line.month),
        "begins": line.begins.isoformat(),
        "ends": line.ends.isoformat(),
        "overtime_minutes": line.minutes,
        "holiday_work_minutes": line.holiday_minutes,
        "as_of": iso(line.as_of, zone),
        "remaining_overtime": remaining
        and {
            "minutes": remaining.minutes,
            "exceeded_minutes": remaining.exceeded_minutes,
            "cap_minutes": remaining.cap_minutes,
        },
        "warning_minutes": line.warning_minutes,
        "forecast": _forecast_json(line, language),
        "article36_coverage": line.coverage.value,
        "article36": _allowance_json(line.article36.least, language),
        "months_over_article36": [str(month) for month in line.article36.months_over],
    }


def _forecast_json(line: OvertimeLine, language: str) -> Json | None:
    if line.forecast is None:
        return None
    reached_on = line.forecast.reached_on
    return {
        "month_end_minutes": line.forecast.month_end_minutes,
        "reached_on": reached_on.isoformat() if reached_on else None,
        "is_reached": line.forecast.is_reached,
        "message": forecast_words(line, language),
    }


def _allowance_json(allowance: Allowance | None, language: str) -> Json | None:
    if allowance is None:
        return None
    return {
        "limit": allowance.limit.value,
        "months": allowance.months,
        "minutes": allowance.minutes,
        "exceeded_minutes": allowance.exceeded_minutes,
        "message": least_words(allowance, language),
    }
