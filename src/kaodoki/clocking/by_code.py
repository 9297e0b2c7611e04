"""Punches without a face: code and PIN, alone or after a look that was not sure, and a card held to the camera.

The same story as in `record.py` from the moment the person is known.
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kaodoki import clock
from kaodoki.clocking.answer import ALREADY_PUNCHED, compose, with_likely_kind, with_name
from kaodoki.clocking.errors import FramesWrong, PinNotAsked, TooManyAttempts
from kaodoki.clocking.placing import kind_for
from kaodoki.clocking.record import (
    ATTEMPTS_A_MINUTE,
    is_chosen,
    place_punch,
    same_or_recent,
    time_that_counts,
)
from kaodoki.credentials.cards import employee_by_card, read_card
from kaodoki.credentials.errors import CardRefused, PinRefused
from kaodoki.credentials.pins import employee_by_pin
from kaodoki.errors import NotFound
from kaodoki.faces.decoding import FRAME_LIMITS, decode_image
from kaodoki.identification import Outcome
from kaodoki.people.models import Employee
from kaodoki.punches.errors import TooLate
from kaodoki.punches.models import Attempt, Method
from kaodoki.punches.queries import Json
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.kinds import Kind

# How long a look that was not sure waits for code and PIN.
COMPLETION_TIME = timedelta(minutes=2)
MOST_CARD_FRAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPin:
    """Code and PIN typed at a terminal. `captured_at`: the terminal's time; None where it says nothing about it."""

    attempt_id: uuid.UUID
    employee_code: str
    pin: str = field(repr=False)
    punch_kind: Kind | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCard:
    """Frames that may show a card, of which the first readable one counts."""

    attempt_id: uuid.UUID
    frames: Sequence[bytes] = field(repr=False)
    punch_kind: Kind | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Somebody known without a face, and by what."""

    employee: Employee
    method: Method
    attempt_id: uuid.UUID
    kind: Kind | None
    captured_at: datetime


def record_pin(terminal: Terminal, incoming: IncomingPin) -> Json:
    """The punch of whose code and PIN these are; the same `attempt_id` with the same PIN gets the same answer.

    Raises `PinRefused`, `PinBlocked`, and what `record_attempt` raises about kind, clock and number of attempts.
    """
    started, now = time.perf_counter(), clock.now()
    kind = kind_for(terminal, incoming.punch_kind)
    employee = employee_by_pin(terminal, incoming.employee_code, incoming.pin)
    known = _Known(
        employee=employee,
        method=Method.PIN,
        attempt_id=incoming.attempt_id,
        kind=kind,
        captured_at=incoming.captured_at or now,
    )
    return _record(terminal, known, now=now, started=started)


def record_card(terminal: Terminal, incoming: IncomingCard) -> Json:
    """The punch of whose card is in the frames; frames without a card are answered `no_face` and are no attempt.

    Raises `CardRefused`, an image error, and what `record_attempt` raises about kind, clock and number of attempts.
    """
    started, now = time.perf_counter(), clock.now()
    kind = kind_for(terminal, incoming.punch_kind)
    if not 1 <= len(incoming.frames) <= MOST_CARD_FRAMES:
        raise FramesWrong(fewest=1, most=MOST_CARD_FRAMES)
    images = (decode_image(frame, limits=FRAME_LIMITS) for frame in incoming.frames)
    secret = next((found for image in images if (found := read_card(image))), None)
    if secret is None:
        return {"attempt_id": str(incoming.attempt_id), "outcome": Outcome.NO_FACE.value, "guidance": []}
    employee = employee_by_card(terminal.company, secret)
    known = _Known(
        employee=employee,
        method=Method.CARD,
        attempt_id=incoming.attempt_id,
        kind=kind,
        captured_at=incoming.captured_at or now,
    )
    return _record(terminal, known, now=now, started=started)


def complete_with_pin(terminal: Terminal, incoming: IncomingPin) -> Json:
    """Makes an attempt that was `not_sure` the person's, with the time of that look; again, the same answer.

    Raises `PinNotAsked` for any other attempt, `TooLate` two minutes after the look, `PinRefused` and `PinBlocked`.
    """
    attempt = Attempt.objects.filter(terminal=terminal, attempt_id=incoming.attempt_id).first()
    if attempt is None:
        raise NotFound
    if attempt.outcome != Outcome.NOT_SURE and attempt.method != Method.PIN:
        raise PinNotAsked
    kind = kind_for(terminal, incoming.punch_kind)
    employee = employee_by_pin(terminal, incoming.employee_code, incoming.pin)
    now = clock.now()
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update(of=("self",)).select_related("employee").get(pk=attempt.pk)
        if attempt.employee is not None:
            return _same_answer(attempt, employee, Method.PIN)
        if now - attempt.recorded_at > COMPLETION_TIME:
            raise TooLate
        attempt.terminal, attempt.company = terminal, terminal.company
        attempt.outcome, attempt.method, attempt.employee = Outcome.IDENTIFIED.value, Method.PIN, _locked(employee)
        attempt.findings = [Outcome.NOT_SURE.value]
        look = attempt.captured_at if terminal.accepts_past else attempt.recorded_at
        _finish(attempt, kind, at=look.replace(microsecond=0), now=now)
        # The choice of a kind has its time from here on, not from the look.
        attempt.answer["identified_at"] = now.isoformat()
        attempt.save()
        return with_name(attempt.answer, attempt.employee)


def _record(terminal: Terminal, known: _Known, *, now: datetime, started: float) -> Json:
    recent = same_or_recent(terminal, known.attempt_id, now)
    if known.attempt_id in recent:
        return _earlier(terminal, known)
    if len(recent) >= ATTEMPTS_A_MINUTE:
        raise TooManyAttempts
    punched_at = time_that_counts(terminal, known.captured_at, now)
    try:
        with transaction.atomic():
            attempt = Attempt(
                company=terminal.company,
                terminal=terminal,
                attempt_id=known.attempt_id,
                captured_at=known.captured_at,
                recorded_at=now,
                outcome=Outcome.IDENTIFIED.value,
                method=known.method,
                employee=_locked(known.employee),
            )
            _finish(attempt, known.kind, at=punched_at, now=now)
            attempt.answer["duration_ms"] = round((time.perf_counter() - started) * 1000, 1)
            attempt.save(force_insert=True)
            return with_name(attempt.answer, attempt.employee)
    except IntegrityError:
        if known.attempt_id not in same_or_recent(terminal, known.attempt_id, now):
            raise
        return _earlier(terminal, known)


def _finish(attempt: Attempt, kind: Kind | None, *, at: datetime, now: datetime) -> None:
    """Punch and answer of an attempt whose person is known, not yet saved."""
    employee, settings = attempt.employee, attempt.company.settings
    if employee is None:
        raise NotFound
    if kind is not None:
        place_punch(attempt, employee, kind, chosen=is_chosen(attempt.terminal), at=at, now=now, settings=settings)
    said = [ALREADY_PUNCHED] if ALREADY_PUNCHED in attempt.findings else []
    attempt.answer = compose(attempt, now=now, settings=settings, guidance=said)
    if kind is None:
        attempt.answer = with_likely_kind(attempt.answer, employee, now=now, settings=settings)


def _earlier(terminal: Terminal, known: _Known) -> Json:
    attempt = Attempt.objects.select_related("employee").get(terminal=terminal, attempt_id=known.attempt_id)
    return _same_answer(attempt, known.employee, known.method)


def _same_answer(attempt: Attempt, employee: Employee, method: Method) -> Json:
    """The first answer, to the same person with the same means only; others learn nothing from a known id."""
    if attempt.employee_id != employee.pk or attempt.method != method:
        raise PinRefused if method is Method.PIN else CardRefused
    return with_name(attempt.answer, attempt.employee)


def _locked(employee: Employee) -> Employee:
    """The person's row held; whoever was erased meanwhile is nobody."""
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("site", "company__settings")
    held = rows.filter(pk=employee.pk, erased_at__isnull=True).first()
    if held is None:
        raise NotFound
    return held
