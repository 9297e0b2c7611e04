"""What the liveness setting does at the terminal. The readings are given; how they come about is tested in `faces`."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests import heads
from tests.integration.api_client import ApiClient, paired_terminal

from kaodoki.clocking import recognise
from kaodoki.clocking.challenge import draw_action
from kaodoki.faces.liveness import FrameFace, LivenessFinding, LivenessReading, Verdict
from kaodoki.faces.liveness.challenge import Action

pytestmark = pytest.mark.django_db

Reads = Callable[..., None]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Decides what liveness makes of the frames."""

    def decide(verdict: Verdict, *reasons: LivenessFinding) -> None:
        reading = LivenessReading(passive=None, cues={}, verdict=verdict, reasons=reasons)
        monkeypatch.setattr(recognise, "assess", lambda _: reading)

    return decide


@pytest.fixture
def passive(office: ApiClient) -> ApiClient:
    """A terminal of a company with the passive check."""
    office.patch("/settings", {"liveness": "passive"})
    return paired_terminal(office, punch_selection="in")


@pytest.mark.parametrize(
    ("mode", "outcome"), [("passive", "identified"), ("passive_and_challenge", "challenge_required")]
)
def test_living_face_beside_a_photograph_says_nothing_of_the_photograph(
    office: ApiClient, person: Path, stranger: Path, monkeypatch: pytest.MonkeyPatch, mode: str, outcome: str
) -> None:
    office.patch("/settings", {"liveness": mode, "liveness_challenge": "when_unsure"})
    judged: list[FrameFace] = []
    live = LivenessReading(passive=1.0, cues={}, verdict=Verdict.LIVE, reasons=())

    def note(frames: Sequence[FrameFace]) -> LivenessReading:
        judged.extend(frames)
        return live

    monkeypatch.setattr(recognise, "assess", note)
    beside = [heads.jpeg(heads.with_another(heads.turned(stranger, seed=n), person)) for n in range(3)]

    taken = paired_terminal(office, punch_selection="in").attempt([heads.jpeg(heads.turned(person)), *beside])

    assert taken.body["outcome"] == outcome
    assert len(judged) == 1
    assert office.get("/attempts").body["items"][0]["findings"] == ["not_the_same_face"]


def test_attack_is_refused_without_an_accusation(
    office: ApiClient, passive: ApiClient, first_look: list[bytes], reads: Reads
) -> None:
    reads(Verdict.ATTACK, LivenessFinding.LOW_SCORE, LivenessFinding.SCREEN_PATTERN)

    refused = passive.attempt(first_look)

    assert refused.body["outcome"] == "not_live"
    assert [said["code"] for said in refused.body["guidance"]] == [
        "liveness_score_low",
        "screen_pattern",
        "ask_administrator",
    ]
    assert "Stand directly in front of the camera" in refused.body["guidance"][0]["message"]
    assert {"employee", "punch", "challenge"}.isdisjoint(refused.body)
    [logged] = office.get("/attempts").body["items"]
    assert (logged["outcome"], logged["employee_code"]) == ("not_live", None)


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.DOUBTFUL, LivenessFinding.FRAME_AROUND_FACE),
        (Verdict.CANNOT_TELL, LivenessFinding.NOT_INSTALLED),
    ],
)
def test_doubt_goes_through_and_stays_in_the_log_only(
    office: ApiClient,
    passive: ApiClient,
    first_look: list[bytes],
    reads: Reads,
    verdict: Verdict,
    reason: LivenessFinding,
) -> None:
    reads(verdict, reason)

    taken = passive.attempt(first_look)

    assert (taken.body["outcome"], taken.body["guidance"]) == ("identified", [])
    assert office.get("/attempts").body["items"][0]["findings"] == [reason.value]
    assert len(office.get("/punches").body["items"]) == 1


def test_poor_light_is_said_once_and_locks_nobody_out(
    office: ApiClient, passive: ApiClient, first_look: list[bytes], reads: Reads
) -> None:
    reads(Verdict.CANNOT_TELL, LivenessFinding.LIGHT_TOO_POOR)

    told = passive.attempt(first_look)
    taken = passive.attempt(first_look)

    assert told.body["outcome"] == "poor_quality"
    assert [said["code"] for said in told.body["guidance"]] == ["light_too_poor_for_liveness"]
    assert {"employee", "punch"}.isdisjoint(told.body)
    assert (taken.body["outcome"], taken.body["guidance"]) == ("identified", [])
    first, second = office.get("/attempts").body["items"]
    assert first["employee_code"] is None
    assert second["findings"] == ["light_too_poor_for_liveness"]


def test_poor_light_is_said_again_after_a_minute(
    passive: ApiClient, first_look: list[bytes], reads: Reads, later: Callable[[int], None]
) -> None:
    reads(Verdict.CANNOT_TELL, LivenessFinding.LIGHT_TOO_POOR)
    passive.attempt(first_look)
    later(61)

    assert passive.attempt(first_look).body["outcome"] == "poor_quality"


def test_stranger_hears_nothing_of_liveness(passive: ApiClient, stranger: Path, reads: Reads) -> None:
    reads(Verdict.DOUBTFUL, LivenessFinding.LOW_SCORE)

    unknown = passive.attempt([heads.jpeg(heads.turned(stranger))])

    assert unknown.body["outcome"] == "unknown"
    assert [said["code"] for said in unknown.body["guidance"]] == ["unknown"]


@pytest.mark.parametrize(
    ("verdict", "outcome"), [(Verdict.LIVE, "identified"), (Verdict.DOUBTFUL, "challenge_required")]
)
def test_challenge_only_when_unsure(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes], reads: Reads, verdict: Verdict, outcome: str
) -> None:
    office.patch("/settings", {"liveness_challenge": "when_unsure"})
    reads(verdict, *([LivenessFinding.LOW_SCORE] if verdict is Verdict.DOUBTFUL else []))

    answered = terminal.attempt(first_look, punch_kind="in")

    assert answered.body["outcome"] == outcome
    assert [said["code"] for said in answered.body["guidance"]] == ["challenge_required"] * (outcome != "identified")


def test_poor_light_is_no_matter_where_a_challenge_can_settle_it(
    terminal: ApiClient, first_look: list[bytes], reads: Reads
) -> None:
    reads(Verdict.CANNOT_TELL, LivenessFinding.LIGHT_TOO_POOR)

    assert terminal.attempt(first_look, punch_kind="in").body["outcome"] == "challenge_required"


def test_nothing_is_checked_where_liveness_is_off(
    office: ApiClient, terminal: ApiClient, first_look: list[bytes], reads: Reads
) -> None:
    office.patch("/settings", {"liveness": "off"})
    reads(Verdict.ATTACK, LivenessFinding.LOW_SCORE)

    assert terminal.attempt(first_look, punch_kind="in").body["outcome"] == "identified"


def test_terminal_is_told_the_setting(office: ApiClient, terminal: ApiClient) -> None:
    told = terminal.get("/terminal/me").body["settings"]

    assert (told["liveness"], told["liveness_challenge"]) == ("passive_and_challenge", "always")


@pytest.mark.parametrize(
    ("name", "value"), [("liveness", "blink"), ("liveness_challenge", "never"), ("liveness", None)]
)
def test_setting_that_does_not_exist_is_refused(office: ApiClient, name: str, value: object) -> None:
    refused = office.patch("/settings", {name: value})

    assert (refused.status, refused.body["code"]) == (422, "settings_invalid")


def test_every_action_is_drawn() -> None:
    assert {draw_action() for _ in range(200)} == set(Action)
