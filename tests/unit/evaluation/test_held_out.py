"""What a calibration fitted to one half of the people says of the other: Calibration and Decisions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.evaluation.test_verification import chance_of_cosine

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.held_out import fit, halves
from kaodoki.evaluation.open_set import NEVER, OpenSetScores
from kaodoki.evaluation.sheet.calibration import calibration_section
from kaodoki.evaluation.sheet.decisions import decided, decisions_section
from kaodoki.evaluation.sheet.section import Section
from kaodoki.faces.pack import Calibration, Pack
from kaodoki.identification import Policy, threshold

People = Callable[..., tuple[NDArray[np.float32], NDArray[np.int64]]]
AsFaces = Callable[..., FaceSet]

SPLITS, SEED = 2, 1


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


def answers(section: Section, attempts_by: str) -> dict[str, str]:
    """The first row of such attempts, by its columns."""
    header, _, *rows = [line.strip("| ").split(" | ") for line in section.text.splitlines() if line.startswith("|")]
    return dict(zip(header, next(row for row in rows if row[3] == attempts_by), strict=True))


def test_decisions_on_clear_people(clear_people: FaceSet, pack: Pack) -> None:
    found = decisions_section(clear_people, pack, lambda _: pack.calibration, splits=1, seed=SEED)

    enrolled, strangers = answers(found, "enrolled people"), answers(found, "strangers")
    assert enrolled["identified"].startswith("100.00 %")
    assert strangers["identified"] == "0"
    assert strangers["as somebody else"] == "0" or strangers["as somebody else"] < "1"


@pytest.mark.parametrize(
    ("constant", "attempts_by", "never"),
    [("runner_up_margin", "enrolled people", "identified"), ("not_sure_band", "strangers", "`unknown`")],
)
def test_decisions_follow_the_calibration_they_are_given(
    clear_people: FaceSet, pack: Pack, constant: str, attempts_by: str, never: str
) -> None:
    constants: dict[str, Any] = {constant: 3.0}
    unsure = replace(pack.calibration, **constants)

    found = decisions_section(clear_people, pack, lambda _: unsure, splits=1, seed=SEED)

    assert answers(found, attempts_by)[never] == "0"


def test_decisions_are_about_people_the_curve_was_not_fitted_to(clear_people: FaceSet, pack: Pack) -> None:
    seen: set[str] = set()

    def calibrate(faces: FaceSet) -> Calibration:
        seen.update(item.photo.person for item in faces.faces)
        return pack.calibration

    found = decisions_section(clear_people, pack, calibrate, splits=1, seed=SEED)

    fitted, unseen = halves(clear_people, seed=SEED)
    assert seen == {item.photo.person for item in fitted.faces}
    assert f"strangers are {len(unseen.photos_of)} people of the other half" in found.text
    assert "in-sample" in found.text


def test_too_few_people_for_a_calibration_are_said_to_be(people: People, as_faces: AsFaces, pack: Pack) -> None:
    faces = as_faces(*people(30, 2, likeness=0.9))

    with pytest.raises(TooFewPeople):
        calibration_section(faces, None, pack, lambda _: pack.calibration, splits=1, seed=SEED)
    with pytest.raises(TooFewPeople):
        decisions_section(faces, pack, lambda _: pack.calibration, splits=1, seed=SEED)


def test_fitted_curve_is_the_one_of_the_sphere(clear_people: FaceSet, pack: Pack) -> None:
    found = fit(clear_people, pack)

    for gallery_size, rate in ((100, 0.05), (300, 0.05)):
        expected = sphere_threshold(gallery_size, rate)
        assert threshold(found, gallery_size=gallery_size, fpir=rate) == pytest.approx(expected, abs=0.02)


def test_curve_of_a_handful_of_people_is_refused(people: People, as_faces: AsFaces, pack: Pack) -> None:
    with pytest.raises(TooFewPeople):
        fit(as_faces(*people(8, 1, likeness=1.0)), pack)


def test_curve_is_of_attempts_against_enrolled_photos(people: People, as_faces: AsFaces, pack: Pack) -> None:
    """As the pack's own is. Enrolled photos here resemble each other, frames resemble nobody."""
    vectors, person = people(100, 1, likeness=1.0)
    faces = as_faces(vectors, person)
    enrolled, _ = people(100, 1, likeness=1.0, seed=7)
    enrolled = (enrolled + 1 / np.sqrt(128)).astype(np.float32)
    enrolled /= np.linalg.norm(enrolled, axis=1, keepdims=True)
    faces = replace(
        faces,
        faces=tuple(
            replace(item, mirrored=replace(item.mirrored, vector=vector))
            for item, vector in zip(faces.faces, enrolled, strict=True)
        ),
    )
    scores = vectors @ enrolled.T
    scores = scores[~np.eye(len(scores), dtype=bool)]

    found = fit(faces, pack)

    for rate, score in zip(found.fmr, found.scores, strict=True):
        assert (scores >= score).mean() == pytest.approx(rate, rel=0.1)
