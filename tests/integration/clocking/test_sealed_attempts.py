"""Attempts kept offline: what a terminal sealed is opened, recognised and placed at its own time, once."""

import base64
import secrets
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_scopes import scope
from tests.integration.api_client import Answer, ApiClient, enrol, paired_terminal

from kaodoki.accounts.services import create_token
from kaodoki.clocking.sealed_content import write_content
from kaodoki.credentials.pins import set_pin
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company
from kaodoki.punches.kept_frames import forget_frames, open_frame
from kaodoki.punches.models import Attempt, KeptFrame, Punch, SealedAttempt
from kaodoki.terminals.models import SealingKey
from kaodoki.terminals.sealed_box import bound_to, seal_box
from kaodoki.terminals.sealing_keys import rotate_sealing_key, tend_sealing_keys

PIN = "274913"


class Kiosk:
    """A terminal that was alone: seals as the page does, and sends."""

    def __init__(self, api: ApiClient) -> None:
        self.api = api
        self.learn()

    def learn(self) -> None:
        self.me: dict[str, Any] = self.api.get("/terminal/me").body
        self.next: int = self.me["sealing"]["next_sequence"]

    def seal(self, frames: list[bytes], **header: object) -> dict[str, Any]:
        attempt_id, sequence = uuid.uuid4(), self.next
        self.next += 1
        key_id = self.me["sealing"]["key_id"]
        told = {"attempt_id": str(attempt_id), "captured_at": ago(minutes=5), "is_clock_sure": True, **header}
        box = seal_box(
            _bytes(self.me["sealing"]["public_key"]),
            write_content(told, frames),
            nonce=secrets.token_bytes(12),
            associated=bound_to(uuid.UUID(self.me["terminal_id"]), sequence, uuid.UUID(key_id)),
        )
        return {
            "attempt_id": str(attempt_id),
            "sequence": sequence,
            "key_id": key_id,
            "ephemeral_key": _text(box.ephemeral),
            "nonce": _text(box.nonce),
            "sealed": box.ciphertext,
        }

    def send(self, sealed: dict[str, Any]) -> Answer:
        file = SimpleUploadedFile("sealed", sealed["sealed"], content_type="application/octet-stream")
        return self.api.upload("/terminal/sealed-attempts", **{**sealed, "sealed": file})


