"""The console's menu: what stands in it, in which order, and for whom."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from kaodoki.accounts.models import Role
from kaodoki.web.texts import Text

EVERYBODY = frozenset(Role)
ALL_RIGHTS = frozenset({Role.ALL_RIGHTS})
SITES = frozenset({Role.ALL_RIGHTS, Role.SITE_MANAGER})
PHOTOS = frozenset({Role.ALL_RIGHTS, Role.SITE_MANAGER, Role.PHOTO_APPROVER})


@dataclass(frozen=True, slots=True)
class Entry:
    """`address` is a name of `console/urls.py`; pages whose path begins with its path belong to it."""

    address: str
    text: Text
    roles: frozenset[Role] = EVERYBODY


DAILY = (
    Entry("today", Text("今日", "Today")),
    Entry("integrity", Text("整合性エラー", "Integrity errors")),
    Entry("overtime", Text("残業時間", "Overtime")),
    Entry("exports", Text("データ出力", "Exports"), SITES),
)
ADMINISTRATION = (
    Entry("first_steps", Text("はじめに", "First steps"), ALL_RIGHTS),
    Entry("system", Text("システム設定", "System settings")),
    Entry("linked_people", Text("従業員の連携", "Linked people")),
    Entry("terminals", Text("端末", "Terminals")),
    Entry("offline_attempts", Text("オフライン打刻の確認", "Offline punches"), SITES),
    Entry("packs", Text("顔認証モデル", "Face models")),
    Entry("look_alikes", Text("似ている従業員", "Look-alikes"), PHOTOS),
)

Line = dict[str, str]


def menu_for(request: HttpRequest, role: str, language: str) -> dict[str, list[Line]]:
    """The entries a role may open: `url`, `text`, and `current` (`page`, `true` or empty) for aria-current."""
    return {"daily": _lines(DAILY, request, role, language), "admin": _lines(ADMINISTRATION, request, role, language)}


def _lines(entries: tuple[Entry, ...], request: HttpRequest, role: str, language: str) -> list[Line]:
    return [_line(entry, request.path, language) for entry in entries if role in entry.roles]


def _line(entry: Entry, path: str, language: str) -> Line:
    url = reverse(f"console:{entry.address}")
    current = ""
    if path == url:
        current = "page"
    elif url != reverse("console:today") and path.startswith(f"{url}/"):
        current = "true"
    return {"url": url, "text": entry.text.in_language(language), "current": current}
