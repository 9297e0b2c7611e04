"""Reissuing and revoking the token of a connection (WebAPI reference, 2); both work at any hour."""

from urllib.parse import quote

from kaodoki.linking.connectors.king_of_time import answers
from kaodoki.linking.connectors.king_of_time.client import Answer, Client, NoAnswer, NotSent
from kaodoki.linking.connectors.protocol import Allowed, Ambiguous, Unavailable


def reissue_token(base_url: str, access_token: str, _allowed: Allowed) -> str:
    """The new token; the old one is no good from then on. `Ambiguous`: perhaps it is, and nobody has the new one."""
    try:
        with Client(base_url=base_url, access_token=access_token) as client:
            answer = client.post(_path(access_token), {})
    except NotSent:
        raise Unavailable from None
    except NoAnswer:
        raise Ambiguous from None
    return _renewed(answer)


def revoke_token(base_url: str, access_token: str, _allowed: Allowed) -> None:
    """The token opens nothing any more."""
    try:
        with Client(base_url=base_url, access_token=access_token) as client:
            answer = client.delete(_path(access_token))
    except NotSent:
        raise Unavailable from None
    except NoAnswer:
        raise Ambiguous from None
    answers.read_result(answer)


def _renewed(answer: Answer) -> str:
    try:
        body = answers.read_result(answer)
    except Unavailable:
        raise Ambiguous from None
    token = body.get("token") if isinstance(body, dict) else None
    if not isinstance(token, str) or not token:
        raise Ambiguous
    return token


def _path(access_token: str) -> str:
    return f"/tokens/{quote(access_token, safe='')}"
