"""Punches by code and PIN and by card, through the API into a real database."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_scopes import scopes_disabled
from tests.integration.api_client import Answer, ApiClient, paired_terminal

from kaodoki.identification import Outcome
from kaodoki.punches.models import Attempt

pytestmark = pytest.mark.django_db
PIN = "492817"


@pytest.fixture
def employed(api: ApiClient) -> ApiClient:
    """Somebody with a PIN and without a photo."""
    names = {"employee_code": "0012", "family_name": "佐藤", "given_name": "美咲"}
    assert api.post("/employees", names).status == 201
    assert api.put("/employees/0012/pin", {"pin": PIN}).status == 200
    return api


@pytest.fixture
def terminal(employed: ApiClient) -> ApiClient:
    return paired_terminal(employed, punch_selection="in")


def by_pin(terminal: ApiClient, code: str = "0012", pin: str = PIN, **fields: str) -> Answer:
    body = {"attempt_id": str(uuid.uuid4()), "employee_code": code, "pin": pin, **fields}
    return terminal.post("/terminal/pin-attempts", body)


def by_card(terminal: ApiClient, text: str, **fields: str) -> Answer:
    code = np.array([[0 if dark else 255 for dark in row] for row in segno.make(text, error="m").matrix], np.uint8)
    card = cv2.resize(np.pad(code, 4, constant_values=255), (300, 300), interpolation=cv2.INTER_NEAREST)
    view = np.full((480, 640), 120, np.uint8)
    view[90:390, 170:470] = card
    frame = SimpleUploadedFile("frame.jpg", bytes(cv2.imencode(".jpg", view)[1]), content_type="image/jpeg")
    form = {"attempt_id": str(uuid.uuid4()), **fields}
    return terminal.upload("/terminal/card-attempts", frames=[frame], **form)


def make_not_sure(attempt_id: str) -> None:
    """A look between yes and no: no photograph of the demo's gives one reliably, so the row is made to be one."""
    with scopes_disabled():
        rows = Attempt.objects.filter(attempt_id=attempt_id)
        answer = {**rows.get().answer, "outcome": "not_sure", "guidance": ["not_sure"]}
        rows.update(outcome=Outcome.NOT_SURE, findings=["not_sure"], answer=answer)


@pytest.fixture
def not_sure(terminal: ApiClient, pictures: Path) -> str:
    image = cv2.imread(str(pictures / "biden.jpg"))
    assert image is not None
    attempt_id = str(uuid.uuid4())
    small = cv2.resize(image, None, fx=640 / max(image.shape[:2]), fy=640 / max(image.shape[:2]))
    terminal.attempt([bytes(cv2.imencode(".jpg", small)[1])], attempt_id=attempt_id)
    make_not_sure(attempt_id)
    return attempt_id


def test_code_and_pin_are_a_punch(employed: ApiClient, terminal: ApiClient) -> None:
    answer = by_pin(terminal)

    assert answer.status == 200, answer.body
    assert answer.body["outcome"] == "identified"
    assert answer.body["employee"] == {"employee_code": "0012", "display_name": "佐藤 美咲"}
    assert answer.body["punch"]["kind"] == "in"
    assert len(employed.get("/punches").body["items"]) == 1
    with scopes_disabled():
        assert Attempt.objects.get().method == "pin"


def test_same_attempt_sent_again_gets_the_same_answer_and_no_second_punch(
    employed: ApiClient, terminal: ApiClient
) -> None:
    attempt_id = str(uuid.uuid4())

    first, second = by_pin(terminal, attempt_id=attempt_id), by_pin(terminal, attempt_id=attempt_id)

    assert first.body == second.body
    assert len(employed.get("/punches").body["items"]) == 1


def test_known_attempt_id_tells_nothing_without_the_pin(terminal: ApiClient) -> None:
    attempt_id = str(uuid.uuid4())
    by_pin(terminal, attempt_id=attempt_id)

    answer = by_pin(terminal, pin="000000", attempt_id=attempt_id)

    assert (answer.status, answer.body["code"]) == (422, "pin_refused")


