"""Sections of the sheet on made-up people whose error rates are known."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.evaluation.test_verification import chance_of_cosine

from kaodoki.evaluation.datasets import DataSet, Pair
from kaodoki.evaluation.embedding import FaceSet, Failure
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.open_set import NEVER, OpenSetScores
from kaodoki.evaluation.sheet.calibration import calibration_section, fit, halves
from kaodoki.evaluation.sheet.conditions import Used, data_section
from kaodoki.evaluation.sheet.decisions import decided, decisions_section
from kaodoki.evaluation.sheet.gate import gate_section
from kaodoki.evaluation.sheet.identification import identification_section
from kaodoki.evaluation.sheet.verification import NO_SCORE, pair_scores, verification_section
from kaodoki.faces import Engine
from kaodoki.faces.gate import Finding
from kaodoki.faces.pack import Calibration, Pack
from kaodoki.identification import Policy, threshold

People = Callable[..., tuple[NDArray[np.float32], NDArray[np.int64]]]
AsFaces = Callable[..., FaceSet]

SPLITS, SEED = 2, 1


@pytest.fixture(scope="module")
def pack(engine: Engine) -> Pack:
    return engine.pack


@pytest.fixture(scope="module")
def clear_people(people: People, as_faces: AsFaces) -> FaceSet:
    """Everybody is easily told: 60 people with 7 photos, 1,200 with one."""
    several, person = people(60, 7, likeness=0.97)
    single, others = people(1200, 1, likeness=1.0, seed=2)
    return as_faces(np.concatenate([several, single]), np.concatenate([person, others + 60]))


def data_of(faces: FaceSet, pairs: tuple[Pair, ...] = ()) -> DataSet:
    return DataSet(folder=Path("nowhere"), photos=tuple(item.photo for item in faces.faces), pairs=pairs)


def sphere_threshold(gallery_size: int, fpir: float, length: int = 128) -> float:
    """Where strangers of uniform direction are taken for one of `gallery_size` people in a share of `fpir`."""
    wanted, low, high = 1 - (1 - fpir) ** (1 / gallery_size), 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if chance_of_cosine(middle, length) > wanted else (low, middle)
    return low


def sphere_calibration(pack: Pack) -> Calibration:
    rates = (0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
    scores = tuple(sphere_threshold(1, rate) for rate in rates)
    return replace(pack.calibration, fmr=rates, scores=scores)


def test_clear_people_meet_every_target_of_verification(clear_people: FaceSet) -> None:
    names = [item.photo.name for item in clear_people.faces]
    pairs = tuple(
        Pair(first=names[7 * number], second=names[7 * number + step], is_same=step == 1)
        for step in (1, 8)
        for number in range(50)
    )

    found = verification_section(data_of(clear_people, pairs), clear_people, seed=SEED)

    assert {row.target.id for row in found.measured} == {"pairs_plain", "pairs_mirror", "tar_plain", "tar_mirror"}
    assert all(row.found.value == 1 for row in found.measured)
    assert "1e-5" in found.text
    assert "{plot:det}" in found.text
    assert found.plots[0].name == "det"


def test_pair_with_a_photo_without_a_face_counts_as_two_people(clear_people: FaceSet) -> None:
    names = [item.photo.name for item in clear_people.faces]
    data = data_of(clear_people, (Pair(first=names[0], second="gone", is_same=True),))

    assert pair_scores(data, clear_people, clear_people.plain) == [NO_SCORE]


def test_data_set_without_pairs_says_so(clear_people: FaceSet) -> None:
    found = verification_section(data_of(clear_people), clear_people, seed=SEED)

    assert "were not compared" in found.text
    assert {row.target.id for row in found.measured} == {"tar_plain", "tar_mirror"}


def test_wrong_labels_count_in_the_published_pairs_only(clear_people: FaceSet) -> None:
    """The last photo of everybody with seven shows somebody else, and the list of errors says so."""
    vectors = clear_people.plain
    vectors[6:420:7] = vectors[420:480]
    wrong = replace(
        clear_people,
        faces=tuple(
            replace(
                item,
                photo=replace(item.photo, is_mislabelled=place < 420 and place % 7 == 6),
                face=replace(item.face, template=replace(item.face.template, vector=vectors[place])),
            )
            for place, item in enumerate(clear_people.faces)
        ),
    )

    found = verification_section(data_of(wrong), wrong, seed=SEED)

    assert next(row.found.value for row in found.measured if row.target.id == "tar_plain") == 1


def test_clear_people_are_always_identified(clear_people: FaceSet, pack: Pack) -> None:
    found = identification_section(clear_people, None, pack, splits=SPLITS, seed=SEED)

    assert {row.target.id for row in found.measured} == {"fnir_1_1", "fnir_3_1", "fnir_1_3", "fnir_3_3"}
    assert all(row.found.value == 0 and row.target.is_met(row.found) for row in found.measured)


def test_hopeless_recogniser_misses_every_target(people: People, as_faces: AsFaces, pack: Pack) -> None:
    several, _ = people(420, 1, likeness=1.0)
    single, _ = people(1200, 1, likeness=1.0, seed=2)
    faces = as_faces(np.concatenate([several, single]), np.concatenate([np.arange(420) // 7, np.arange(1200) + 60]))

    found = identification_section(faces, None, pack, splits=SPLITS, seed=SEED)

    assert not any(row.target.is_met(row.found) for row in found.measured)
    assert all(row.found.value > 0.9 for row in found.measured)


def test_galleries_that_cannot_be_filled_are_left_out(people: People, as_faces: AsFaces, pack: Pack) -> None:
    faces = as_faces(*people(30, 2, likeness=0.9))

    with pytest.raises(TooFewPeople):
        identification_section(faces, None, pack, splits=SPLITS, seed=SEED)


def test_true_calibration_lets_the_wanted_share_pass(clear_people: FaceSet, pack: Pack) -> None:
    fitted = sphere_calibration(pack)

    found = calibration_section(clear_people, None, pack, lambda _: fitted, splits=10, seed=SEED)

    row = next(row for row in found.measured if row.target.id == "calibration_lfw_100")
    assert row.found.low <= 0.003 <= row.found.high
    assert row.target.is_met(row.found)


@pytest.mark.parametrize(("cosine", "share"), [(-1.0, 1.0), (1.0, 0.0)])
def test_wrong_curve_alone_lets_everybody_or_nobody_pass(
    clear_people: FaceSet, pack: Pack, cosine: float, share: float
) -> None:
    wrong = replace(sphere_calibration(pack), scores=(cosine,) * 9, per_tenfold=0.0)

    found = calibration_section(clear_people, None, pack, lambda _: wrong, splits=SPLITS, seed=SEED)

    line = next(line for line in found.text.splitlines() if line.startswith("| LFW | 100 | 1 | 1 | curve alone |"))
    assert line.count(f"{share * 100:.2f} % (") == 3


def test_calibration_never_sees_the_people_it_is_checked_on(clear_people: FaceSet, pack: Pack) -> None:
    seen: set[str] = set()

    def calibrate(faces: FaceSet) -> Calibration:
        seen.update(item.photo.person for item in faces.faces)
        return pack.calibration

    calibration_section(clear_people, None, pack, calibrate, splits=1, seed=SEED)

    fitted, unseen = halves(clear_people, seed=SEED)
    assert seen == {item.photo.person for item in fitted.faces}
    assert seen.isdisjoint(item.photo.person for item in unseen.faces)
    assert abs(len({item.photo.person for item in unseen.faces}) - len(seen)) <= 1


def test_impostors_are_strangers_of_their_own(
    clear_people: FaceSet, people: People, as_faces: AsFaces, pack: Pack
) -> None:
    impostors = as_faces(*people(400, 1, likeness=1.0, seed=5), prefix="i")

    found = calibration_section(clear_people, impostors, pack, lambda _: pack.calibration, splits=1, seed=SEED)

    assert "calibration_impostors_100" in {row.target.id for row in found.measured}
    assert "| impostors | 100 | 1 | 1 |" in found.text
    assert "| impostors | 100 | 3 |" not in found.text


def scores(mated: list[tuple[float, float]], strangers: list[tuple[float, float]]) -> OpenSetScores:
    own, other = np.array(mated, dtype=np.float32).T
    first, second = np.array(strangers, dtype=np.float32).T
    return OpenSetScores(
        people=len(mated) + len(strangers),
        mated_person=np.arange(len(mated)),
        own=own,
        other=other,
        stranger_person=np.arange(len(strangers)) + len(mated),
        first=first,
        second=second,
    )


def test_decisions_are_those_that_ship(pack: Pack) -> None:
    given = scores([(0.9, 0.1), (0.1, 0.9), (0.9, 0.89), (0.1, 0.05), (NEVER, NEVER)], [(0.9, 0.1), (0.0, -0.1)])

    mated, strangers = decided(given, pack, Policy(gallery_size=100))

    assert mated == ["right", "wrong", "not_sure", "unknown", "refused"]
    assert strangers == ["wrong", "unknown"]


def test_decisions_on_clear_people(clear_people: FaceSet, pack: Pack) -> None:
    found = decisions_section(clear_people, pack, splits=1, seed=SEED)

    assert "| 100 | 1 | 1 | enrolled people | 100.00 %" in found.text
    assert "| 100 | 1 | 1 | strangers | 0 | 0 |" in found.text


def test_gate_counts_each_finding(clear_people: FaceSet) -> None:
    half = len(clear_people.faces) // 2
    faces = replace(
        clear_people,
        faces=tuple(
            replace(item, probe_findings=(Finding.BLURRED,) if place < half else ())
            for place, item in enumerate(clear_people.faces)
        ),
    )

    found = gate_section({"LFW": faces})

    assert "| LFW | `blurred` | 50.0 %" in found.text
    assert "turned" not in found.text


def test_every_photo_without_a_face_is_counted_and_the_first_listed(clear_people: FaceSet) -> None:
    failures = tuple(Failure(name=f"{number}.jpg", code="image_unreadable") for number in range(25))
    faces = replace(clear_people, failures=failures)

    found = data_section([Used(name="LFW", data=data_of(clear_people), faces=faces)])

    assert "| LFW | 1,620 | 1,260 | 25 | none |" in found.text
    assert "`0.jpg` (image_unreadable)" in found.text
    assert "and 5 more" in found.text


def test_too_few_people_for_a_calibration_are_said_to_be(people: People, as_faces: AsFaces, pack: Pack) -> None:
    faces = as_faces(*people(30, 2, likeness=0.9))

    with pytest.raises(TooFewPeople):
        calibration_section(faces, None, pack, lambda _: pack.calibration, splits=1, seed=SEED)
    with pytest.raises(TooFewPeople):
        decisions_section(faces, pack, splits=1, seed=SEED)


def test_fitted_curve_is_the_one_of_the_sphere(clear_people: FaceSet, pack: Pack) -> None:
    found = fit(clear_people, pack)

    for gallery_size, rate in ((100, 0.05), (300, 0.05)):
        expected = sphere_threshold(gallery_size, rate)
        assert threshold(found, gallery_size=gallery_size, fpir=rate) == pytest.approx(expected, abs=0.02)


def test_curve_of_a_handful_of_people_is_refused(people: People, as_faces: AsFaces, pack: Pack) -> None:
    with pytest.raises(TooFewPeople):
        fit(as_faces(*people(8, 1, likeness=1.0)), pack)
