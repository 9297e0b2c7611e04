"""Changing punches. Every state a punch was in is a `PunchEvent`, written with the change itself."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.errors import InvalidInput
from kaodoki.people.models import Settings
from kaodoki.people.queries import day_start_of, zone_of
from kaodoki.punches.errors import PunchNotOpen, TooLate
from kaodoki.punches.models import Attempt, AttemptChallenge, ChallengeFrame, Punch, PunchEvent, State
from kaodoki.punches.queue import wake_delivery
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.working_day import working_date, working_time

# States in which a person may decide over a punch: nothing of it is on its way. What is `unconfirmed` may lie over
# there already, so it is looked up first.
RESOLVABLE = (State.INTEGRITY_ERROR, State.REJECTED, State.NOT_LINKED, State.PENDING, State.HELD)

# The attendance system takes punches up to three years back (WebAPI reference, 3), and none of the future makes sense.
CORRECTION_BACK = timedelta(days=3 * 365)
CORRECTION_AHEAD = timedelta(minutes=2)

# An answer that came in time may still be looked at when its challenge expires.
EXPIRED_FOR = timedelta(seconds=30)
# How long the bytes that answered a challenge are known again.
FRAMES_KNOWN = timedelta(days=30)


def change_state(punch: Punch, state: State, *, at: datetime, note: str = "", **columns: object) -> None:
    """Sets the state and the given columns and writes the event, in one transaction."""
    punch.state = state
    for name, value in columns.items():
        setattr(punch, name, value)
    with transaction.atomic():
        punch.save(update_fields=["state", *columns])
        PunchEvent.objects.create(company_id=punch.company_id, punch=punch, state=state, at=at, note=note[:200])


def cancel_attempt(attempt: Attempt, *, now: datetime) -> Punch:
    """Discards the attempt's punch while nothing of it was sent; `TooLate` from `deliver_after` on."""
    with transaction.atomic():
        punch = Punch.objects.select_for_update().filter(attempt=attempt).first()
        if punch is None:
            raise TooLate
        if punch.state == State.DISCARDED:
            return punch
        undoable = (State.PENDING, State.HELD, State.INTEGRITY_ERROR, State.NOT_LINKED)
        if now >= punch.deliver_after or punch.state not in undoable:
            raise TooLate
        change_state(punch, State.DISCARDED, at=now, note="cancelled at the terminal")
    return punch


def forget_expired_challenges(*, now: datetime) -> int:
    """Wipes who would have had to answer the challenges that nobody did, and returns how many those were."""
    expired = AttemptChallenge.objects.filter(sealed__isnull=False, expires_at__lte=now - EXPIRED_FOR)
    return expired.update(sealed=None, first_look_digests=[])


def forget_old_frames(*, now: datetime) -> int:
    """Deletes the digests of frames that answered a challenge longer ago than `FRAMES_KNOWN`."""
    count, _ = ChallengeFrame.objects.filter(at__lte=now - FRAMES_KNOWN).delete()
    return count


def resolve_punch(punch: Punch, *, action: str, note: str, by: str, kind: Kind | None, at: datetime | None) -> Punch:
    """What an administrator decides: `deliver` as it is, `discard`, or `correct` by a new punch that points back."""
    now = clock.now()
    with transaction.atomic():
        locked = Punch.objects.select_for_update().get(pk=punch.pk)
        if locked.state not in RESOLVABLE:
            raise PunchNotOpen(state=locked.state)
        if action == "deliver":
            change_state(locked, State.PENDING, at=now, note=note, deliver_after=now, error="", held_until=None)
            outcome = locked
        else:
            change_state(locked, State.DISCARDED, at=now, note=note)
            outcome = locked if action == "discard" else _correction(locked, kind=kind, at=at, now=now, note=note)
        record_event(punch.company_id, f"punch_{action}", subject=str(punch.id), by=by, note=note)
        wake_delivery(punch.company_id, at=now)
    return outcome


def _correction(old: Punch, *, kind: Kind | None, at: datetime | None, now: datetime, note: str) -> Punch:
    settings = Settings.objects.get(company_id=old.company_id)
    zone = zone_of(settings)
    punched_at = (at or old.punched_at).replace(microsecond=0)
    if not -CORRECTION_AHEAD <= now - punched_at <= CORRECTION_BACK:
        raise InvalidInput(reason="punched_at")
    day = working_date(punched_at, zone=zone, day_start=day_start_of(settings, old.employee.site))
    try:
        with transaction.atomic():
            new = Punch.objects.create(
                company_id=old.company_id,
                employee=old.employee,
                terminal=old.terminal,
                corrects=old,
                kind=kind or old.kind,
                chosen=True,
                punched_at=punched_at,
                time_source=old.time_source,
                working_date=day,
                working_time=working_time(punched_at, zone=zone, day=day),
                state=State.PENDING,
                deliver_after=now,
                created_at=now,
            )
    except IntegrityError as error:
        raise InvalidInput(reason="この秒の打刻はすでにあります / there is a punch at that second already") from error
    PunchEvent.objects.create(company_id=new.company_id, punch=new, state=new.state, at=now, note=note[:200])
    return new
