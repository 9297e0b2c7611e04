"""The console's page 自分のアカウント: name, password, second factors and where one is logged in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kaodoki.accounts.models import Administrator
from kaodoki.accounts.services import is_address_free
from kaodoki.audit.services import record_event
from kaodoki.errors import NotFound
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.console.account_texts import ACCOUNT_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.texts import chosen_language, in_language

SAID_KEY = "account_said"
LONGEST_NAME, LONGEST_EMAIL = 100, 254


@require_GET
@console_page
def account(request: HttpRequest) -> HttpResponse:
    """Everything of one's own."""
    said = request.session.pop(SAID_KEY, "")
    return _page(request, said=said if said in ACCOUNT_TEXTS else "")


@require_POST
@console_page
def change_account(request: HttpRequest) -> HttpResponse:
    """Name and e-mail; the login stays."""
    administrator = administrator_of(request)
    name, email = request.POST.get("name", "").strip(), request.POST.get("email", "").strip()
    if len(name) > LONGEST_NAME or not name.isprintable() or (email and not _is_email(email)):
        return _page(request, problem="identity_wrong", status=422)
    if not is_address_free(email, keeps=administrator):
        return _page(request, problem="email_taken", status=409)
    administrator.name, administrator.email = name, email
    administrator.save(update_fields=["name", "email"])
    record_event(administrator.company_id, "administrator_changed", subject=administrator.login, by=administrator.login)
    request.session[SAID_KEY] = "changed"
    return redirect("console:account")


@require_POST
@console_page
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One of one's own sessions: whoever uses it is logged out."""
    session = UserSession.objects.filter(user=administrator_of(request), pk=session_id).first()
    if session is None:
        raise NotFound
    session.end()
    request.session[SAID_KEY] = "session_ended"
    return redirect("console:account")


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


def _page(request: HttpRequest, *, said: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    texts = in_language({**TEXTS, **ACCOUNT_TEXTS}, language)
    settings = settings_of(administrator.company)
    has_mfa = bool(is_mfa_enabled(administrator))
    context: dict[str, object] = {
        "t": texts,
        "administrator": administrator,
        "said": texts[said] if said else "",
        "problem": texts[problem] if problem else "",
        "factors": _factors(administrator, texts, zone_of(settings)),
        "has_mfa": has_mfa,
        "must_have_mfa": settings.administrators_need_mfa and not has_mfa,
        "sessions": _sessions(request, administrator, zone_of(settings)),
    }
    return render_page(request, "console/account.html", context, language, status=status)


def _factors(administrator: Administrator, texts: dict[str, str], zone: ZoneInfo) -> dict[str, object]:
    found = list(Authenticator.objects.filter(user=administrator).order_by("created_at"))
    passkeys = [one for one in found if one.type == Authenticator.Type.WEBAUTHN]
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "has_app": any(one.type == Authenticator.Type.TOTP for one in found),
        "passkeys": [
            {"id": one.pk, "name": str(one.wrap().name), "since": _time(one.created_at, zone)} for one in passkeys
        ],
        "codes_said": texts["codes_left"].format(count=len(codes.wrap().get_unused_codes())) if codes else "",
    }


def _sessions(request: HttpRequest, administrator: Administrator, zone: ZoneInfo) -> list[dict[str, object]]:
    UserSession.objects.create_from_request(request)  # also for whoever came in by the first set-up
    found = UserSession.objects.purge_and_list(administrator)
    return [
        {
            "id": session.pk,
            "device": device_of(session.user_agent),
            "address": session.ip,
            "since": _time(session.created_at, zone),
            "seen": _time(session.last_seen_at, zone),
            "is_this": session.session_key == request.session.session_key,
        }
        for session in sorted(found, key=lambda one: one.last_seen_at, reverse=True)
    ]


def device_of(user_agent: str) -> str:
    """Browser and system as far as their names stand in the header; the header's beginning where none does."""
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for mark, name in browsers if mark in user_agent), "")
    system = next((name for mark, name in systems if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part) or user_agent[:40] or "—"


def _time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %-H:%M}"
