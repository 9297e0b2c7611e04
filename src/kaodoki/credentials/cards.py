"""Issuing, revoking and reading QR cards."""

import secrets
import threading
from dataclasses import dataclass, field

import cv2
import numpy as np
import segno
from django.db import transaction
from numpy.typing import NDArray

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.credentials.errors import CardRefused
from kaodoki.credentials.models import Card, Pin
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee
from kaodoki.vault.sealing import secret_hash

CARD_PREFIX = "kac_"  # a marker that lets secret scanners find leaked cards, and other QR codes be told apart
SECRET_BYTES = 24
LONGEST_SECRET = 64
# Enough for a card held at arm's length, and a bound on what a hostile picture may cost.
READ_LONG_SIDE = 960
# The detector's time depends on the picture; more than this many at once would take the cores from the faces.
READERS = 2
READER_WAIT_S = 2.0

_readers = threading.BoundedSemaphore(READERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardIssued:
    """A new card. `secret` and `svg`, which shows it, are given this once."""

    card: Card
    svg: str = field(repr=False)
    secret: str = field(repr=False)


def issue_card(employee: Employee, *, by: str) -> CardIssued:
    """A new card for the person; an earlier one stops working. Raises `EmployeeUnknown` for somebody erased."""
    secret, now = CARD_PREFIX + secrets.token_urlsafe(SECRET_BYTES), clock.now()
    with transaction.atomic():
        rows = Employee.objects.select_for_update(of=("self",), no_key=True).filter(erased_at__isnull=True)
        locked = rows.select_related("company").filter(pk=employee.pk).first()
        if locked is None:
            raise EmployeeUnknown(employee_code=employee.employee_code)
        Card.objects.filter(employee=locked, revoked_at__isnull=True).update(revoked_at=now)
        card = Card.objects.create(
            company=locked.company, employee=locked, secret_hash=secret_hash(secret), issued_at=now
        )
        record_event(locked.company_id, "card_issued", subject=locked.employee_code, by=by)
    return CardIssued(card=card, svg=card_svg(secret), secret=secret)


def revoke_card(card: Card, *, by: str) -> None:
    """The card stops working at once."""
    with transaction.atomic():
        revoked = Card.objects.filter(pk=card.pk, revoked_at__isnull=True).update(revoked_at=clock.now())
        if revoked:
            record_event(card.company_id, "card_revoked", subject=card.employee.employee_code, by=by)


def active_card(employee: Employee) -> Card | None:
    """The person's card, if they have one."""
    cards = Card.objects.filter(employee=employee, revoked_at__isnull=True, employee__erased_at__isnull=True)
    return cards.select_related("employee").first()


def forget_credentials(employee: Employee) -> None:
    """PIN and cards are gone, revoked ones too: part of erasing a person, in the caller's transaction."""
    Pin.objects.filter(employee=employee).delete()
    Card.objects.filter(employee=employee).delete()


def employee_by_card(company: Company, secret: str) -> Employee:
    """Whose card this is; raises `CardRefused` for one that is unknown, revoked or of somebody erased."""
    cards = Card.objects.filter(company=company, secret_hash=secret_hash(secret), revoked_at__isnull=True)
    card = cards.filter(employee__erased_at__isnull=True).select_related("employee__site").first()
    if card is None:
        raise CardRefused
    return card.employee


def card_svg(secret: str) -> str:
    """The card's QR code as SVG: dark on light, four modules of margin, no style of its own."""
    code = segno.make(secret, error="m", micro=False)
    return str(code.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True))


def read_card(image: NDArray[np.uint8]) -> str | None:
    """The secret on a card in the picture (BGR), or None. Anything that is not our card's QR code is not looked at."""
    if not _readers.acquire(timeout=READER_WAIT_S):
        return None
    try:
        # Not given a thread of its own: one reader per call, since the detector keeps state.
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(_reduced(image))
    except cv2.error:
        return None  # some pictures trip the detector's own assertions
    finally:
        _readers.release()
    return text if text.startswith(CARD_PREFIX) and len(text) <= LONGEST_SECRET else None


def _reduced(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    scale = READ_LONG_SIDE / max(grey.shape[:2])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    return np.asarray(small, dtype=np.uint8)
