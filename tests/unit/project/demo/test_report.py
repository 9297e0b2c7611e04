"""The verdict must see every way in which the servers' answers can differ from the story."""

from datetime import date
from typing import Any

from kaodoki.project.demo.cast import ASTRONAUT, PRESIDENT
from kaodoki.project.demo.client import Answer
from kaodoki.project.demo.days import moment
from kaodoki.project.demo.report import judge
from kaodoki.project.demo.story import Played, Step, WantedPunch

DAY = date(2026, 11, 20)
KEYS = {PRESIDENT.employee_code: "key-p", ASTRONAUT.employee_code: "key-a"}


def played(hour: int, *, name: str | None = PRESIDENT.display_name) -> Played:
    wanted = WantedPunch(person=PRESIDENT, kind="in", working_date=DAY, working_time=f"{hour:02d}:00")
    step = Step(
        title=f"in at {hour}",
        frame=b"",
        outcome="identified",
        kind="in",
        captured_at=moment(DAY, hour),
        punch=wanted,
    )
    body = {"outcome": "identified", "employee": {"display_name": name}}
    return Played(step=step, attempt_id=f"attempt-{hour}", answer=Answer(status=200, body=body))


def document(story: list[Played]) -> dict[str, Any]:
    """What the servers answer when all is well."""
    steps = [(made, made.step.captured_at.isoformat()) for made in story if made.step.captured_at]
    attempts = [
        {"attempt_id": made.attempt_id, "outcome": "identified", "employee_code": PRESIDENT.employee_code}
        for made, _ in steps
    ]
    punches = [
        {
            "attempt_id": made.attempt_id,
            "employee_code": PRESIDENT.employee_code,
            "kind": "in",
            "punched_at": at,
            "working_date": DAY.isoformat(),
            "working_time": at[11:16],
            "state": "delivered",
            "error": None,
        }
        for made, at in steps
    ]
    records = [{"time": at, "code": "1"} for _, at in steps]
    working = {"date": DAY.isoformat(), "employeeKey": "key-p", "timeRecord": records}
    timerecords = [{"date": DAY.isoformat(), "dailyWorkings": [working]}]
    return {"attempts": attempts, "punches": punches, "attendance": {"timerecords": timerecords, "monthly": []}}


STORY = [played(hour) for hour in range(8, 16)]


def records_of(told: dict[str, Any]) -> list[dict[str, str]]:
    records: list[dict[str, str]] = told["attendance"]["timerecords"][0]["dailyWorkings"][0]["timeRecord"]
    return records


def test_all_is_well_when_each_punch_is_over_there_once() -> None:
    assert judge(document(STORY), STORY, KEYS) == (8, 8, [])


def test_a_punch_that_did_not_arrive_is_missed() -> None:
    told = document(STORY)
    records_of(told).pop()

    expected, arrived, problems = judge(told, STORY, KEYS)

    assert (expected, arrived) == (8, 7)
    assert problems


def test_a_punch_that_arrived_twice_has_not_arrived_as_it_should() -> None:
    told = document(STORY)
    records_of(told).append(records_of(told)[0])

    assert judge(told, STORY, KEYS)[:2] == (8, 7)


def test_a_punch_with_another_code_or_second_has_not_arrived() -> None:
    told = document(STORY)
    records_of(told)[0]["code"] = "2"
    records_of(told)[1]["time"] = moment(DAY, 9, 1).isoformat()

    assert judge(told, STORY, KEYS)[:2] == (8, 6)


def test_the_same_instant_in_another_offset_is_the_same_punch() -> None:
    told = document(STORY)
    records_of(told)[0]["time"] = "2026-11-19T23:00:00+00:00"

    assert judge(told, STORY, KEYS) == (8, 8, [])


def test_a_wrong_name_is_a_problem() -> None:
    story = [played(8, name=ASTRONAUT.display_name), *STORY[1:]]

    _, _, problems = judge(document(story), story, KEYS)

    assert problems == [f"in at 8: recognised as {ASTRONAUT.display_name}"]


def test_an_attempt_logged_twice_is_a_problem() -> None:
    told = document(STORY)
    told["attempts"].append(told["attempts"][0])

    assert judge(told, STORY, KEYS)[2] == ["9 attempts are in the log instead of 8, each once"]


def test_what_is_not_delivered_must_not_be_over_there() -> None:
    told = document(STORY)
    told["punches"][0]["state"] = "discarded"

    assert any("is over there" in problem for problem in judge(told, STORY, KEYS)[2])


def test_another_state_or_working_time_than_promised_is_a_problem() -> None:
    told = document(STORY)
    told["punches"][0]["working_time"] = "25:00"

    assert judge(told, STORY, KEYS)[2] == ["in at 8: working_time is 25:00 instead of 08:00"]
