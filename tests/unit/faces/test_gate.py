"""The quality gate: each fault has its code, and a good face has none."""

from collections.abc import Callable
from typing import Any

import pytest

from kaodoki.faces import Face
from kaodoki.faces.gate import (
    RULES,
    Finding,
    Rule,
    findings_for_enrolment,
    findings_for_probe,
    hints_for_probe,
)

SIZE = (480, 640)

MakeFace = Callable[..., Face]


def test_good_face_passes_both_gates(make_face: MakeFace) -> None:
    assert findings_for_probe([make_face()], SIZE) == []
    assert findings_for_enrolment([make_face()], SIZE) == []
    assert hints_for_probe([make_face()], SIZE) == []


FAULTS = [
    # the fault, its finding, and whether it refuses a frame
    ({"cut_share": 0.2}, Finding.FACE_CUT, True),
    ({"box": (-80, 100, 100, 130)}, Finding.FACE_CUT, True),
    ({"box": (100, 420, 100, 130)}, Finding.FACE_CUT, True),
    ({"inter_eye_px": 10}, Finding.TOO_SMALL, True),
    ({"eyes_covered": 0.95}, Finding.EYES_COVERED, False),
    ({"mouth_covered": 0.95}, Finding.MOUTH_COVERED, False),
    ({"backlight_ev": 3.5, "brightness": 70}, Finding.BACKLIT, False),
    ({"light_right_ev": 3}, Finding.LIGHT_FROM_RIGHT, False),
    ({"light_right_ev": -3}, Finding.LIGHT_FROM_LEFT, False),
    ({"light_top_ev": 3}, Finding.LIGHT_FROM_ABOVE, False),
    ({"brightness": 20}, Finding.TOO_DARK, True),
    ({"brightness": 250}, Finding.TOO_BRIGHT, True),
    ({"over_exposed_share": 0.5}, Finding.OVEREXPOSED, True),
    ({"under_exposed_share": 0.8}, Finding.UNDEREXPOSED, True),
    ({"contrast": 10}, Finding.LOW_CONTRAST, True),
    ({"yaw_deg": -60}, Finding.TURNED, True),
    ({"yaw_deg": 60}, Finding.TURNED, True),
    ({"roll_deg": 70}, Finding.TILTED, True),
    ({"roll_deg": -70}, Finding.TILTED, True),
    ({"pitch_deg": 14}, Finding.LOOKING_UP, False),
    ({"pitch_deg": -14}, Finding.LOOKING_DOWN, False),
    ({"sharpness": 0.03}, Finding.BLURRED, True),
    ({"noise": 12}, Finding.NOISY, False),
    ({"confidence": 5}, Finding.UNCLEAR, False),
]


@pytest.mark.parametrize(("fault", "finding", "refuses"), FAULTS)
def test_each_fault_has_its_code(make_face: MakeFace, fault: dict[str, Any], finding: Finding, refuses: bool) -> None:
    face = make_face(**fault)

    assert findings_for_enrolment([face], SIZE) == [finding]
    assert hints_for_probe([face], SIZE) == [finding]
    assert findings_for_probe([face], SIZE) == ([finding] if refuses else [])


def test_every_finding_on_a_face_has_a_fault_here() -> None:
    tested = {finding for _, finding, _ in FAULTS}

    assert {rule.finding for rule in RULES} - tested == {Finding.COMPRESSED}
    assert set(Finding) - {rule.finding for rule in RULES} == {Finding.NO_FACE, Finding.SEVERAL_FACES}


def test_compression_is_a_matter_of_photos_only(make_face: MakeFace) -> None:
    face = make_face(compression=3)

    assert findings_for_enrolment([face], SIZE) == [Finding.COMPRESSED]
    assert findings_for_probe([face], SIZE) == hints_for_probe([face], SIZE) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.finding}{rule.sign:+}")
def test_a_frame_is_hinted_at_before_it_is_refused(rule: Rule) -> None:
    if rule.hint is None or rule.probe is None:
        return

    assert rule.sign * rule.hint <= rule.sign * rule.probe
    assert rule.enrolment is not None
    assert rule.sign * rule.enrolment <= rule.sign * rule.probe


def test_covered_face_is_compared_and_only_hinted_at(make_face: MakeFace) -> None:
    masked = make_face(mouth_covered=1.0, confidence=10)

    assert findings_for_probe([masked], SIZE) == []
    assert hints_for_probe([masked], SIZE) == [Finding.MOUTH_COVERED]


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        ({"backlight_ev": 4, "brightness": 25, "contrast": 8, "noise": 9}, [Finding.BACKLIT]),
        ({"brightness": 20, "under_exposed_share": 0.9, "contrast": 5, "eyes_covered": 1}, [Finding.TOO_DARK]),
        ({"brightness": 245, "over_exposed_share": 0.8, "contrast": 9}, [Finding.TOO_BRIGHT]),
        ({"light_right_ev": 4, "over_exposed_share": 0.2}, [Finding.LIGHT_FROM_RIGHT]),
        ({"yaw_deg": 60, "light_right_ev": -4}, [Finding.TURNED]),
        ({"inter_eye_px": 12, "sharpness": 0.03}, [Finding.TOO_SMALL]),
        ({"eyes_covered": 1, "mouth_covered": 1}, [Finding.EYES_COVERED]),
        ({"confidence": 3, "sharpness": 0.03}, [Finding.BLURRED]),
    ],
)
def test_a_cause_is_told_without_what_it_causes(
    make_face: MakeFace, faults: dict[str, Any], told: list[Finding]
) -> None:
    assert findings_for_enrolment([make_face(**faults)], SIZE) == told


def test_bright_surroundings_of_a_well_lit_face_do_no_harm(make_face: MakeFace) -> None:
    assert findings_for_enrolment([make_face(backlight_ev=5, brightness=130)], SIZE) == []


def test_at_most_two_hints_the_weightiest_first(make_face: MakeFace) -> None:
    face = make_face(inter_eye_px=24, mouth_covered=1, roll_deg=30, pitch_deg=14)

    assert hints_for_probe([face], SIZE) == [Finding.TOO_SMALL, Finding.MOUTH_COVERED]


def test_left_and_right_are_the_person_s_own() -> None:
    for word, japanese, english in (("RIGHT", "右", "your right"), ("LEFT", "左", "your left")):
        finding = Finding[f"LIGHT_FROM_{word}"]
        assert finding.message("ja").startswith(f"{japanese}から")
        assert english in finding.message("en")


def test_pack_without_a_scale_of_confidence_is_never_unclear(make_face: MakeFace) -> None:
    assert hints_for_probe([make_face(confidence=None)], SIZE) == []


def test_no_face() -> None:
    assert findings_for_probe([], SIZE) == hints_for_probe([], SIZE) == [Finding.NO_FACE]


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
    face = make_face(yaw_deg=40)

    assert findings_for_probe([face], SIZE) == []
    assert findings_for_enrolment([face], SIZE) == [Finding.TURNED]


@pytest.mark.parametrize("finding", list(Finding))
def test_every_finding_says_what_to_do_in_both_languages(finding: Finding) -> None:
    assert finding.message("ja").endswith("。")
    assert finding.message("en").endswith(".")
