"""The console's menu: what stands in it, in which order, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from kaodoki.accounts.models import Role
from kaodoki.web.texts import Text

EVERYBODY = frozenset(Role)
ALL_RIGHTS = frozenset({Role.ALL_RIGHTS})
SITES = frozenset({Role.ALL_RIGHTS, Role.SITE_MANAGER})
PHOTOS = frozenset({Role.ALL_RIGHTS, Role.SITE_MANAGER, Role.PHOTO_APPROVER})
PUNCHES = EVERYBODY - {Role.PHOTO_APPROVER}


@dataclass(frozen=True, slots=True)
class Entry:
    """`address` is a name of `console/urls.py`; pages whose path begins with its path belong to it.

    `leads_to`: addresses of pages that are reached through it alone, and belong to it as well.
    """

    address: str
    text: Text
    roles: frozenset[Role] = EVERYBODY
    leads_to: tuple[str, ...] = ()


DAILY = (
    Entry("today", Text("今日", "Today"), leads_to=("presence",)),
    Entry("log", Text("顔認証ログ", "Face log")),
    Entry("punches", Text("打刻", "Punches")),
    Entry("integrity", Text("整合性エラー", "Integrity errors")),
    Entry("employees", Text("従業員", "Employees"), leads_to=("new_employee",)),
    Entry("photos", Text("顔写真の承認", "Photos to approve"), PHOTOS),
    Entry("overtime", Text("残業時間", "Overtime")),
    Entry("statistics", Text("統計", "Statistics"), PUNCHES),
    Entry("exports", Text("データ出力", "Exports"), SITES),
)
# Few enough to be seen at once on a laptop; the rest is listed, with what it is for, under システム設定.
ADMINISTRATION = (
    Entry("first_steps", Text("はじめに", "First steps"), ALL_RIGHTS),
    Entry(
        "system",
        Text("システム設定", "System settings"),
        leads_to=("linked_people", "packs", "look_alikes", "tokens", "notice", "about", "invitations"),
    ),
    Entry("terminals", Text("端末", "Terminals")),
    Entry("administrators", Text("管理者", "Administrators"), ALL_RIGHTS),
    Entry("audit", Text("監査", "Audit trail"), ALL_RIGHTS),
    Entry("data_protection", Text("データ保護", "Data protection"), ALL_RIGHTS),
)

Line = dict[str, str]


def menu_for(request: HttpRequest, role: str, language: str, *, counts: Mapping[str, int]) -> dict[str, list[Line]]:
    """The entries a role may open: `url`, `text`, `current` (`page`, `true` or empty) for aria-current, and `count`.

    `counts`: what waits behind an entry, by its address; 0 is not shown.
    """
    groups = {"daily": DAILY, "admin": ADMINISTRATION}
    return {
        name: [_line(entry, request.path, language, counts) for entry in entries if role in entry.roles]
        for name, entries in groups.items()
    }


def _line(entry: Entry, path: str, language: str, counts: Mapping[str, int]) -> Line:
    url = reverse(f"console:{entry.address}")
    count = counts.get(entry.address, 0)
    text = entry.text.in_language(language)
    return {"url": url, "text": text, "current": _current(entry, url, path), "count": str(count) if count else ""}


def _current(entry: Entry, url: str, path: str) -> str:
    if path == url:
        return "page"
    if url == reverse("console:today"):
        return ""
    led_to = [reverse(f"console:{address}") for address in entry.leads_to]
    is_below = any(path == one or path.startswith(f"{one}/") for one in (url, *led_to))
    return "true" if is_below else ""
