"""The answer to a challenge: the head moved as asked, it is the same person, and then the first look counts.

The challenge's row is the record of this step; the attempt it belongs to is completed once, as by a chosen kind.
"""

import hashlib
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kaodoki import clock
from kaodoki.clocking.answer import ASK_ADMINISTRATOR, FRAMES_REPEATED, compose, told, with_likely_kind, with_name
from kaodoki.clocking.challenge import (
    CHALLENGES_AN_ATTEMPT,
    ask_challenge,
    asked_of,
    challenge_json,
    digests_of,
)
from kaodoki.clocking.errors import ChallengeExpired, ChallengeNotAsked, ChallengeUsed, TooManyAttempts
from kaodoki.clocking.recognise import recognise_again
from kaodoki.clocking.record import ATTEMPTS_A_MINUTE, is_chosen, place_punch, still_enrolled
from kaodoki.errors import NotFound
from kaodoki.faces.liveness.challenge import Action, ChallengeReason
from kaodoki.identification import Outcome
from kaodoki.people.models import Employee, Settings
from kaodoki.punches.models import Attempt, AttemptChallenge, ChallengeFrame
from kaodoki.punches.queries import Json
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.kinds import Kind

# What speaks for a deception; everything else that goes wrong is a movement or a picture that was not good enough.
SUSPECT = frozenset(
    {
        ChallengeReason.FLAT_MOTION.value,
        ChallengeReason.NOT_LIVE.value,
        ChallengeReason.NOT_THE_SAME_FACE.value,
        FRAMES_REPEATED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingResponse:
    """What a terminal sends in answer to a challenge: its id, and frames in the order they were taken."""

    attempt_id: uuid.UUID
    challenge_id: uuid.UUID
    frames: Sequence[bytes] = field(repr=False)


def answer_challenge(terminal: Terminal, incoming: IncomingResponse) -> Json:
    """Verifies and records, and returns the terminal's answer; the same frames sent again get the first one.

    Raises `ChallengeNotAsked`, `ChallengeUsed`, `ChallengeExpired`, `NotFound`, and what `recognise` raises.
    """
    started, now = time.perf_counter(), clock.now()
    challenge = _find(terminal, incoming)
    digests = digests_of(incoming.frames)
    if challenge.answered_at is not None:
        return _earlier_answer(challenge, digests)
    if now >= challenge.expires_at:
        raise ChallengeExpired
    if _answered_lately(terminal, now) >= ATTEMPTS_A_MINUTE:
        raise TooManyAttempts
    settings = terminal.company.settings

    seen = recognise_again(terminal.company, incoming.frames, settings, Action(challenge.action), asked_of(challenge))

    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=challenge.attempt_id)
        # Read again under the attempt's lock: the same answer may have come twice at once.
        challenge = _find(terminal, incoming)
        if challenge.answered_at is not None:
            return _earlier_answer(challenge, digests)
        attempt.terminal, attempt.company = terminal, terminal.company
        return _settle(attempt, challenge, seen, digests, now=now, settings=settings, started=started)


def _find(terminal: Terminal, incoming: IncomingResponse) -> AttemptChallenge:
    asked = AttemptChallenge.objects.filter(attempt__terminal=terminal, attempt__attempt_id=incoming.attempt_id)
    challenges = {row.id: row for row in asked.select_related("company", "attempt__employee")}
    if incoming.challenge_id in challenges:
        return challenges[incoming.challenge_id]
    known = Attempt.objects.filter(terminal=terminal, attempt_id=incoming.attempt_id).exists()
    raise ChallengeNotAsked if known and not challenges else NotFound


def _earlier_answer(challenge: AttemptChallenge, digests: Sequence[str]) -> Json:
    if challenge.answer_digest != _digest(digests):
        raise ChallengeUsed
    return with_name(challenge.answer, challenge.attempt.employee)


def _answered_lately(terminal: Terminal, now: datetime) -> int:
    lately = AttemptChallenge.objects.filter(answered_at__gt=now - timedelta(minutes=1))
    return lately.filter(attempt__terminal=terminal).count()


def _settle(
    attempt: Attempt,
    challenge: AttemptChallenge,
    seen: str,
    digests: Sequence[str],
    *,
    now: datetime,
    settings: Settings,
    started: float,
) -> Json:
    """Writes the answer's row and completes the attempt. The caller holds the attempt's row."""
    wanted, first_look = asked_of(challenge), challenge.first_look_digests
    reason = _reason(challenge, seen, digests, now)
    challenge.reason, challenge.answered_at, challenge.answer_digest = reason, now, _digest(digests)
    challenge.sealed, challenge.first_look_digests = None, []
    challenge.save(update_fields=["reason", "answered_at", "answer_digest", "sealed", "first_look_digests"])
    asked: AttemptChallenge | None = None
    if reason == ChallengeReason.OK:
        _complete(attempt, challenge, still_enrolled(wanted, attempt.company), now, settings)
    else:
        attempt.findings = [*attempt.findings, reason]
        asked = _ask_again(attempt, challenge, wanted, first_look)
        attempt.outcome = (Outcome.CHALLENGE_REQUIRED if asked else _end(attempt)).value
    return _write(attempt, challenge, asked, now=now, settings=settings, started=started)


def _end(attempt: Attempt) -> Outcome:
    """How an attempt ends whose last challenge was not passed. Who moves badly, or stands badly, deceives nobody."""
    is_suspect = attempt.challenges.filter(reason__in=SUSPECT).exists()
    return Outcome.NOT_LIVE if is_suspect else Outcome.POOR_QUALITY


def _reason(challenge: AttemptChallenge, seen: str, digests: Sequence[str], now: datetime) -> str:
    """Why the challenge failed, or `ok`. That the bytes were seen before says more than what they show."""
    is_new = _note_frames(challenge, digests, now)
    if not is_new or set(digests) & set(challenge.first_look_digests):
        return FRAMES_REPEATED
    return seen


def _note_frames(challenge: AttemptChallenge, digests: Sequence[str], now: datetime) -> bool:
    """Whether none of the frames has ever answered a challenge of this company; from now on they have."""
    company = challenge.company
    rows = [ChallengeFrame(company=company, challenge=challenge, digest=digest, at=now) for digest in digests]
    try:
        with transaction.atomic():
            ChallengeFrame.objects.bulk_create(rows)
    except IntegrityError:
        return False
    return True


def _complete(
    attempt: Attempt, challenge: AttemptChallenge, employee: Employee | None, now: datetime, settings: Settings
) -> None:
    """The attempt is the person's, with its punch at the time of the first look; an erased person is nobody."""
    if employee is None:
        attempt.outcome, attempt.findings = Outcome.UNKNOWN.value, [Outcome.UNKNOWN.value]
        return
    attempt.outcome, attempt.employee = Outcome.IDENTIFIED.value, employee
    if not challenge.kind:
        return  # chosen after the face
    look = attempt.captured_at if attempt.terminal.accepts_past else attempt.recorded_at
    at, chosen = look.replace(microsecond=0), is_chosen(attempt.terminal)
    place_punch(attempt, employee, Kind(challenge.kind), chosen=chosen, at=at, now=now, settings=settings)


def _ask_again(
    attempt: Attempt, challenge: AttemptChallenge, wanted: uuid.UUID | None, first_look: Sequence[str]
) -> AttemptChallenge | None:
    if wanted is None or attempt.challenges.count() >= CHALLENGES_AN_ATTEMPT:
        return None
    kind = Kind(challenge.kind) if challenge.kind else None
    # Who turned the other way may set it right; a recording of that way would gain by another draw.
    is_other_way = challenge.reason == ChallengeReason.WRONG_DIRECTION
    action = Action(challenge.action) if is_other_way else None
    return ask_challenge(attempt, wanted, kind=kind, first_look=first_look, action=action)


def _write(
    attempt: Attempt,
    challenge: AttemptChallenge,
    asked: AttemptChallenge | None,
    *,
    now: datetime,
    settings: Settings,
    started: float,
) -> Json:
    """This step's answer, kept with its own row; the answer to the first step stays what it was."""
    guidance = [challenge.reason] if asked else _said(attempt, challenge)
    answer = compose(attempt, now=now, settings=settings, guidance=guidance)
    if attempt.employee is not None and attempt.punch is None:
        answer = with_likely_kind(answer, attempt.employee, now=now, settings=settings)
    if asked is not None:
        answer["challenge"] = challenge_json(asked, settings)
    answer["duration_ms"] = round((time.perf_counter() - started) * 1000, 1)
    challenge.answer = answer
    challenge.save(update_fields=["answer"])
    attempt.save(update_fields=["outcome", "employee", "punch", "findings", "remaining_overtime"])
    return with_name(answer, attempt.employee)


def _said(attempt: Attempt, challenge: AttemptChallenge) -> list[str]:
    outcome = Outcome(attempt.outcome)
    is_refused = outcome in (Outcome.NOT_LIVE, Outcome.POOR_QUALITY)
    said = told(outcome, [challenge.reason] if is_refused else attempt.findings)
    return [*said, ASK_ADMINISTRATOR] if outcome is Outcome.POOR_QUALITY else said


def _digest(digests: Sequence[str]) -> str:
    """One for all frames in their order, by which the same answer is known again."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()
