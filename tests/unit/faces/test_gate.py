"""The quality gate: each fault has its code, and a good face has none."""

from collections.abc import Callable

import pytest

from kaodoki.faces import Face
from kaodoki.faces.gate import Finding, findings_for_enrolment, findings_for_probe

SIZE = (480, 640)

MakeFace = Callable[..., Face]


def test_good_face_passes_both_gates(make_face: MakeFace) -> None:
    assert findings_for_probe([make_face()], SIZE) == []
    assert findings_for_enrolment([make_face()], SIZE) == []


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        ({"inter_eye_px": 10}, Finding.TOO_SMALL),
        ({"brightness": 20}, Finding.TOO_DARK),
        ({"brightness": 250}, Finding.TOO_BRIGHT),
        ({"sharpness": 0.05}, Finding.BLURRED),
        ({"cut_share": 0.2}, Finding.FACE_CUT),
        ({"yaw_deg": -60}, Finding.TURNED),
        ({"roll_deg": 70}, Finding.TURNED),
        ({"box": (-80, 100, 100, 130)}, Finding.FACE_CUT),
        ({"box": (100, 420, 100, 130)}, Finding.FACE_CUT),
    ],
)
def test_each_fault_has_its_code(make_face: MakeFace, fault: dict[str, object], finding: Finding) -> None:
    assert findings_for_probe([make_face(**fault)], SIZE) == [finding]
    assert findings_for_enrolment([make_face(**fault)], SIZE) == [finding]


def test_no_face() -> None:
    assert findings_for_probe([], SIZE) == [Finding.NO_FACE]


@pytest.mark.parametrize(
    ("second_side", "probe", "enrolment"),
    [(70, [Finding.SEVERAL_FACES], [Finding.SEVERAL_FACES]), (50, [], [Finding.SEVERAL_FACES]), (30, [], [])],
)
def test_a_second_face_counts_by_its_size(
    make_face: MakeFace, second_side: int, probe: list[Finding], enrolment: list[Finding]
) -> None:
    faces = [make_face(box=(100, 100, 100, 100)), make_face(box=(300, 100, second_side, second_side))]

    assert findings_for_probe(faces, SIZE) == probe
    assert findings_for_enrolment(faces, SIZE) == enrolment


def test_enrolment_is_stricter(make_face: MakeFace) -> None:
    face = make_face(yaw_deg=35)

    assert findings_for_probe([face], SIZE) == []
    assert findings_for_enrolment([face], SIZE) == [Finding.TURNED]


@pytest.mark.parametrize("finding", list(Finding))
def test_every_finding_says_what_to_do_in_both_languages(finding: Finding) -> None:
    assert finding.message("ja").endswith("。")
    assert finding.message("en").endswith(".")