def small(path: Path) -> bytes:
    """As a camera's frame: long side 640."""
    image = cv2.imread(str(path))
    assert image is not None
    scale = 640 / max(image.shape[:2])
    _, encoded = cv2.imencode(".jpg", cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    return encoded.tobytes()


def ago(**amount: float) -> str:
    at: datetime = timezone.now() - timedelta(**amount)
    return at.isoformat()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
def frames(pictures: Path) -> list[bytes]:
    return [small(pictures / "obama_2.jpg")]


@pytest.fixture
def office(api: ApiClient, pictures: Path) -> ApiClient:
    enrol(api, "0012", "大統領", "一", (pictures / "obama_1.jpg").read_bytes())
    return api


@pytest.fixture
def kiosk(office: ApiClient) -> Kiosk:
    return Kiosk(paired_terminal(office, punch_selection="in"))


def test_an_attempt_kept_offline_becomes_a_punch_at_its_own_time(
    kiosk: Kiosk, frames: list[bytes], company: Company
) -> None:
    looked_at = ago(hours=30)

    answer = kiosk.send(kiosk.seal(frames, captured_at=looked_at))

    assert (answer.status, answer.body["state"]) == (200, "recorded")
    with scope(company=company):
        punch = Punch.objects.get()
        assert punch.punched_at == datetime.fromisoformat(looked_at).replace(microsecond=0)
        assert (punch.time_source, punch.kind, punch.employee.employee_code) == ("terminal", "in", "0012")


def test_the_same_sealed_attempt_again_gets_the_same_answer_and_no_second_punch(
    kiosk: Kiosk, frames: list[bytes], company: Company
) -> None:
    sealed = kiosk.seal(frames)

    first, second = kiosk.send(sealed), kiosk.send(sealed)

    assert (first.status, first.body) == (second.status, second.body)
    with scope(company=company):
        assert (Punch.objects.count(), Attempt.objects.count(), SealedAttempt.objects.count()) == (1, 1, 1)


def test_an_older_number_is_refused_and_a_gap_is_noted(kiosk: Kiosk, frames: list[bytes]) -> None:
    early, _lost, late = (kiosk.seal(frames) for _ in range(3))

    arrived = kiosk.send(late)
    replayed = kiosk.send(early)

    assert arrived.body["missing"] == 2
    assert (replayed.status, replayed.body["code"]) == (409, "sealed_out_of_order")
    kiosk.learn()
    assert kiosk.next == late["sequence"] + 1


@pytest.mark.parametrize(("hours", "reason"), [(72.1, "too_old"), (-0.1, "in_future")])
def test_too_old_and_future_ones_are_refused_and_stay_in_the_list(
    kiosk: Kiosk, frames: list[bytes], company: Company, hours: float, reason: str
) -> None:
    answer = kiosk.send(kiosk.seal(frames, captured_at=ago(hours=hours)))

    assert answer.body["state"] == "refused"
    with scope(company=company):
        assert SealedAttempt.objects.get().reason == reason
        assert not Punch.objects.exists()


def test_what_was_changed_on_the_way_does_not_open(kiosk: Kiosk, frames: list[bytes], company: Company) -> None:
    sealed = kiosk.seal(frames)
    body = bytearray(sealed["sealed"])
    body[40] ^= 1

    answer = kiosk.send({**sealed, "sealed": bytes(body)})

    assert answer.body["state"] == "refused"
    with scope(company=company):
        assert SealedAttempt.objects.get().reason == "sealed_attempt_unreadable"


def test_a_sealed_attempt_opens_only_with_its_own_number(kiosk: Kiosk, frames: list[bytes]) -> None:
    sealed = kiosk.seal(frames)

    answer = kiosk.send({**sealed, "sequence": sealed["sequence"] + 1})

    assert answer.body["state"] == "refused"


def test_another_companys_terminal_cannot_send_it(kiosk: Kiosk, frames: list[bytes]) -> None:
    elsewhere = create_company("kita", "株式会社きた")
    _, secret = create_token(elsewhere, "tests", "all_rights")
    theirs = Kiosk(paired_terminal(ApiClient(token=secret)))

    answer = theirs.send(kiosk.seal(frames))

    assert answer.body["state"] == "refused"
    with scope(company=elsewhere):
        assert SealedAttempt.objects.get().reason == "sealing_key_gone"
        assert not Punch.objects.exists()


def test_a_replaced_key_opens_for_14_days_and_is_then_erased(
    kiosk: Kiosk, frames: list[bytes], company: Company
) -> None:
    first, second = kiosk.seal(frames), kiosk.seal(frames, captured_at=ago(minutes=20))
    with scope(company=company):
        rotate_sealing_key(company, by="tests")
        tend_sealing_keys(company, now=timezone.now() + timedelta(days=13))

        assert kiosk.send(first).body["state"] == "recorded"
        tend_sealing_keys(company, now=timezone.now() + timedelta(days=14, minutes=1))
        assert kiosk.send(second).body["state"] == "refused"
        assert SealingKey.objects.get(id=first["key_id"]).private is None


def test_a_key_is_replaced_after_30_days(kiosk: Kiosk, company: Company) -> None:
    before = kiosk.me["sealing"]["key_id"]

    with scope(company=company):
        tend_sealing_keys(company, now=timezone.now() + timedelta(days=30, minutes=1))
    kiosk.learn()

    assert kiosk.me["sealing"]["key_id"] != before


def test_a_stranger_goes_to_the_review_list_with_the_cut_out_face(
    kiosk: Kiosk, pictures: Path, company: Company
) -> None:
    answer = kiosk.send(kiosk.seal([small(pictures / "biden.jpg")]))

    assert answer.body["state"] == "review"
    with scope(company=company):
        frame = KeptFrame.objects.get()
        assert open_frame(frame)[:2] == b"\xff\xd8"
        assert frame.kept_until - timezone.now() > timedelta(days=6, hours=23)
        forget_frames(now=timezone.now() + timedelta(days=8))
        assert not KeptFrame.objects.exists()


@pytest.mark.parametrize(("pin", "state"), [(PIN, "recorded"), ("918273", "review")])
def test_code_and_pin_are_verified_when_they_arrive(kiosk: Kiosk, company: Company, pin: str, state: str) -> None:
    with scope(company=company):
        set_pin(Employee.objects.get(), PIN, by="tests")

    answer = kiosk.send(kiosk.seal([], employee_code="0012", pin=pin))

    assert answer.body["state"] == state
    with scope(company=company):
        assert Punch.objects.exists() == (state == "recorded")


def test_a_time_from_the_tablets_own_clock_waits_for_an_administrator(
    kiosk: Kiosk, frames: list[bytes], company: Company
) -> None:
    answer = kiosk.send(kiosk.seal(frames, is_clock_sure=False))

    assert answer.body["state"] == "review"
    with scope(company=company):
        row = SealedAttempt.objects.select_related("record__employee").get()
        assert row.reason == "clock_unsure"
        assert row.record is not None
        assert row.record.employee is not None
        assert row.record.punch is None


def test_an_attempt_that_arrived_before_the_line_broke_is_not_punched_twice(
    kiosk: Kiosk, frames: list[bytes], company: Company
) -> None:
    sealed = kiosk.seal(frames)
    kiosk.api.attempt(frames, attempt_id=sealed["attempt_id"])

    answer = kiosk.send(sealed)

    assert answer.body["state"] == "recorded"
    with scope(company=company):
        assert Punch.objects.count() == 1


def test_a_company_without_offline_punches_gives_no_key(office: ApiClient) -> None:
    terminal = paired_terminal(office)

    office.patch("/settings", {"offline_punches": False})

    assert terminal.get("/terminal/me").body["sealing"] is None


def test_a_revoked_terminal_can_send_nothing(office: ApiClient, kiosk: Kiosk, frames: list[bytes]) -> None:
    sealed = kiosk.seal(frames)
    assert office.delete(f"/terminals/{kiosk.me['terminal_id']}").status == 204

    assert kiosk.send(sealed).body["code"] == "terminal_refused"


@pytest.mark.parametrize(("is_asked", "state"), [(True, "review"), (False, "discarded")])
def test_an_empty_entrance_waits_for_nobody_unless_somebody_had_asked(
    kiosk: Kiosk, company: Company, is_asked: bool, state: str
) -> None:
    _, empty = cv2.imencode(".jpg", np.full((480, 640, 3), 128, dtype=np.uint8))

    answer = kiosk.send(kiosk.seal([empty.tobytes()], is_asked=is_asked))

    assert answer.body["state"] == state
    with scope(company=company):
        assert not KeptFrame.objects.exists()
