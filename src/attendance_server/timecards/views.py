"""The time card pages."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendance_server.timecards.cards import time_card
from attendance_server.timecards.language import language_of
from attendance_server.timecards.words import weekday_name, words
from attendance_server.webapi import clock
from attendance_server.webapi.dates import Span, month_of, parse_month, today
from attendance_server.webapi.employees import known_employees
from attendance_server.webapi.errors import WebApiError
from attendance_server.webapi.models import Employee


@require_safe
@never_cache
@login_required
def time_card_page(request: HttpRequest) -> HttpResponse:
    """A person's month, `?employee=CODE&month=YYYY-MM`; the first person and this month by default."""
    context = _base(request)
    if not _is_administrator(request.user):
        return render(request, "timecards/card.html", {**context, "problem": "not_allowed"}, status=403)
    people = list(known_employees())
    span = _span(request)
    employee = _chosen(people, request.GET.get("employee"))
    context.update(people=people, employee=employee, month=(span or month_of(today(clock.now()))).start)
    if not people:
        return render(request, "timecards/card.html", {**context, "problem": "empty"})
    if employee is None or span is None:
        return render(request, "timecards/card.html", {**context, "problem": "unknown"}, status=404)
    context.update(_card_context(employee, span, language_of(request)))
    return render(request, "timecards/card.html", context)


@method_decorator(never_cache, name="dispatch")
class CardLogin(LoginView):
    """Django's login in the looks of this server."""

    template_name = "timecards/login.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return {**super().get_context_data(**kwargs), **_base(self.request)}


card_login = CardLogin.as_view()
card_logout = LogoutView.as_view()


def _base(request: HttpRequest) -> dict[str, object]:
    language = language_of(request)
    other = "ja" if language == "en" else "en"
    query = request.GET.copy()
    query["lang"] = other
    return {"words": words(language), "language": language, "other": other, "other_query": query.urlencode()}


def _is_administrator(user: User | AnonymousUser) -> bool:
    return bool(user.is_staff and user.is_active)


def _span(request: HttpRequest) -> Span | None:
    month = request.GET.get("month")
    try:
        return parse_month(month) if month else month_of(today(clock.now()))
    except WebApiError:
        return None


def _chosen(people: list[Employee], code: str | None) -> Employee | None:
    if code is None:
        return people[0] if people else None
    return next((person for person in people if person.code == code), None)


def _card_context(employee: Employee, span: Span, language: str) -> dict[str, object]:
    card = time_card(employee, span)
    said = words(language)
    rows = [
        {
            "day": day,
            "weekday": weekday_name(day.date.weekday(), language),
            "errors": [said[error] for error in day.totals.errors] if day.totals else [],
        }
        for day in card.days
    ]
    return {"card": card, "rows": rows, "previous": _before(span), "next": span.end + timedelta(days=1)}


def _before(span: Span) -> date:
    return span.start - timedelta(days=1) if span.start > date.min else span.start
