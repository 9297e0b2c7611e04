"""The console's page KING OF TIME連携設定: link by the attendance system's screen or by token, link again, unlink."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings as operator_settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from kaodoki import clock
from kaodoki.accounts.errors import Forbidden
from kaodoki.accounts.models import Role
from kaodoki.errors import KaodokiError
from kaodoki.linking import completion
from kaodoki.linking.authorization import Pending, begin, finish
from kaodoki.linking.completion import Compared, Offer
from kaodoki.linking.errors import AttendanceSystemAway, LinkingStale
from kaodoki.linking.history import Way
from kaodoki.linking.linkage_client import RETURN_PATH
from kaodoki.linking.services import remove_connection
from kaodoki.linking.token_keeping import reissue_token
from kaodoki.people.models import Company
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.linking_page_texts import LINKING_PAGE_TEXTS
from kaodoki.web.console.linking_state import said_after, shown_offer, shown_state
from kaodoki.web.console.roles import names_of
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.texts import chosen_language, in_language

Kept = TypeVar("Kept", Pending, Offer, Compared)

PENDING, OFFER, SAID, COMPARED = "linking_pending", "linking_offer", "linking_said", "linking_compared"


@require_GET
@console_page
def linking(request: HttpRequest) -> HttpResponse:
    """How the link stands, and what can be done about it; after an action once what came of it."""
    return _page(request)


@require_POST
@console_page
def start(request: HttpRequest) -> HttpResponse:
    """Sends the browser to the attendance system's screen."""
    return _answered(request, _start)


@require_GET
@console_page
def come_back(request: HttpRequest) -> HttpResponse:
    """Where that screen sends it back to. The address holds a code, so nothing is shown at it."""
    company, by = _changing(request)
    pending = _taken(request, PENDING, Pending)
    try:
        token = finish(company, pending, returned=request.GET.dict(), by=by, now=clock.now())
        _complete(request, base_url=pending.base_url if pending else "", access_token=token, way=Way.CONSENT)
    except KaodokiError as error:
        request.session[SAID] = {"problem": error.message(chosen_language(request))}
    return redirect("console:linking")


@sensitive_post_parameters("access_token")
@require_POST
@console_page
def with_token(request: HttpRequest) -> HttpResponse:
    """Links with a token that was issued over there."""
    return _answered(request, _with_token)


@require_POST
@console_page
def decide(request: HttpRequest) -> HttpResponse:
    """What to do with days that differ: `link`, `drop`, or `align:<difference>` and ask again."""
    return _answered(request, _decide)


@require_POST
@console_page
def reissue(request: HttpRequest) -> HttpResponse:
    """A new token in the place of the present one."""
    return _answered(request, _reissue)


@require_POST
@console_page
def unlink(request: HttpRequest) -> HttpResponse:
    """Ends the link after it was confirmed, and with `revoke` the token over there, too."""
    return _answered(request, _unlink)


def _start(request: HttpRequest) -> HttpResponse:
    company, by = _changing(request)
    language = chosen_language(request)
    address, pending = begin(
        company,
        base_url=request.POST.get("base_url", "").strip(),
        redirect_uri=_return_address(request),
        by=by,
        language=language,
        now=clock.now(),
    )
    request.session[PENDING] = asdict(pending)
    # Not a redirect: a browser follows the answer to a form only to where the page's policy lets forms lead, and the
    # policy was sent before the address was known.
    texts = in_language({**TEXTS, **LINKING_PAGE_TEXTS}, language)
    parts = urlsplit(address)
    said = texts["leaving_to"].format(origin=f"{parts.scheme}://{parts.netloc}")
    response = render_page(
        request, "console/linking_leave.html", {"t": texts, "address": address, "said": said}, language
    )
    response["Refresh"] = f"0; url={address}"
    return response


