"""Real photographs at a terminal, through the API into a real database."""

import threading
import uuid
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled
from tests.integration.api_client import Answer, ApiClient, enrol, paired_terminal

from kaodoki.people.models import Company
from kaodoki.punches.models import Attempt, Punch, PunchEvent

pytestmark = pytest.mark.django_db


def frame(path: Path) -> bytes:
    """A photograph as a terminal's camera would send it: 640 px on the long side, JPEG."""
    image = cv2.imread(str(path))
    assert image is not None
    scale = 640 / max(image.shape[:2])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", small)[1])


@pytest.fixture
def enrolled(api: ApiClient, pictures: Path) -> ApiClient:
    enrol(api, "0012", "大統領", "一", (pictures / "obama_1.jpg").read_bytes())
    return api


@pytest.fixture
def terminal(enrolled: ApiClient) -> ApiClient:
    return paired_terminal(enrolled, punch_selection="chosen", accepts_past=True)


def test_another_photo_of_an_enrolled_person_becomes_a_punch(
    enrolled: ApiClient, terminal: ApiClient, pictures: Path
) -> None:
    answer = terminal.attempt([frame(pictures / "obama_2.jpg")], punch_kind="in")

    assert answer.status == 200, answer.body
    assert answer.body["outcome"] == "identified"
    assert answer.body["employee"] == {"employee_code": "0012", "display_name": "大統領 一"}
    assert answer.body["punch"]["kind"] == "in"
    [punch] = enrolled.get("/punches").body["items"]
    assert punch["punch_id"] == answer.body["punch"]["punch_id"]
    assert punch["attempt_id"] == answer.body["attempt_id"]


@pytest.mark.parametrize(
    ("picture", "outcomes"),
    [
        ("biden.jpg", {"unknown"}),
        ("astronaut.png", {"unknown"}),
        ("group.jpg", {"several_faces"}),
        ("cut_1.jpg", {"poor_quality", "no_face"}),
        ("cut_2.jpg", {"poor_quality", "no_face"}),
    ],
)
def test_what_is_not_one_enrolled_face_is_an_attempt_without_punch(
    enrolled: ApiClient, terminal: ApiClient, pictures: Path, picture: str, outcomes: set[str]
) -> None:
    answer = terminal.attempt([frame(pictures / picture)], punch_kind="in")

    assert answer.body["outcome"] in outcomes
    assert "employee" not in answer.body
    assert answer.body["guidance"][0]["message"]
    assert enrolled.get("/punches").body["items"] == []
    assert [item["outcome"] for item in enrolled.get("/attempts").body["items"]] == [answer.body["outcome"]]


def test_picture_without_a_face_is_no_face(terminal: ApiClient) -> None:
    grey = np.full((480, 640, 3), 128, np.uint8)

    answer = terminal.attempt([bytes(cv2.imencode(".jpg", grey)[1])], punch_kind="in")

    assert answer.body["outcome"] == "no_face"


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0 broken"])
def test_file_that_is_no_picture_is_422_and_no_attempt(enrolled: ApiClient, terminal: ApiClient, data: bytes) -> None:
    answer = terminal.attempt([data], punch_kind="in")

    assert answer.status == 422
    assert answer.body["code"] in {"image_format", "image_unreadable"}
    assert enrolled.get("/attempts").body["items"] == []


def test_same_attempt_sent_again_gets_the_same_answer_and_no_second_punch(
    enrolled: ApiClient, terminal: ApiClient, pictures: Path
) -> None:
    attempt_id, data = str(uuid.uuid4()), frame(pictures / "obama_2.jpg")

    first = terminal.attempt([data], attempt_id=attempt_id, punch_kind="in")
    again = terminal.attempt([data], attempt_id=attempt_id, punch_kind="in")

    assert again.body == first.body
    assert len(enrolled.get("/attempts").body["items"]) == 1
    assert len(enrolled.get("/punches").body["items"]) == 1


