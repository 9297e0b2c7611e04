"""Attempts that a terminal kept while the server was away: opened, recognised now, placed at their own time.

A challenge cannot be asked of somebody who has gone home. So the passive check alone speaks, as if `liveness_challenge`
were `when_unsure`, and whatever would have needed a challenge waits for an administrator.
"""

import copy
import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from kaodoki import clock
from kaodoki.clocking.errors import SealedOutOfOrder
from kaodoki.clocking.placing import FIXED_KINDS
from kaodoki.clocking.recognise import recognise
from kaodoki.clocking.record import is_chosen, place_punch, still_enrolled
from kaodoki.clocking.sealed_content import SealedContent, read_content
from kaodoki.clocking.sealed_pictures import cropped_face
from kaodoki.credentials.errors import PinBlocked, PinRefused
from kaodoki.credentials.pins import employee_by_pin
from kaodoki.faces.errors import ImageError
from kaodoki.identification import Outcome
from kaodoki.people.models import Employee, Settings
from kaodoki.punches.kept_frames import keep_frame
from kaodoki.punches.models import Attempt, KeptFrame, Method, SealedAttempt, SealedState
from kaodoki.punches.queries import Json
from kaodoki.terminals.errors import SealedAttemptUnreadable, SealingKeyGone
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.sealed_box import SealedBox, bound_to, open_box
from kaodoki.terminals.sealing_keys import private_key
from kaodoki.timekeeping.kinds import Kind

