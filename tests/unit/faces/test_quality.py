"""Quality on real photographs made worse: each fault moves its own component and the score, and leaves the others."""

from collections.abc import Callable
from dataclasses import asdict, fields, replace
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from tests.unit.faces.degradations import DEGRADATIONS, Degradation, mask, sunglasses

from kaodoki.evaluation.masks import MASK_LOOKS, MaskLook, paint_mask
from kaodoki.faces import Engine, Face, Quality
from kaodoki.faces.detection import Detection
from kaodoki.faces.gate import Finding, findings_for_enrolment, findings_for_probe, hints_for_probe
from kaodoki.faces.quality import measure_quality, recogniser_confidence
from kaodoki.faces.quality.components import COMPONENTS, component_qualities, unified_score

Picture = NDArray[np.uint8]
Read = Callable[[str], Picture]

PEOPLE = ("obama_1", "biden", "astronaut")
LONG_SIDE = 640

SCORE_TOLERANCE = 5.0
"""How much the score may rise from one strength to the next: the recogniser's share of it is not smooth."""
OTHERS_TOLERANCE = 15.0
"""How much of 100 a component may lose by a fault that is not its own."""

Portrait = Callable[[str], tuple[Picture, Face]]


@pytest.fixture(scope="module")
def portrait(engine: Engine, picture: Read) -> Portrait:
    """A photograph at the size of a terminal's frame, and its face."""
    kept: dict[str, tuple[Picture, Face]] = {}

    def read(name: str) -> tuple[Picture, Face]:
        if name not in kept:
            image = picture(name)
            scale = min(1.0, LONG_SIDE / max(image.shape[:2]))
            small = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
            kept[name] = (small, engine.analyse(small)[0])
        return kept[name]

    return read


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("degradation", DEGRADATIONS, ids=lambda degradation: degradation.name)
def test_each_fault_moves_its_own_component_and_the_score(
    engine: Engine, portrait: Portrait, degradation: Degradation, name: str
) -> None:
    image, face = portrait(name)

    worse = [engine.analyse(degradation.worsen(image, face, strength))[0].quality for strength in degradation.strengths]

    own = [degradation.direction * getattr(quality, degradation.field) for quality in (face.quality, *worse)]
    assert own == sorted(own)
    assert own[-1] > own[0]
    scores = [face.quality.score, *(quality.score for quality in worse)]
    assert all(later <= earlier + SCORE_TOLERANCE for earlier, later in pairwise(scores))
    assert scores[-1] < scores[0] - SCORE_TOLERANCE
    allowed = degradation.goes_with | {degradation.field, "confidence"}
    before = {row.field: value for row, _, value in component_qualities(face.quality)}
    lost = {
        row.field: before[row.field] - value
        for quality in worse
        for row, _, value in component_qualities(quality)
        if before[row.field] - value > OTHERS_TOLERANCE
    }
    assert set(lost) <= allowed, lost


@pytest.mark.parametrize("name", [*PEOPLE, "obama_2", "obama_3"])
def test_good_portrait_has_no_finding(portrait: Portrait, name: str) -> None:
    image, face = portrait(name)
    size = (image.shape[0], image.shape[1])

    assert findings_for_probe([face], size) == findings_for_enrolment([face], size) == []
    assert hints_for_probe([face], size) == []
    assert face.quality.score > 50


def told(engine: Engine, image: Picture) -> tuple[list[Finding], list[Finding], list[Finding]]:
    faces, size = engine.analyse(image), (image.shape[0], image.shape[1])
    return findings_for_probe(faces, size), hints_for_probe(faces, size), findings_for_enrolment(faces, size)


@pytest.mark.parametrize("look", MASK_LOOKS[:4], ids=lambda look: f"{look.shape} {look.colour}")
@pytest.mark.parametrize("name", PEOPLE)
def test_masked_face_is_found_compared_and_asked_to_unmask(
    engine: Engine, portrait: Portrait, name: str, look: MaskLook
) -> None:
    image, face = portrait(name)

    refusals, hints, enrolment = told(engine, paint_mask(image, face.landmarks, look))

    assert refusals == []
    assert hints[:1] == [Finding.MOUTH_COVERED]
    assert Finding.MOUTH_COVERED in enrolment


@pytest.mark.parametrize("name", PEOPLE)
def test_sunglasses_are_noticed_and_refuse_no_frame(engine: Engine, portrait: Portrait, name: str) -> None:
    image, face = portrait(name)

    refusals, hints, enrolment = told(engine, sunglasses(image, face, 0.95))

    assert refusals == []
    assert hints[:1] == [Finding.EYES_COVERED]
    assert Finding.EYES_COVERED in enrolment


def test_lowered_mask_is_still_a_mask(engine: Engine, portrait: Portrait) -> None:
    image, face = portrait("obama_1")

    below_the_nose = engine.analyse(paint_mask(image, face.landmarks, replace(MASK_LOOKS[1], lowered=0.4)))[0]

    assert below_the_nose.quality.mouth_covered > 0.5


