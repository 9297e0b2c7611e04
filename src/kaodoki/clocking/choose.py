"""The kind chosen after the face: the punch keeps the time of the look."""

import uuid
from datetime import timedelta

from django.db import transaction

from kaodoki import clock
from kaodoki.clocking.answer import with_name
from kaodoki.clocking.errors import KindNotAllowed
from kaodoki.clocking.record import place_punch
from kaodoki.errors import NotFound
from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import zone_of
from kaodoki.punches.errors import TooLate
from kaodoki.punches.models import Attempt
from kaodoki.punches.queries import Json, punch_json
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.timekeeping.kinds import Kind

CHOICE_TIME = timedelta(seconds=30)


def choose_kind(terminal: Terminal, attempt_id: uuid.UUID, kind: Kind) -> Json:
    """Completes an identified attempt of a `chosen_after` terminal; asked again, it answers the same."""
    if terminal.punch_selection != PunchSelection.CHOSEN_AFTER or kind is Kind.AUTO:
        raise KindNotAllowed
    now = clock.now()
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().filter(terminal=terminal, attempt_id=attempt_id).first()
        if attempt is None or attempt.employee_id is None:
            raise NotFound
        if attempt.punch_id is None:
            if now - attempt.recorded_at > CHOICE_TIME:
                raise TooLate
            rows = Employee.objects.select_for_update(of=("self",)).select_related("site", "company")
            employee = rows.filter(pk=attempt.employee_id, erased_at__isnull=True).first()
            if employee is None:
                raise NotFound
            look = attempt.captured_at if terminal.accepts_past else attempt.recorded_at
            at, settings = look.replace(microsecond=0), terminal.company.settings
            place_punch(attempt, employee, kind, chosen=True, at=at, now=now, settings=settings)
            _complete_answer(attempt, settings)
    return with_name(attempt)


def _complete_answer(attempt: Attempt, settings: Settings) -> None:
    zone = zone_of(settings)
    if attempt.punch is not None:
        attempt.answer = {**attempt.answer, "punch": punch_json(attempt.punch, zone), "guidance": attempt.findings}
    attempt.save(update_fields=["punch", "findings", "answer"])