@pytest.mark.django_db(transaction=True)
def test_same_attempt_at_once_is_recorded_once(terminal: ApiClient, pictures: Path) -> None:
    attempt_id, data = str(uuid.uuid4()), frame(pictures / "obama_2.jpg")
    captured_at = timezone.now().isoformat()
    answers: list[Answer] = []
    barrier = threading.Barrier(4)

    def send() -> None:
        barrier.wait()
        answers.append(terminal.attempt([data], attempt_id=attempt_id, captured_at=captured_at, punch_kind="in"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status for answer in answers] == [200] * 4
    assert all(answer.body == answers[0].body for answer in answers)
    with scopes_disabled():
        assert Attempt.objects.count() == 1
        assert Punch.objects.count() == 1
        assert PunchEvent.objects.count() == 1


def test_punch_after_midnight_is_shown_on_the_day_before(
    enrolled: ApiClient, terminal: ApiClient, pictures: Path
) -> None:
    enrolled.patch("/settings", {"day_start": "02:00", "restricted_hours": []})
    data = frame(pictures / "obama_2.jpg")
    yesterday = (timezone.now() - timedelta(days=2)).date()

    terminal.attempt([data], captured_at=f"{yesterday}T17:00:00+09:00", punch_kind="in")
    late = (yesterday + timedelta(days=1)).isoformat()
    answer = terminal.attempt([data], captured_at=f"{late}T01:00:00+09:00", punch_kind="out")

    assert answer.body["punch"]["working_time"] == "25:00"
    assert answer.body["punch"]["working_date"] == yesterday.isoformat()
    assert answer.body["punch"]["state"] == "pending"


def test_clock_out_without_clock_in_is_kept_as_integrity_error(terminal: ApiClient, pictures: Path) -> None:
    answer = terminal.attempt([frame(pictures / "obama_2.jpg")], punch_kind="out")

    assert answer.body["outcome"] == "identified"
    assert answer.body["punch"]["state"] == "integrity_error"
    assert answer.body["punch"]["error"] == "no_clock_in"


def test_double_press_is_one_punch(enrolled: ApiClient, terminal: ApiClient, pictures: Path) -> None:
    data = frame(pictures / "obama_2.jpg")

    first = terminal.attempt([data], punch_kind="in")
    second = terminal.attempt([data], punch_kind="in")

    assert second.body["punch"]["punch_id"] == first.body["punch"]["punch_id"]
    assert second.body["guidance"][0]["code"] == "already_punched"
    assert len(enrolled.get("/punches").body["items"]) == 1


def test_undo_discards_until_delivery_and_is_too_late_after(
    enrolled: ApiClient, terminal: ApiClient, pictures: Path
) -> None:
    data = frame(pictures / "obama_2.jpg")
    first = terminal.attempt([data], punch_kind="in").body["attempt_id"]
    cancelled = terminal.post(f"/terminal/attempts/{first}/cancel")
    enrolled.patch("/settings", {"undo_seconds": 0})
    second = terminal.attempt([data], punch_kind="in").body["attempt_id"]
    late = terminal.post(f"/terminal/attempts/{second}/cancel")

    assert cancelled.body["punch"]["state"] == "discarded"
    assert (late.status, late.body["code"]) == (409, "too_late")


def test_punch_in_restricted_hours_is_held(enrolled: ApiClient, terminal: ApiClient, pictures: Path) -> None:
    enrolled.patch("/settings", {"restricted_hours": [["00:00", "12:00"], ["12:00", "00:00"]]})

    answer = terminal.attempt([frame(pictures / "obama_2.jpg")], punch_kind="in")

    assert answer.body["punch"]["state"] == "held"
    assert answer.body["punch"]["held_until"]


def test_erased_person_matches_nowhere(enrolled: ApiClient, terminal: ApiClient, pictures: Path) -> None:
    data = frame(pictures / "obama_2.jpg")
    attempt_id = str(uuid.uuid4())

    def repeat() -> dict[str, dict[str, str]]:
        return dict(terminal.attempt([data], attempt_id=attempt_id, punch_kind="in").body)

    assert repeat()["employee"]["display_name"] == "大統領 一"

    receipt = enrolled.delete("/employees/0012").body

    assert (receipt["templates_erased"], receipt["photos_erased"]) == (1, 1)
    assert repeat()["employee"]["display_name"] == ""
    assert terminal.attempt([data], punch_kind="in").body["outcome"] == "unknown"
    assert len(enrolled.get("/punches").body["items"]) == 1


def test_terminal_clock_must_be_near_the_servers(enrolled: ApiClient, pictures: Path) -> None:
    plain = paired_terminal(enrolled, punch_selection="in")
    data = frame(pictures / "obama_2.jpg")
    wrong = (timezone.now() - timedelta(seconds=150)).isoformat()

    far = plain.attempt([data], captured_at=wrong)
    naive = plain.attempt([data], captured_at="2026-11-20T09:00:00")

    assert (far.status, far.body["code"]) == (422, "clock_wrong")
    assert (naive.status, naive.body["code"]) == (422, "invalid_input")
    assert enrolled.get("/attempts").body["items"] == []


def test_kind_after_the_face_keeps_the_time_of_the_look(enrolled: ApiClient, pictures: Path) -> None:
    after = paired_terminal(enrolled, punch_selection="chosen_after")
    look = after.attempt([frame(pictures / "obama_2.jpg")]).body

    chosen = after.post(f"/terminal/attempts/{look['attempt_id']}/kind", {"punch_kind": "in"}).body

    assert "punch" not in look
    assert chosen["punch"]["kind"] == "in"
    recorded_at = enrolled.get("/attempts").body["items"][0]["recorded_at"]
    assert chosen["punch"]["punched_at"][:19] == recorded_at[:19]


def test_kind_is_needed_where_it_is_chosen_and_refused_where_not(
    enrolled: ApiClient, terminal: ApiClient, pictures: Path
) -> None:
    data = frame(pictures / "obama_2.jpg")
    automatic = paired_terminal(enrolled)

    assert terminal.attempt([data]).body["code"] == "punch_kind_needed"
    assert automatic.attempt([data], punch_kind="in").body["code"] == "punch_kind_not_allowed"
    assert automatic.attempt([data]).body["punch"]["kind"] == "auto"


def test_too_many_frames_and_too_many_attempts_are_refused(
    terminal: ApiClient, company: Company, pictures: Path
) -> None:
    data = frame(pictures / "obama_2.jpg")
    nine = terminal.attempt([data] * 9, punch_kind="in")
    grey = bytes(cv2.imencode(".jpg", np.full((120, 160, 3), 128, np.uint8))[1])
    statuses = [terminal.attempt([grey], punch_kind="in").status for _ in range(61)]

    assert (nine.status, nine.body["code"]) == (422, "frames_wrong")
    assert statuses[:60] == [200] * 60
    assert statuses[60] == 429


def test_answer_says_where_the_face_is(terminal: ApiClient, pictures: Path) -> None:
    answer = terminal.attempt([frame(pictures / "obama_2.jpg")], punch_kind="in")

    x, y, width, height = answer.body["face"]["box"]
    assert 0 < x < x + width < 1
    assert 0 < y < y + height < 1


def test_who_stands_beyond_the_distance_gate_is_asked_to_come_closer(
    enrolled: ApiClient, terminal: ApiClient, pictures: Path
) -> None:
    enrolled.patch("/settings", {"kiosk_smallest_face_percent": 60})

    answer = terminal.attempt([frame(pictures / "obama_2.jpg")], punch_kind="in")

    assert answer.body["outcome"] == "poor_quality"
    assert answer.body["guidance"][0]["code"] == "too_small"
