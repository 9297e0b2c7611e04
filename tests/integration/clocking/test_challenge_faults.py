"""What a challenge refuses, and what it does when something comes between."""

import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from django.db import connection
from django_scopes import scopes_disabled
from tests import heads
from tests.integration.api_client import Answer, ApiClient, paired_terminal
from tests.integration.clocking.conftest import Perform, answer

from kaodoki import clock
from kaodoki.clocking import recognise, respond
from kaodoki.enrolment.services import erase_employee
from kaodoki.people.models import Employee
from kaodoki.punches.models import Attempt, AttemptChallenge, ChallengeFrame, Punch, PunchEvent
from kaodoki.punches.services import forget_old_frames
from kaodoki.punches.tasks import forget_challenges

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(terminal: ApiClient, first_look: list[bytes]) -> Answer:
    """An attempt that waits for its challenge to be answered."""
    return terminal.attempt(first_look, punch_kind="in")


def test_used_challenge_takes_no_other_frames(
    office: ApiClient, terminal: ApiClient, asked: Answer, perform: Perform
) -> None:
    action = asked.body["challenge"]["action"]
    answer(terminal, asked, perform(action))

    other = answer(terminal, asked, perform(action, seed=50))

    assert (other.status, other.body["code"]) == (409, "challenge_used")
    assert len(office.get("/punches").body["items"]) == 1


def test_challenge_expires(
    office: ApiClient, terminal: ApiClient, asked: Answer, perform: Perform, later: Callable[[int], None]
) -> None:
    frames = perform(asked.body["challenge"]["action"])
    later(11)

    late = answer(terminal, asked, frames)

    assert (late.status, late.body["code"]) == (410, "challenge_expired")
    assert office.get("/punches").body["items"] == []


def test_answer_in_time_is_told_again_after_the_time(
    terminal: ApiClient, asked: Answer, perform: Perform, later: Callable[[int], None]
) -> None:
    frames = perform(asked.body["challenge"]["action"])
    passed = answer(terminal, asked, frames)
    later(3600)

    again = answer(terminal, asked, frames)

    assert again.body == passed.body


@pytest.mark.parametrize("changed", ["attempt_id", "challenge_id"])
def test_unknown_attempt_and_challenge_are_404(
    terminal: ApiClient, asked: Answer, perform: Perform, changed: str
) -> None:
    nowhere = answer(terminal, asked, perform("turn_left"), **{changed: str(uuid.uuid4())})

    assert (nowhere.status, nowhere.body["code"]) == (404, "not_found")


def test_challenge_of_another_terminal_is_404(
    office: ApiClient, terminal: ApiClient, asked: Answer, perform: Perform
) -> None:
    elsewhere = paired_terminal(office, punch_selection="chosen")
    frames = perform(asked.body["challenge"]["action"])

    foreign = answer(elsewhere, asked, frames)

    assert (foreign.status, foreign.body["code"]) == (404, "not_found")
    assert answer(terminal, asked, frames).body["outcome"] == "identified"


def test_challenge_of_another_attempt_is_404(
    terminal: ApiClient, asked: Answer, first_look: list[bytes], perform: Perform
) -> None:
    other = terminal.attempt(first_look, punch_kind="in")

    mixed = answer(terminal, asked, perform("turn_left"), challenge_id=other.body["challenge"]["challenge_id"])

    assert mixed.status == 404


def test_attempt_without_challenge_has_nothing_to_answer(
    office: ApiClient, terminal: ApiClient, asked: Answer, first_look: list[bytes], perform: Perform
) -> None:
    office.patch("/settings", {"liveness": "off"})
    plain = terminal.attempt(first_look, punch_kind="in")

    unasked = answer(terminal, asked, perform("turn_left"), attempt_id=plain.body["attempt_id"])

    assert plain.body["outcome"] == "identified"
    assert (unasked.status, unasked.body["code"]) == (409, "challenge_not_asked")


@pytest.mark.parametrize("count", [2, 9])
def test_too_few_and_too_many_frames_are_refused_and_may_be_sent_anew(
    terminal: ApiClient, asked: Answer, perform: Perform, count: int
) -> None:
    frames = perform(asked.body["challenge"]["action"])

    refused = answer(terminal, asked, (frames * 2)[:count])

    assert (refused.status, refused.body["code"]) == (422, "frames_wrong")
    assert answer(terminal, asked, frames).body["outcome"] == "identified"


def test_file_that_is_no_picture_does_not_use_the_challenge_up(
    terminal: ApiClient, asked: Answer, perform: Perform
) -> None:
    frames = perform(asked.body["challenge"]["action"])

    broken = answer(terminal, asked, [*frames[:5], b"no picture"])

    assert (broken.status, broken.body["code"]) == (422, "image_format")
    assert answer(terminal, asked, frames).body["outcome"] == "identified"


