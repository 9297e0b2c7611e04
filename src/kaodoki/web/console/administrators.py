"""The console's page 管理者: who uses the console, with which role and for which sites. All rights only."""

import re
import secrets
import uuid
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kaodoki.accounts.models import Administrator, AdministratorSite, Role
from kaodoki.accounts.services import change_administrator, create_administrator, draw_password, is_address_free
from kaodoki.audit.services import record_event
from kaodoki.errors import KaodokiError, NotFound
from kaodoki.people.models import Site
from kaodoki.people.queries import settings_of
from kaodoki.people.services import change_settings
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.account_texts import ACCOUNT_TEXTS
from kaodoki.web.console.roles import ROLE_NAMES
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language

SAID_KEY = "administrators_said"
_LOGIN = re.compile(r"[A-Za-z0-9@._+-]{3,100}")
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The form; `is_fit` says whether it can be saved."""

    login: str = ""
    name: str = ""
    email: str = ""
    role: str = Role.VIEWER
    sites: tuple[str, ...] = ()
    is_active: bool = True

    @property
    def is_fit(self) -> bool:
        has_name = len(self.name) <= LONGEST_NAME and self.name.isprintable()
        has_email = not self.email or _is_email(self.email)
        return bool(_LOGIN.fullmatch(self.login)) and has_name and has_email and self.role in Role.values


@require_http_methods(["GET", "POST"])
@console_page_for()
def administrators(request: HttpRequest) -> HttpResponse:
    """The list; POST adds one, whose temporary password is in this answer and nowhere else."""
    if request.method == "GET":
        return _list(request)
    if "need_mfa" in request.POST:
        return _need_mfa(request)
    by, typed = administrator_of(request), _typed(request, login=request.POST.get("login", "").strip())
    if not typed.is_fit:
        return _list(request, problem="form_wrong", typed=typed, status=422)
    if not is_address_free(typed.email):
        return _list(request, problem="email_taken", typed=typed, status=409)
    password = secrets.token_urlsafe(12)
    try:
        new = create_administrator(by.company, typed.login, password, typed.role, by=by.login, is_temporary=True)
    except KaodokiError as error:
        return _list(request, sentence=error.message(chosen_language(request)), typed=typed, status=status_of(error))
    _save(new, typed, by=by.login)
    return _list(request, password=password, login=new.login)


@require_http_methods(["GET", "POST"])
@console_page_for()
def administrator(request: HttpRequest, administrator_id: uuid.UUID) -> HttpResponse:
    """One administrator; POST changes name, e-mail, role, sites and whether they may log in."""
    one = _found(request, administrator_id)
    if request.method == "GET":
        return _one(request, one, said=str(request.session.pop(SAID_KEY, "")))
    typed = _typed(request, login=one.login, is_active="active" in request.POST)
    if not typed.is_fit:
        return _one(request, one, problem=ACCOUNT_TEXTS["form_wrong"].in_language(chosen_language(request)), status=422)
    if not is_address_free(typed.email, keeps=one):
        return _one(
            request, one, problem=ACCOUNT_TEXTS["email_taken"].in_language(chosen_language(request)), status=409
        )
    try:
        _save(one, typed, by=administrator_of(request).login)
    except KaodokiError as error:
        return _one(request, one, problem=error.message(chosen_language(request)), status=status_of(error))
    request.session[SAID_KEY] = "changed"
    return redirect("console:administrator", administrator_id)


@require_POST
@console_page_for()
def reset_password(request: HttpRequest, administrator_id: uuid.UUID) -> HttpResponse:
    """A temporary password, in this answer and nowhere else."""
    one = _found(request, administrator_id)
    return _one(request, one, password=draw_password(one, by=administrator_of(request).login))


@require_POST
@console_page_for()
def reset_factors(request: HttpRequest, administrator_id: uuid.UUID) -> HttpResponse:
    """For somebody who has lost the phone: the password alone lets in until they set up another."""
    one, by = _found(request, administrator_id), administrator_of(request)
    Authenticator.objects.filter(user=one).delete()
    record_event(by.company_id, "mfa_reset", subject=one.login, by=by.login)
    request.session[SAID_KEY] = "factors_reset"
    return redirect("console:administrator", administrator_id)


def _need_mfa(request: HttpRequest) -> HttpResponse:
    by = administrator_of(request)
    wanted = request.POST.get("need_mfa") == "on"
    change_settings(by.company, {"administrators_need_mfa": wanted}, by=by.login)
    return redirect("console:administrators")


def _found(request: HttpRequest, administrator_id: uuid.UUID) -> Administrator:
    found = Administrator.objects.filter(company=administrator_of(request).company, pk=administrator_id).first()
    if found is None:
        raise NotFound
    return found


def _typed(request: HttpRequest, *, login: str, is_active: bool = True) -> Typed:
    form = request.POST
    return Typed(
        login=login,
        name=form.get("name", "").strip(),
        email=form.get("email", "").strip(),
        role=form.get("role", ""),
        sites=tuple(form.getlist("site")),
        is_active=is_active,
    )


def _save(one: Administrator, typed: Typed, *, by: str) -> None:
    sites = list(Site.objects.filter(company=one.company_id, code__in=typed.sites))
    change_administrator(
        one, name=typed.name, email=typed.email, role=typed.role, is_active=typed.is_active, sites=sites, by=by
    )


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _list(
    request: HttpRequest,
    *,
    problem: str = "",
    sentence: str = "",
    typed: Typed | None = None,
    password: str = "",
    login: str = "",
    status: int = 200,
) -> HttpResponse:
    by, language = administrator_of(request), chosen_language(request)
    texts = in_language({**TEXTS, **ACCOUNT_TEXTS}, language)
    people = Administrator.objects.filter(company=by.company).order_by("login")
    factors = set(Authenticator.objects.filter(user__company=by.company).values_list("user", flat=True))
    sites: dict[uuid.UUID, list[str]] = {}
    for row in AdministratorSite.objects.filter(company=by.company).select_related("site").order_by("site__code"):
        sites.setdefault(row.administrator_id, []).append(row.site.name)
    context: dict[str, object] = {
        "t": texts,
        "lines": [
            {
                "one": one,
                "role": ROLE_NAMES[Role(one.role)].in_language(language),
                "sites": "、".join(sites.get(one.pk, []))
                or ("" if one.role == Role.SITE_MANAGER else texts["every_site"]),
                "has_mfa": one.pk in factors,
            }
            for one in people
        ],
        "problem": sentence or (texts[problem] if problem else ""),
        "typed": typed or Typed(),
        "password": password,
        "temporary_said": texts["temporary_said"].format(login=login),
        "needs_mfa": settings_of(by.company).administrators_need_mfa,
        **_choices(by, language, texts),
    }
    return render_page(request, "console/administrators.html", context, language, status=status)


def _one(
    request: HttpRequest,
    one: Administrator,
    *,
    said: str = "",
    problem: str = "",
    password: str = "",
    status: int = 200,
) -> HttpResponse:
    by, language = administrator_of(request), chosen_language(request)
    texts = in_language({**TEXTS, **ACCOUNT_TEXTS}, language)
    own = AdministratorSite.objects.filter(company=by.company, administrator=one)
    context: dict[str, object] = {
        "t": texts,
        "one": one,
        "own_sites": set(own.values_list("site__code", flat=True)),
        "said": texts[said] if said in ACCOUNT_TEXTS else "",
        "problem": problem,
        "password": password,
        "temporary_said": texts["temporary_said"].format(login=one.login),
        "has_mfa": Authenticator.objects.filter(user=one).exists(),
        **_choices(by, language, texts),
    }
    return render_page(request, "console/administrator.html", context, language, status=status)


def _choices(by: Administrator, language: str, texts: dict[str, str]) -> dict[str, object]:
    return {
        "roles": [(role.value, ROLE_NAMES[role].in_language(language), texts[f"role_{role.value}"]) for role in Role],
        "sites": list(Site.objects.filter(company=by.company).order_by("code")),
    }
