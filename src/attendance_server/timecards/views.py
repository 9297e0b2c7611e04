"""The time card pages, and a card as a file."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendance_server.timecards.access import administrators_only, has_all_rights, visible_employees
from attendance_server.timecards.breakdown import breakdown
from attendance_server.timecards.cards import Card, time_card
from attendance_server.timecards.csv_file import csv_of
from attendance_server.timecards.notation import duration, duration_if_any
from attendance_server.timecards.overtime_left import overtime_left
from attendance_server.timecards.page import page_context
from attendance_server.timecards.pdf import pdf_of
from attendance_server.timecards.words import month_name, weekday_name, words
from attendance_server.timecards.words_of_days import said_late
from attendance_server.webapi import clock, rates
from attendance_server.webapi.dates import month_of, parse_month, today
from attendance_server.webapi.errors import WebApiError
from attendance_server.webapi.models import Employee

_FIRST_MONTH, _LAST_MONTH = date(2000, 1, 1), date(2099, 12, 1)  # cards are kept for years; further is a mistake
_LOGINS_PER_5_MINUTES = 30  # of one address; nobody is locked out by name, so nobody can lock out a colleague


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Whose card of which month is asked for; None for what does not exist or may not be seen."""

    people: list[Employee]
    employee: Employee | None
    month: date | None


@require_safe
@administrators_only
def time_card_page(request: HttpRequest) -> HttpResponse:
    """A person's month, `?employee=CODE&month=YYYY-MM`; the first person and this month by default."""
    chosen = _selection(request)
    context = page_context(request, active="time_cards", people=chosen.people, employee=chosen.employee)
    context["month"] = chosen.month or month_of(today(clock.now())).start
    if not chosen.people:
        context["problem"] = "no_employees" if has_all_rights(request.user) else "no_employees_of_yours"
        return render(request, "timecards/card.html", context)
    if chosen.employee is None or chosen.month is None:
        return _unknown(request, context)
    card = _card(chosen.employee, chosen.month)
    language = str(context["language"])
    context.update(_card_context(card, language))
    context["left"] = overtime_left(card.employee, card.month, today=today(clock.now()), language=language)
    return render(request, "timecards/card.html", context)


@require_safe
@administrators_only
def time_card_pdf(request: HttpRequest) -> HttpResponse:
    """The same month as PDF."""
    return _file(request, "pdf")


@require_safe
@administrators_only
def time_card_csv(request: HttpRequest) -> HttpResponse:
    """The same month as CSV."""
    return _file(request, "csv")


@method_decorator(never_cache, name="dispatch")
class CardLogin(LoginView):
    """Django's login in the looks of this server, with a limit on guessing."""

    template_name = "timecards/login.html"

    def post(self, request: HttpRequest, *arguments: str, **parts: object) -> HttpResponse:
        address = str(request.META.get("REMOTE_ADDR", ""))
        if rates.wait_s(f"login {address}", limit=_LOGINS_PER_5_MINUTES):
            context = self.get_context_data(form=self.form_class(request), refusal="login_too_often")
            return render(request, self.template_name, context, status=429)
        return super().post(request, *arguments, **parts)

    def get_context_data(self, **parts: object) -> dict[str, object]:
        return {**super().get_context_data(**parts), **page_context(self.request)}


card_login = CardLogin.as_view()
card_logout = LogoutView.as_view()


def _selection(request: HttpRequest) -> Selection:
    people = list(visible_employees(request.user).prefetch_related(None))  # only names: there may be thousands
    return Selection(people=people, employee=_chosen(people, request.GET.get("employee")), month=_month(request))


def _chosen(people: list[Employee], code: str | None) -> Employee | None:
    if code is None:
        return people[0] if people else None
    return next((person for person in people if person.code == code), None)


def _month(request: HttpRequest) -> date | None:
    text = request.GET.get("month")
    if not text:
        return month_of(today(clock.now())).start
    try:
        month = parse_month(text).start
    except WebApiError:
        return None
    return month if _FIRST_MONTH <= month <= _LAST_MONTH else None


def _card(employee: Employee, month: date) -> Card:
    return time_card(employee, month, today=today(clock.now()))


def _unknown(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, "timecards/card.html", {**context, "problem": "unknown"}, status=404)


def _file(request: HttpRequest, kind: str) -> HttpResponse:
    chosen = _selection(request)
    context = page_context(request, active="time_cards", people=chosen.people, employee=chosen.employee)
    language = str(context["language"])
    if chosen.employee is None or chosen.month is None:
        return _unknown(request, {**context, "month": month_of(today(clock.now())).start})
    card = _card(chosen.employee, chosen.month)
    name = f"timecard_{re.sub(r'[^0-9A-Za-z_-]', '_', card.employee.code)}_{card.month:%Y-%m}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "csv":
        return HttpResponse(csv_of(card, language), content_type="text/csv; charset=utf-8", headers=headers)
    content = pdf_of(card, language, printed_at=clock.now())
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _card_context(card: Card, language: str) -> dict[str, object]:
    said = words(language)
    rows = [
        {
            "day": day,
            "weekday": weekday_name(day.date.weekday(), language),
            "kind": said[f"kind_{day.day_kind.value}"] if day.day_kind.is_holiday else "",
            "break_time": duration_if_any(day.totals.break_time),
            "figures": [(said[name], duration_if_any(minutes)) for name, minutes in day.figures.parts],
            "reasons": [said[reason] for reason in day.reasons],
            "late": said_late(day.late, said),
        }
        for day in card.days
    ]
    return {
        "card": card,
        "rows": rows,
        "month_name": month_name(card.month.year, card.month.month, language),
        "sums": [(said[name], duration(minutes)) for name, minutes in card.figures.parts],
        "break_sum": duration(card.totals.break_sum),
        "breakdown": [(said[name], value) for name, value in breakdown(card.totals, said)],
        "printed_at": clock.now(),
        "previous": (card.month - timedelta(days=1)).replace(day=1),
        "next": (card.month + timedelta(days=31)).replace(day=1),
    }
