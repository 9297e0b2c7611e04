"""What a kiosk puts into a sealed attempt: a header and frames. Anybody may seal: it is as untrusted as any input."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kaodoki.terminals.errors import SealedAttemptUnreadable
from kaodoki.timekeeping.kinds import Kind

LENGTH_BYTES = 4
LARGEST_HEADER = 4096
MOST_FRAMES = 3


class Header(BaseModel):
    """The JSON before the frames; `frames` are their lengths in bytes."""

    model_config = ConfigDict(extra="ignore")

    attempt_id: uuid.UUID
    captured_at: AwareDatetime
    is_clock_sure: bool
    is_asked: bool = True
    punch_kind: Kind | None = None
    frames: list[int] = Field(default=[], max_length=MOST_FRAMES)
    employee_code: str = Field(default="", max_length=64, pattern=r"^[^\x00]*$")
    pin: str = Field(default="", max_length=32, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedContent:
    """An attempt as the kiosk saw it. With a PIN there are no frames."""

    attempt_id: uuid.UUID
    captured_at: datetime
    is_clock_sure: bool
    is_asked: bool
    punch_kind: Kind | None
    frames: Sequence[bytes] = field(repr=False)
    employee_code: str
    pin: str = field(repr=False)


def read_content(plaintext: bytes) -> SealedContent:
    """The parts; raises `SealedAttemptUnreadable` for anything else than `length ‖ header ‖ frames`."""
    length = int.from_bytes(plaintext[:LENGTH_BYTES], "big")
    if not 0 < length <= min(LARGEST_HEADER, len(plaintext) - LENGTH_BYTES):
        raise SealedAttemptUnreadable
    try:
        header = Header.model_validate_json(plaintext[LENGTH_BYTES : LENGTH_BYTES + length])
    except ValidationError as error:
        raise SealedAttemptUnreadable from error
    frames = _cut(plaintext[LENGTH_BYTES + length :], header.frames)
    if bool(frames) == bool(header.pin):
        raise SealedAttemptUnreadable
    return SealedContent(
        attempt_id=header.attempt_id,
        captured_at=header.captured_at,
        is_clock_sure=header.is_clock_sure,
        is_asked=header.is_asked,
        punch_kind=header.punch_kind,
        frames=frames,
        employee_code=header.employee_code,
        pin=header.pin,
    )


def write_content(header: dict[str, object], frames: Sequence[bytes]) -> bytes:
    """As the page writes it: the reference of the format."""
    encoded = json.dumps({**header, "frames": [len(frame) for frame in frames]}).encode()
    return len(encoded).to_bytes(LENGTH_BYTES, "big") + encoded + b"".join(frames)


def _cut(rest: bytes, lengths: Sequence[int]) -> list[bytes]:
    if any(length <= 0 for length in lengths) or sum(lengths) != len(rest):
        raise SealedAttemptUnreadable
    ends = [sum(lengths[: place + 1]) for place in range(len(lengths))]
    return [rest[end - length : end] for end, length in zip(ends, lengths, strict=True)]
