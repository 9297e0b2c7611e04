"""What terminals call: attempts, the kind after the face, undo, and who they are."""

import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import BeforeValidator, StringConstraints

from kaodoki import clock
from kaodoki.clocking.answer import in_words
from kaodoki.clocking.by_code import IncomingCard, IncomingPin, complete_with_pin, record_card, record_pin
from kaodoki.clocking.choose import choose_kind
from kaodoki.clocking.record import IncomingAttempt, record_attempt
from kaodoki.clocking.respond import IncomingResponse, answer_challenge
from kaodoki.errors import NotFound
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import Attempt
from kaodoki.punches.queries import punch_json
from kaodoki.punches.resolving import cancel_attempt
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.api.authentication import terminal_of
from kaodoki.web.api.instants import Instant
from kaodoki.web.api.paging import Json
from kaodoki.web.language import language_of

router = Router(tags=["terminal"])


def _or_none(value: object) -> object:
    """A form field that is there and empty says nothing."""
    return None if value == "" else value


class AttemptForm(Schema):
    """The form beside the frames."""

    attempt_id: uuid.UUID
    captured_at: Instant
    punch_kind: Annotated[Kind | None, BeforeValidator(_or_none)] = None


class ChallengeForm(Schema):
    """The form beside the frames that answer a challenge."""

    challenge_id: uuid.UUID


class KindChoice(Schema):
    """The kind chosen after the face."""

    punch_kind: Kind


class PinEntry(Schema):
    """Code and PIN after a look that was not sure; the kind where it was chosen before the face."""

    employee_code: Annotated[str, StringConstraints(max_length=64)]
    pin: Annotated[str, StringConstraints(max_length=64)]
    punch_kind: Kind | None = None


class PinAttempt(PinEntry):
    """Code and PIN without a face."""

    attempt_id: uuid.UUID
    captured_at: Instant | None = None


class CardForm(Schema):
    """The form beside the frames that may show a card."""

    attempt_id: uuid.UUID
    captured_at: Annotated[Instant | None, BeforeValidator(_or_none)] = None
    punch_kind: Annotated[Kind | None, BeforeValidator(_or_none)] = None


@router.post("/attempts")
def post_attempt(
    request: HttpRequest,
    form: Form[AttemptForm],
    frames: File[list[UploadedFile]],
) -> Json:
    """Who is it, and their punch. Sent again with the same `attempt_id`, it gets the same answer."""
    incoming = IncomingAttempt(
        attempt_id=form.attempt_id,
        frames=[frame.read() for frame in frames],
        captured_at=form.captured_at,
        punch_kind=form.punch_kind,
    )
    return in_words(record_attempt(terminal_of(request), incoming), language_of(request))


@router.post("/attempts/{attempt_id}/challenge")
def post_challenge(
    request: HttpRequest,
    attempt_id: uuid.UUID,
    form: Form[ChallengeForm],
    frames: File[list[UploadedFile]],
) -> Json:
    """Answers `challenge_required` with frames of the movement asked for; sent again, they get the same answer."""
    incoming = IncomingResponse(
        attempt_id=attempt_id, challenge_id=form.challenge_id, frames=[frame.read() for frame in frames]
    )
    return in_words(answer_challenge(terminal_of(request), incoming), language_of(request))


@router.post("/attempts/{attempt_id}/kind")
def post_kind(request: HttpRequest, attempt_id: uuid.UUID, body: KindChoice) -> Json:
    """Completes an attempt of a terminal that asks for the kind after the face."""
    return in_words(choose_kind(terminal_of(request), attempt_id, body.punch_kind), language_of(request))


@router.post("/attempts/{attempt_id}/pin")
def post_pin(request: HttpRequest, attempt_id: uuid.UUID, body: PinEntry) -> Json:
    """Completes an attempt that was `not_sure`; the punch keeps the time of the look."""
    typed = IncomingPin(
        attempt_id=attempt_id, employee_code=body.employee_code, pin=body.pin, punch_kind=body.punch_kind
    )
    return in_words(complete_with_pin(terminal_of(request), typed), language_of(request))


@router.post("/pin-attempts")
def post_pin_attempt(request: HttpRequest, body: PinAttempt) -> Json:
    """A punch by code and PIN alone."""
    typed = IncomingPin(
        attempt_id=body.attempt_id,
        employee_code=body.employee_code,
        pin=body.pin,
        punch_kind=body.punch_kind,
        captured_at=body.captured_at,
    )
    return in_words(record_pin(terminal_of(request), typed), language_of(request))


@router.post("/card-attempts")
def post_card_attempt(request: HttpRequest, form: Form[CardForm], frames: File[list[UploadedFile]]) -> Json:
    """A punch by the QR card in one of the frames; frames without one are answered `no_face` and are no attempt."""
    shown = IncomingCard(
        attempt_id=form.attempt_id,
        frames=[frame.read() for frame in frames],
        punch_kind=form.punch_kind,
        captured_at=form.captured_at,
    )
    return in_words(record_card(terminal_of(request), shown), language_of(request))


@router.post("/attempts/{attempt_id}/cancel")
def post_cancel(request: HttpRequest, attempt_id: uuid.UUID) -> Json:
    """Takes the attempt's punch back while nothing of it was sent."""
    terminal = terminal_of(request)
    attempt = Attempt.objects.filter(terminal=terminal, attempt_id=attempt_id).first()
    if attempt is None:
        raise NotFound
    punch = cancel_attempt(attempt, now=clock.now())
    return {"attempt_id": str(attempt_id), "punch": punch_json(punch, zone_of(settings_of(terminal.company)))}
