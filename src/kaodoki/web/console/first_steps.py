"""The console's page はじめに: what a new company still lacks, computed from its data, and the pages for it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods

from kaodoki.accounts.models import Role
from kaodoki.enrolment.models import Photo
from kaodoki.errors import KaodokiError
from kaodoki.linking.queries import connection_of
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.services import create_site
from kaodoki.punches.models import Punch, State
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.terminals.services import NewTerminal, create_terminal
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.first_steps_texts import FIRST_STEPS_TEXTS
from kaodoki.web.console.texts import SELECTIONS, TEXTS
from kaodoki.web.console.views import administrator_of, console_page, console_page_for, render_page
from kaodoki.web.first_run.authority import authority_pem, install_address, tablets_address
from kaodoki.web.first_run.pictures import qr_picture
from kaodoki.web.texts import chosen_language, in_language

LONGEST_CODE, LONGEST_NAME = 64, 100
SITES_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do. `key` is that of its texts, `address` the page for it, if any; optional ones may stay undone."""

    key: str
    address: str
    is_done: bool
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """A step before it is looked at; addresses are names, the first that exists is the page."""

    key: str
    addresses: tuple[str, ...]
    is_done: Callable[[Company], bool]
    is_optional: bool = False


_STEPS = (
    _Known("sites", ("console:first_sites",), lambda company: Site.objects.filter(company=company).exists(), True),
    _Known(
        "people",
        ("console:first_people",),
        lambda company: Employee.objects.filter(company=company, erased_at__isnull=True).exists(),
    ),
    _Known("linking", ("console:linking",), lambda company: connection_of(company) is not None),
    _Known("terminal", ("console:first_terminal",), lambda company: _paired(company).exists()),
    _Known(
        "photos",
        ("console:employees",),
        lambda company: Photo.objects.filter(company=company).exists(),
    ),
    _Known(
        "punch",
        ("console:first_terminal",),
        lambda company: Punch.objects.filter(company=company, state=State.DELIVERED).exists(),
    ),
)


def first_steps_of(company: Company) -> list[Step]:
    """All steps in order. Callers hold the company's scope."""
    return [
        Step(key=step.key, address=_first(step.addresses), is_done=step.is_done(company), is_optional=step.is_optional)
        for step in _STEPS
    ]


@require_GET
@console_page
def first_steps(request: HttpRequest) -> HttpResponse:
    """The list. Each line leads to its page; whatever was done elsewhere counts, too."""
    language, company = chosen_language(request), administrator_of(request).company
    texts = _texts(language)
    steps = first_steps_of(company)
    needed = [step for step in steps if not step.is_optional]
    rows = [
        {"step": step, "title": texts[f"step_{step.key}"], "purpose": texts[f"step_{step.key}_for"]} for step in steps
    ]
    done = sum(step.is_done for step in needed)
    context: dict[str, object] = {
        "t": texts,
        "rows": rows,
        "next": next((step.key for step in needed if not step.is_done), ""),
        "done": done,
        "progress": texts["progress"].format(done=done, count=len(needed)),
        "is_complete": done == len(needed),
        "mfa_address": _first(("console:account", "mfa_index")),
    }
    return render_page(request, "console/first_steps.html", context, language)


@require_http_methods(["GET", "POST"])
@console_page_for(Role.ALL_RIGHTS)
def sites(request: HttpRequest) -> HttpResponse:
    """Adds a site; the next one can follow at once."""
    language, administrator = chosen_language(request), administrator_of(request)
    code, name = request.POST.get("code", "").strip(), request.POST.get("name", "").strip()
    problem, status = "", 200
    if request.method == "POST":
        try:
            if _is_text(code, LONGEST_CODE) and _is_text(name, LONGEST_NAME):
                create_site(administrator.company, code, name, by=administrator.login)
                return redirect("console:first_sites")
            problem, status = FIRST_STEPS_TEXTS["site_incomplete"].in_language(language), 422
        except KaodokiError as error:
            problem, status = error.message(language), status_of(error)
    context: dict[str, object] = {
        "t": _texts(language),
        "sites": Site.objects.filter(company=administrator.company).order_by("code")[:SITES_SHOWN],
        "problem": problem,
        "values": {"code": code, "name": name},
    }
    return render_page(request, "console/first_sites.html", context, language, status=status)


@require_http_methods(["GET", "POST"])
@console_page_for(Role.ALL_RIGHTS)
def terminal(request: HttpRequest) -> HttpResponse:
    """The two QR codes of a tablet: first the certificate, where it is ours; then the kiosk with its pairing code."""
    language, administrator = chosen_language(request), administrator_of(request)
    texts = _texts(language)
    new, problem = None, ""
    if request.method == "POST":
        new = _new_terminal(request)
        problem = "" if new else texts["name_needed"]
    context: dict[str, object] = {
        "t": texts,
        "problem": problem,
        "selections": in_language(SELECTIONS, language),
        "sites": Site.objects.filter(company=administrator.company).order_by("code")[:SITES_SHOWN],
        "new": _shown(request, new, texts) if new else None,
        "address": f"{tablets_address(request)}/kiosk/",
        "install_address": install_address(request) if authority_pem() else "",
        "install_picture": qr_picture(install_address(request)) if authority_pem() else "",
        "is_paired": _paired(administrator.company).exists(),
        "needs_tls": tablets_address(request).startswith("http://"),
    }
    status = 201 if new else 422 if problem else 200
    return render_page(request, "console/first_terminal.html", context, language, status=status)


def _new_terminal(request: HttpRequest) -> NewTerminal | None:
    administrator = administrator_of(request)
    name, selection = request.POST.get("name", "").strip(), request.POST.get("punch_selection", "")
    site_code = request.POST.get("site", "")
    site = Site.objects.filter(company=administrator.company, code=site_code).first() if site_code else None
    if not _is_text(name, LONGEST_NAME) or selection not in PunchSelection.values or (site_code and site is None):
        return None
    return create_terminal(
        administrator.company,
        name=name,
        site=site,
        punch_selection=selection,
        accepts_past=False,
        by=administrator.login,
    )


def _shown(request: HttpRequest, new: NewTerminal, texts: dict[str, str]) -> dict[str, str]:
    # After the "#", which browsers keep to themselves: the code comes into no log and no referrer.
    address = f"{tablets_address(request)}/kiosk/#pair={new.pairing_code}"
    return {
        "code": new.pairing_code,
        "picture": qr_picture(address),
        "said": texts["pair_within"].format(name=new.terminal.name),
    }


def _paired(company: Company) -> QuerySet[Terminal]:
    return Terminal.objects.filter(company=company, paired_at__isnull=False, revoked_at__isnull=True)


def _is_text(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable()


def _first(names: tuple[str, ...]) -> str:
    """The address of the first of these pages that this version has; empty without any."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _texts(language: str) -> dict[str, str]:
    return in_language({**TEXTS, **FIRST_STEPS_TEXTS}, language)
