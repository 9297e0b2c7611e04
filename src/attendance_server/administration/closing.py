"""Close and reopen a month, division by division."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from attendance_server.administration.page import show
from attendance_server.timecards.access import all_rights_only
from attendance_server.timecards.language import language_of
from attendance_server.timecards.words import month_name
from attendance_server.webapi import clock
from attendance_server.webapi.closing import close_month, reopen_month
from attendance_server.webapi.dates import month_of, parse_month, today
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import Division, Employee, MonthClosing
from attendance_server.webapi.months import pay_period, widest_period
from attendance_server.webapi.totals import Choice, reckoned_days

_FIRST_MONTH, _LAST_MONTH = date(2000, 1, 1), date(2099, 12, 1)
_ACTIONS = ("close", "reopen")
_NOTICES = ("month_closed", "month_reopened")
_PROBLEMS = {Reason.MONTH_NOT_OVER: "not_over", Reason.MONTH_CLOSED: "already_closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A division's month; `errors` are people with their count of error days."""

    division: Division
    closing: MonthClosing | None
    errors: list[tuple[Employee, int]]

    @property
    def error_days(self) -> int:
        return sum(count for _, count in self.errors)


@require_http_methods(["GET", "HEAD", "POST"])
@all_rights_only
def closing_page(request: HttpRequest) -> HttpResponse:
    """`?month=YYYY-MM`, last month by default; POST `action` close or reopen, `division` (code), `month`."""
    if request.method == "POST":
        return _act(request)
    done = request.GET.get("done", "")
    return _list(
        request, _month_in(request.GET.get("month", "")) or _last_month(), notice=done if done in _NOTICES else ""
    )


def _act(request: HttpRequest) -> HttpResponse:
    month, action = _month_in(request.POST.get("month", "")), request.POST.get("action")
    if month is None or action not in _ACTIONS:
        return _list(request, _last_month(), problem="unclear", status=400)
    division = _division(request.POST.get("division", ""))
    if division is None:
        return _list(request, month, problem="unclear", status=404)
    if action == "reopen":
        done = reopen_month(division, month)
        return _back(month, "month_reopened") if done else _list(request, month, problem="already_open", status=409)
    try:
        close_month(division, month, by=request.user.get_username(), now=clock.now())
    except WebApiError as error:
        return _list(request, month, problem=_PROBLEMS[error.reason], status=409)
    return _back(month, "month_closed")


def _back(month: date, notice: str) -> HttpResponse:
    return redirect(f"/administration/closing/?month={month:%Y-%m}&done={notice}")


def _division(code: str) -> Division | None:
    return Division.objects.filter(code=code).first() if "\x00" not in code else None


def _last_month() -> date:
    return month_of(month_of(today(clock.now())).start - timedelta(days=1)).start


def _month_in(text: str) -> date | None:
    try:
        month = parse_month(text).start
    except WebApiError:
        return None
    return month if _FIRST_MONTH <= month <= _LAST_MONTH else None


def _list(request: HttpRequest, month: date, *, notice: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    closings = {closing.division_id: closing for closing in MonthClosing.objects.filter(month=month)}
    errors = _error_days(month)
    rows = [
        Row(division=division, closing=closings.get(division.pk), errors=errors.get(division.pk, []))
        for division in Division.objects.all()
    ]
    return show(
        request,
        "closing",
        active="closing",
        rows=rows,
        month=month,
        month_name=month_name(month.year, month.month, language_of(request)),
        is_over=widest_period(month).end < today(clock.now()),
        previous=(month - timedelta(days=1)).replace(day=1),
        next=(month + timedelta(days=31)).replace(day=1),
        notice=notice,
        problem=problem,
        status=status,
    )


def _error_days(month: date) -> Mapping[int, list[tuple[Employee, int]]]:
    """By division's id: who has how many error days in their pay period, by code."""
    counts: defaultdict[int, defaultdict[Employee, int]] = defaultdict(lambda: defaultdict(int))
    for day in reckoned_days(widest_period(month), Choice()):
        if not day.totals.is_error:
            continue
        period = pay_period(day.employee, month)
        if period.start <= day.date <= period.end:
            counts[day.home.pk][day.employee] += 1
    return {pk: sorted(found.items(), key=lambda item: item[0].code) for pk, found in counts.items()}