def _with_token(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("access_token", "").strip()
    _complete(request, base_url=request.POST.get("base_url", "").strip(), access_token=token, way=Way.TOKEN)
    return redirect("console:linking")


def _complete(request: HttpRequest, *, base_url: str, access_token: str, way: Way) -> None:
    company, by = _changing(request)
    former = _taken(request, OFFER, Offer)
    if former is not None:
        completion.drop(company, former, by=by)
    done = completion.complete(company, base_url=base_url, access_token=access_token, way=way, by=by, now=clock.now())
    if isinstance(done, Offer):
        request.session[OFFER] = asdict(done)
    else:
        _note_linked(request, done)


def _decide(request: HttpRequest) -> HttpResponse:
    company, by = _changing(request)
    offer = _taken(request, OFFER, Offer)
    if offer is None:
        raise LinkingStale
    action, _, difference = request.POST.get("action", "").partition(":")
    if action == "drop":
        completion.drop(company, offer, by=by)
        request.session[SAID] = {"notice": "linking_dropped"}
    elif action == "link":
        _confirm(request, company, offer, by)
    else:
        request.session[OFFER] = asdict(offer)
        completion.take_over_day_border(company, offer, difference, by=by)
    return redirect("console:linking")


def _confirm(request: HttpRequest, company: Company, offer: Offer, by: str) -> None:
    try:
        done = completion.confirm(company, offer, by=by, now=clock.now())
    except AttendanceSystemAway:
        request.session[OFFER] = asdict(offer)
        request.session.save()  # Django saves no session with an answer of 5xx
        raise
    _note_linked(request, done)


def _reissue(request: HttpRequest) -> HttpResponse:
    company, by = _changing(request)
    reissue_token(company, by=by)
    request.session[SAID] = {"notice": "token_reissued"}
    return redirect("console:linking")


def _unlink(request: HttpRequest) -> HttpResponse:
    company, by = _changing(request)
    if request.POST.get("sure") != "yes":
        return _page(request, problem=LINKING_PAGE_TEXTS["be_sure"].in_language(chosen_language(request)), status=422)
    wanted = request.POST.get("revoke") == "yes"
    is_revoked = remove_connection(company, by=by, revoke_token=wanted)
    after = "" if not wanted else "_revoked" if is_revoked else "_not_revoked"
    request.session[SAID] = {"notice": f"link_unlinked{after}"}
    return redirect("console:linking")


def _answered(request: HttpRequest, act: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """What `act` answers; an expected error is said on the page itself, where it can be mended."""
    try:
        return act(request)
    except Forbidden:
        raise
    except KaodokiError as error:
        return _page(request, problem=error.message(chosen_language(request)), status=status_of(error))


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    administrator, language, now = administrator_of(request), chosen_language(request), clock.now()
    company, may_change = administrator.company, administrator.role == Role.ALL_RIGHTS
    said: dict[str, str] = request.session.pop(SAID, {})
    compared = _taken(request, COMPARED, Compared)
    context: dict[str, object] = {
        "t": in_language({**TEXTS, **LINKING_PAGE_TEXTS}, language),
        "may_change": may_change,
        "problem": problem or said.get("problem", ""),
        "notice": LINKING_PAGE_TEXTS[said["notice"]].in_language(language) if "notice" in said else "",
        "state": shown_state(company, language, default_address=operator_settings.ATTENDANCE_URL),
        "after": said_after(company, compared, language, now=now) if compared else None,
    }
    offer = _kept(request, OFFER, Offer)
    if offer is not None and completion.is_stale(offer, by=administrator.login, now=now):
        _taken(request, OFFER, Offer)
        completion.drop(company, offer, by=administrator.login)
    elif offer is not None and may_change:
        context["offer"] = shown_offer(company, offer, language)
    return render_page(request, "console/linking.html", context, language, status=status)


def _note_linked(request: HttpRequest, compared: Compared) -> None:
    request.session[SAID] = {"notice": "linking_done"}
    request.session[COMPARED] = asdict(compared)


def _return_address(request: HttpRequest) -> str:
    public: str = operator_settings.PUBLIC_URL
    return public + RETURN_PATH if public else request.build_absolute_uri(RETURN_PATH)


def _taken(request: HttpRequest, name: str, kind: type[Kept]) -> Kept | None:
    """What the session keeps, for the last time, whatever becomes of it."""
    kept = _kept(request, name, kind)
    if request.session.pop(name, None) is not None:
        request.session.save()  # at once: a second request with the same session finds nothing
    return kept


def _kept(request: HttpRequest, name: str, kind: type[Kept]) -> Kept | None:
    try:
        return kind(**request.session[name])
    except (KeyError, TypeError):  # nothing, or of a version that kept something else
        return None


def _changing(request: HttpRequest) -> tuple[Company, str]:
    """The company, and who changes it. Raises `Forbidden`: only all_rights may link systems."""
    administrator = administrator_of(request)
    if administrator.role != Role.ALL_RIGHTS:
        raise Forbidden(role=names_of([Role.ALL_RIGHTS], chosen_language(request)))
    return administrator.company, administrator.login
