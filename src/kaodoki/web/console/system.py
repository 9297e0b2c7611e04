"""The console's page システム設定: every setting, what it is for, and how it stands."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki.accounts.models import Role
from kaodoki.linking.queries import connection_status
from kaodoki.mailing.sending import is_configured
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of
from kaodoki.web.console.menu import ALL_RIGHTS, EVERYBODY, PHOTOS, SITES
from kaodoki.web.console.system_texts import SYSTEM_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.overtime_words import hours_and_minutes
from kaodoki.web.texts import chosen_language, in_language

_STATE_TONES = {"linked": "good", "not_linked": "mute", "credentials_refused": "warn"}
# Group, then its entries: the page's address, its name and what it is for.
_GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "group_linking",
        (
            ("linking", "linking_title", "linking_for"),
            ("linked_people", "linked_people", "people_for"),
            ("tokens", "tokens_title", "tokens_for"),
        ),
    ),
    (
        "group_work",
        (("work", "work_title", "work_for"), ("limits_settings", "limits_title", "limits_for")),
    ),
    (
        "group_terminals",
        (
            ("terminals", "terminals", "terminals_for"),
            ("kiosk_settings", "kiosk_title", "kiosk_for"),
            ("offline_attempts", "offline_title", "offline_for"),
        ),
    ),
    (
        "group_faces",
        (
            ("recognition_settings", "recognition_title", "recognition_for"),
            ("look_alikes", "look_alikes", "look_alikes_for"),
            ("packs", "packs", "packs_for"),
        ),
    ),
    (
        "group_people",
        (("invitations", "invitations_title", "invitations_for"), ("notice", "notice_title", "notice_for")),
    ),
    (
        "group_notices",
        (("mail", "mail_title", "mail_for"), ("about", "about_title", "about_for")),
    ),
)
CONFIRMERS = frozenset({Role.ALL_RIGHTS, Role.PHOTO_APPROVER})
# Pages that not every role may open; the others see their entry without them.
_ROLES = {"tokens": ALL_RIGHTS, "offline_attempts": SITES, "look_alikes": CONFIRMERS, "invitations": PHOTOS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page with settings. `now`: how it stands, in the colour of `tone`; empty where nothing is worth saying."""

    address: str
    name: str
    purpose: str
    now: str
    tone: str


@require_GET
@console_page
def system(request: HttpRequest) -> HttpResponse:
    """システム設定一覧."""
    language, administrator = chosen_language(request), administrator_of(request)
    company, role = administrator.company, Role(administrator.role)
    texts = in_language({**TEXTS, **SYSTEM_TEXTS}, language)
    states = _states(company, texts)
    groups = [
        (texts[group], [_entry(entry, states, texts) for entry in entries if role in _ROLES.get(entry[0], EVERYBODY)])
        for group, entries in _GROUPS
    ]
    return render_page(request, "console/system.html", {"t": texts, "groups": groups}, language)


def _entry(entry: tuple[str, str, str], states: dict[str, tuple[str, str]], texts: dict[str, str]) -> Entry:
    page, name, purpose = entry
    now, tone = states.get(page, ("", ""))
    return Entry(address=f"console:{page}", name=texts[name], purpose=texts[purpose], now=now, tone=tone)


def _states(company: Company, texts: dict[str, str]) -> dict[str, tuple[str, str]]:
    settings, state = settings_of(company), str(connection_status(company).state)
    cap = settings.overtime_cap_minutes
    work = texts["work_now"].format(
        day_start=settings.day_start,
        cap=texts["no_cap"] if cap is None else hours_and_minutes(cap),
        check=texts["on" if settings.integrity_check else "off"],
    )
    return {
        "linking": (texts[f"state_{state}"], _STATE_TONES[state]),
        "work": (work, ""),
        "mail": ("", "") if is_configured() else (texts["state_not_linked"], "mute"),
    }
