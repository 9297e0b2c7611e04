"""Reading people. Callers hold the company's scope."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee, Settings, Site
from kaodoki.timekeeping.working_day import DayRules, WorkingDayRule, parse_day_start


def employee_by_code(company: Company, employee_code: str) -> Employee:
    """The employee of that code, not erased, or `EmployeeUnknown`."""
    employee = (
        Employee.objects.filter(company=company, employee_code=employee_code, erased_at__isnull=True)
        .select_related("site", "company")
        .first()
    )
    if employee is None:
        raise EmployeeUnknown(employee_code=employee_code)
    return employee


def settings_of(company: Company) -> Settings:
    """The company's settings."""
    return Settings.objects.get(company=company)


def zone_of(settings: Settings) -> ZoneInfo:
    """The company's time zone."""
    return ZoneInfo(settings.time_zone)


def day_start_of(settings: Settings, site: Site | None) -> time:
    """The company's day start (起算時刻), unless the site has one of its own."""
    return parse_day_start((site and site.day_start) or settings.day_start)


def day_rules_of(settings: Settings, site: Site | None) -> DayRules:
    """What decides over the working days of the people of `site`."""
    return DayRules(
        zone=zone_of(settings),
        day_start=day_start_of(settings, site),
        rule=WorkingDayRule(settings.working_day_rule),
        open_shift_max=timedelta(hours=settings.open_shift_max_hours),
    )
