"""The kind chosen after the face: the punch keeps the time of the look."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from kaodoki import clock
from kaodoki.clocking.answer import LIKELY, told, with_name
from kaodoki.clocking.errors import ChallengeNotAnswered, KindNotAllowed
from kaodoki.clocking.record import place_punch
from kaodoki.errors import NotFound
from kaodoki.identification import Outcome
from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import zone_of
from kaodoki.punches.errors import TooLate
from kaodoki.punches.models import Attempt, AttemptChallenge
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
        if attempt is None:
            raise NotFound
        if attempt.outcome == Outcome.CHALLENGE_REQUIRED:
            raise ChallengeNotAnswered
        if attempt.employee_id is None:
            raise NotFound
        passed = attempt.challenges.filter(answer__outcome=Outcome.IDENTIFIED).first()
        if attempt.punch_id is None:
            if now - _identified_at(attempt, passed) > CHOICE_TIME:
                raise TooLate
            employee = _locked(attempt.employee_id)
            look = attempt.captured_at if terminal.accepts_past else attempt.recorded_at
            at, settings = look.replace(microsecond=0), terminal.company.settings
            place_punch(attempt, employee, kind, chosen=True, at=at, now=now, settings=settings)
            _complete_answer(attempt, passed, settings)
    return with_name((passed or attempt).answer, attempt.employee)


def _identified_at(attempt: Attempt, passed: AttemptChallenge | None) -> datetime:
    """When the terminal was told who it is: at the attempt, once the challenge was passed, or the PIN was typed."""
    if passed and passed.answered_at:
        return passed.answered_at
    by_pin = attempt.answer.get("identified_at")
    return datetime.fromisoformat(by_pin) if by_pin else attempt.recorded_at


def _locked(employee_id: uuid.UUID) -> Employee:
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("site", "company")
    employee = rows.filter(pk=employee_id, erased_at__isnull=True).first()
    if employee is None:
        raise NotFound
    return employee


def _complete_answer(attempt: Attempt, passed: AttemptChallenge | None, settings: Settings) -> None:
    """The punch goes into the answer that named the person, wherever that was given."""
    named, zone = passed or attempt, zone_of(settings)
    if attempt.punch is not None:
        said = told(Outcome.IDENTIFIED, attempt.findings)
        asked = {name: value for name, value in named.answer.items() if name != LIKELY}
        named.answer = {**asked, "punch": punch_json(attempt.punch, zone), "guidance": said}
    attempt.save(update_fields=["punch", "findings", "answer"])
    if passed is not None:
        passed.save(update_fields=["answer"])
