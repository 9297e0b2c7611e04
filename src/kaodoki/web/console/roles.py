"""The four roles as people read them."""

from collections.abc import Iterable

from kaodoki.accounts.models import Role
from kaodoki.web.texts import Text

ROLE_NAMES: dict[Role, Text] = {
    Role.ALL_RIGHTS: Text("全権管理者", "All rights"),
    Role.SITE_MANAGER: Text("拠点管理者", "Site manager"),
    Role.PHOTO_APPROVER: Text("顔写真承認者", "Photo approver"),
    Role.VIEWER: Text("閲覧者", "Viewer"),
}

SETTLES = (Role.ALL_RIGHTS, Role.SITE_MANAGER)
"""Who decides over a punch that was not delivered: whoever answers for that person's site."""


def names_of(roles: Iterable[Role], language: str) -> str:
    """For the sentence that says who may do something."""
    return ("、" if language == "ja" else ", ").join(ROLE_NAMES[role].in_language(language) for role in roles)
