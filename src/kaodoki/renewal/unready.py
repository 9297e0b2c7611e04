"""Whether a pack does not know everybody yet: then "unknown" would be said of people who are enrolled."""

import threading
import uuid
from time import monotonic
from typing import Final

from django.db.models import Exists, OuterRef

from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company
from kaodoki.renewal.models import RenewedPhoto
from kaodoki.renewal.queries import kept_photos

SECONDS_KNOWN: Final = 10.0

_known: dict[tuple[uuid.UUID, str], tuple[float, bool]] = {}
_lock = threading.Lock()


def is_unready(company: Company, pack: str) -> bool:
    """Whether somebody who is enrolled waits for a first template of `pack`, as of ten seconds ago at most.

    The question reads all photos of a company once none waits, which is why it is not asked for every stranger.
    """
    key, now = (company.pk, pack), monotonic()
    with _lock:
        known = _known.get(key)
    if known is not None and now - known[0] < SECONDS_KNOWN:
        return known[1]
    answer = _is_somebody_waiting(company, pack)
    with _lock:
        _known[key] = (now, answer)
    return answer


def forget_unready() -> None:
    """The next question is asked of the database."""
    with _lock:
        _known.clear()


def _is_somebody_waiting(company: Company, pack: str) -> bool:
    """A photo that was looked at without success does not count: its person must enrol again."""
    looked_at = RenewedPhoto.objects.filter(photo_id=OuterRef("pk"), pack=pack)
    templates = StoredTemplate.objects.filter(employee_id=OuterRef("employee_id"))
    waiting = kept_photos(company).filter(
        Exists(templates.exclude(pack=pack)), ~Exists(templates.filter(pack=pack)), ~Exists(looked_at)
    )
    return waiting.exists()
