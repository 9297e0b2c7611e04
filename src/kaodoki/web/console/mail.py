"""The console's page メール通知: whether mails can be sent, which are, and what became of the latest."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings as installation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kaodoki.accounts.models import Role
from kaodoki.errors import KaodokiError
from kaodoki.mailing.models import Mail
from kaodoki.mailing.sending import is_configured, send_test
from kaodoki.people.errors import SettingsInvalid, SettingsOutdated
from kaodoki.people.models import Company, Settings
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.people.services import change_settings
from kaodoki.web.console.mail_texts import MAIL_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language

SWITCHES = ("notify_punch_failed", "notify_terminal_silent", "notify_overtime", "notify_photo_decided")
MINUTES = "terminal_silent_minutes"
LATEST = 20
SAID_KEY = "mail_said"


@require_http_methods(["GET", "POST"])
@console_page
def mail(request: HttpRequest) -> HttpResponse:
    """メール通知. Everyone may look; all-rights administrators switch."""
    administrator = administrator_of(request)
    if request.method == "GET":
        return _page(request, said=str(request.session.pop(SAID_KEY, "")))
    if administrator.role != Role.ALL_RIGHTS:
        return _page(request, problem="not_allowed", status=403)
    try:
        changes, expected = _changes(request.POST), _held(request.POST)
        change_settings(administrator.company, changes, by=administrator.login, expected=expected)
    except SettingsInvalid:
        return _page(request, problem="not_saved", typed=request.POST.get(MINUTES, "")[:20], status=422)
    except SettingsOutdated:
        return _page(request, problem="moved", status=409)
    request.session[SAID_KEY] = "saved"
    return redirect("console:mail")


@require_POST
@console_page_for(Role.SITE_MANAGER)
def test_mail(request: HttpRequest) -> HttpResponse:
    """A mail to oneself, at once; what goes wrong is said on the page."""
    try:
        send_test(administrator_of(request))
    except KaodokiError as error:
        return _page(request, sentence=error.message(chosen_language(request)), status=422)
    request.session[SAID_KEY] = "test_sent"
    return redirect("console:mail")


def _changes(form: QueryDict) -> dict[str, object]:
    minutes = form.get(MINUTES, "").strip()
    value: object = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 10 else minutes
    return {**{name: name in form for name in SWITCHES}, MINUTES: value}


def _held(form: QueryDict) -> dict[str, object]:
    """What the page showed when it was made."""
    minutes = form.get(f"was-{MINUTES}", "")
    held: dict[str, object] = {name: form.get(f"was-{name}") == "True" for name in SWITCHES}
    return {**held, MINUTES: int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 10 else None}


def _page(
    request: HttpRequest, *, said: str = "", problem: str = "", sentence: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    language, administrator = chosen_language(request), administrator_of(request)
    texts = in_language({**TEXTS, **MAIL_TEXTS}, language)
    settings = settings_of(administrator.company)
    context = {
        "t": texts,
        "said": texts[said] if said in MAIL_TEXTS else "",
        "problem": sentence or (texts[problem] if problem else ""),
        "is_configured": is_configured(),
        "server_said": texts["server_set"].format(host=installation.EMAIL_HOST, sender=installation.DEFAULT_FROM_EMAIL),
        "test_said": texts["test_hint"].format(email=administrator.email) if administrator.email else "",
        "switches": [_switch(name, settings, texts) for name in SWITCHES],
        "minutes": typed if problem == "not_saved" else settings.terminal_silent_minutes,
        "minutes_held": settings.terminal_silent_minutes,
        "minutes_wrong": texts["terminal_silent_minutes_wrong"] if problem == "not_saved" else "",
        "may_change": administrator.role == Role.ALL_RIGHTS,
        "may_test": administrator.role in (Role.ALL_RIGHTS, Role.SITE_MANAGER),
        "latest": _latest(administrator.company, zone_of(settings), texts) if _sees_mails(administrator.role) else [],
        "latest_said": texts["latest_hint"].format(count=LATEST),
    }
    return render_page(request, "console/mail.html", context, language, status=status)


def _sees_mails(role: str) -> bool:
    """Whom mails went to is for those who answer for all people."""
    return role == Role.ALL_RIGHTS


def _switch(name: str, settings: Settings, texts: dict[str, str]) -> dict[str, object]:
    return {"name": name, "is_on": getattr(settings, name), "text": texts[name], "hint": texts[f"{name}_hint"]}


def _latest(company: Company, zone: ZoneInfo, texts: dict[str, str]) -> list[dict[str, str]]:
    newest = Mail.objects.filter(company=company).order_by("-created_at")[:LATEST]
    return [
        {
            "time": _time(mail.created_at, zone),
            "recipient": mail.recipient,
            "subject": mail.subject,
            **_state(mail, zone, texts),
        }
        for mail in newest
    ]


def _state(mail: Mail, zone: ZoneInfo, texts: dict[str, str]) -> dict[str, str]:
    if mail.sent_at is not None:
        return {"state": texts["sent"], "tone": "good"}
    if mail.failed_at is not None:
        return {"state": texts["failed"].format(reason=mail.error), "tone": "warn"}
    again = texts["waits"].format(time=_time(mail.next_try_at, zone)) if mail.tries else texts["waiting"]
    return {"state": again, "tone": "waiting"}


def _time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%m/%d %-H:%M}"
