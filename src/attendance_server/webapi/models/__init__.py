"""What the database holds: people, punches, plans, and what the server keeps while it runs."""

from attendance_server.webapi.models.control import DemoControl, RequestMoment, RequestRing
from attendance_server.webapi.models.people import (
    Administrator,
    Assignment,
    Division,
    Employee,
    EmployeeGroup,
    WorkingType,
)
from attendance_server.webapi.models.plans import Application, CalendarDay, HolidayGrant, HolidayType, Schedule
from attendance_server.webapi.models.punches import ClosedDay, MonthClosing, Punch

__all__ = [
    "Administrator",
    "Application",
    "Assignment",
    "CalendarDay",
    "ClosedDay",
    "DemoControl",
    "Division",
    "Employee",
    "EmployeeGroup",
    "HolidayGrant",
    "HolidayType",
    "MonthClosing",
    "Punch",
    "RequestMoment",
    "RequestRing",
    "Schedule",
    "WorkingType",
]
