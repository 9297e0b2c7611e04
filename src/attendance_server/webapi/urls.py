"""Every path of the WebAPI, each with and without a slash at the end: real clients send both."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from attendance_server.webapi import (
    views_costs,
    views_employees,
    views_holidays,
    views_masters,
    views_plans,
    views_tokens,
    views_workings,
)
from attendance_server.webapi.models import Application
from attendance_server.webapi.views_openapi import openapi

_ROUTES: tuple[tuple[str, Callable[..., HttpResponse]], ...] = (
    ("openapi.json", openapi),
    ("tokens/<str:token>/available", views_tokens.available),
    ("tokens/<str:token>", views_tokens.token),
    ("company", views_masters.company),
    ("administrators", views_masters.administrators),
    ("divisions", views_masters.divisions),
    ("working-types", views_masters.working_types),
    ("employee-groups", views_masters.employee_groups),
    ("employees", views_employees.employee_list),
    ("employees/<str:target>", views_employees.employee),
    ("daily-workings", views_workings.total_list),
    ("daily-workings/timerecord", views_workings.punch_list),
    ("daily-workings/timerecord/<str:target>", views_workings.punches),
    ("daily-workings/cost", views_costs.cost_list),
    ("daily-workings/cost/<str:target>", views_costs.costs_of_date),
    ("daily-workings/<str:day>", views_workings.totals),
    ("daily-schedules", views_plans.schedule_list),
    ("daily-schedules/<str:target>", views_plans.schedules_of_date),
    ("daily-schedules/<str:key>/<str:day>", views_plans.schedule),
    ("requests/schedules/<str:month>", views_plans.requests[Application.Kind.SCHEDULE]),
    ("requests/overtimes/<str:month>", views_plans.requests[Application.Kind.OVERTIME]),
    ("requests/timerecords/<str:month>", views_plans.requests[Application.Kind.TIMERECORD]),
    ("monthly-workings", views_workings.month),
    ("monthly-workings/cost/<str:month>", views_costs.month_costs),
    ("monthly-workings/holiday-remained/<str:working_type>/<str:month>", views_holidays.remained),
    ("yearly-workings/holidays/<str:working_type>/<str:year>", views_holidays.year),
    ("monthly-workings/<str:month>", views_workings.month),
)

urlpatterns: list[URLPattern] = [path(route + ending, view) for route, view in _ROUTES for ending in ("", "/")]
