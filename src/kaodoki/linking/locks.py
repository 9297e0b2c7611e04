"""One drain per company at a time, over all machines: an advisory lock of PostgreSQL, gone with its session."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


@contextmanager
def drain_lock(company_id: UUID) -> Iterator[bool]:
    """Whether the lock was got; let go on leaving. Needs a session of its own: no pooler in transaction mode."""
    key = int.from_bytes(company_id.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        row = cursor.fetchone()
    got = bool(row and row[0])
    try:
        yield got
    finally:
        if got:
            _unlock(key)


def _unlock(key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
