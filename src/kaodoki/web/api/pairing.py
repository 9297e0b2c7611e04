"""Pairing: the one call that needs no token."""

from django.http import HttpRequest
from ninja import Router, Schema

from kaodoki.terminals.services import pair
from kaodoki.web.api.paging import Json
from kaodoki.web.client_address import client_address

router = Router(tags=["terminals"])


class PairingRequest(Schema):
    """What the terminal's screen was given."""

    pairing_code: str


@router.post("/pair")
def pair_terminal(request: HttpRequest, body: PairingRequest) -> Json:
    """The terminal's token, once per code."""
    terminal, token = pair(body.pairing_code, address=client_address(request))
    return {"terminal_id": str(terminal.id), "token": token}
