"""The engine on real pictures, when they were fetched, and on drawn ones."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.faces import Engine, Face, load_engine
from kaodoki.faces.alignment import align
from kaodoki.faces.errors import ImageTooSmall
from kaodoki.faces.face import unit
from kaodoki.faces.gate import Finding, findings_for_enrolment, findings_for_probe
from kaodoki.faces.pack import read_pack
from kaodoki.faces.pipeline import Pipeline
from kaodoki.identification import Candidate, Outcome, Policy, combine_frames, decide, read_frame

Read = Callable[[str], NDArray[np.uint8]]


def test_picture_without_a_face_has_none(engine: Engine) -> None:
    image = np.random.default_rng(1).integers(0, 255, (480, 640, 3), dtype=np.uint8)

    assert engine.analyse(image) == []


def test_image_below_112_pixels_is_too_small(engine: Engine) -> None:
    with pytest.raises(ImageTooSmall):
        engine.analyse(np.zeros((111, 400, 3), dtype=np.uint8))


@pytest.mark.parametrize("image", [np.zeros((200, 200), np.uint8), np.zeros((200, 200, 3), np.float32)])
def test_wrong_arrays_are_a_mistake_of_the_caller(engine: Engine, image: NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="BGR"):
        engine.analyse(image)


def test_face_has_every_field(engine: Engine, picture: Read) -> None:
    (face,) = engine.analyse(picture("astronaut"))

    x, y, width, height = face.box
    assert 150 < x < 200
    assert 50 < y < 90
    assert 70 < width < 120
    assert 90 < height < 150
    assert face.landmarks.shape == (5, 2)
    assert face.landmarks[0, 0] < face.landmarks[2, 0] < face.landmarks[1, 0]
    assert face.liveness is None or 0 <= face.liveness <= 1  # None without the liveness network
    assert face.template.vector.shape == (read_pack().template_length,)
    assert np.linalg.norm(face.template.vector) == pytest.approx(1, abs=1e-5)
    assert findings_for_enrolment([face], (512, 512)) == []


def test_alignment_and_template_agree_with_opencv_s_own(engine: Engine, picture: Read) -> None:
    image = picture("astronaut")
    (face,) = engine.analyse(image)
    row = np.concatenate([face.box, face.landmarks.ravel(), [face.score]]).astype(np.float32)[None]
    peer = cv2.FaceRecognizerSF.create(str(engine.pack.folder / engine.pack.recogniser.folded), "")

    theirs = np.asarray(peer.alignCrop(image, row), dtype=np.uint8)

    assert np.abs(theirs.astype(int) - align(image, face.landmarks)).mean() < 1.5
    assert float(unit(peer.feature(theirs)) @ face.template.vector) > 0.99


def test_same_person_is_alike_and_others_are_not(engine: Engine, picture: Read) -> None:
    enrolled = engine.analyse(picture("obama_1"), enrolment=True)[0].template

    for name in ("obama_2", "obama_3"):
        assert enrolled.similarity(engine.analyse(picture(name))[0].template) > 0.65
    for name in ("biden", "astronaut"):
        assert enrolled.similarity(engine.analyse(picture(name))[0].template) < 0.35


def test_faces_of_a_group_come_largest_first(engine: Engine, picture: Read) -> None:
    image = picture("group")

    faces = engine.analyse(image)

    assert len(faces) == 6
    assert [face.area for face in faces] == sorted((face.area for face in faces), reverse=True)
    assert findings_for_probe(faces, image.shape[:2]) == [Finding.SEVERAL_FACES]


def test_of_bystanders_nothing_is_computed_but_where_they_are(
    engine: Engine, picture: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = picture("group")
    everybody = engine.analyse(image)
    describe = Mock(wraps=Pipeline.describe)
    monkeypatch.setattr(Pipeline, "describe", lambda *given, **named: describe(*given, **named))

    seen = engine.analyse_nearest(image)

    assert describe.call_count == 1
    assert [seen.faces[0].box, *(other.box for other in seen.others)] == [face.box for face in everybody]
    assert seen.faces[0].template.similarity(everybody[0].template) > 0.999
    assert findings_for_probe(seen.faces, image.shape[:2], seen.others) == [Finding.SEVERAL_FACES]


@pytest.mark.parametrize("name", ["cut_1", "cut_2"])
def test_cut_face_is_noticed(engine: Engine, picture: Read, name: str) -> None:
    image = picture(name)

    findings = findings_for_probe(engine.analyse(image), (image.shape[0], image.shape[1]))

    assert findings in ([Finding.NO_FACE], [Finding.FACE_CUT])


@pytest.mark.parametrize("side", [112, 200, 640, 1500])
def test_box_and_landmarks_scale_with_the_picture(engine: Engine, picture: Read, side: int) -> None:
    crop = picture("astronaut")[20:276, 96:352]
    (reference,) = engine.analyse(crop)

    (face,) = engine.analyse(np.asarray(cv2.resize(crop, (side, side)), dtype=np.uint8))

    assert np.abs(face.landmarks * 256 / side - reference.landmarks).max() < 4
    assert face.template.similarity(reference.template) > 0.85


def test_blurred_dark_and_turned_pictures_are_told_apart(engine: Engine, picture: Read) -> None:
    image = cv2.resize(picture("obama_1"), None, fx=0.4, fy=0.4)
    size = (image.shape[0], image.shape[1])

    def findings(changed: object) -> list[Finding]:
        return findings_for_probe(engine.analyse(np.asarray(changed, dtype=np.uint8)), size)

    assert findings(image) == []
    assert findings(cv2.GaussianBlur(image, (0, 0), 7)) == [Finding.BLURRED]
    assert Finding.TOO_DARK in findings(image * 0.15)


def same(one: list[Face], other: list[Face]) -> bool:
    """Whether two analyses say exactly the same."""
    return len(one) == len(other) and all(
        a.box == b.box
        and a.quality == b.quality
        and np.array_equal(a.landmarks, b.landmarks)
        and np.array_equal(a.template.vector, b.template.vector)
        for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("pipelines", [1, 3])
def test_many_threads_get_exactly_the_answers_of_one(picture: Read, pipelines: int) -> None:
    engine = load_engine(threads=pipelines)
    images = [picture("astronaut"), picture("obama_1")[::4, ::4].copy(), picture("astronaut")[:, 100:400]]
    alone = [engine.analyse(image) for image in images]

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(engine.analyse, images * 6))

    assert all(same(faces, alone[turn % 3]) for turn, faces in enumerate(found))


def test_pipeline_comes_back_after_a_failure(picture: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, image = load_engine(threads=1), picture("astronaut")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as broken:
        broken.setattr(Pipeline, "describe", fail)
        with pytest.raises(RuntimeError, match="out of memory"):
            engine.analyse(image)
    found: list[Face] = []
    waiting = threading.Thread(target=lambda: found.extend(engine.analyse(image)), daemon=True)
    waiting.start()
    waiting.join(timeout=30)

    assert len(found) == 1


def test_next_picture_does_not_change_the_last_one_s_answer(engine: Engine, picture: Read) -> None:
    first = engine.analyse(picture("astronaut"))
    kept = [(face.landmarks.copy(), face.template.vector.copy()) for face in first]

    engine.analyse(picture("obama_1"))

    assert all(np.array_equal(face.landmarks, points) for face, (points, _) in zip(first, kept, strict=True))
    assert all(np.array_equal(face.template.vector, vector) for face, (_, vector) in zip(first, kept, strict=True))


def test_picture_is_read_as_it_lies_and_left_as_it_is(engine: Engine, picture: Read) -> None:
    image = picture("astronaut")
    expected = engine.analyse(image)
    mirrored = np.ascontiguousarray(image[:, ::-1])
    frozen = image.copy()
    frozen.setflags(write=False)

    assert same(engine.analyse(mirrored[:, ::-1]), expected)
    assert same(engine.analyse(np.asfortranarray(image)), expected)
    assert same(engine.analyse(frozen), expected)
    assert np.array_equal(frozen, picture("astronaut"))


@pytest.mark.parametrize("size", [(480, 640), (640, 480), (360, 640), (640, 360), (500, 500), (400, 1200)])
def test_face_is_found_in_pictures_of_every_shape(engine: Engine, picture: Read, size: tuple[int, int]) -> None:
    crop = cv2.resize(picture("astronaut")[20:276, 96:352], (256, 256))
    image = np.full((*size, 3), 90, dtype=np.uint8)
    top, left = (size[0] - 256) // 2, (size[1] - 256) // 2
    image[top : top + 256, left : left + 256] = crop
    (reference,) = engine.analyse(np.asarray(crop, dtype=np.uint8))

    (face,) = engine.analyse(image)

    assert np.abs(face.landmarks - (left, top) - reference.landmarks).max() < 6
    assert face.template.similarity(reference.template) > 0.85


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("obama_2", Outcome.IDENTIFIED),
        ("obama_3", Outcome.IDENTIFIED),
        ("biden", Outcome.UNKNOWN),
        ("group", Outcome.SEVERAL_FACES),
        ("cut_1", Outcome.POOR_QUALITY),
    ],
)
def test_one_enrolled_photo_is_enough_to_be_found(engine: Engine, picture: Read, name: str, outcome: Outcome) -> None:
    calibration = read_pack().calibration
    gallery = {who: engine.analyse(picture(who), enrolment=True)[0].template for who in ("obama_1", "astronaut")}
    image = picture(name)

    reading = read_frame(engine.analyse_nearest(image), (image.shape[0], image.shape[1]))
    probe = combine_frames([reading], calibration)
    candidates = [
        Candidate(employee_id=who, score=probe.template.similarity(template))
        for who, template in gallery.items()
        if probe.template
    ]
    decision = decide(probe, candidates, calibration=calibration, policy=Policy(gallery_size=2))

    assert decision.outcome == outcome
    assert decision.employee_id == ("obama_1" if outcome is Outcome.IDENTIFIED else None)