OLDEST = timedelta(hours=72)
# As far as an online attempt's clock may be away.
FUTURE_TOLERANCE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingSealed:
    """What a terminal sends; `sequence` rises with every attempt it kept."""

    attempt_id: uuid.UUID
    sequence: int
    key_id: uuid.UUID
    box: SealedBox = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What became clear before anything was written. `reason` is why nobody is named."""

    outcome: Outcome
    employee_id: uuid.UUID | None = None
    reason: str = ""
    findings: tuple[str, ...] = ()
    picture: bytes | None = field(default=None, repr=False)


def record_sealed(terminal: Terminal, incoming: IncomingSealed) -> Json:
    """Records an attempt kept offline; the same one again gets the same answer.

    Raises `SealedOutOfOrder` for a number that was used by another one or is not higher than the last, and what
    `recognise` raises when it is to come again later. Anything else ends as a row that the console shows.
    """
    earlier = _earlier(terminal, incoming)
    if earlier is not None:
        return _answer(earlier)
    now = clock.now()
    row = _new_row(terminal, incoming, now)
    content = _content(terminal, incoming, row, now)
    seen = _look(terminal, content) if content is not None else None
    with transaction.atomic():
        # The terminal's row makes what it sends twice at once take turns.
        locked = Terminal.objects.select_for_update(of=("self",), no_key=True).get(pk=terminal.pk)
        earlier = _earlier(terminal, incoming)
        if earlier is not None:
            return _answer(earlier)
        if incoming.sequence <= locked.last_sequence:
            raise SealedOutOfOrder(sequence=incoming.sequence, last=locked.last_sequence)
        row.missing = incoming.sequence - locked.last_sequence - 1
        if content is not None and seen is not None:
            _place(terminal, row, content, seen, now)
        row.save(force_insert=True)
        Terminal.objects.filter(pk=terminal.pk).update(last_sequence=incoming.sequence)
    return _answer(row)


def _earlier(terminal: Terminal, incoming: IncomingSealed) -> SealedAttempt | None:
    row = SealedAttempt.objects.filter(terminal=terminal, attempt_id=incoming.attempt_id).first()
    if row is not None and (row.sequence, row.digest) != (incoming.sequence, _digest(incoming.box)):
        raise SealedOutOfOrder(sequence=incoming.sequence, last=row.sequence)
    return row


def _new_row(terminal: Terminal, incoming: IncomingSealed, now: datetime) -> SealedAttempt:
    return SealedAttempt(
        company=terminal.company,
        terminal=terminal,
        attempt_id=incoming.attempt_id,
        sequence=incoming.sequence,
        digest=_digest(incoming.box),
        received_at=now,
        state=SealedState.REFUSED,
    )


def _content(terminal: Terminal, incoming: IncomingSealed, row: SealedAttempt, now: datetime) -> SealedContent | None:
    """What was sealed, noted in the row; None, with the reason there, if it cannot count."""
    try:
        private = private_key(terminal.company, incoming.key_id)
        associated = bound_to(terminal.id, incoming.sequence, incoming.key_id)
        content = read_content(open_box(private, incoming.box, associated=associated))
    except (SealedAttemptUnreadable, SealingKeyGone) as error:
        row.reason = error.code
        return None
    row.captured_at, row.is_clock_sure = content.captured_at, content.is_clock_sure
    row.kind = (content.punch_kind or "") and str(content.punch_kind)
    row.typed_code = content.employee_code
    row.reason = _reason_against(content, incoming, now)
    return None if row.reason else content


def _reason_against(content: SealedContent, incoming: IncomingSealed, now: datetime) -> str:
    if content.attempt_id != incoming.attempt_id:
        return SealedAttemptUnreadable.code
    if now - content.captured_at > OLDEST:
        return "too_old"
    return "in_future" if content.captured_at - now > FUTURE_TOLERANCE else ""


def _look(terminal: Terminal, content: SealedContent) -> _Seen:
    """Who it was. Wrong PINs and doubtful faces are nobody, for an administrator to decide."""
    if content.pin:
        return _by_pin(terminal, content)
    settings = copy.copy(terminal.company.settings)
    settings.liveness_challenge = "when_unsure"
    try:
        look = recognise(terminal.company, content.frames, settings)
    except ImageError:
        return _Seen(outcome=Outcome.POOR_QUALITY, reason="picture_unreadable")
    outcome = look.decision.outcome
    is_named = outcome is Outcome.IDENTIFIED
    codes = [finding.value for finding in look.decision.findings] or [one.value for one in look.judgement.reasons]
    return _Seen(
        outcome=outcome,
        employee_id=look.employee_id if is_named else None,
        reason="" if is_named else outcome.value,
        findings=tuple(codes),
        picture=cropped_face(content.frames[0], pack=terminal.company.pack) if _is_kept(terminal) else None,
    )


def _is_kept(terminal: Terminal) -> bool:
    return terminal.company.settings.review_frame_retention_days > 0


def _by_pin(terminal: Terminal, content: SealedContent) -> _Seen:
    try:
        employee = employee_by_pin(terminal, content.employee_code, content.pin)
    except (PinRefused, PinBlocked) as error:
        return _Seen(outcome=Outcome.UNKNOWN, reason=error.code, findings=(Outcome.UNKNOWN.value,))
    return _Seen(outcome=Outcome.IDENTIFIED, employee_id=employee.pk)


def _place(terminal: Terminal, row: SealedAttempt, content: SealedContent, seen: _Seen, now: datetime) -> None:
    """The attempt, and its punch or its place in the review list."""
    known = Attempt.objects.filter(terminal=terminal, attempt_id=content.attempt_id).first()
    if known is not None:
        # It had arrived before the connection broke, and only the answer was lost.
        row.state, row.record = SealedState.RECORDED, known
        return
    settings = terminal.company.settings
    kind = _kind(terminal, content.punch_kind)
    employee = _unerased(terminal, seen, content)
    reason = seen.reason or _reason_for_review(settings, kind, employee, row)
    attempt = Attempt(
        company=terminal.company,
        terminal=terminal,
        attempt_id=content.attempt_id,
        captured_at=content.captured_at,
        recorded_at=now,
        outcome=_outcome(seen, employee).value,
        method=Method.PIN if content.pin else Method.FACE,
        employee=employee,
        findings=list(seen.findings),
    )
    row.reason, row.record = reason, attempt
    if reason or employee is None or kind is None:
        is_nobody = seen.outcome is Outcome.NO_FACE and not content.is_asked
        row.state = SealedState.DISCARDED if is_nobody else SealedState.REVIEW
    else:
        place_sealed_punch(attempt, employee, kind, now=now)
        row.state = SealedState.RECORDED
    attempt.answer = {"attempt_id": str(attempt.attempt_id), "outcome": attempt.outcome, "guidance": []}
    attempt.save(force_insert=True)
    if row.state == SealedState.REVIEW and seen.picture is not None:
        until = now + timedelta(days=settings.review_frame_retention_days)
        keep_frame(attempt, seen.picture, purpose=KeptFrame.Purpose.REVIEW, until=until)


def _outcome(seen: _Seen, employee: Employee | None) -> Outcome:
    """Somebody erased since the look is nobody."""
    return Outcome.UNKNOWN if seen.outcome is Outcome.IDENTIFIED and employee is None else seen.outcome


def place_sealed_punch(attempt: Attempt, employee: Employee, kind: Kind, *, now: datetime) -> None:
    """The punch at the time of the look. The caller holds the employee's row; the attempt is the caller's to save."""
    place_punch(
        attempt,
        employee,
        kind,
        chosen=is_chosen(attempt.terminal),
        at=attempt.captured_at.replace(microsecond=0),
        now=now,
        settings=attempt.company.settings,
        is_terminal_time=True,
    )


def _unerased(terminal: Terminal, seen: _Seen, content: SealedContent) -> Employee | None:
    if not content.pin or seen.employee_id is None:
        return still_enrolled(seen.employee_id, terminal.company)
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("site", "company")
    return rows.filter(pk=seen.employee_id, erased_at__isnull=True).first()


def _kind(terminal: Terminal, chosen: Kind | None) -> Kind | None:
    """The kind by the terminal's selection now; a person's choice stands where one is made."""
    fixed = FIXED_KINDS.get(terminal.punch_selection)
    return fixed if fixed is not None else None if chosen is Kind.AUTO else chosen


def _reason_for_review(settings: Settings, kind: Kind | None, employee: Employee | None, row: SealedAttempt) -> str:
    if employee is None:
        return Outcome.UNKNOWN.value
    if not settings.offline_punches:
        return "offline_punches_off"
    if kind is None:
        return "kind_missing"
    return "" if row.is_clock_sure else "clock_unsure"


def _answer(row: SealedAttempt) -> Json:
    """The tablet is told that it may forget the attempt, and nothing about anybody."""
    return {"attempt_id": str(row.attempt_id), "sequence": row.sequence, "state": _told(row), "missing": row.missing}


def _told(row: SealedAttempt) -> str:
    """What an administrator decides later changes nothing of the answer."""
    is_decided = row.decided_at is not None
    return SealedState.REVIEW.value if is_decided else str(row.state)


def _digest(box: SealedBox) -> str:
    return hashlib.sha256(box.ephemeral + box.nonce + box.ciphertext).hexdigest()