def test_frames_without_a_face_are_told_so(terminal: ApiClient, asked: Answer) -> None:
    rng = np.random.default_rng(1)
    empty = [rng.integers(90, 110, (240, 320, 3), np.uint8) for _ in range(4)]

    lost = answer(terminal, asked, [bytes(cv2.imencode(".jpg", image)[1]) for image in empty])

    assert lost.body["outcome"] == "challenge_required"
    assert lost.body["guidance"][0]["code"] == "face_lost"


def test_darkness_is_said_and_never_held_against_anybody(
    office: ApiClient, terminal: ApiClient, asked: Answer, person: Path
) -> None:
    for seed in (0, 50):
        dark = [heads.jpeg(image) for image in heads.dimmed(person, "turn_left", light=0.1, seed=seed)]
        asked = answer(terminal, asked, dark)

    assert asked.body["outcome"] == "poor_quality"
    assert [said["code"] for said in asked.body["guidance"]] == ["light_too_poor_for_liveness", "ask_administrator"]
    assert office.get("/punches").body["items"] == []


def test_head_that_does_not_move_is_held_against_nobody(
    office: ApiClient, terminal: ApiClient, asked: Answer, perform: Perform
) -> None:
    for seed in (70, 90):
        asked = answer(terminal, asked, perform("turn_left", seed=seed, angles=(0.0,) * 4))

    assert asked.body["outcome"] == "poor_quality"
    assert [said["code"] for said in asked.body["guidance"]] == ["not_performed", "ask_administrator"]
    assert office.get("/attempts").body["items"][0]["outcome"] == "poor_quality"


def test_face_that_leaves_the_picture_is_held_against_nobody(
    terminal: ApiClient, asked: Answer, perform: Perform
) -> None:
    for seed in (0, 50):
        frames = perform("turn_left", seed=seed)
        empty = heads.jpeg(np.full((480, 640, 3), 90 + seed, np.uint8))
        asked = answer(terminal, asked, [*frames[:4], empty, *frames[5:]])

    assert asked.body["outcome"] == "poor_quality"
    assert asked.body["guidance"][0]["code"] == "face_lost"


def test_suspicion_of_the_first_challenge_stays_whatever_the_second_shows(
    terminal: ApiClient, asked: Answer, stranger: Path, first_look: list[bytes], perform: Perform
) -> None:
    second = answer(terminal, asked, [first_look[0], *perform("turn_left")[1:]])

    ended = answer(terminal, second, perform("turn_left", seed=70, angles=(0.0,) * 4))

    assert second.body["guidance"][0]["code"] == "frames_repeated"
    assert ended.body["outcome"] == "not_live"


def test_another_person_who_answers_twice_is_not_live(terminal: ApiClient, asked: Answer, stranger: Path) -> None:
    for seed in (0, 50):
        asked = answer(terminal, asked, heads.performed(stranger, "turn_left", seed=seed))

    assert asked.body["outcome"] == "not_live"
    assert asked.body["guidance"][0]["code"] == "not_the_same_face"


def test_poor_frontal_frames_are_told_what_is_wrong_and_nobody_is_accused(
    terminal: ApiClient, asked: Answer, person: Path, stranger: Path
) -> None:
    for seed in (0, 50):
        moved = [heads.turned(person, yaw_deg=angle, seed=seed + n) for n, angle in enumerate(heads.TURN_DEG)]
        asked = answer(terminal, asked, [heads.jpeg(heads.with_another(image, stranger)) for image in moved])

    assert asked.body["outcome"] == "poor_quality", asked.body
    assert asked.body["guidance"][0]["code"] == "several_faces"


def test_frames_of_the_first_look_are_no_answer(
    terminal: ApiClient, asked: Answer, first_look: list[bytes], perform: Perform
) -> None:
    frames = perform(asked.body["challenge"]["action"])

    mixed = answer(terminal, asked, [first_look[0], *frames[:-1]])

    assert mixed.body["guidance"][0]["code"] == "frames_repeated"


def test_frames_that_passed_once_never_pass_again(
    office: ApiClient,
    terminal: ApiClient,
    first_look: list[bytes],
    asks: Callable[[str], None],
    perform: Perform,
) -> None:
    asks("turn_left")
    frames = perform("turn_left")
    passed = answer(terminal, terminal.attempt(first_look, punch_kind="in"), frames)
    elsewhere = paired_terminal(office, punch_selection="out")

    replayed = answer(elsewhere, elsewhere.attempt(first_look), frames)

    assert passed.body["outcome"] == "identified"
    assert replayed.body["guidance"][0]["code"] == "frames_repeated"
    assert len(office.get("/punches").body["items"]) == 1


