"""The console's plain pages of settings, 端末の動作, 顔認証の設定 and 36協定と時刻; see `setting_groups`."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kaodoki.accounts.models import Role
from kaodoki.people.errors import SettingsOutdated
from kaodoki.people.queries import settings_of
from kaodoki.people.services import change_settings
from kaodoki.web.console.setting_fields import Field, read_fields, shown_fields
from kaodoki.web.console.setting_groups import KIOSK, LIMITS, RECOGNITION, SETTING_TEXTS, Page
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.texts import chosen_language, in_language

SAID_KEY = "settings_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a form. `shows_typed`: it is shown again as it was typed."""

    status: int = 200
    said: str = ""
    problem: str = ""
    problems: Mapping[str, str]
    shows_typed: bool = False


@require_http_methods(["GET", "POST"])
@console_page
def kiosk_settings(request: HttpRequest) -> HttpResponse:
    """端末の動作."""
    return settings_page(request, KIOSK)


@require_http_methods(["GET", "POST"])
@console_page
def recognition_settings(request: HttpRequest) -> HttpResponse:
    """顔認証の設定."""
    return settings_page(request, RECOGNITION)


@require_http_methods(["GET", "POST"])
@console_page
def limits_settings(request: HttpRequest) -> HttpResponse:
    """36協定と時刻."""
    return settings_page(request, LIMITS)


def settings_page(
    request: HttpRequest,
    page: Page,
    *,
    extra: Mapping[str, object] | None = None,
    template: str = "console/settings.html",
) -> HttpResponse:
    """Everyone may look; all-rights administrators change, all of a form or nothing. `extra`: what else is shown."""
    answer = _answer(request, page)
    if answer is None:
        request.session[SAID_KEY] = "saved"
        return redirect(f"console:{page.address}")
    language, administrator = chosen_language(request), administrator_of(request)
    texts = in_language({**TEXTS, **SETTING_TEXTS}, language)
    settings, typed = settings_of(administrator.company), request.POST if answer.shows_typed else None
    context = {
        "t": texts,
        "title": page.title.in_language(language),
        "lead": page.lead.in_language(language),
        "address": f"console:{page.address}",
        "groups": [
            (
                name.in_language(language),
                shown_fields(settings, fields, language, form=typed, problems=answer.problems),
            )
            for name, fields in page.groups
        ],
        "said": texts[answer.said] if answer.said else "",
        "problem": texts[answer.problem] if answer.problem else "",
        "may_change": administrator.role == Role.ALL_RIGHTS,
        **(extra or {}),
    }
    return render_page(request, template, context, language, status=answer.status)


def _answer(request: HttpRequest, page: Page) -> Answer | None:
    """None: saved."""
    if request.method == "GET":
        said = request.session.pop(SAID_KEY, "")
        return Answer(said=said if said in SETTING_TEXTS else "", problems={})
    administrator = administrator_of(request)
    if administrator.role != Role.ALL_RIGHTS:
        return Answer(status=403, problem="not_allowed", problems={})
    read = read_fields(request.POST, _fields(page), chosen_language(request))
    if read.problems:
        return Answer(status=422, problem="not_saved", problems=read.problems, shows_typed=True)
    if not read.changes:
        return None
    try:
        change_settings(administrator.company, read.changes, by=administrator.login, expected=read.expected)
    except SettingsOutdated:
        return Answer(status=409, problem="moved", problems={})
    return None


def _fields(page: Page) -> list[Field]:
    return [field for _, fields in page.groups for field in fields]
