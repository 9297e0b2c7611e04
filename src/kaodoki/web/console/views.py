"""The frame of the console's pages. Each opens the scope of its administrator's company first."""

import functools
from collections.abc import Callable, Mapping
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django_scopes import scope

from kaodoki.accounts.errors import Forbidden
from kaodoki.accounts.models import Administrator, Role
from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.frame import frame_of
from kaodoki.web.console.roles import names_of
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.sign_in.activity import note_activity
from kaodoki.web.texts import chosen_language, in_language

View = Callable[..., HttpResponse]

# Open to whoever is on the way to a password or a second factor of their own.
_OWN_PAGES = ("account", "end_session", "change_account")


def console_page(view: View) -> View:
    """Only for administrators, in their company's scope, and never kept by a cache.

    An expected error is answered with its sentence, in the console's own frame, and so is what no column can hold.
    """

    @functools.wraps(view)
    def scoped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with scope(company=administrator_of(request).company):
            try:
                note_activity(request)
                return _detour(request) or view(request, *args, **kwargs)
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
                raise Forbidden(role=names_of((Role.ALL_RIGHTS, *roles), chosen_language(request)))
            return view(request, *args, **kwargs)

        return console_page(guarded)

    return guard


def _detour(request: HttpRequest) -> HttpResponse | None:
    """Where somebody is sent first: to a password of their own, and to a second factor if the company asks for one."""
    administrator, match = administrator_of(request), request.resolver_match
    if match is not None and match.url_name in _OWN_PAGES:
        return None
    if administrator.has_temporary_password:
        return redirect("account_change_password")
    if administrator.company.settings.administrators_need_mfa and not is_mfa_enabled(administrator):
        return redirect("console:account")
    return None


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
    shared = {
        "t": in_language(TEXTS, language),
        "language": language,
        **frame_of(request, language, counts=counts),
    }
    return render(request, template, {**shared, **context}, status=status)


def _problem_page(request: HttpRequest, error: KaodokiError) -> HttpResponse:
    language = chosen_language(request)
    context: dict[str, object] = {"problem": error.message(language)}
    return render_page(request, "console/problem.html", context, language, status=status_of(error))


def administrator_of(request: HttpRequest) -> Administrator:
    """Who is logged in; only under `console_page`."""
    return cast(Administrator, request.user)
