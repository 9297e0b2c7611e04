"""When the company was last linked, by whom and how: the audit record knows it. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company

LINKED = "connection_set"


class Way(StrEnum):
    """How the token came: entered by hand, or by the attendance system's own screen."""

    TOKEN = "token"  # noqa: S105 - a word, no secret
    CONSENT = "consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """The last time that linking succeeded."""

    at: datetime
    by: str
    way: Way


def last_linking(company: Company) -> Linking | None:
    """None if the company was never linked."""
    event = AuditEvent.objects.filter(company_id=company.id, action=LINKED).order_by("-id").first()
    if event is None:
        return None
    return Linking(at=event.at, by=event.by, way=Way(event.details.get("way", Way.TOKEN)))
