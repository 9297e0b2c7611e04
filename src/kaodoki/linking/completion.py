"""The end of linking, however the token came: it is tried, the days of both sides are compared, and it is saved.

Where the days differ, nothing is saved before the administrator has seen it: until then the token lies sealed in an
`Offer`, kept in the administrator's session; it is good once. Callers hold the company's scope.
"""

import base64
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time

from kaodoki.audit.services import record_event
from kaodoki.errors import KaodokiError
from kaodoki.linking.authorization import CONNECTOR, PATIENCE
from kaodoki.linking.connectors.protocol import Connector, ConnectorFault, CredentialsRefused, DivisionThere, Person
from kaodoki.linking.connectors.registry import CONNECTORS
from kaodoki.linking.errors import AttendanceSystemAway, ConnectionRefusedAddress, DifferenceGone, LinkingStale
from kaodoki.linking.history import Way, last_linking
from kaodoki.linking.models import Connection
from kaodoki.linking.queries import allowed_for, connection_of, restricted_until
from kaodoki.linking.services import set_connection, try_connection
from kaodoki.linking.sites import BorderDifference, align, border_differences, keep_divisions, site_divisions
from kaodoki.linking.token_keeping import token_of, try_revoking
from kaodoki.people.keys import cipher
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import settings_of

logger = logging.getLogger(__name__)

OFFER = "linking-offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the other side says of its days, in plain texts, so that a session can keep it.

    `divisions`: code, name and day border, "" where it does not say; `codes_without_site`: of those that people
    without a site here are in. `is_known` is false where it could not be asked, as in restricted hours.
    """

    is_known: bool
    divisions: Sequence[Sequence[str]] = ()
    codes_without_site: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A token that was accepted over there and waits for the administrator's word; of plain texts as `Pending` is."""

    administrator: str
    made_at: str
    base_url: str
    way: str
    key_version: int
    divisions: Sequence[Sequence[str]]
    codes_without_site: Sequence[str]
    sealed_token: str = field(repr=False)


def complete(
    company: Company, *, base_url: str, access_token: str, way: Way, by: str, now: datetime
) -> Offer | Compared:
    """Links, or links again; an `Offer` if the days differ and nobody has seen that yet: nothing is saved then.

    Raises what `set_connection` raises, and then nothing has changed.
    """
    try:
        address = try_connection(company, connector=CONNECTOR, base_url=base_url, access_token=access_token)
        compared = _compared(company, address, access_token, now)
        if differences(company, compared):
            return _offer(company, compared, base_url=address, access_token=access_token, way=way, by=by, now=now)
        _link(company, compared, base_url=address, access_token=access_token, way=way, by=by)
    except KaodokiError:
        _give_back(company, base_url, access_token, way)
        raise
    return compared


def differences(company: Company, compared: Compared | Offer) -> list[BorderDifference]:
    """Those that nobody has left as they are before."""
    divisions = _divisions(compared.divisions)
    found = border_differences(company, divisions, codes_without_site=compared.codes_without_site)
    return [one for one in found if not one.is_seen]


def confirm(company: Company, offer: Offer, *, by: str, now: datetime) -> Compared:
    """Links with the token of the offer, as the days are. Raises `LinkingStale`, or what `set_connection` raises.

    After `AttendanceSystemAway` the same offer may be tried again; after anything else it is good for nothing.
    """
    if is_stale(offer, by=by, now=now):
        drop(company, offer, by=by)
        raise LinkingStale
    token = _token_of(company, offer)
    compared = Compared(is_known=True, divisions=offer.divisions, codes_without_site=offer.codes_without_site)
    try:
        _link(company, compared, base_url=offer.base_url, access_token=token, way=Way(offer.way), by=by)
    except AttendanceSystemAway:
        raise
    except KaodokiError:
        _give_back(company, offer.base_url, token, Way(offer.way))
        raise
    return compared


def take_over_day_border(company: Company, offer: Offer, difference_id: str, *, by: str) -> None:
    """Gives the site, or the company, the other side's day border before we link. Raises `DifferenceGone`."""
    found = next((one for one in differences(company, offer) if one.id == difference_id), None)
    if found is None:
        raise DifferenceGone
    align(company, found, by=by)


