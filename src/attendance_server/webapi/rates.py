"""Requests counted over the last five minutes, per caller, in PostgreSQL: right for any number of worker processes.

A ring of `limit` slots a caller: a request takes the next slot if the request that held it before came a window
ago or more. That is exact for a sliding window, and one statement a request. The tables are unlogged, so a count
flushes nothing to disk.
"""

import math
import random

from django.db import connection

from attendance_server.webapi.models import RequestMoment, RequestRing

WINDOW_S = 300.0
_FORGET_EVERY = 2000  # requests, on average: what is older than the window is dropped
_NOW = "coalesce(%(now)s::float8, extract(epoch FROM clock_timestamp())::float8)"

# The lock on the ring's row makes the requests of one caller wait for each other. Moments further ahead than a window
# come from a clock that was set back, and count as gone.
_TAKE = f"""
WITH ring AS MATERIALIZED (
    SELECT turns FROM webapi_requestring WHERE caller = %(caller)s FOR UPDATE
), taken AS (
    INSERT INTO webapi_requestmoment AS moment (caller, slot, at)
    SELECT %(caller)s, turns %% %(limit)s, {_NOW} FROM ring
    ON CONFLICT (caller, slot) DO UPDATE SET at = excluded.at
    WHERE moment.at <= excluded.at - %(window)s OR moment.at > excluded.at + %(window)s
    RETURNING at
), moved AS (
    UPDATE webapi_requestring SET turns = turns + 1 FROM taken WHERE caller = %(caller)s
)
SELECT exists(SELECT FROM ring), exists(SELECT FROM taken)
"""  # noqa: S608 # only this file's own text is put in
_START = "INSERT INTO webapi_requestring (caller, turns) VALUES (%(caller)s, 0) ON CONFLICT DO NOTHING"
_WAIT = f"""
SELECT moment.at + %(window)s - {_NOW}
FROM webapi_requestring ring JOIN webapi_requestmoment moment ON moment.caller = ring.caller
WHERE ring.caller = %(caller)s AND moment.slot = ring.turns %% %(limit)s
"""  # noqa: S608
_FORGET_MOMENTS = f"DELETE FROM webapi_requestmoment WHERE at <= {_NOW} - %(window)s"  # noqa: S608
_FORGET_RINGS = """
DELETE FROM webapi_requestring ring
WHERE NOT EXISTS (SELECT FROM webapi_requestmoment moment WHERE moment.caller = ring.caller)
"""


def wait_s(caller: str, *, limit: int, now_s: float | None = None) -> int:
    """Count a request; 0 if it is within the limit, else the whole seconds until one is again.

    Refused requests are not counted. `now_s` (seconds since 1970) is the database's present unless it is given.
    """
    if limit < 1:
        return int(WINDOW_S)
    values: dict[str, str | int | float | None] = {
        "caller": f"{limit} {caller}"[:200],
        "limit": limit,
        "window": WINDOW_S,
        "now": now_s,
    }
    if random.randrange(_FORGET_EVERY) == 0:  # noqa: S311 # nothing is kept secret by it
        forget_idle(now_s)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        is_known, is_taken = cursor.fetchone()
        if not is_known:
            cursor.execute(_START, values)
            cursor.execute(_TAKE, values)
            _, is_taken = cursor.fetchone()
        if is_taken:
            return 0
        cursor.execute(_WAIT, values)
        row = cursor.fetchone()
    return max(1, math.ceil(row[0])) if row else 1


def forget_idle(now_s: float | None = None) -> None:
    """Drop what no longer counts."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_MOMENTS, {"window": WINDOW_S, "now": now_s})
        cursor.execute(_FORGET_RINGS)


def forget_all() -> None:
    """Start counting anew."""
    RequestMoment.objects.all().delete()
    RequestRing.objects.all().delete()
