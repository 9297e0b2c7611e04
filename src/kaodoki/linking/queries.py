"""Reading the link. Callers hold the company's scope."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings as operator_settings

from kaodoki.linking.budget import Api, Budget, before_each_read, digest_of
from kaodoki.linking.connectors.protocol import Allowed, Connector
from kaodoki.linking.connectors.registry import CONNECTORS
from kaodoki.linking.history import Way, last_linking
from kaodoki.linking.ledger import UNSETTLED, WAITING
from kaodoki.linking.models import Connection, EmployeeLink
from kaodoki.people.keys import cipher
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.punches.models import Punch
from kaodoki.timekeeping.restricted_hours import held_until, parse_windows

NOT_LINKED = "not_linked"
TOKEN_PARTS = ("connection-token",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionStatus:
    """The link as an administrator sees it; never the token. `state`: linked, not_linked or credentials_refused.

    `linked_at`, `linked_by` and `linked_way` (token or consent) are of the last time that linking succeeded;
    `waiting_punches` how many are not settled over there yet, linked or not.
    """

    connector: str | None = None
    base_url: str | None = None
    state: str = NOT_LINKED
    linked_at: datetime | None = None
    linked_by: str | None = None
    linked_way: Way | None = None
    last_sync_at: datetime | None = None
    waiting_punches: int = 0
    unmapped_employee_codes: list[str] = field(default_factory=list)


def connection_of(company: Company) -> Connection | None:
    """The company's connection, if there is one."""
    connection: Connection | None = Connection.objects.filter(company=company).first()
    return connection


def connection_status(company: Company) -> ConnectionStatus:
    """How the link stands. Unmapped are the employees whose code the other side did not know at the last sync."""
    connection, waiting = connection_of(company), Punch.objects.filter(state__in=(*WAITING, *UNSETTLED)).count()
    if connection is None:
        return ConnectionStatus(waiting_punches=waiting)
    record = last_linking(company)
    return ConnectionStatus(
        connector=connection.connector,
        base_url=connection.base_url,
        state=connection.state,
        linked_at=record.at if record else connection.created_at,
        linked_by=record.by if record else None,
        linked_way=record.way if record else None,
        last_sync_at=connection.last_sync_at,
        waiting_punches=waiting,
        unmapped_employee_codes=unmapped_employee_codes(company),
    )


def unmapped_employee_codes(company: Company) -> list[str]:
    """Codes of the employees, not erased, without a key on the other side."""
    mapped = EmployeeLink.objects.filter(company=company).values("employee_id")
    unmapped = Employee.objects.filter(company=company, erased_at__isnull=True).exclude(id__in=mapped)
    return list(unmapped.order_by("employee_code").values_list("employee_code", flat=True))


def restricted_until(settings: Settings, moment: datetime) -> datetime | None:
    """When linking may go on if `moment` is in the company's restricted hours, margin included; else None."""
    margin = timedelta(seconds=settings.restricted_hours_margin_seconds)
    return held_until(moment, windows=parse_windows(settings.restricted_hours), margin=margin)


def allowed_for(company: Company) -> Allowed:
    """What the operator lets this company's connection reach: of each folder, only what is named by its own code."""
    code = company.code
    # One that is no plain name would lead out of the folder, or be the folder of all companies.
    is_name = code not in {"", ".", ".."} and Path(code).name == code and code.isprintable()
    folders = operator_settings.CONNECTOR_FOLDERS if is_name else ()
    return Allowed(
        hosts=tuple(operator_settings.CONNECTOR_HOSTS), folders=tuple(Path(folder) / code for folder in folders)
    )


@contextmanager
def opened_connector(company: Company) -> Iterator[Connector]:
    """The connector of the company's connection with its token unsealed; closed on leaving."""
    connector = opening_of(company).open()
    try:
        yield connector
    finally:
        connector.close()


def has_deadline(company: Company) -> bool:
    """Whether the linked system takes a punch only up to the day after its working day. Asks nothing over there."""
    with opened_connector(company) as connector:
        return connector.capabilities.has_deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opens connectors of a connection, without the database. `token_digest` names the token in the budget."""

    open: Callable[[], Connector] = field(repr=False)
    token_digest: str


def opening_of(company: Company) -> Opening:
    """The token of the company's connection is unsealed here, once for all connectors that are opened."""
    connection = Connection.objects.get(company=company)
    key = cipher(company, key_version=connection.key_version)
    token = key.unseal(bytes(connection.sealed_token), parts=TOKEN_PARTS).decode()
    kind, allowed, digest = CONNECTORS[connection.connector], allowed_for(company), digest_of(token)
    if kind.reads_per_five_minutes is not None:
        general = Budget(company_id=company.id, token_digest=digest, api=Api.GENERAL, limit=kind.reads_per_five_minutes)
        allowed = replace(allowed, before_read=before_each_read(general))
    return Opening(open=partial(kind.open, connection.base_url, token, allowed), token_digest=digest)