def drop(company: Company, offer: Offer, *, by: str) -> None:
    """Links nothing; a token that was made for us is revoked over there."""
    record_event(company.id, "linking_dropped", subject=CONNECTOR, by=by)
    _give_back(company, offer.base_url, _token_of(company, offer), Way(offer.way))


def is_stale(offer: Offer, *, by: str, now: datetime) -> bool:
    """Whether it is somebody else's, or too old."""
    return offer.administrator != by or not now - PATIENCE <= datetime.fromisoformat(offer.made_at) <= now


def _compared(company: Company, address: str, access_token: str, now: datetime) -> Compared:
    if restricted_until(settings_of(company), now) is not None:
        return Compared(is_known=False)
    connector = CONNECTORS[CONNECTOR].open(address, access_token, allowed_for(company))
    try:
        return _asked(connector)
    except ConnectorFault as fault:  # the link is good all the same; the next sync compares
        logger.info("days were not compared before linking: %s", fault.__class__.__name__)
        return Compared(is_known=False)
    finally:
        connector.close()


def _asked(connector: Connector) -> Compared:
    try:
        divisions = connector.list_divisions()
    except CredentialsRefused:  # a permission of its own, which linking does without
        return Compared(is_known=False)
    rows = [(each.code, each.name, f"{each.day_border:%H:%M}" if each.day_border else "") for each in divisions]
    codes = _codes_without_site(connector.list_people(), divisions)
    return Compared(is_known=True, divisions=rows, codes_without_site=sorted(codes))


def _codes_without_site(people: Sequence[Person], divisions: Sequence[DivisionThere]) -> set[str]:
    """Divisions of those who will be linked and have no site here; of everybody, as long as nobody is known here."""
    here = Employee.objects.filter(erased_at__isnull=True)
    working = [person for person in people if person.resigned_on is None]
    if here.exists():
        without = set(here.filter(site__isnull=True).values_list("employee_code", flat=True))
        return {person.division_code for person in working if person.employee_code in without}
    bound = {each.division.code for each in site_divisions(divisions) if each.division}
    return {person.division_code for person in working} - bound


def _offer(
    company: Company, compared: Compared, *, base_url: str, access_token: str, way: Way, by: str, now: datetime
) -> Offer:
    key = cipher(company)
    sealed_token = key.seal(access_token.encode(), parts=(OFFER, by))
    record_event(company.id, "linking_to_confirm", subject=CONNECTOR, by=by, base_url=base_url)
    return Offer(
        administrator=by,
        made_at=now.isoformat(),
        base_url=base_url,
        way=way.value,
        key_version=key.key_version,
        divisions=compared.divisions,
        codes_without_site=compared.codes_without_site,
        sealed_token=base64.b64encode(sealed_token).decode(),
    )


def _token_of(company: Company, offer: Offer) -> str:
    key = cipher(company, key_version=offer.key_version)
    return key.unseal(base64.b64decode(offer.sealed_token), parts=(OFFER, offer.administrator)).decode()


def _link(company: Company, compared: Compared, *, base_url: str, access_token: str, way: Way, by: str) -> None:
    former = _former(company)
    set_connection(company, connector=CONNECTOR, base_url=base_url, access_token=access_token, by=by, way=way)
    keep_divisions(company, _divisions(compared.divisions))
    if former is not None and former[1] != access_token:
        try_revoking(company, *former)


def _former(company: Company) -> tuple[Connection, str] | None:
    """What was linked by consent before: its token would be left over. One entered by hand is the company's."""
    connection, record = connection_of(company), last_linking(company)
    if connection is None or record is None or record.way is not Way.CONSENT:
        return None
    return connection, token_of(company, connection)


def _give_back(company: Company, base_url: str, access_token: str, way: Way) -> None:
    """A token that was made for a link that is none must not be left over; one entered by hand is the company's."""
    if way is not Way.CONSENT:
        return
    with suppress(ConnectionRefusedAddress):  # the operator may have changed what is allowed since it was made
        CONNECTORS[CONNECTOR].check(base_url, access_token, allowed_for(company))
        try_revoking(company, Connection(connector=CONNECTOR, base_url=base_url), access_token)


def _divisions(rows: Sequence[Sequence[str]]) -> list[DivisionThere]:
    return [
        DivisionThere(code=code, name=name, day_border=time.fromisoformat(border) if border else None)
        for code, name, border in rows
    ]
