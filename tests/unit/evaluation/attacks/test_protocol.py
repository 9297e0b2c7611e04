"""The protocol of presentation attacks: who takes part, what counts as what, and the rates."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.evaluation.attacks.attempts import ATTACK_KINDS, LIVE_KINDS, Kind
from kaodoki.evaluation.attacks.clips import read_clips
from kaodoki.evaluation.attacks.protocol import evaluate_pad, is_held_out
from kaodoki.evaluation.attacks.results import BINS, Judged, PadResult, Policy
from kaodoki.evaluation.errors import DataSetLayout, DataSetMissing, TooFewPeople
from kaodoki.faces import Engine
from kaodoki.faces.liveness import Verdict, is_installed
from kaodoki.faces.liveness.reading import ChallengeReason
from kaodoki.project.demo_pictures import are_fetched, picture_path

PICTURES = ("obama_1", "astronaut")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six people of the half that is measured, by two faces, and one of the other half who must not take part."""
    if not are_fetched():
        pytest.skip("real pictures are missing: run python -m kaodoki.project.demo_pictures")
    folder = tmp_path_factory.mktemp("attacks") / "lfw"
    names = [f"Person_{number}" for number in range(40)]
    measured = [name for name in names if is_held_out(name)][:6]
    tuned = next(name for name in names if not is_held_out(name))
    for number, name in enumerate([*measured, tuned]):
        (folder / name).mkdir(parents=True)
        image = cv2.imread(str(picture_path(PICTURES[number % 2])))
        cv2.imwrite(str(folder / name / f"{name}_0001.jpg"), image)
    return folder


@pytest.fixture(scope="module")
def clips(people: Path) -> Path:
    folder = people.parent / "pad"
    folder.mkdir()
    cv2.imwrite(str(folder / "still.jpg"), cv2.imread(str(picture_path("obama_1"))))
    writer = cv2.VideoWriter(str(folder / "clip.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (512, 512))
    for _ in range(12):
        writer.write(np.asarray(cv2.imread(str(picture_path("astronaut"))), np.uint8))
    writer.release()
    (folder / "labels.csv").write_text("file,label\nstill.jpg,live\nclip.avi,screen_replay\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def result(engine: Engine, people: Path, clips: Path) -> PadResult:
    return evaluate_pad(people, clips, attempts_per_kind=1, engine=engine, seed=7)


def test_every_kind_is_tried_as_often_as_asked(result: PadResult) -> None:
    assert [attack.kind for attack in result.attacks] == [*ATTACK_KINDS]
    assert [live.kind for live in result.lives] == [*LIVE_KINDS]
    assert {attack.attempts for attack in result.attacks} == {live.attempts for live in result.lives} == {1}
    assert result.people == 1
    assert result.has_network == is_installed()


def test_rates_have_intervals_and_nothing_flat_is_accepted_with_a_challenge(result: PadResult) -> None:
    always = {attack.kind: attack.apcer[Policy.CHALLENGE_ALWAYS] for attack in result.attacks}

    assert all(
        always[kind].value == 0 for kind in (Kind.PRINT, Kind.BENT_PRINT, Kind.SCREEN_STILL, Kind.SWAPPED_PRINTS)
    )
    assert all(estimate.low <= estimate.value <= estimate.high <= 1 for estimate in always.values())
    assert result.challenge_replayed is not None


def test_person_in_good_light_passes(result: PadResult) -> None:
    good = result.lives[0]

    assert good.bpcer[Policy.CHALLENGE_ALWAYS].value == 0
    assert good.bpnrr.value == 0
    assert sum(good.scores) == (1 if is_installed() else 0)
    assert len(good.scores) == BINS


def test_accepting_an_attack_takes_the_face_too(result: PadResult) -> None:
    for attack in result.attacks:
        assert all(attack.iapar[policy].value <= attack.apcer[policy].value for policy in Policy)


def test_clips_are_reported_each_by_itself(result: PadResult) -> None:
    still, clip = result.clips

    assert (still.name, still.label, still.looks) == ("still.jpg", "live", 1)
    assert (clip.name, clip.label, clip.looks) == ("clip.avi", "screen_replay", 2)
    assert sum(clip.verdicts.values()) == clip.looks
    assert clip.cues["still"] > 0


def test_too_few_people_are_said(engine: Engine, people: Path) -> None:
    with pytest.raises(TooFewPeople):
        evaluate_pad(people, None, attempts_per_kind=5, engine=engine)


def test_missing_folder_is_said(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DataSetMissing):
        evaluate_pad(tmp_path / "nothing", None, attempts_per_kind=1, engine=engine)


def test_clips_without_labels_are_said(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DataSetLayout):
        read_clips(engine, tmp_path)


def test_clip_that_cannot_be_read_is_named(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,label\nbroken.jpg,live\n", encoding="utf-8")
    (tmp_path / "broken.jpg").write_bytes(b"no picture")

    with pytest.raises(DataSetLayout) as refusal:
        read_clips(engine, tmp_path)

    assert "broken.jpg" in refusal.value.message("en")


@given(st.text(min_size=1))
def test_half_of_a_person_never_changes(person: str) -> None:
    assert is_held_out(person) == is_held_out(str(person))


def test_halves_are_about_equal() -> None:
    held_out = sum(is_held_out(f"Person_{number}") for number in range(2000))

    assert 900 < held_out < 1100


@pytest.mark.parametrize(
    ("verdict", "challenge", "accepted"),
    [
        (Verdict.LIVE, ChallengeReason.OK, {*Policy}),
        (Verdict.LIVE, ChallengeReason.NOT_PERFORMED, {Policy.PASSIVE, Policy.CHALLENGE_WHEN_UNSURE}),
        (Verdict.DOUBTFUL, ChallengeReason.OK, {*Policy}),
        (Verdict.DOUBTFUL, ChallengeReason.FLAT_MOTION, {Policy.PASSIVE}),
        (Verdict.CANNOT_TELL, ChallengeReason.OK, {*Policy}),
        (Verdict.CANNOT_TELL, ChallengeReason.LIGHT_TOO_POOR, {Policy.PASSIVE}),
        (Verdict.ATTACK, ChallengeReason.OK, set()),
    ],
)
def test_what_each_policy_accepts(verdict: Verdict, challenge: ChallengeReason, accepted: set[Policy]) -> None:
    judged = Judged(
        kind=Kind.PRINT,
        person="x",
        verdict=verdict,
        passive=None,
        challenge=challenge,
        is_matched=True,
        is_guided=False,
    )

    assert {policy for policy in Policy if judged.is_accepted(policy)} == accepted
