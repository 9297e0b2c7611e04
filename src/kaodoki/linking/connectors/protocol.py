"""What delivery asks of a connector, and everything that may go wrong on the way."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Protocol

from kaodoki.timekeeping.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An employee as the other side knows them. `resigned_on`: the last day, also where it is still to come."""

    employee_code: str
    employee_key: str
    family_name: str = ""
    given_name: str = ""
    division_code: str = ""
    resigned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionThere:
    """A division (所属) over there. `day_border` (日付変更時間) is where its day begins; None if it does not say."""

    code: str
    name: str
    day_border: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingPunch:
    """A punch as it is sent. `punched_at` is aware, to the second; `working_date` is Kaodoki's decision."""

    punch_id: uuid.UUID
    employee_key: str
    punched_at: datetime
    working_date: date
    kind: Kind
    # The place of the punch over there; None: the employee's own division.
    division_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The other side has the punch. Where `superseded`, a later clock-out is there, which may have replaced it."""

    punch_id: uuid.UUID
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyOvertime:
    """Minutes of overtime of one person in a month, as article 36 counts it, and the days the month runs over.

    `minutes`: without work on legal holidays; `holiday_minutes`: that work alone. `begins` and `ends` are both
    included and follow the other side's closing day; None where it does not say.
    """

    employee_key: str
    minutes: int
    holiday_minutes: int = 0
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What the other side can do besides taking punches, and how much of it at once.

    `punches_per_five_minutes` holds for any five minutes. `lanes` is how many punches of different people may be on
    their way at once, each lane with a connector of its own.
    """

    people: bool
    read_back: bool
    overtime: bool
    divisions: bool = False
    punches_per_five_minutes: int | None = None
    lanes: int = 1
    # Whether a punch must be of its working day or the day after (WebAPI reference, 5.6).
    has_deadline: bool = False
    # Whether a `punch_id` that comes again adds nothing: then an unclear punch is sent again without any look-up.
    drops_repeats: bool = False


class Connector(Protocol):
    """The adapter to one attendance system. Every call may raise a `ConnectorFault`, and nothing else."""

    capabilities: Capabilities

    def check(self) -> None:
        """Tries the credentials with a call that is allowed at any hour."""

    def list_people(self) -> list[Person]:
        """Everybody the other side knows, those who have resigned included."""

    def list_divisions(self) -> list[DivisionThere]:
        """The divisions over there; asked only where `capabilities.divisions` says so."""

    def deliver(self, punch: OutgoingPunch) -> Receipt:
        """Sends one punch, once, without any retry of its own."""

    def find_many(self, punches: Sequence[OutgoingPunch]) -> dict[uuid.UUID, Receipt]:
        """Which of `punches` the other side already has, in one call; by `punch_id`."""

    def monthly_overtime(self, month: str) -> list[MonthlyOvertime]:
        """Overtime of everybody in `month` (YYYY-MM)."""

    def close(self) -> None:
        """Lets go of connections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the operator lets a company's connection reach besides public https: hosts, and folders with all below.

    `before_read` is called before each request that counts against the general limit; where that is spent, it raises
    `RateLimited` and nothing is asked.
    """

    hosts: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    before_read: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorType:
    """One kind of attendance system: what `connector.py` of its folder offers as `CONNECTOR`.

    `check(base_url, access_token, allowed)` judges what an administrator typed without asking the other side, returns
    the address to keep (200 characters at most), and raises a `KaodokiError` that says what to correct.
    `open(base_url, access_token, allowed)` makes a connector and raises nothing: what has become wrong since, its
    calls say as faults.
    """

    check: Callable[[str, str, Allowed], str]
    open: Callable[[str, str, Allowed], Connector]
    needs_secret: bool = True
    # Of systems whose tokens can be renewed and revoked by who holds them: the new token; nothing.
    reissue_token: Callable[[str, str, Allowed], str] | None = None
    revoke_token: Callable[[str, str, Allowed], None] | None = None
    # Whether closing a connector does work that falls due by itself, as putting out files: each sweep opens one.
    is_tended: bool = False
    # Requests in any five minutes that are no punches.
    reads_per_five_minutes: int | None = None


class ConnectorFault(Exception):
    """Base of the faults a connector may raise."""


class Unavailable(ConnectorFault):
    """Certainly not stored: nothing was sent, or the other side said that it failed before storing."""

    def __init__(self, retry_after_s: float | None = None) -> None:
        super().__init__("unavailable")
        self.retry_after_s = retry_after_s


class Ambiguous(ConnectorFault):
    """Perhaps stored: the request went out and no answer that settles it came back."""


class RateLimited(ConnectorFault):
    """Not stored; too many requests."""

    def __init__(self, retry_after_s: float | None = None) -> None:
        super().__init__("rate_limited")
        self.retry_after_s = retry_after_s


class Rejected(ConnectorFault):
    """Not stored, and the same request will be refused again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CredentialsRefused(ConnectorFault):
    """The token is not accepted; an administrator must link again."""


class RestrictedHours(ConnectorFault):
    """The other side's clock says restricted hours, whatever ours says."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__("restricted_hours")
        self.until = until
