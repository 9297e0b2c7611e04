"""The token endpoints: the path names the token, no header is asked for, and they work in restricted hours."""

from attendance_server.linkage import tokens
from attendance_server.webapi.endpoint import Answer, Call, Operation, endpoint
from attendance_server.webapi.errors import Reason, WebApiError


def _available(_: Call, token: str) -> Answer:
    return Answer(content={"available": tokens.find_token(token) is not None})


def _reissue(call: Call, token: str) -> Answer:
    renewed = tokens.reissue_token(token, now=call.now)
    if renewed is None:
        raise WebApiError(Reason.BAD_CREDENTIALS)
    return Answer(content={"token": renewed}, status=201)


def _revoke(_: Call, token: str) -> Answer:
    if not tokens.revoke_token(token):
        raise WebApiError(Reason.BAD_CREDENTIALS)
    return Answer(status=204)


available = endpoint(GET=Operation(view=_available, open_in_restricted_hours=True))
token = endpoint(
    POST=Operation(view=_reissue, open_in_restricted_hours=True),
    DELETE=Operation(view=_revoke, open_in_restricted_hours=True),
)
