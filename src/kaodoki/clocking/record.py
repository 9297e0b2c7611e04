"""A punch from pixels to the delivery queue: the tour. Read from top to bottom.

A terminal sends frames. `record_attempt` decides who is in them, writes the attempt and its punch in one transaction,
and asks for delivery in the same transaction. Only after that has been committed does the terminal say thank you.
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from kaodoki import clock
from kaodoki.clocking.answer import ALREADY_PUNCHED, compose, told, with_likely_kind, with_name
from kaodoki.clocking.challenge import ask_challenge, challenge_json, digests_of
from kaodoki.clocking.errors import ClockWrong, TooManyAttempts
from kaodoki.clocking.liveness import TOLD_WITHIN, Step
from kaodoki.clocking.log_frames import keep_log_frame
from kaodoki.clocking.placing import PunchPlan, duplicate_of, kind_for, plan_punch
from kaodoki.clocking.recognise import Look, recognise
from kaodoki.identification import Outcome
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.punches.arranging import rearrange_later
from kaodoki.punches.models import Attempt, Punch, PunchEvent
from kaodoki.punches.queries import Json
from kaodoki.punches.queue import wake_delivery
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.timekeeping.kinds import Kind

CLOCK_TOLERANCE = timedelta(seconds=120)
# For terminals made with `accepts_past` only (demos and tests).
PAST_ALLOWED = timedelta(days=35)
ATTEMPTS_A_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingAttempt:
    """What a terminal sends. `captured_at` is aware; `attempt_id` was made by the terminal."""

    attempt_id: uuid.UUID
    frames: Sequence[bytes] = field(repr=False)
    captured_at: datetime
    punch_kind: Kind | None


def record_attempt(terminal: Terminal, incoming: IncomingAttempt) -> Json:
    """Recognises and records, and returns the terminal's answer; a repeated `attempt_id` gets the first one."""
    started, now = time.perf_counter(), clock.now()
    known = same_or_recent(terminal, incoming.attempt_id, now)
    if incoming.attempt_id in known:
        return _earlier_answer(terminal, incoming.attempt_id)
    if len(known) >= ATTEMPTS_A_MINUTE:
        raise TooManyAttempts
    settings = terminal.company.settings  # came with the terminal
    punched_at = time_that_counts(terminal, incoming.captured_at, now)
    kind = kind_for(terminal, incoming.punch_kind)

    look = recognise(terminal.company, incoming.frames, settings)

    try:
        with transaction.atomic():
            attempt, employee = _place(terminal, incoming, look, kind=kind, punched_at=punched_at, now=now)
            asked = _ask(attempt, employee, kind, incoming.frames, settings)
            return _write(attempt, look, asked, settings, started)
    except IntegrityError:
        # The same attempt came twice at once and the other request was first: its answer is the answer.
        if incoming.attempt_id not in same_or_recent(terminal, incoming.attempt_id, now):
            raise
        return _earlier_answer(terminal, incoming.attempt_id)


def same_or_recent(terminal: Terminal, attempt_id: uuid.UUID, now: datetime) -> set[uuid.UUID]:
    """This very attempt, if it was recorded, and those of the last minute: both checks for one query."""
    # What was kept offline arrives all at once; it takes nothing from those who stand there now.
    wanted = Q(attempt_id=attempt_id) | Q(recorded_at__gt=now - timedelta(minutes=1), sealed_as=None)
    return set(Attempt.objects.filter(wanted, terminal=terminal).values_list("attempt_id", flat=True))


def _earlier_answer(terminal: Terminal, attempt_id: uuid.UUID) -> Json:
    attempt = Attempt.objects.select_related("employee").get(terminal=terminal, attempt_id=attempt_id)
    return with_name(attempt.answer, attempt.employee)


def time_that_counts(terminal: Terminal, captured_at: datetime, now: datetime) -> datetime:
    """The server's time, to the second, if the terminal's is near enough; the terminal's own where past is accepted."""
    behind = now - captured_at
    if terminal.accepts_past and -CLOCK_TOLERANCE <= behind <= PAST_ALLOWED:
        return captured_at.replace(microsecond=0)
    if abs(behind) > CLOCK_TOLERANCE:
        raise ClockWrong(seconds=round(-behind.total_seconds()))
    return now.replace(microsecond=0)


def _place(
    terminal: Terminal,
    incoming: IncomingAttempt,
    look: Look,
    *,
    kind: Kind | None,
    punched_at: datetime,
    now: datetime,
) -> tuple[Attempt, Employee | None]:
    """The attempt, not yet written, with its punch and delivery job, which are; and who it was or has to prove it."""
    employee = still_enrolled(look.employee_id, terminal.company)
    outcome = _outcome(look, employee, terminal, now)
    attempt = Attempt(
        company=terminal.company,
        terminal=terminal,
        attempt_id=incoming.attempt_id,
        captured_at=incoming.captured_at,
        recorded_at=now,
        outcome=outcome.value,
        employee=employee if outcome is Outcome.IDENTIFIED else None,
        findings=_findings(look, outcome),
        score=look.decision.score,
        runner_up_score=look.decision.runner_up_score,
        threshold=look.decision.threshold,
    )
    if attempt.employee is not None and kind is not None:
        settings, chosen = terminal.company.settings, is_chosen(terminal)
        place_punch(attempt, attempt.employee, kind, chosen=chosen, at=punched_at, now=now, settings=settings)
    return attempt, employee


