"""Writing the audit record, in the transaction of what it records."""

import uuid

from kaodoki import clock
from kaodoki.audit.models import AuditEvent


def record_event(
    company_id: uuid.UUID, action: str, *, subject: str = "", by: str = "system", **details: object
) -> None:
    """One audit row. `details` must be JSON and free of secrets, photos and templates."""
    AuditEvent.objects.create(
        company_id=company_id, at=clock.now(), action=action, subject=subject[:200], by=by[:200], details=details
    )
