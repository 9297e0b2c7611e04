"""PINs and QR cards of employees."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from kaodoki.accounts.models import Role
from kaodoki.credentials.cards import active_card, issue_card, revoke_card
from kaodoki.credentials.pins import clear_pin, draw_pin, set_pin
from kaodoki.errors import NotFound
from kaodoki.people.models import Employee
from kaodoki.people.queries import employee_by_code
from kaodoki.web.api.authentication import company_of, require
from kaodoki.web.api.paging import Json

router = Router(tags=["employees"])


class NewPin(Schema):
    """The PIN to set; without one it is drawn."""

    pin: Annotated[str, StringConstraints(max_length=64)] | None = None


@router.put("/{employee_code}/pin")
def put_pin(request: HttpRequest, employee_code: str, body: NewPin) -> Json:
    """Sets the PIN, or draws one that is answered this once."""
    employee, by = _employee(request, employee_code)
    if body.pin is None:
        return {"employee_code": employee.employee_code, "pin": draw_pin(employee, by=by)}
    set_pin(employee, body.pin, by=by)
    return {"employee_code": employee.employee_code}


@router.delete("/{employee_code}/pin", response={204: None})
def delete_pin(request: HttpRequest, employee_code: str) -> Status[None]:
    """Takes the PIN away."""
    employee, by = _employee(request, employee_code)
    if not clear_pin(employee, by=by):
        raise NotFound
    return Status(204, None)


@router.post("/{employee_code}/card", response={201: dict})
def post_card(request: HttpRequest, employee_code: str) -> Status[Json]:
    """A new card; its QR code is answered this once, and an earlier card stops working."""
    employee, by = _employee(request, employee_code)
    issued = issue_card(employee, by=by)
    answer: Json = {
        "card_id": str(issued.card.id),
        "employee_code": employee.employee_code,
        "issued_at": issued.card.issued_at.isoformat(),
        "secret": issued.secret,
        "svg": issued.svg,
    }
    return Status(201, answer)


@router.delete("/{employee_code}/card", response={204: None})
def delete_card(request: HttpRequest, employee_code: str) -> Status[None]:
    """Revokes the card."""
    employee, by = _employee(request, employee_code)
    card = active_card(employee)
    if card is None:
        raise NotFound
    revoke_card(card, by=by)
    return Status(204, None)


def _employee(request: HttpRequest, employee_code: str) -> tuple[Employee, str]:
    by = require(request, Role.SITE_MANAGER)
    return employee_by_code(company_of(request), employee_code), by
