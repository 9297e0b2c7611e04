"""The console's pages: today and the terminals. Each opens the scope of its administrator's company first."""

import functools
import uuid
from collections.abc import Callable
from typing import cast
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from kaodoki import clock
from kaodoki.accounts.errors import Forbidden
from kaodoki.accounts.models import Administrator, Role
from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.terminals.services import NewTerminal, create_terminal, revoke_terminal
from kaodoki.web.api.failures import status_of
from kaodoki.web.console import queries
from kaodoki.web.console.menu import menu_for
from kaodoki.web.console.texts import SELECTIONS, TEXTS
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


@require_http_methods(["GET", "POST"])
@console_page
def terminals(request: HttpRequest) -> HttpResponse:
    """The company's terminals; a new one's code is in the answer to the form and nowhere else."""
    if request.method == "GET":
        return _terminals_page(request)
    if not _may_change(request):
        return _terminals_page(request, problem="not_allowed", status=403)
    name = request.POST.get("name", "").strip()
    selection = request.POST.get("punch_selection", "")
    if not name or len(name) > 100 or selection not in PunchSelection.values:
        return _terminals_page(request, problem="name_needed", status=422)
    administrator = administrator_of(request)
    new = create_terminal(
        administrator.company,
        name=name,
        site=None,
        punch_selection=selection,
        accepts_past=False,
        by=administrator.login,
    )
    return _terminals_page(request, new=new, status=201)


@require_POST
@console_page
def revoke(request: HttpRequest, terminal_id: uuid.UUID) -> HttpResponse:
    """From now on the terminal's kiosk shows the pairing page."""
    if not _may_change(request):
        return _terminals_page(request, problem="not_allowed", status=403)
    administrator = administrator_of(request)
    terminal = get_object_or_404(Terminal, company=administrator.company, id=terminal_id, revoked_at__isnull=True)
    revoke_terminal(terminal, by=administrator.login)
    return redirect("console:terminals")


def _terminals_page(
    request: HttpRequest, *, new: NewTerminal | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    language = chosen_language(request)
    company, now = administrator_of(request).company, clock.now()
    settings = settings_of(company)
    zone = zone_of(settings)
    rows: list[dict[str, object]] = [
        {
            "terminal": terminal,
            "selection": SELECTIONS[terminal.punch_selection].in_language(language),
            "state": queries.terminal_state(terminal, now=now),
            "state_name": TEXTS[queries.terminal_state(terminal, now=now)].in_language(language),
            "revoke_said": TEXTS["revoke_name"].in_language(language).format(name=terminal.name),
            "seen": f"{terminal.last_seen_at.astimezone(zone):%Y-%m-%d %-H:%M}" if terminal.last_seen_at else "",
        }
        for terminal in queries.terminals_of(company)
    ]
    context: dict[str, object] = {
        "rows": rows,
        "selections": in_language(SELECTIONS, language),
        "new": new,
        "code_said": _code_in_words(new, zone, language) if new else "",
        "problem": TEXTS[problem].in_language(language) if problem else "",
        "may_change": _may_change(request),
        "liveness_said": TEXTS[queries.liveness_text(settings)].in_language(language),
    }
    return render_page(request, "console/terminals.html", context, language, status=status)


def _counters_in_words(counters: queries.Counters, language: str) -> dict[str, str]:
    until = TEXTS["waiting_until"].in_language(language).format(time=counters.waiting_until)
    return {
        "of_people": TEXTS["of_people"].in_language(language).format(count=counters.people),
        "waiting_until": until if counters.waiting_until else "",
        "connected_now": TEXTS["connected_now"].in_language(language).format(count=counters.terminals_connected),
        "log_hint": TEXTS["log_hint"].in_language(language).format(count=queries.LOG_LENGTH),
    }


def _code_in_words(new: NewTerminal, zone: ZoneInfo, language: str) -> str:
    until = f"{new.expires_at.astimezone(zone):%H:%M}"
    return TEXTS["code_once"].in_language(language).format(name=new.terminal.name, time=until)


def render_page(
    request: HttpRequest, template: str, context: dict[str, object], language: str, *, status: int = 200
) -> HttpResponse:
    """A page of the console, with what all of them show."""
    administrator = administrator_of(request)
    shared = {
        "t": in_language(TEXTS, language),
        "language": language,
        "company": administrator.company,
        "menu": menu_for(request, administrator.role, language),
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


def _may_change(request: HttpRequest) -> bool:
    return administrator_of(request).role == Role.ALL_RIGHTS
