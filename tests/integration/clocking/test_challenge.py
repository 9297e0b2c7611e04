"""A challenge from the question to the punch."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from tests import heads
from tests.integration.api_client import ApiClient, enrol, paired_terminal
from tests.integration.clocking.conftest import Perform, answer

from kaodoki.faces.liveness.challenge import Action
from kaodoki.gallery.look_alikes import CompanyGallery
from kaodoki.people.models import Employee
from kaodoki.punches.models import AttemptChallenge

pytestmark = pytest.mark.django_db


def test_challenge_asks_for_a_movement_and_names_nobody(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes]
) -> None:
    asked = terminal.attempt(first_look, punch_kind="in")

    assert asked.status == 200, asked.body
    assert asked.body["outcome"] == "challenge_required"
    challenge = asked.body["challenge"]
    assert set(challenge) == {"challenge_id", "action", "instruction", "expires_at"}
    assert challenge["instruction"] == Action(challenge["action"]).instruction("en")
    left = datetime.fromisoformat(challenge["expires_at"]) - timezone.now()
    assert timedelta(seconds=8) < left <= timedelta(seconds=10)
    assert {"employee", "punch", "remaining_overtime"}.isdisjoint(asked.body)
    [logged] = office.get("/attempts").body["items"]
    assert (logged["outcome"], logged["employee_code"], logged["punch_id"]) == ("challenge_required", None, None)
    assert office.get("/punches").body["items"] == []


def test_who_has_to_answer_is_sealed(terminal: ApiClient, first_look: list[bytes]) -> None:
    terminal.attempt(first_look, punch_kind="in")

    with scopes_disabled():
        [row] = AttemptChallenge.objects.all().values()
        employee = Employee.objects.get()
    assert row["sealed"] is not None
    assert employee.id.bytes not in bytes(row["sealed"])
    assert str(employee.id) not in str({name: value for name, value in row.items() if name != "sealed"})


@pytest.mark.parametrize("action", list(Action))
def test_person_who_does_what_is_asked_has_a_punch_at_the_first_look(
    office: ApiClient,
    terminal: ApiClient,
    first_look: list[bytes],
    asks: Callable[[str], None],
    perform: Perform,
    later: Callable[[int], None],
    action: str,
) -> None:
    asks(action)
    asked = terminal.attempt(first_look, punch_kind="out")
    later(5)

    passed = answer(terminal, asked, perform(action))

    assert passed.status == 200, passed.body
    assert passed.body["outcome"] == "identified", passed.body
    assert passed.body["employee"] == {"employee_code": "0012", "display_name": "大統領 一"}
    [punch] = office.get("/punches").body["items"]
    [logged] = office.get("/attempts").body["items"]
    assert passed.body["punch"] == punch
    assert (punch["kind"], punch["attempt_id"]) == ("out", asked.body["attempt_id"])
    assert punch["punched_at"][:19] == logged["recorded_at"][:19]
    assert (logged["outcome"], logged["employee_code"]) == ("identified", "0012")
    with scopes_disabled():
        assert AttemptChallenge.objects.get().sealed is None


def test_same_answer_sent_again_gets_the_same_and_records_nothing_twice(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes], perform: Perform
) -> None:
    asked = terminal.attempt(first_look, punch_kind="in")
    frames = perform(asked.body["challenge"]["action"])

    first = answer(terminal, asked, frames)
    again = answer(terminal, asked, frames)
    first_step = terminal.attempt(first_look, attempt_id=asked.body["attempt_id"], punch_kind="in")

    assert again.body == first.body
    assert first_step.body == asked.body
    assert len(office.get("/punches").body["items"]) == 1


def test_wrong_movement_is_asked_for_once_more_and_then_ends_without_an_accusation(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes], asks: Callable[[str], None], perform: Perform
) -> None:
    asks("turn_left")
    asked = terminal.attempt(first_look, punch_kind="in")
    asks("turn_right")  # what another draw would bring: a recording of this movement must not gain by it

    second = answer(terminal, asked, perform("turn_right"))
    refused = answer(terminal, second, perform("turn_right", seed=50))

    assert second.body["outcome"] == "challenge_required"
    assert second.body["challenge"]["action"] == "turn_left"
    assert second.body["guidance"][0]["code"] == "wrong_direction"
    assert second.body["challenge"]["challenge_id"] != asked.body["challenge"]["challenge_id"]
    assert refused.body["outcome"] == "poor_quality"
    assert [said["code"] for said in refused.body["guidance"]] == ["wrong_direction", "ask_administrator"]
    assert {"employee", "punch", "challenge"}.isdisjoint(refused.body)
    [logged] = office.get("/attempts").body["items"]
    assert (logged["outcome"], logged["employee_code"]) == ("poor_quality", None)
    assert office.get("/punches").body["items"] == []


def test_second_challenge_passed_is_a_punch_at_the_first_look(
    office: ApiClient,
    terminal: ApiClient,
    first_look: list[bytes],
    perform: Perform,
    later: Callable[[int], None],
) -> None:
    asked = terminal.attempt(first_look, punch_kind="in")
    still = perform("turn_left", seed=70, angles=(0.0,) * 6)

    second = answer(terminal, asked, still)
    later(5)
    passed = answer(terminal, second, perform(second.body["challenge"]["action"]))

    assert passed.body["outcome"] == "identified", passed.body
    assert passed.body["guidance"] == []
    [logged] = office.get("/attempts").body["items"]
    assert logged["findings"][-1] == second.body["guidance"][0]["code"]  # kept for whoever reads the log
    assert passed.body["punch"]["punched_at"][:19] == logged["recorded_at"][:19]


def test_first_look_decides_between_look_alikes_and_the_challenge_only_confirms(
    office: ApiClient,
    terminal: ApiClient,
    first_look: list[bytes],
    stranger: Path,
    perform: Perform,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrol(office, "0013", "副", "二", heads.jpeg(heads.turned(stranger)))
    asked = terminal.attempt(first_look, punch_kind="in")
    monkeypatch.setattr(CompanyGallery, "runner_up_margin", lambda *_: 2.0)

    passed = answer(terminal, asked, perform(asked.body["challenge"]["action"]))

    assert passed.body["outcome"] == "identified", passed.body


def test_another_person_cannot_answer(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes], stranger: Path
) -> None:
    asked = terminal.attempt(first_look, punch_kind="in")

    other = answer(terminal, asked, heads.performed(stranger, asked.body["challenge"]["action"]))

    assert other.body["outcome"] == "challenge_required"
    assert office.get("/punches").body["items"] == []


def test_a_colleague_cannot_answer_for_somebody_else(
    office: ApiClient,
    terminal: ApiClient,
    first_look: list[bytes],
    asks: Callable[[str], None],
    stranger: Path,
) -> None:
    enrol(office, "0013", "副", "二", heads.jpeg(heads.turned(stranger)))
    asks("turn_left")
    asked = terminal.attempt(first_look, punch_kind="in")

    other = answer(terminal, asked, heads.performed(stranger, "turn_left"))

    assert other.body["outcome"] == "challenge_required"
    assert other.body["guidance"][0]["code"] == "not_the_same_face"
    assert office.get("/punches").body["items"] == []


def test_photograph_turned_before_the_camera_does_not_pass(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes], person: Path
) -> None:
    asked = terminal.attempt(first_look, punch_kind="in")

    for seed in (0, 50):
        asked = answer(terminal, asked, heads.waved(person, asked.body["challenge"]["action"], seed=seed))

    assert asked.body["outcome"] == "not_live"
    assert office.get("/punches").body["items"] == []


def test_kind_is_chosen_after_the_challenge(
    office: ApiClient, first_look: list[bytes], perform: Perform, later: Callable[[int], None]
) -> None:
    after = paired_terminal(office, punch_selection="chosen_after")
    asked = after.attempt(first_look)
    attempt_id = asked.body["attempt_id"]
    too_soon = after.post(f"/terminal/attempts/{attempt_id}/kind", {"punch_kind": "in"})

    later(8)
    passed = answer(after, asked, perform(asked.body["challenge"]["action"]))
    later(8 + 28)
    chosen = after.post(f"/terminal/attempts/{attempt_id}/kind", {"punch_kind": "in"})
    again = after.post(f"/terminal/attempts/{attempt_id}/kind", {"punch_kind": "in"})

    assert (too_soon.status, too_soon.body["code"]) == (409, "challenge_not_answered")
    assert (passed.body["outcome"], "punch" in passed.body) == ("identified", False)
    assert chosen.body["punch"]["kind"] == "in"
    assert chosen.body["employee"]["employee_code"] == "0012"
    assert again.body == chosen.body
    [logged] = office.get("/attempts").body["items"]
    assert chosen.body["punch"]["punched_at"][:19] == logged["recorded_at"][:19]


def test_double_press_is_one_punch_after_challenges_too(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes], perform: Perform
) -> None:
    passed = []
    for seed in (0, 50):
        asked = terminal.attempt(first_look, punch_kind="in")
        passed.append(answer(terminal, asked, perform(asked.body["challenge"]["action"], seed=seed)).body)

    assert passed[1]["punch"]["punch_id"] == passed[0]["punch"]["punch_id"]
    assert passed[1]["guidance"][0]["code"] == "already_punched"
    assert len(office.get("/punches").body["items"]) == 1


def test_punch_after_a_challenge_can_be_undone(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes], perform: Perform
) -> None:
    asked = terminal.attempt(first_look, punch_kind="in")
    answer(terminal, asked, perform(asked.body["challenge"]["action"]))

    undone = terminal.post(f"/terminal/attempts/{asked.body['attempt_id']}/cancel")

    assert undone.body["punch"]["state"] == "discarded"
