"""The terminals (端末): how they are, what they are set to, pairing and revoking."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kaodoki import clock
from kaodoki.accounts.models import Role
from kaodoki.accounts.sight import in_sight
from kaodoki.errors import NotFound
from kaodoki.people.models import Site
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.people.services import find_site
from kaodoki.terminals.care import is_clock_off
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.terminals.services import NewTerminal, change_terminal, create_terminal, pair_again, revoke_terminal
from kaodoki.web.console import queries
from kaodoki.web.console.menu import SITES
from kaodoki.web.console.terminals_key import key_of
from kaodoki.web.console.terminals_offline_texts import OFFLINE_TEXTS
from kaodoki.web.console.terminals_refused import refused_of
from kaodoki.web.console.terminals_texts import TERMINAL_TEXTS
from kaodoki.web.console.texts import SELECTIONS, TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.first_run.authority import tablets_address
from kaodoki.web.texts import chosen_language, in_language

LONGEST_NAME = 100


@require_http_methods(["GET", "POST"])
@console_page
def terminals(request: HttpRequest) -> HttpResponse:
    """The company's terminals; a new one's code is in the answer to the form and nowhere else."""
    if request.method == "GET":
        return _list_page(request)
    if not _may_change(request):
        return _list_page(request, problem="not_allowed", status=403)
    name, selection = request.POST.get("name", "").strip(), request.POST.get("punch_selection", "")
    if not _is_fit(name, selection):
        return _list_page(request, problem="name_needed", status=422)
    administrator = administrator_of(request)
    new = create_terminal(
        administrator.company,
        name=name,
        site=None,
        punch_selection=selection,
        accepts_past=False,
        by=administrator.login,
    )
    return _list_page(request, new=new, status=201)


@require_http_methods(["GET", "POST"])
@console_page
def terminal(request: HttpRequest, terminal_id: uuid.UUID) -> HttpResponse:
    """One terminal: what it told last, and its settings, which it takes with its next heartbeat."""
    found = _seen(request, terminal_id)
    if request.method == "GET":
        return _detail_page(request, found)
    if not _may_change(request):
        return _detail_page(request, found, problem="not_allowed", status=403)
    name, selection = request.POST.get("name", "").strip(), request.POST.get("punch_selection", "")
    if not _is_fit(name, selection):
        return _detail_page(request, found, problem="name_needed", status=422)
    administrator = administrator_of(request)
    site = find_site(administrator.company, request.POST.get("site_code", ""))
    change_terminal(found, name=name, site=site, punch_selection=selection, by=administrator.login)
    return redirect("console:terminal", found.id)


@require_POST
@console_page
def repair(request: HttpRequest, terminal_id: uuid.UUID) -> HttpResponse:
    """A new code for the same terminal, as text and as QR code."""
    found = _seen(request, terminal_id)
    if not _may_change(request):
        return _detail_page(request, found, problem="not_allowed", status=403)
    return _detail_page(request, found, new=pair_again(found, by=administrator_of(request).login), status=201)


@require_POST
@console_page
def revoke(request: HttpRequest, terminal_id: uuid.UUID) -> HttpResponse:
    """From now on the terminal's kiosk shows the pairing page."""
    if not _may_change(request):
        return _list_page(request, problem="not_allowed", status=403)
    revoke_terminal(_seen(request, terminal_id), by=administrator_of(request).login)
    return redirect("console:terminals")


def _seen(request: HttpRequest, terminal_id: uuid.UUID) -> Terminal:
    administrator = administrator_of(request)
    rows = Terminal.objects.filter(in_sight(administrator), company=administrator.company, revoked_at__isnull=True)
    found = rows.select_related("site").filter(id=terminal_id).first()
    if found is None:
        raise NotFound
    return found


def _list_page(
    request: HttpRequest, *, new: NewTerminal | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    settings = settings_of(administrator.company)
    context: dict[str, object] = {
        **_shared(request, language, new=new, problem=problem, zone=zone_of(settings)),
        "rows": [
            _row(one, zone_of(settings), language)
            for one in queries.terminals_of(administrator.company, in_sight(administrator))
        ],
        "key": key_of(administrator.company, zone_of(settings), language),
        "offline_title": OFFLINE_TEXTS["offline_title"].in_language(language) if administrator.role in SITES else "",
        "liveness_said": TEXTS[queries.liveness_text(settings)].in_language(language),
    }
    return render_page(request, "console/terminals.html", context, language, status=status)


def _detail_page(
    request: HttpRequest, found: Terminal, *, new: NewTerminal | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    zone = zone_of(settings_of(administrator.company))
    context: dict[str, object] = {
        **_shared(request, language, new=new, problem=problem, zone=zone),
        "row": _row(found, zone, language),
        "refused": refused_of(found, zone, language),
        "sites": Site.objects.filter(company=administrator.company).order_by("code"),
    }
    return render_page(request, "console/terminal.html", context, language, status=status)


def _shared(
    request: HttpRequest, language: str, *, new: NewTerminal | None, problem: str, zone: ZoneInfo
) -> dict[str, object]:
    return {
        "t": {**in_language(TEXTS, language), **in_language(TERMINAL_TEXTS, language)},
        "selections": in_language(SELECTIONS, language),
        "new": new,
        "code_said": _code_in_words(new, zone, language) if new else "",
        "code_qr": _pairing_qr(request, new.pairing_code) if new else "",
        "problem": TEXTS[problem].in_language(language) if problem else "",
        "may_change": _may_change(request),
    }


def _row(one: Terminal, zone: ZoneInfo, language: str) -> dict[str, object]:
    state = queries.terminal_state(one, now=clock.now())
    return {
        "terminal": one,
        "selection": SELECTIONS[one.punch_selection].in_language(language),
        "state": state,
        "state_name": TEXTS[state].in_language(language),
        "revoke_said": TEXTS["revoke_name"].in_language(language).format(name=one.name),
        "seen": _local(one.last_seen_at, zone),
        "battery": "" if one.battery_percent is None else f"{one.battery_percent}%",
        "clock": "" if one.clock_difference_ms is None else f"{one.clock_difference_ms / 1000:+.1f}",
        "is_clock_off": is_clock_off(one),
    }


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %-H:%M}" if at else ""


def _pairing_qr(request: HttpRequest, code: str) -> str:
    """Opens the kiosk with the code after the "#": it reaches no server's log."""
    address = f"{tablets_address(request)}/kiosk/#pair={code}"
    return str(segno.make(address, error="m", micro=False).svg_inline(scale=4, border=4, dark="#000", light="#fff"))


def _code_in_words(new: NewTerminal, zone: ZoneInfo, language: str) -> str:
    until = f"{new.expires_at.astimezone(zone):%H:%M}"
    return TEXTS["code_once"].in_language(language).format(name=new.terminal.name, time=until)


def _is_fit(name: str, selection: str) -> bool:
    return bool(name) and len(name) <= LONGEST_NAME and selection in PunchSelection.values


def _may_change(request: HttpRequest) -> bool:
    return administrator_of(request).role == Role.ALL_RIGHTS
