"""When a mail is tried again, and when one is due. Pure."""

from datetime import datetime, timedelta

# A mail server that is away for a night is not worth losing a mail for.
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 480))
# Failures come in heaps: one mail tells of all of half an hour.
DIGEST_EVERY = timedelta(minutes=30)
# So long a punch that failed may be mended, or go through after all, before anybody is told.
SETTLES_WITHIN = timedelta(minutes=2)


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a mail that failed `tries` times is tried again; None to give up."""
    return now + RETRY_AFTER[tries - 1] if tries <= len(RETRY_AFTER) else None