def _outcome(look: Look, employee: Employee | None, terminal: Terminal, now: datetime) -> Outcome:
    """The decision's, unless its person is gone, or has to be told about the light first."""
    outcome = look.decision.outcome
    if outcome not in (Outcome.IDENTIFIED, Outcome.CHALLENGE_REQUIRED):
        return outcome
    if employee is None:
        return Outcome.UNKNOWN
    if look.judgement.step is Step.ADJUST and not _was_just_told(terminal, look, now):
        return Outcome.POOR_QUALITY
    return outcome


def _was_just_told(terminal: Terminal, look: Look, now: datetime) -> bool:
    lately = Attempt.objects.filter(terminal=terminal, recorded_at__gt=now - TOLD_WITHIN)
    reason = look.judgement.reasons[0].value
    return lately.filter(outcome=Outcome.POOR_QUALITY, findings__contains=[reason]).exists()


def _findings(look: Look, outcome: Outcome) -> list[str]:
    """What was wrong, for the person and for the log; at least the outcome itself if nobody was identified."""
    codes = [finding.value for finding in look.decision.findings]
    if outcome in (Outcome.UNKNOWN, Outcome.NOT_SURE):
        return [outcome.value, *codes]
    codes = codes or [reason.value for reason in look.judgement.reasons]
    return codes if codes or outcome is Outcome.IDENTIFIED else [outcome.value]


def _ask(
    attempt: Attempt, employee: Employee | None, kind: Kind | None, frames: Sequence[bytes], settings: Settings
) -> Json | None:
    if attempt.outcome != Outcome.CHALLENGE_REQUIRED or employee is None:
        return None
    challenge = ask_challenge(attempt, employee.pk, kind=kind, first_look=digests_of(frames))
    return challenge_json(challenge, settings)


def _write(attempt: Attempt, look: Look, asked: Json | None, settings: Settings, started: float) -> Json:
    """The answer, written with the attempt: whoever asks again gets it word for word.

    The attempt is written once, after the punch that points to it: foreign keys are checked when all is committed.
    """
    guidance = told(Outcome(attempt.outcome), attempt.findings)
    answer = compose(attempt, now=attempt.recorded_at, settings=settings, guidance=guidance)
    if asked is not None:
        answer["challenge"] = asked
    if attempt.employee is not None and attempt.punch is None:
        answer = with_likely_kind(answer, attempt.employee, now=attempt.recorded_at, settings=settings)
    if look.face_box is not None:
        answer["face"] = {"box": list(look.face_box)}
    answer["duration_ms"] = round((time.perf_counter() - started) * 1000, 1)
    attempt.answer = answer
    attempt.save(force_insert=True)
    keep_log_frame(attempt, look.seen, settings)
    return with_name(answer, attempt.employee)


def place_punch(
    attempt: Attempt,
    employee: Employee,
    kind: Kind,
    *,
    chosen: bool,
    at: datetime,
    now: datetime,
    settings: Settings,
    is_terminal_time: bool = False,
) -> None:
    """Gives the attempt its punch: a new one, or the one it repeats. The caller holds the employee's row."""
    repeated = duplicate_of(employee, kind, punched_at=at, settings=settings)
    if repeated is not None:
        attempt.punch = repeated
        attempt.findings = [*attempt.findings, ALREADY_PUNCHED]
        return
    plan = plan_punch(employee, kind, chosen=chosen, punched_at=at, now=now, settings=settings)
    by_terminal = is_terminal_time or attempt.terminal.accepts_past
    attempt.punch = _write_punch(attempt, employee, plan, now, time_source="terminal" if by_terminal else "server")
    if plan.is_late:
        rearrange_later(employee, since=at, at=now, settings=settings)
    wake_delivery(employee.company_id, at=plan.held_until or plan.deliver_after)


def is_chosen(terminal: Terminal) -> bool:
    """Whether the person said what kind it is; only then does the integrity check speak."""
    return terminal.punch_selection in (PunchSelection.CHOSEN, PunchSelection.CHOSEN_AFTER)


def still_enrolled(employee_id: uuid.UUID | None, company: Company) -> Employee | None:
    """That person, their row locked: one erased since the gallery was read matches nowhere."""
    if employee_id is None:
        return None
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("site")
    enrolled = rows.filter(pk=employee_id, erased_at__isnull=True, storedtemplate__isnull=False)
    employee = next(iter(enrolled[:1]), None)
    if employee is not None:
        employee.company = company  # the same one; saves reading it again
    return employee


def _write_punch(attempt: Attempt, employee: Employee, plan: PunchPlan, now: datetime, *, time_source: str) -> Punch:
    punch = Punch.objects.create(
        company=employee.company,
        employee=employee,
        attempt=attempt,
        terminal=attempt.terminal,
        kind=plan.kind.value,
        chosen=plan.chosen,
        punched_at=plan.punched_at,
        time_source=time_source,
        working_date=plan.working_date,
        working_time=plan.working_time,
        state=plan.state,
        error=plan.error,
        deliver_after=plan.deliver_after,
        held_until=plan.held_until,
        created_at=now,
    )
    PunchEvent.objects.create(company=employee.company, punch=punch, state=plan.state, at=now, note=plan.error)
    return punch