def test_frames_of_the_first_look_are_no_answer_to_the_second_challenge_either(
    terminal: ApiClient, asked: Answer, first_look: list[bytes], perform: Perform
) -> None:
    second = answer(terminal, asked, perform("turn_left", seed=70, angles=(0.0,) * 4))

    mixed = answer(terminal, second, [first_look[1], *perform("turn_left")[:-1]])

    assert mixed.body["guidance"][0]["code"] == "frames_repeated"


def test_one_frame_sent_several_times_is_no_movement(terminal: ApiClient, asked: Answer, perform: Perform) -> None:
    frames = perform(asked.body["challenge"]["action"])

    frozen = answer(terminal, asked, [frames[0], *frames[:-1]])

    assert frozen.body["guidance"][0]["code"] == "frames_repeated"


def test_person_erased_in_between_is_nobody(
    office: ApiClient, terminal: ApiClient, asked: Answer, perform: Perform, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = recognise.recognise_again

    def look_and_be_overtaken(*given: object) -> object:
        response = look(*given)  # type: ignore[arg-type]
        erase_employee(Employee.objects.get(employee_code="0012"), by="tests")
        return response

    monkeypatch.setattr(respond, "recognise_again", look_and_be_overtaken)
    passed = answer(terminal, asked, perform(asked.body["challenge"]["action"]))

    assert passed.body["outcome"] == "unknown"
    assert {"employee", "punch"}.isdisjoint(passed.body)
    assert office.get("/punches").body["items"] == []


@pytest.mark.django_db(transaction=True)
def test_same_answer_at_once_is_one_punch(terminal: ApiClient, asked: Answer, perform: Perform) -> None:
    frames = perform(asked.body["challenge"]["action"])

    answers = _at_once(lambda: answer(terminal, asked, frames))

    assert [one.status for one in answers] == [200] * 4
    assert all(one.body == answers[0].body for one in answers)
    with scopes_disabled():
        assert (Attempt.objects.count(), Punch.objects.count(), PunchEvent.objects.count()) == (1, 1, 1)


def test_too_many_answers_are_refused(
    terminal: ApiClient, asked: Answer, perform: Perform, monkeypatch: pytest.MonkeyPatch
) -> None:
    still = perform("turn_left", seed=70, angles=(0.0,) * 4)
    second = answer(terminal, asked, still)
    monkeypatch.setattr(respond, "ATTEMPTS_A_MINUTE", 1)

    refused = answer(terminal, second, perform("turn_left"))

    assert (refused.status, refused.body["code"]) == (429, "too_many_attempts")


def test_revoked_terminal_cannot_answer(
    office: ApiClient, terminal: ApiClient, asked: Answer, perform: Perform
) -> None:
    terminal_id = office.get("/attempts").body["items"][0]["terminal_id"]
    office.delete(f"/terminals/{terminal_id}")

    refused = answer(terminal, asked, perform("turn_left"))

    assert (refused.status, refused.body["code"]) == (401, "terminal_refused")


def test_nothing_stays_of_a_challenge_that_nobody_answered(asked: Answer, later: Callable[[int], None]) -> None:
    forget_challenges(timestamp=0)
    with scopes_disabled():
        assert AttemptChallenge.objects.get().sealed is not None

    later(41)
    forget_challenges(timestamp=60)

    with scopes_disabled():
        forgotten = AttemptChallenge.objects.get()
    assert (forgotten.sealed, forgotten.first_look_digests) == (None, [])


def test_next_challenge_wipes_the_one_before(
    terminal: ApiClient, asked: Answer, first_look: list[bytes], later: Callable[[int], None]
) -> None:
    later(41)

    terminal.attempt(first_look, punch_kind="in", captured_at=clock.now().isoformat())

    with scopes_disabled():
        sealed = AttemptChallenge.objects.order_by("asked_at").values_list("sealed", flat=True)
        assert [row is None for row in sealed] == [True, False]


def test_digests_of_frames_are_forgotten_after_a_month(
    terminal: ApiClient, asked: Answer, perform: Perform, later: Callable[[int], None]
) -> None:
    answer(terminal, asked, perform(asked.body["challenge"]["action"]))
    with scopes_disabled():
        assert (forget_old_frames(now=clock.now()), ChallengeFrame.objects.count()) == (0, 8)
        later(31 * 86_400)

        assert forget_old_frames(now=clock.now()) == 8


def _at_once(send: Callable[[], Answer]) -> list[Answer]:
    answers: list[Answer] = []
    barrier = threading.Barrier(4)

    def run() -> None:
        barrier.wait()
        answers.append(send())
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
