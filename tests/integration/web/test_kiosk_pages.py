"""The kiosk's own addresses: pairing into a cookie, and enrolling oneself in the demo only."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kaodoki.people.models import Company, Employee
from kaodoki.terminals.models import PunchSelection
from kaodoki.terminals.services import create_terminal
from kaodoki.web.api.authentication import TERMINAL_COOKIE


@pytest.fixture
def in_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """As under `kaodoki up --demo`."""
    monkeypatch.setattr(settings, "DEMO", True)


@pytest.fixture
def pairing_code(in_scope: Company) -> str:
    new = create_terminal(
        in_scope, name="入口", site=None, punch_selection=PunchSelection.IN, accepts_past=False, by="tests"
    )
    return new.pairing_code


@pytest.fixture
def kiosk(pairing_code: str) -> Client:
    """A paired browser."""
    client = Client()
    assert client.post("/kiosk/pair", {"pairing_code": pairing_code}).status_code == 200
    return client


def test_pairing_over_tls_gives_a_cookie_for_this_site_and_tls_only(pairing_code: str) -> None:
    client = Client()

    response = client.post("/kiosk/pair", {"pairing_code": pairing_code}, secure=True)

    cookie = response.cookies[TERMINAL_COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Strict")
    assert cookie.value not in response.content.decode()


def test_wrong_code_gives_an_error_body_and_no_cookie(company: Company) -> None:
    response = Client().post("/kiosk/pair", {"pairing_code": "AAAAA-AAAAA"}, headers={"Accept-Language": "en"})

    assert (response.status_code, response.json()["code"]) == (422, "pairing_failed")
    assert TERMINAL_COOKIE not in response.cookies


def test_pairing_from_another_site_is_refused(pairing_code: str) -> None:
    response = Client(enforce_csrf_checks=True).post("/kiosk/pair", {"pairing_code": pairing_code})

    assert response.status_code == 403


def test_pages_allow_no_inline_script(company: Company) -> None:
    response = Client().get("/kiosk/")

    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "<style" not in response.content.decode()


def test_enrolling_oneself_exists_in_the_demo_only(kiosk: Client) -> None:
    assert kiosk.get("/kiosk/enrol-yourself").status_code == 404


def test_enrolling_oneself_needs_a_paired_terminal(company: Company, in_demo: None) -> None:
    assert _enrol(Client(), b"") == (401, "terminal_refused")


def test_visitor_becomes_the_next_free_code(kiosk: Client, in_demo: None, pictures: Path) -> None:
    answers = [_enrol(kiosk, (pictures / name).read_bytes()) for name in ("obama_1.jpg", "biden.jpg")]

    assert answers == [(201, ""), (201, "")]
    assert list(Employee.objects.values_list("employee_code", flat=True).order_by("employee_code")) == ["9001", "9002"]


@pytest.mark.parametrize(
    ("photo", "consent", "code"), [("group", "true", "photo_refused"), ("obama_1", "", "consent_missing")]
)
def test_refused_visitor_leaves_no_employee(
    kiosk: Client, in_demo: None, pictures: Path, photo: str, consent: str, code: str
) -> None:
    answer = _enrol(kiosk, (pictures / f"{photo}.jpg").read_bytes(), consent=consent)

    assert answer == (422, code)
    assert not Employee.objects.exists()


def _enrol(client: Client, photo: bytes, consent: str = "true") -> tuple[int, str]:
    """Status, and the error's code if there is one."""
    picture = SimpleUploadedFile("snapshot.jpg", photo, content_type="image/jpeg")
    answer = client.post("/kiosk/enrol-yourself", {"name": "訪問者", "consent": consent, "photo": picture})
    return answer.status_code, answer.json().get("code", "")
