"""What one drain works with, and the moves it makes: each changes a punch only if it still stands where it stood."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kaodoki.linking.connectors.protocol import (
    ConnectorFault,
    CredentialsRefused,
    OutgoingPunch,
    RateLimited,
    RestrictedHours,
    Unavailable,
)
from kaodoki.linking.models import Connection
from kaodoki.linking.queries import restricted_until
from kaodoki.people.models import Company, Settings
from kaodoki.punches.models import Punch, State
from kaodoki.punches.services import change_state
from kaodoki.timekeeping.kinds import Kind

# The other side may still be storing what it did not answer: it is looked up no sooner than this, and looked up again.
LOOK_UP_AFTER = timedelta(seconds=60)
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(minutes=5)
RATE_LIMIT_PAUSE = timedelta(seconds=60)
# Where our clock says that linking is allowed and the other side says no.
CLOCKS_DISAGREE_PAUSE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drain:
    """One pass over what a company has to deliver."""

    company: Company
    connection: Connection
    settings: Settings
    now: Callable[[], datetime]
    # The division over there that each terminal stands in, where its site is bound to one.
    division_codes: Mapping[UUID, str] = field(default_factory=dict)
    # Punches that the drain before left in `sending` when it died.
    interrupted: Collection[UUID] = ()

    def restricted_until(self) -> datetime | None:
        """The end of the restricted hours if this moment is in them; else None."""
        return restricted_until(self.settings, self.now())

    def hold_connection(self) -> bool:
        """Whether the company is still linked as when the drain began; if so, it stays so until the caller commits.

        Before any employee or punch is locked: a sync locks in this order, too.
        """
        same = Connection.objects.select_for_update(no_key=True)
        values = {name: getattr(self.connection, name) for name in ("connector", "base_url", "sealed_token")}
        return same.filter(pk=self.connection.pk, **values).first() is not None

    def succeed(self) -> None:
        """The other side answers: no back-off any more."""
        if self.connection.failures or self.connection.retry_after:
            self._save_connection(failures=0, retry_after=None)

    def stop(self, fault: ConnectorFault) -> datetime | None:
        """Notes a fault that concerns the whole connection; when it may be used again (None: a person must act)."""
        moment = self.now()
        if isinstance(fault, CredentialsRefused):
            self._save_connection(state=Connection.State.CREDENTIALS_REFUSED)
            return None
        failures = min(self.connection.failures + 1, 1000)
        if isinstance(fault, RestrictedHours):
            until = fault.until or self.restricted_until() or moment + CLOCKS_DISAGREE_PAUSE
        elif isinstance(fault, RateLimited):
            until = moment + max(_given(fault.retry_after_s), RATE_LIMIT_PAUSE)
        else:
            given = _given(fault.retry_after_s if isinstance(fault, Unavailable) else None)
            until = moment + max(given, min(FIRST_BACK_OFF * 2 ** min(failures - 1, 10), LONGEST_BACK_OFF))
        self._save_connection(failures=failures, retry_after=until)
        return until

    def _save_connection(self, **columns: object) -> None:
        # An administrator may have linked again meanwhile: only the connection this drain opened is changed.
        same = Connection.objects.filter(pk=self.connection.pk, sealed_token=self.connection.sealed_token)
        if same.update(**columns):
            for name, value in columns.items():
                setattr(self.connection, name, value)


def move(
    punch: Punch, state: State, *, expected: Collection[State], at: datetime, note: str = "", **columns: Any
) -> bool:
    """Changes the state and commits, if the punch is still in one of the `expected` states; whether it was."""
    with transaction.atomic(durable=True):
        current = Punch.objects.select_for_update().filter(pk=punch.pk, state__in=expected).first()
        if current is None:
            return False
        change_state(current, state, at=at, note=note, **columns)
    return True


def outgoing(punch: Punch, employee_key: str, *, division_code: str | None = None) -> OutgoingPunch:
    """The punch as a connector sends it; where it was made does not matter for finding it again."""
    return OutgoingPunch(
        punch_id=punch.id,
        employee_key=employee_key,
        punched_at=punch.punched_at,
        working_date=punch.working_date,
        kind=Kind(punch.kind),
        division_code=division_code,
    )


def _given(seconds: float | None) -> timedelta:
    return min(timedelta(seconds=min(seconds or 0, 86_400)), LONGEST_BACK_OFF)
