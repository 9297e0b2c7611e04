"""The divisions, and when their working day begins."""

import re
from collections import Counter
from datetime import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from attendance_server.administration.page import show
from attendance_server.timecards.access import all_rights_only
from attendance_server.webapi import clock
from attendance_server.webapi.dates import today
from attendance_server.webapi.employees import assignment_on, list_employees
from attendance_server.webapi.models import Division

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
@all_rights_only
def divisions_page(request: HttpRequest) -> HttpResponse:
    """Every division with its day border; POST `division` (code) and `day_border` (HH:MM) changes one."""
    if request.method == "POST":
        return _change(request)
    notice = "border_changed" if request.GET.get("done") == "changed" else ""
    return _list(request, notice=notice)


def _change(request: HttpRequest) -> HttpResponse:
    found = _TIME.fullmatch(request.POST.get("day_border", ""))
    division = _division(request.POST.get("division", ""))
    if found is None or division is None:
        return _list(request, problem="border_invalid", status=400)
    division.day_border = time(int(found[1]), int(found[2]))
    division.save(update_fields=["day_border"])
    return redirect("/administration/divisions/?done=changed")


def _division(code: str) -> Division | None:
    return Division.objects.filter(code=code).first() if "\x00" not in code else None


def _list(request: HttpRequest, *, notice: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    now = today(clock.now())
    people = list_employees(on=now, division=None, include_resigned=False)
    counts = Counter(assignment_on(person, now).division.pk for person in people)
    rows = [(division, counts[division.pk]) for division in Division.objects.all()]
    return show(request, "divisions", active="divisions", rows=rows, notice=notice, problem=problem, status=status)