def test_wrong_code_and_wrong_pin_are_answered_alike(terminal: ApiClient) -> None:
    wrong_pin, wrong_code = by_pin(terminal, pin="492818"), by_pin(terminal, code="7777")

    assert (wrong_pin.status, wrong_pin.body) == (wrong_code.status, wrong_code.body)
    assert wrong_pin.body["code"] == "pin_refused"


def test_guessing_is_slowed_down_with_a_time_to_wait(terminal: ApiClient) -> None:
    for _ in range(3):
        by_pin(terminal, pin="000000")

    answer = by_pin(terminal)

    assert (answer.status, answer.body["code"]) == (429, "pin_blocked")
    assert answer.headers["Retry-After"] == "5"


def test_kind_is_asked_for_where_it_is_chosen_first(employed: ApiClient) -> None:
    terminal = paired_terminal(employed, punch_selection="chosen")

    assert by_pin(terminal).body["code"] == "punch_kind_needed"
    assert by_pin(terminal, punch_kind="go_out").body["punch"]["kind"] == "go_out"


def test_kind_can_be_chosen_after_the_pin(employed: ApiClient) -> None:
    terminal = paired_terminal(employed, punch_selection="chosen_after")
    known = by_pin(terminal).body

    chosen = terminal.post(f"/terminal/attempts/{known['attempt_id']}/kind", {"punch_kind": "in"})

    assert "punch" not in known
    assert (known["likely_kind"], known["likely_reason"]) == ("in", "")
    assert chosen.body["punch"]["kind"] == "in"
    assert "likely_kind" not in chosen.body


def test_likely_kind_comes_from_the_day_and_says_why(employed: ApiClient) -> None:
    terminal = paired_terminal(employed, punch_selection="chosen_after", accepts_past=True)
    with time_machine.travel(datetime.fromisoformat("2026-11-20T09:02:00+09:00"), tick=False):
        first = by_pin(terminal).body
        terminal.post(f"/terminal/attempts/{first['attempt_id']}/kind", {"punch_kind": "in"})

    with time_machine.travel(datetime.fromisoformat("2026-11-20T18:00:00+09:00"), tick=False):
        answer = by_pin(terminal).body

    assert (answer["likely_kind"], answer["likely_reason"]) == ("out", "Clocked in today at 9:02")


def test_not_sure_is_completed_with_the_time_of_the_look(
    employed: ApiClient, terminal: ApiClient, not_sure: str
) -> None:
    with scopes_disabled():
        looked_at = Attempt.objects.get().recorded_at

    with time_machine.travel(timezone.now() + timedelta(seconds=70)):
        answer = terminal.post(f"/terminal/attempts/{not_sure}/pin", {"employee_code": "0012", "pin": PIN})
        again = terminal.post(f"/terminal/attempts/{not_sure}/pin", {"employee_code": "0012", "pin": PIN})

    assert answer.status == 200, answer.body
    assert answer.body["outcome"] == "identified"
    assert datetime.fromisoformat(answer.body["punch"]["punched_at"]) == looked_at.replace(microsecond=0)
    assert answer.body["guidance"] == []
    assert again.body == answer.body
    assert len(employed.get("/punches").body["items"]) == 1


def test_not_sure_stays_open_after_a_wrong_pin(terminal: ApiClient, not_sure: str) -> None:
    wrong = terminal.post(f"/terminal/attempts/{not_sure}/pin", {"employee_code": "0012", "pin": "000000"})

    right = terminal.post(f"/terminal/attempts/{not_sure}/pin", {"employee_code": "0012", "pin": PIN})

    assert (wrong.body["code"], right.status) == ("pin_refused", 200)


