"""Changing punches. Every state a punch was in is a `PunchEvent`, written with the change itself."""

from datetime import datetime, timedelta

from django.db import transaction

from kaodoki.punches.models import AttemptChallenge, ChallengeFrame, Punch, PunchEvent, State

# An answer that came in time may still be looked at when its challenge expires.
EXPIRED_FOR = timedelta(seconds=30)
# How long the bytes that answered a challenge are known again.
FRAMES_KNOWN = timedelta(days=30)


def change_state(punch: Punch, state: State, *, at: datetime, note: str = "", by: str = "", **columns: object) -> None:
    """Sets the state and the given columns and writes the event, in one transaction. `by`: the person who decided."""
    punch.state = state
    for name, value in columns.items():
        setattr(punch, name, value)
    with transaction.atomic():
        punch.save(update_fields=["state", *columns])
        write_event(punch, at=at, note=note, by=by)


def write_event(punch: Punch, *, at: datetime, note: str = "", by: str = "") -> None:
    """That the punch stands as it does since `at`, and why."""
    PunchEvent.objects.create(
        company_id=punch.company_id, punch=punch, state=punch.state, at=at, note=note[:200], by=by[:200]
    )


def forget_expired_challenges(*, now: datetime) -> int:
    """Wipes who would have had to answer the challenges that nobody did, and returns how many those were."""
    expired = AttemptChallenge.objects.filter(sealed__isnull=False, expires_at__lte=now - EXPIRED_FOR)
    return expired.update(sealed=None, first_look_digests=[])


def forget_old_frames(*, now: datetime) -> int:
    """Deletes the digests of frames that answered a challenge longer ago than `FRAMES_KNOWN`."""
    count, _ = ChallengeFrame.objects.filter(at__lte=now - FRAMES_KNOWN).delete()
    return count
