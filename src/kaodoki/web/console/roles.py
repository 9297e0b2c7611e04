"""The four roles as people read them."""

from kaodoki.accounts.models import Role
from kaodoki.web.texts import Text

ROLE_NAMES: dict[Role, Text] = {
    Role.ALL_RIGHTS: Text("全権管理者", "All rights"),
    Role.SITE_MANAGER: Text("拠点管理者", "Site manager"),
    Role.PHOTO_APPROVER: Text("顔写真承認者", "Photo approver"),
    Role.VIEWER: Text("閲覧者", "Viewer"),
}
