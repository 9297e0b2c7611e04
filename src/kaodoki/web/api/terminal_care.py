"""What terminals call besides attempts: who they are, how they are, and what they kept while the server was away."""

import base64
import binascii
import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import BeforeValidator, Field

from kaodoki import clock
from kaodoki.clocking.faces_found import faces_found
from kaodoki.clocking.sealed import IncomingSealed, record_sealed
from kaodoki.people.models import Settings
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.queries import iso
from kaodoki.terminals.care import Report, note_report
from kaodoki.terminals.errors import SealedAttemptUnreadable
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.sealed_box import NONCE_BYTES, POINT_BYTES, SealedBox
from kaodoki.terminals.sealing_keys import current_sealing_key
from kaodoki.web.api.authentication import company_of, terminal_of
from kaodoki.web.api.instants import Instant
from kaodoki.web.api.paging import Json

router = Router(tags=["terminal"])

# Three frames of at most 1 MB, the header, and the tag.
LARGEST_SEALED = 3 * 1024 * 1024 + 8192


def _from_base64(value: object) -> object:
    try:
        return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)) if isinstance(value, str) else value
    except (binascii.Error, ValueError) as error:
        raise ValueError("base64url is needed") from error


Point = Annotated[bytes, BeforeValidator(_from_base64), Field(min_length=POINT_BYTES, max_length=POINT_BYTES)]
Nonce = Annotated[bytes, BeforeValidator(_from_base64), Field(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]


class SealedForm(Schema):
    """The form beside the sealed bytes; docs/reference/sealed-attempts.md."""

    attempt_id: uuid.UUID
    sequence: Annotated[int, Field(ge=1, le=2**53 - 1)]
    key_id: uuid.UUID
    ephemeral_key: Point
    nonce: Nonce


class RefusedAttempt(Schema):
    """What was kept offline and refused for good; it lies apart on the device."""

    attempt_id: uuid.UUID
    sequence: Annotated[int, Field(ge=1, le=2**53 - 1)]
    reason: Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")]
    refused_at: Instant


class Heartbeat(Schema):
    """A sign of life with the terminal's own time and state; whatever it does not know it leaves out."""

    terminal_time: Instant | None = None
    version: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    browser: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    battery_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    is_charging: bool | None = None
    frames_per_second: Annotated[float, Field(ge=0, le=1000)] | None = None
    queue_length: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    refused_length: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    refused: Annotated[list[RefusedAttempt], Field(max_length=20)] = []


@router.post("/sealed-attempts")
def post_sealed(request: HttpRequest, form: Form[SealedForm], sealed: File[UploadedFile]) -> Json:
    """One attempt kept offline. Sent again, it gets the same answer; the terminal may then forget it."""
    if (sealed.size or 0) > LARGEST_SEALED:
        raise SealedAttemptUnreadable
    box = SealedBox(ephemeral=form.ephemeral_key, nonce=form.nonce, ciphertext=sealed.read())
    incoming = IncomingSealed(attempt_id=form.attempt_id, sequence=form.sequence, key_id=form.key_id, box=box)
    return record_sealed(terminal_of(request), incoming)


@router.get("/me")
def get_me(request: HttpRequest) -> Json:
    """What the kiosk page shows, the server's time to set its clock by, and the key to seal to while it is alone."""
    terminal = terminal_of(request)
    settings = settings_of(company_of(request))
    return {
        "terminal_id": str(terminal.id),
        "name": terminal.name,
        "company_name": terminal.company.name,
        "site_name": terminal.site.name if terminal.site else None,
        "punch_selection": terminal.punch_selection,
        "server_time": iso(clock.now(), zone_of(settings)),
        "machine_time": clock.machine_now().isoformat(),
        "settings": {
            "time_zone": settings.time_zone,
            "undo_seconds": settings.undo_seconds,
            "show_remaining_overtime": settings.show_remaining_overtime,
            "liveness": settings.liveness,
            "liveness_challenge": settings.liveness_challenge,
            "kiosk_chime": settings.kiosk_chime,
            "kiosk_voice": settings.kiosk_voice,
            "kiosk_dwell_ms": settings.kiosk_dwell_ms,
            "offline_punches": settings.offline_punches,
        },
        "sealing": _sealing(terminal, settings),
    }


@router.post("/self-test")
def post_self_test(request: HttpRequest, frame: File[UploadedFile]) -> Json:
    """Whether a face is found in one frame, and how large. Nobody is recognised and nothing is recorded."""
    found = faces_found(terminal_of(request).company, frame.read())
    return {"faces": found.count, "width_share": found.width_share}


@router.post("/heartbeat")
def post_heartbeat(request: HttpRequest, body: Heartbeat) -> Json:
    """The server's time, and how far the terminal's is from it; what the terminal says of itself is noted."""
    now = clock.now()
    difference = (body.terminal_time - clock.machine_now()).total_seconds() if body.terminal_time else None
    report = Report(
        version=body.version,
        browser=body.browser,
        battery_percent=body.battery_percent,
        is_charging=body.is_charging,
        clock_difference_ms=None if difference is None else round(difference * 1000),
        frames_per_second=body.frames_per_second,
        queue_length=body.queue_length,
        refused_length=body.refused_length,
        refused=[one.model_dump(mode="json") for one in body.refused],
    )
    note_report(terminal_of(request), report, now=now)
    return {"server_time": now.isoformat(), "clock_difference_seconds": difference}


def _sealing(terminal: Terminal, settings: Settings) -> Json | None:
    """The public key, and from which number on the terminal counts: also after its own storage was cleared."""
    if not settings.offline_punches:
        return None
    key = current_sealing_key(terminal.company)
    public = base64.urlsafe_b64encode(bytes(key.public)).rstrip(b"=").decode()
    return {"key_id": str(key.id), "public_key": public, "next_sequence": terminal.last_sequence + 1}
