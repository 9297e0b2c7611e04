"""What `kaodoki sealing-key rotate` does. Imported after Django is set up."""

from django_scopes import scope

from kaodoki.project.administration import company_by_code
from kaodoki.terminals.sealing_keys import KEPT_AFTER_ROTATION, rotate_sealing_key
from kaodoki.web.texts import Text

ROTATED = Text(
    "オフライン打刻の暗号鍵を交換しました。これまでの鍵は{days}日後に消去されます。",
    "The key of offline punches was replaced. The one before is erased after {days} days.",
)


def rotate(company_code: str, *, language: str) -> str:
    """Replaces the key, on record, and says so."""
    company = company_by_code(company_code)
    with scope(company=company):
        rotate_sealing_key(company, by="command line")
    return ROTATED.in_language(language).format(days=KEPT_AFTER_ROTATION.days)
