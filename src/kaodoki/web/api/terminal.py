"""What terminals call: attempts, the kind after the face, undo, and who they are."""

import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import BeforeValidator

from kaodoki import clock
from kaodoki.clocking.answer import in_words
from kaodoki.clocking.choose import choose_kind
from kaodoki.clocking.record import IncomingAttempt, record_attempt
from kaodoki.clocking.respond import IncomingResponse, answer_challenge
from kaodoki.errors import NotFound
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import Attempt
from kaodoki.punches.queries import iso, punch_json
from kaodoki.punches.resolving import cancel_attempt
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.api.authentication import company_of, terminal_of
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


class Heartbeat(Schema):
    """A sign of life with the terminal's own time."""

    terminal_time: Instant | None = None


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


@router.post("/attempts/{attempt_id}/cancel")
def post_cancel(request: HttpRequest, attempt_id: uuid.UUID) -> Json:
    """Takes the attempt's punch back while nothing of it was sent."""
    terminal = terminal_of(request)
    attempt = Attempt.objects.filter(terminal=terminal, attempt_id=attempt_id).first()
    if attempt is None:
        raise NotFound
    punch = cancel_attempt(attempt, now=clock.now())
    return {"attempt_id": str(attempt_id), "punch": punch_json(punch, zone_of(settings_of(terminal.company)))}


@router.get("/me")
def get_me(request: HttpRequest) -> Json:
    """What the kiosk page shows, and the server's time to set its clock by."""
    terminal = terminal_of(request)
    settings = settings_of(company_of(request))
    return {
        "terminal_id": str(terminal.id),
        "name": terminal.name,
        "company_name": terminal.company.name,
        "site_name": terminal.site.name if terminal.site else None,
        "punch_selection": terminal.punch_selection,
        "server_time": iso(clock.now(), zone_of(settings)),
        "settings": {
            "time_zone": settings.time_zone,
            "undo_seconds": settings.undo_seconds,
            "show_remaining_overtime": settings.show_remaining_overtime,
            "liveness": settings.liveness,
            "liveness_challenge": settings.liveness_challenge,
        },
    }


@router.post("/heartbeat")
def post_heartbeat(request: HttpRequest, body: Heartbeat) -> Json:
    """The server's time, and how far the terminal's is from it."""
    terminal_of(request)
    now = clock.now()
    difference = (body.terminal_time - now).total_seconds() if body.terminal_time else None
    return {"server_time": now.isoformat(), "clock_difference_seconds": difference}
