"""What may still be asked of the other side within its rate limits: counted per token, in PostgreSQL, for all machines.

The window is counted by the database's clock: a worker whose own clock is wrong neither starves nor exceeds it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction

from kaodoki.linking.connectors.protocol import RateLimited

# The limits are "in the last five minutes" (WebAPI reference, 3). Seconds are counted whole, and a request may take a
# moment on its way: 302 s at least lie between two that take the same place.
WINDOW_S = 303
# On its way for longer, a request may have been counted over there later than here: then it counts here once more.
SLOW_S = 2.0

_LOOK = """
WITH moment AS (SELECT floor(extract(epoch FROM clock_timestamp()))::bigint AS now),
forgotten AS (
    DELETE FROM linking_ratespent USING moment
    WHERE token_digest = %(token)s AND api = %(api)s AND second <= now - %(window)s
)
SELECT now, coalesce(sum(count), 0)::int, min(second), max(second)
FROM moment LEFT JOIN linking_ratespent ON token_digest = %(token)s AND api = %(api)s AND second > now - %(window)s
GROUP BY now
"""
_SPEND = """
INSERT INTO linking_ratespent (company_id, token_digest, api, second, count)
VALUES (%(company)s, %(token)s, %(api)s, %(now)s, %(count)s)
"""
_FROM_THE_FUTURE = """
UPDATE linking_ratespent SET second = %(now)s WHERE token_digest = %(token)s AND api = %(api)s AND second > %(now)s
"""


class Api(StrEnum):
    """Which of the other side's limits a request counts against."""

    PUNCHES = "punches"
    GENERAL = "general"


class BudgetSpent(RateLimited):
    """Nothing was asked: one more request would pass the limit. `retry_after_s` is when there is room again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One limit of one token. Whoever takes from it waits for whoever is taking, so that the sum is never passed."""

    company_id: UUID
    token_digest: str
    api: Api
    limit: int

    def take(self, wanted: int) -> int:
        """How many of `wanted` may be sent now; they are spent with the caller's transaction, which must be open."""
        now, spent, _ = self._look()
        granted = max(0, min(wanted, self.limit - spent))
        if granted:
            self._spend(granted, now)
        return granted

    def spend_again(self, count: int) -> None:
        """Counts requests that took longer than `SLOW_S` a second time, now."""
        now, _, _ = self._look()
        self._spend(count, now)

    def free_in_s(self) -> float:
        """Seconds until there is room for one more; 0 if there is."""
        with transaction.atomic():
            now, spent, oldest = self._look()
        return 0.0 if spent < self.limit else float(max(1, oldest + WINDOW_S - now))

    def _look(self) -> tuple[int, int, int]:
        """The second that it is, what is spent in the window, and the oldest second of it."""
        values: dict[str, str | int] = {"token": self.token_digest, "api": str(self.api), "window": WINDOW_S}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [self.token_digest + self.api])
            cursor.execute(_LOOK, values)
            now, spent, oldest, newest = cursor.fetchone() or (0, 0, None, None)
            if newest is not None and newest > now:
                # The database's clock was set back: as if it had been spent now, nothing waits longer than a window.
                cursor.execute(_FROM_THE_FUTURE, {**values, "now": now})
        return now, spent, min(oldest, now) if oldest is not None else now

    def _spend(self, count: int, now: int) -> None:
        values: dict[str, str | int | UUID] = {"company": self.company_id, "token": self.token_digest}
        with connection.cursor() as cursor:
            cursor.execute(_SPEND, {**values, "api": str(self.api), "now": now, "count": count})


def digest_of(token: str) -> str:
    """Names a token without being one: it cannot be turned back into it."""
    return hashlib.sha256(b"kaodoki-rate-budget\x00" + token.encode()).hexdigest()


def before_each_read(budget: Budget) -> Callable[[], None]:
    """What a connector calls before a request that counts against the general limit. It raises `BudgetSpent`."""

    def take_one() -> None:
        with transaction.atomic():
            granted = budget.take(1)
        if not granted:
            raise BudgetSpent(budget.free_in_s())

    return take_one
