"""Punches as connectors get them."""

import uuid
from datetime import datetime, timedelta

from kaodoki.linking.connectors.protocol import OutgoingPunch
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.restricted_hours import JAPAN

MORNING = datetime(2026, 11, 20, 9, 0, 5, tzinfo=JAPAN)


def outgoing_punch(
    employee_key: str = "1000", *, minutes: int = 0, kind: Kind = Kind.IN, division_code: str | None = None
) -> OutgoingPunch:
    at = MORNING + timedelta(minutes=minutes)
    return OutgoingPunch(
        punch_id=uuid.uuid4(),
        employee_key=employee_key,
        punched_at=at,
        working_date=MORNING.date(),
        kind=kind,
        division_code=division_code,
    )