def test_look_of_long_ago_is_too_late(terminal: ApiClient, not_sure: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(seconds=130)):
        answer = terminal.post(f"/terminal/attempts/{not_sure}/pin", {"employee_code": "0012", "pin": PIN})

    assert (answer.status, answer.body["code"]) == (409, "too_late")


def test_pin_completes_no_attempt_that_ended_otherwise(terminal: ApiClient, pictures: Path) -> None:
    grey = bytes(cv2.imencode(".jpg", np.full((480, 640, 3), 128, np.uint8))[1])
    ended = terminal.attempt([grey]).body

    answer = terminal.post(f"/terminal/attempts/{ended['attempt_id']}/pin", {"employee_code": "0012", "pin": PIN})
    unknown = terminal.post(f"/terminal/attempts/{uuid.uuid4()}/pin", {"employee_code": "0012", "pin": PIN})

    assert (answer.status, answer.body["code"]) == (409, "pin_not_asked")
    assert unknown.status == 404


def test_card_is_a_punch_and_can_be_undone(employed: ApiClient, terminal: ApiClient) -> None:
    secret = employed.post("/employees/0012/card").body["secret"]

    answer = by_card(terminal, secret)
    undone = terminal.post(f"/terminal/attempts/{answer.body['attempt_id']}/cancel")

    assert answer.body["employee"]["employee_code"] == "0012"
    assert undone.body["punch"]["state"] == "discarded"
    with scopes_disabled():
        assert Attempt.objects.get().method == "card"


def test_revoked_card_is_refused_and_no_attempt(employed: ApiClient, terminal: ApiClient) -> None:
    secret = employed.post("/employees/0012/card").body["secret"]
    assert employed.delete("/employees/0012/card").status == 204

    answer = by_card(terminal, secret)

    assert (answer.status, answer.body["code"]) == (422, "card_refused")
    assert employed.delete("/employees/0012/card").status == 404
    assert employed.get("/attempts").body["items"] == []


def test_view_without_a_card_is_waited_through(employed: ApiClient, terminal: ApiClient) -> None:
    answer = by_card(terminal, "https://example.com/")

    assert (answer.status, answer.body["outcome"]) == (200, "no_face")
    assert employed.get("/attempts").body["items"] == []


def test_file_that_is_no_picture_is_422(terminal: ApiClient) -> None:
    file = SimpleUploadedFile("frame.jpg", b"\xff\xd8\xff\xe0 broken", content_type="image/jpeg")

    answer = terminal.upload("/terminal/card-attempts", frames=[file], attempt_id=str(uuid.uuid4()))

    assert answer.status == 422


def test_erased_person_has_neither_pin_nor_card(employed: ApiClient, terminal: ApiClient) -> None:
    secret = employed.post("/employees/0012/card").body["secret"]
    assert employed.delete("/employees/0012").status == 200

    assert by_pin(terminal).body["code"] == "pin_refused"
    assert by_card(terminal, secret).body["code"] == "card_refused"


def test_drawn_pin_works_and_a_cleared_one_does_not(employed: ApiClient, terminal: ApiClient) -> None:
    drawn = employed.put("/employees/0012/pin", {}).body["pin"]
    assert by_pin(terminal, pin=drawn).status == 200

    assert employed.delete("/employees/0012/pin").status == 204

    assert by_pin(terminal, pin=drawn).body["code"] == "pin_refused"
    assert employed.delete("/employees/0012/pin").status == 404


def test_unfit_pin_is_refused_with_the_rule(employed: ApiClient) -> None:
    answer = employed.put("/employees/0012/pin", {"pin": "123456"})

    assert (answer.status, answer.body["code"]) == (422, "pin_unfit")


def test_name_is_shown_as_the_company_wants_it(employed: ApiClient, terminal: ApiClient) -> None:
    employed.patch("/settings", {"kiosk_name_display": "family"})

    assert by_pin(terminal).body["employee"]["display_name"] == "佐藤"
