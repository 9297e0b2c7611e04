"""The frame of the console's pages, and today. Each opens the scope of its administrator's company first."""

import functools
from collections.abc import Callable
from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_scopes import scope

from kaodoki import clock
from kaodoki.accounts.errors import Forbidden
from kaodoki.accounts.models import Administrator, Role
from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.api.failures import status_of
from kaodoki.web.console import queries
from kaodoki.web.console.menu import menu_for
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.texts import chosen_language, in_language, long_date

View = Callable[..., HttpResponse]


class Login(LoginView):
    """Login by name and password; nothing of any company shows before it."""

    template_name = "console/login.html"
    redirect_authenticated_user = True
    next_page = "console:today"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        language = chosen_language(self.request)
        return {**super().get_context_data(**kwargs), "t": in_language(TEXTS, language), "language": language}


def console_page(view: View) -> View:
    """Only for administrators, in their company's scope, and never kept by a cache.

    An expected error is answered with its sentence, in the console's own frame, and so is what no column can hold.
    """

    @functools.wraps(view)
    def scoped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with scope(company=administrator_of(request).company):
            try:
                return view(request, *args, **kwargs)
            except KaodokiError as error:
                return _problem_page(request, error)
            except DataError:
                reason = TEXTS["cannot_be_stored"].in_language(chosen_language(request))
                return _problem_page(request, InvalidInput(reason=reason))

    return never_cache(login_required(scoped))


def console_page_for(*roles: Role) -> Callable[[View], View]:
    """A console page for administrators of these roles, and always for all-rights ones; others read why not (403)."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if administrator_of(request).role not in (Role.ALL_RIGHTS, *roles):
                raise Forbidden(role=", ".join(role.value for role in (Role.ALL_RIGHTS, *roles)))
            return view(request, *args, **kwargs)

        return console_page(guarded)

    return guard


@require_GET
@console_page
def today(request: HttpRequest) -> HttpResponse:
    """Four numbers and the newest attempts."""
    company, now = administrator_of(request).company, clock.now()
    language = chosen_language(request)
    counters = queries.counters(company, now=now)
    local = now.astimezone(zone_of(settings_of(company)))
    context = {
        "time": f"{local:%-H:%M}",
        "day": long_date(local, language),
        "counters": counters,
        "log": queries.todays_log(company, now=now, language=language),
        "said": _counters_in_words(counters, language),
    }
    return render_page(request, "console/today.html", context, language)


def _counters_in_words(counters: queries.Counters, language: str) -> dict[str, str]:
    until = TEXTS["waiting_until"].in_language(language).format(time=counters.waiting_until)
    return {
        "of_people": TEXTS["of_people"].in_language(language).format(count=counters.people),
        "waiting_until": until if counters.waiting_until else "",
        "connected_now": TEXTS["connected_now"].in_language(language).format(count=counters.terminals_connected),
        "log_hint": TEXTS["log_hint"].in_language(language).format(count=queries.LOG_LENGTH),
    }


def render_page(
    request: HttpRequest, template: str, context: dict[str, object], language: str, *, status: int = 200
) -> HttpResponse:
    """A page of the console, with what all of them show."""
    administrator = administrator_of(request)
    shared = {
        "t": in_language(TEXTS, language),
        "language": language,
        "company": administrator.company,
        "menu": menu_for(request, administrator.role, language, counts=queries.menu_counts(administrator)),
        "lacks_liveness_model": queries.lacks_liveness_model(settings_of(administrator.company)),
    }
    return render(request, template, {**shared, **context}, status=status)


def _problem_page(request: HttpRequest, error: KaodokiError) -> HttpResponse:
    language = chosen_language(request)
    context: dict[str, object] = {"problem": error.message(language)}
    return render_page(request, "console/problem.html", context, language, status=status_of(error))


def administrator_of(request: HttpRequest) -> Administrator:
    """Who is logged in; only under `console_page`."""
    return cast(Administrator, request.user)
