"""The frame of the console's pages. Each opens the scope of its administrator's company first."""

import functools
from collections.abc import Callable, Mapping
from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django_scopes import scope

from kaodoki.accounts.errors import Forbidden
from kaodoki.accounts.models import Administrator, Role
from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.web.api.failures import status_of
from kaodoki.web.console import queries
from kaodoki.web.console.menu import menu_for
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.texts import chosen_language, in_language

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


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    language: str,
    *,
    status: int = 200,
    counts: Mapping[str, int] | None = None,
) -> HttpResponse:
    """A page of the console, with what all of them show. `counts`: `menu_counts`, where the page has them already."""
    administrator = administrator_of(request)
    if counts is None:
        counts = queries.menu_counts(administrator)
    shared = {
        "t": in_language(TEXTS, language),
        "language": language,
        "company": administrator.company,
        "menu": menu_for(request, administrator.role, language, counts=counts),
        "lacks_liveness_model": queries.lacks_liveness_model(administrator.company.settings),
    }
    return render(request, template, {**shared, **context}, status=status)


def _problem_page(request: HttpRequest, error: KaodokiError) -> HttpResponse:
    language = chosen_language(request)
    context: dict[str, object] = {"problem": error.message(language)}
    return render_page(request, "console/problem.html", context, language, status=status_of(error))


def administrator_of(request: HttpRequest) -> Administrator:
    """Who is logged in; only under `console_page`."""
    return cast(Administrator, request.user)
