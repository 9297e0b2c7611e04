"""Access tokens: the list, the issue screen, reissue and revoke. A token is shown once, in the answer that made it."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from attendance_server.administration.page import said_on, show
from attendance_server.administration.token_form import CATEGORIES, TokenForm, read_form
from attendance_server.linkage import tokens
from attendance_server.linkage.models import AccessToken
from attendance_server.timecards.access import all_rights_only
from attendance_server.webapi import clock

_ONCE = "token_forms"  # in the session: forms that may still be sent, so that a reload issues no second token
_MAX_OPEN_FORMS = 20
_ACTIONS = ("reissue", "revoke")
_MAX_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
@all_rights_only
def tokens_page(request: HttpRequest) -> HttpResponse:
    """Every token; POST `action` reissue or revoke, `token` (id)."""
    if request.method == "POST":
        return _act(request)
    return _list(request, notice="revoked" if request.GET.get("done") == "revoked" else "")


@require_http_methods(["GET", "HEAD", "POST"])
@all_rights_only
def issue_page(request: HttpRequest) -> HttpResponse:
    """The issue screen: purpose, read and write by kind of data, addresses."""
    if request.method != "POST":
        return _screen(request, TokenForm())
    form = read_form(request.POST)
    if not _use_up(request):
        return _screen(request, TokenForm(problems=[("already_issued", "")]), status=409)
    if form.problems:
        return _screen(request, form, status=400)
    token = tokens.create_token(
        purpose=form.purpose, permissions=sorted(form.permissions), addresses=form.addresses, now=clock.now()
    )
    return _shown(request, token, form.purpose)


def _act(request: HttpRequest) -> HttpResponse:
    action = request.POST.get("action")
    if action not in _ACTIONS:
        return _list(request, problem="unclear", status=400)
    found = _chosen(request.POST.get("token", ""))
    if found is None:
        return _list(request, problem="token_gone", status=404)
    if action == "revoke":
        tokens.revoke_by_id(found.pk)
        return redirect("/administration/tokens/?done=revoked")
    if not _use_up(request):  # a reload would make the token that was just shown useless
        return _list(request, problem="already_issued", status=409)
    token = tokens.reissue_by_id(found.pk, now=clock.now())
    return _shown(request, token, found.purpose) if token else _list(request, problem="token_gone", status=404)


def _chosen(text: str) -> AccessToken | None:
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return AccessToken.objects.filter(pk=wanted).first() if wanted <= _MAX_ID else None


def _list(request: HttpRequest, *, notice: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    said = said_on(request)
    rows = [{"token": token, **_described(token, said)} for token in tokens.list_tokens()]
    return show(
        request,
        "tokens",
        active="tokens",
        rows=rows,
        notice=notice,
        problem=problem,
        once=_once(request),
        status=status,
    )


def _described(token: AccessToken, said: dict[str, str]) -> dict[str, object]:
    granted = set(token.permissions)
    rights = [
        (said[word], " / ".join(said[right] for right in ("read", "write") if f"{name}:{right}" in granted))
        for name, word, _ in CATEGORIES
    ]
    return {
        "has_all": tokens.ALL_PERMISSIONS in granted,
        "rights": [item for item in rights if item[1]],
        "is_open": set(tokens.ANY_ADDRESS) <= set(token.addresses),
    }


def _screen(request: HttpRequest, form: TokenForm, *, status: int = 200) -> HttpResponse:
    said = said_on(request)
    categories = [
        {
            "name": said[word],
            "read": f"{name}:read",
            "write": f"{name}:write" if is_writable else "",
            "reads": f"{name}:read" in form.permissions,
            "writes": f"{name}:write" in form.permissions,
        }
        for name, word, is_writable in CATEGORIES
    ]
    problems = [f"{said[word]} {at_fault}".strip() for word, at_fault in form.problems]
    once = _once(request)
    return show(
        request,
        "issue",
        active="tokens",
        form=form,
        categories=categories,
        problems=problems,
        once=once,
        status=status,
    )


def _once(request: HttpRequest) -> str:
    """A value that lets one form be sent once."""
    value = secrets.token_hex(8)
    request.session[_ONCE] = [*request.session.get(_ONCE, []), value][-_MAX_OPEN_FORMS:]
    return value


def _use_up(request: HttpRequest) -> bool:
    """Whether the form may be sent; from now on it may not."""
    value, still_open = request.POST.get("once"), request.session.get(_ONCE, [])
    request.session[_ONCE] = [other for other in still_open if other != value]
    return value in still_open


def _shown(request: HttpRequest, token: str, purpose: str) -> HttpResponse:
    return show(request, "issued", active="tokens", token=token, purpose=purpose, status=201)
