"""Making and revoking terminals."""

import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from kaodoki.errors import NotFound
from kaodoki.people.services import find_site
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.terminals.services import create_terminal, revoke_terminal
from kaodoki.web.api.authentication import company_of, require
from kaodoki.web.api.paging import Json

router = Router(tags=["terminals"])


class NewTerminalRequest(Schema):
    """A terminal to be paired."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    site_code: str | None = None
    punch_selection: PunchSelection = PunchSelection.AUTO
    accepts_past: bool = False


@router.post("", response={201: dict})
def post_terminal(request: HttpRequest, body: NewTerminalRequest) -> Status[Json]:
    """A terminal and its pairing code, which is shown this once."""
    by = require(request)
    company = company_of(request)
    new = create_terminal(
        company,
        name=body.name,
        site=find_site(company, body.site_code),
        punch_selection=body.punch_selection.value,
        accepts_past=body.accepts_past,
        by=by,
    )
    answer: Json = {
        "terminal_id": str(new.terminal.id),
        "pairing_code": new.pairing_code,
        "expires_at": new.expires_at.isoformat(),
    }
    return Status(201, answer)


@router.delete("/{terminal_id}", response={204: None})
def delete_terminal(request: HttpRequest, terminal_id: uuid.UUID) -> Status[None]:
    """Revokes the terminal's token."""
    by = require(request)
    terminal = Terminal.objects.filter(company=company_of(request), id=terminal_id, revoked_at__isnull=True).first()
    if terminal is None:
        raise NotFound
    revoke_terminal(terminal, by=by)
    return Status(204, None)
