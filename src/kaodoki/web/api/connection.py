"""The link to the attendance system (KING OF TIME連携)."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router, Schema, Status

from kaodoki import clock
from kaodoki.linking.queries import connection_status
from kaodoki.linking.services import remove_connection, set_connection
from kaodoki.linking.sync import sync_company
from kaodoki.linking.token_keeping import reissue_token
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.queries import iso
from kaodoki.web.api.authentication import company_of, require
from kaodoki.web.api.paging import Json

router = Router(tags=["connection"])


class NewConnection(Schema):
    """By hand, as the real service issues tokens."""

    connector: str
    base_url: str
    access_token: str


class Unlinked(Schema):
    """`token_revoked`: whether the other side could be asked and did it."""

    token_revoked: bool


@router.get("")
def get_connection(request: HttpRequest) -> Json:
    """How the link stands; never the token."""
    return _status_json(company_of(request))


@router.put("")
def put_connection(request: HttpRequest, body: NewConnection) -> Json:
    """Links, after the token has been tried."""
    by = require(request)
    company = company_of(request)
    set_connection(company, connector=body.connector, base_url=body.base_url, access_token=body.access_token, by=by)
    return _status_json(company)


@router.delete("", response={200: Unlinked, 204: None})
def delete_connection(request: HttpRequest, revoke_token: bool = False) -> Status[Json] | Status[None]:
    """Unlinks; punches stay and wait. With `revoke_token` (200) the token opens nothing over there any more, either."""
    by = require(request)
    is_revoked = remove_connection(company_of(request), by=by, revoke_token=revoke_token)
    body: Json = {"token_revoked": is_revoked}
    return Status(200, body) if revoke_token else Status(204, None)


@router.post("/reissue-token")
def post_reissue_token(request: HttpRequest) -> Json:
    """The attendance system revokes the token and gives another, which is kept and shown to nobody. At any hour."""
    by = require(request)
    company = company_of(request)
    reissue_token(company, by=by)
    return _status_json(company)


@router.post("/sync")
def post_sync(request: HttpRequest) -> Json:
    """Fetches people and overtime now."""
    require(request)
    company = company_of(request)
    sync_company(company, now=clock.now())
    return _status_json(company)


def _status_json(company: Company) -> Json:
    status = connection_status(company)
    zone = zone_of(settings_of(company))
    times = {"linked_at": iso(status.linked_at, zone), "last_sync_at": iso(status.last_sync_at, zone)}
    return {**asdict(status), **times}