def test_painting_leaves_the_rest_of_the_picture(portrait: Portrait) -> None:
    image, face = portrait("astronaut")
    before = image.copy()

    painted = mask(image, face, 1.0)

    assert (image == before).all()
    eyes = int(face.landmarks[:2, 1].min())
    assert (painted[: eyes - 10] == image[: eyes - 10]).all()
    x, y = face.landmarks[3:].mean(axis=0).astype(int)
    assert np.abs(painted[y, x].astype(int) - image[y, x]).max() > 30


def test_grey_picture_is_not_taken_for_covered(engine: Engine, portrait: Portrait) -> None:
    image, _ = portrait("obama_1")
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)

    (face,) = engine.analyse(np.asarray(grey, np.uint8))

    assert max(face.quality.eyes_covered, face.quality.mouth_covered) < 0.3
    assert face.quality.colour_cast > 20


def test_turned_face_is_told_by_its_side(engine: Engine, picture: Read, portrait: Portrait) -> None:
    group = engine.analyse(picture("group"))

    assert abs(portrait("obama_1")[1].quality.yaw_deg) < 5
    assert -25 < portrait("obama_2")[1].quality.yaw_deg < -10
    assert 8 < portrait("obama_3")[1].quality.yaw_deg < 20
    assert min(face.quality.yaw_deg for face in group) < -30


def test_mirrored_picture_has_the_mirrored_quality(engine: Engine, portrait: Portrait) -> None:
    image, face = portrait("biden")

    (mirrored,) = engine.analyse(np.ascontiguousarray(image[:, ::-1]))

    assert mirrored.quality.yaw_deg == pytest.approx(-face.quality.yaw_deg, abs=4)
    assert mirrored.quality.light_right_ev == pytest.approx(-face.quality.light_right_ev, abs=0.2)
    assert mirrored.quality.score == pytest.approx(face.quality.score, abs=12)


def test_confidence_is_the_pack_s_scale_of_the_template_s_weight(engine: Engine, portrait: Portrait) -> None:
    _, face = portrait("astronaut")

    assert face.quality.confidence == recogniser_confidence(face.template.weight, engine.pack.weight_scale)
    assert recogniser_confidence(10, None) is None
    assert [recogniser_confidence(weight, (8, 12)) for weight in (1, 8, 9, 12, 99)] == [0, 0, 25, 100, 100]


def test_pack_without_a_scale_still_has_a_score(portrait: Portrait) -> None:
    quality = replace(portrait("astronaut")[1].quality, confidence=None)

    assert unified_score(quality) > 50
    assert "confidence" not in {row.field for row, _, _ in component_qualities(quality)}


def test_every_field_but_the_score_is_a_component() -> None:
    assert {row.field for row in COMPONENTS} == {field.name for field in fields(Quality)} - {"score"}


SMALL = st.floats(-40, 160, allow_nan=False, width=32)


@settings(max_examples=150, deadline=None)
@given(
    aligned=st.one_of(
        arrays(np.uint8, (112, 112, 3)),
        st.integers(0, 255).map(lambda level: np.full((112, 112, 3), level, np.uint8)),
        st.integers(0, 2**32 - 1).map(
            lambda seed: np.random.default_rng(seed).integers(0, 256, (112, 112, 3), dtype=np.uint8)
        ),
    ),
    landmarks=arrays(np.float32, (5, 2), elements=SMALL),
    box=st.tuples(SMALL, SMALL, st.floats(0.1, 300), st.floats(0.1, 300)),
    shape=st.tuples(st.integers(112, 140), st.integers(112, 140)),
    confidence=st.none() | st.floats(0, 100),
)
def test_any_picture_has_finite_numbers_in_range(
    aligned: Picture,
    landmarks: NDArray[np.float32],
    box: tuple[float, float, float, float],
    shape: tuple[int, int],
    confidence: float | None,
) -> None:
    image = np.asarray(cv2.resize(aligned, shape), np.uint8)

    quality = measure_quality(Detection(box=box, landmarks=landmarks, score=0.9), aligned, image, confidence=confidence)

    values = {name: value for name, value in asdict(quality).items() if value is not None}
    assert all(type(value) is float and np.isfinite(value) for value in values.values()), values
    shares = [value for name, value in values.items() if name.endswith(("_share", "_covered"))]
    assert all(0 <= value <= 1 for value in shares)
    assert all(-180 <= value <= 180 for name, value in values.items() if name.endswith("_deg"))
    assert all(0 <= values[name] <= 255 for name in ("brightness", "contrast"))
    assert all(values[name] >= 0 for name in ("sharpness", "noise", "compression", "colour_cast", "inter_eye_px"))
    assert all(0 <= value <= 100 for _, _, value in component_qualities(quality))
    assert 0 <= quality.score <= 100
