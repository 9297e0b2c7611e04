"""Asking for a challenge (動作確認): the action is the server's choice, the time is short, and nobody is named."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import timedelta

from kaodoki import clock
from kaodoki.faces.liveness.challenge import Action
from kaodoki.people import keys
from kaodoki.people.models import Settings
from kaodoki.people.queries import zone_of
from kaodoki.punches.models import Attempt, AttemptChallenge
from kaodoki.punches.queries import Json, iso
from kaodoki.punches.services import forget_expired_challenges
from kaodoki.timekeeping.kinds import Kind

TIME_TO_ANSWER = timedelta(seconds=10)
# A second try for people.
CHALLENGES_AN_ATTEMPT = 2


def ask_challenge(
    attempt: Attempt,
    employee_id: uuid.UUID,
    *,
    kind: Kind | None,
    first_look: Sequence[str],
    action: Action | None = None,
) -> AttemptChallenge:
    """A new challenge of the attempt for that person, part of the caller's transaction. The action is drawn if None.

    `first_look` are the digests of the frames that led here. Who has to answer is kept sealed, and only until then.
    """
    now = clock.now()
    forget_expired_challenges(now=now)
    challenge = AttemptChallenge(
        company=attempt.company,
        attempt=attempt,
        action=(action or draw_action()).value,
        kind=kind.value if kind else "",
        asked_at=now,
        expires_at=now + TIME_TO_ANSWER,
        first_look_digests=list(first_look),
    )
    cipher = keys.cipher(attempt.company)
    challenge.key_version = cipher.key_version
    challenge.sealed = cipher.seal(employee_id.bytes, parts=_parts(challenge))
    challenge.save(force_insert=True)
    return challenge


def draw_action() -> Action:
    """One of all, whatever was asked before: what could be left out would be easier to guess."""
    return secrets.choice(list(Action))


def asked_of(challenge: AttemptChallenge) -> uuid.UUID | None:
    """Who has to answer; None once it is answered or expired."""
    if challenge.sealed is None:
        return None
    cipher = keys.cipher(challenge.company, key_version=challenge.key_version)
    return uuid.UUID(bytes=cipher.unseal(bytes(challenge.sealed), parts=_parts(challenge)))


def challenge_json(challenge: AttemptChallenge, settings: Settings) -> Json:
    """What the terminal is told; the instruction is put into words when the answer is given."""
    return {
        "challenge_id": str(challenge.id),
        "action": challenge.action,
        "expires_at": iso(challenge.expires_at, zone_of(settings)),
    }


def digests_of(frames: Sequence[bytes]) -> list[str]:
    """SHA-256 of each frame's bytes, by which a repetition is known."""
    return [hashlib.sha256(frame).hexdigest() for frame in frames]


def _parts(challenge: AttemptChallenge) -> tuple[object, ...]:
    return ("challenge", challenge.attempt_id, challenge.id)
