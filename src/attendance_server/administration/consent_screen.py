"""The linkage screen: another service sends an all-rights administrator here, who logs in, reads, ticks and accepts.

The login counts for this one answer only: nobody is logged in to the other pages by it, and being logged in there does
not spare the password here.
"""

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from attendance_server.administration.page import said_on
from attendance_server.administration.token_form import CATEGORIES
from attendance_server.administration.words_of_linkage import LINKAGE_WORDS
from attendance_server.linkage import authorization
from attendance_server.linkage.authorization import LinkRequest, RequestRefused, SentBack
from attendance_server.linkage.consents import TERMS_VERSION, find_consent, record_consent
from attendance_server.timecards.access import has_all_rights
from attendance_server.timecards.language import language_of
from attendance_server.timecards.page import page_context
from attendance_server.timecards.words import in_language, words
from attendance_server.webapi import clock, rates
from attendance_server.work_rules.values import JST

_LOGINS_PER_5_MINUTES = 30  # of one address, as for the other pages
_MAX_LOGIN = 150


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def consent_screen(request: HttpRequest) -> HttpResponse:
    """GET shows it; POST `login`, `password`, `agree`, and `decision` accept or decline, to the same address."""
    try:
        asked = authorization.read_request(request.build_absolute_uri(), _issuer(request))
    except RequestRefused as error:
        return _page(request, "refused", status=400, refusal=_said(request)[error.refusal.value])
    except SentBack as error:
        return HttpResponseRedirect(error.location)
    if request.method != "POST":
        return _form(request, asked)
    if request.POST.get("decision") == "decline":
        return HttpResponseRedirect(authorization.deny(asked))
    return _decide(request, asked)


def _decide(request: HttpRequest, asked: LinkRequest) -> HttpResponse:
    address = str(request.META.get("REMOTE_ADDR", ""))
    said = {**words(language_of(request)), **_said(request)}
    if rates.wait_s(f"login {address}", limit=_LOGINS_PER_5_MINUTES):
        return _form(request, asked, problem=said["login_too_often"], status=429)
    user = _authenticated(request)
    if user is None:
        return _form(request, asked, problem=said["login_failed"], status=403)
    if not has_all_rights(user):
        return _form(request, asked, problem=said["needs_all_rights"], status=403)
    if request.POST.get("agree") != "yes":
        return _form(request, asked, problem=said["not_agreed"], status=422)
    with transaction.atomic():  # no consent without its code
        record_consent(by=user.get_username(), client_id=asked.client_id, now=clock.now())
        leads_to = authorization.grant(asked, user)
    return HttpResponseRedirect(leads_to)


def _authenticated(request: HttpRequest) -> User | None:
    login, password = request.POST.get("login", ""), request.POST.get("password", "")
    if "\x00" in login or len(login) > _MAX_LOGIN:
        return None
    user = authenticate(request, username=login, password=password)
    return user if isinstance(user, User) else None


def _form(request: HttpRequest, asked: LinkRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    said, before = _said(request), find_consent()
    response = _page(
        request,
        "linkage",
        status=status,
        problem=problem,
        login=request.POST.get("login", "")[:_MAX_LOGIN],
        lead=said["lead"].format(client=asked.client_name),
        terms=said["terms_items"].splitlines(),
        version=said["terms_version"].format(version=TERMS_VERSION),
        agreed_before=said["agreed_before"].format(
            time=f"{before.given_at.astimezone(JST):%Y-%m-%d %H:%M}", by=before.given_by
        )
        if before
        else "",
        data=_asked_data(request, asked),
        returns_to=asked.redirect_origin,
    )
    # A browser follows the answer to a form only to where the page's policy lets forms lead.
    response._csp_update = {"form-action": [asked.redirect_origin]}  # type: ignore[attr-defined]  # django-csp reads it
    return response


def _asked_data(request: HttpRequest, asked: LinkRequest) -> list[tuple[str, str]]:
    """Kinds of data with what may be done to them."""
    said, scopes = said_on(request), set(asked.scopes)
    rows = [
        (said[word], " / ".join(said[right] for right in ("read", "write") if f"{name}:{right}" in scopes))
        for name, word, _ in CATEGORIES
    ]
    return [row for row in rows if row[1]]


def _page(request: HttpRequest, template: str, *, status: int, **context: object) -> HttpResponse:
    name = {"linkage": "administration/linkage.html", "refused": "administration/linkage_refused.html"}[template]
    frame = page_context(request)
    return render(request, name, {**frame, "said": _said(request), **context}, status=status)


def _said(request: HttpRequest) -> dict[str, str]:
    return in_language(LINKAGE_WORDS, language_of(request))


def _issuer(request: HttpRequest) -> str:
    """As the metadata name us."""
    return request.build_absolute_uri("/").rstrip("/")
