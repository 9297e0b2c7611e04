"""QR cards: drawn, photographed, read, revoked."""

from typing import Any

import cv2
import numpy as np
import pytest
import segno
from django.utils import timezone
from numpy.typing import NDArray

from kaodoki.credentials.cards import (
    active_card,
    card_svg,
    employee_by_card,
    forget_credentials,
    issue_card,
    read_card,
    revoke_card,
)
from kaodoki.credentials.errors import CardRefused
from kaodoki.credentials.models import Card
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee


@pytest.fixture
def employee(in_scope: Company) -> Employee:
    return create_employee(in_scope, "0012", {"family_name": "佐藤", "given_name": "美咲"}, by="tests")


def held_to_the_camera(text: str, *, share: float = 0.5, turned_deg: float = 8) -> NDArray[np.uint8]:
    """A 640×480 picture of a card held a little askew before a grey room."""
    code = np.array([[0 if dark else 255 for dark in row] for row in segno.make(text, error="m").matrix], np.uint8)
    side = int(480 * share)
    card = cv2.resize(np.pad(code, 4, constant_values=255), (side, side), interpolation=cv2.INTER_NEAREST)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), turned_deg, 1)
    turn[:, 2] += (320 - side / 2, 240 - side / 2)
    grey: Any = cv2.warpAffine(card, turn, (640, 480), borderValue=(120,))
    return np.asarray(cv2.cvtColor(cv2.GaussianBlur(grey, (3, 3), 0), cv2.COLOR_GRAY2BGR), np.uint8)


@pytest.mark.parametrize("turned_deg", [0, 8, -25, 90, 180])
def test_card_held_to_the_camera_is_read(employee: Employee, in_scope: Company, turned_deg: float) -> None:
    issued = issue_card(employee, by="tests")

    secret = read_card(held_to_the_camera(issued.secret, turned_deg=turned_deg))

    assert secret == issued.secret
    assert employee_by_card(in_scope, secret) == employee


def test_secret_is_kept_as_a_hash_and_not_shown_by_repr(employee: Employee) -> None:
    issued = issue_card(employee, by="tests")

    assert issued.secret not in str(Card.objects.values().get())
    assert issued.secret not in repr(issued)
    assert "<svg" in issued.svg
    assert "style" not in issued.svg


def test_new_card_ends_the_old_one(employee: Employee, in_scope: Company) -> None:
    old, new = issue_card(employee, by="tests"), issue_card(employee, by="tests")

    assert employee_by_card(in_scope, new.secret) == employee
    assert active_card(employee) == new.card
    with pytest.raises(CardRefused):
        employee_by_card(in_scope, old.secret)


def test_revoked_card_is_refused(employee: Employee, in_scope: Company) -> None:
    issued = issue_card(employee, by="tests")

    revoke_card(issued.card, by="tests")

    assert active_card(employee) is None
    with pytest.raises(CardRefused):
        employee_by_card(in_scope, issued.secret)


def test_card_of_somebody_erased_is_refused_and_forgotten(employee: Employee, in_scope: Company) -> None:
    issued = issue_card(employee, by="tests")
    Employee.objects.filter(pk=employee.pk).update(erased_at=timezone.now())

    with pytest.raises(CardRefused):
        employee_by_card(in_scope, issued.secret)
    with pytest.raises(EmployeeUnknown):
        issue_card(employee, by="tests")
    forget_credentials(employee)
    assert not Card.objects.exists()


def test_card_of_another_company_is_refused(employee: Employee) -> None:
    issued = issue_card(employee, by="tests")

    with pytest.raises(CardRefused):
        employee_by_card(create_company("other", "別の会社"), issued.secret)


@pytest.mark.parametrize("text", ["https://example.com/", "kac_" + "x" * 400, "kat_" + "x" * 32, "0012"])
def test_other_qr_codes_are_no_cards(text: str) -> None:
    assert read_card(held_to_the_camera(text, share=0.95, turned_deg=0)) is None


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 700, 3), (480, 640, 3), (1080, 1920, 3)])
def test_pictures_without_a_code_are_no_cards(shape: tuple[int, ...]) -> None:
    noise = np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8)

    assert read_card(noise) is None
    assert read_card(np.zeros(shape, np.uint8)) is None


def test_field_of_finder_marks_is_no_card_either() -> None:
    mark = np.pad(np.pad(np.zeros((3, 3), np.uint8), 1, constant_values=255), 1)
    tile = np.pad(mark, 2, constant_values=255)
    field = cv2.cvtColor(np.kron(np.tile(tile, (20, 26)), np.ones((2, 2), np.uint8)), cv2.COLOR_GRAY2BGR)

    assert read_card(np.asarray(field, np.uint8)) is None


def test_drawing_has_a_quiet_zone(employee: Employee) -> None:
    assert 'viewBox="0 0 ' in card_svg("kac_" + "x" * 32)
