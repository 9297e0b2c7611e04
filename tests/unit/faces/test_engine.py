"""The engine on real pictures, when they were fetched, and on drawn ones."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.faces import Engine, load_engine
from kaodoki.faces.alignment import align
from kaodoki.faces.errors import ImageTooSmall
from kaodoki.faces.face import unit
from kaodoki.faces.gate import Finding, findings_for_enrolment, findings_for_probe
from kaodoki.faces.pack import read_pack
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
    assert face.liveness is None
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
    assert findings(cv2.GaussianBlur(image, (0, 0), 4)) == [Finding.BLURRED]
    assert Finding.TOO_DARK in findings(image * 0.15)


def test_threads_get_the_same_answers(picture: Read) -> None:
    engine = load_engine(threads=2)
    images = [picture("astronaut"), picture("obama_1")] * 4

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(engine.analyse, images))

    for faces in found[2:]:
        assert max(faces[0].template.similarity(one[0].template) for one in found[:2]) > 0.999


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

    reading = read_frame(engine.analyse(image), (image.shape[0], image.shape[1]))
    probe = combine_frames([reading], calibration)
    candidates = [
        Candidate(employee_id=who, score=probe.template.similarity(template))
        for who, template in gallery.items()
        if probe.template
    ]
    decision = decide(probe, candidates, calibration=calibration, policy=Policy(gallery_size=2))

    assert decision.outcome == outcome
    assert decision.employee_id == ("obama_1" if outcome is Outcome.IDENTIFIED else None)
