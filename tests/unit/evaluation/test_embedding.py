"""Folders of real photos into faces."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kaodoki.evaluation.datasets import DataSet, read_lfw
from kaodoki.evaluation.embedding import FaceSet, central_face, embed
from kaodoki.evaluation.recogniser import Recogniser
from kaodoki.faces import Engine, Face


def test_faces_of_one_person_are_alike_and_others_are_not(faces: FaceSet) -> None:
    likeness = faces.plain @ faces.mirrored.T

    assert [item.photo.person for item in faces.faces] == ["Biden", "Collins", "Obama", "Obama", "Obama"]
    assert faces.photos_of == [[0], [1], [2, 3, 4]]
    assert likeness[2:, 2:].min() > 0.6
    assert likeness[:2, 2:].max() < 0.35
    assert 0.95 < likeness[2, 2] < 0.9999


def test_unreadable_photos_are_listed_with_the_reason(engine: Engine, lfw: Path) -> None:
    (lfw / "Biden" / "Biden_0002.jpg").write_bytes(b"\xff\xd8\xff broken")
    (lfw / "Biden" / "Biden_0003.png").write_bytes(b"GIF89a")
    (lfw / "Biden" / "Biden_0004.jpg").symlink_to(lfw / "gone.jpg")

    found = embed(engine, read_lfw(lfw), threads=2)

    assert {failure.name: failure.code for failure in found.failures} == {
        "Biden/Biden_0002.jpg": "image_unreadable",
        "Biden/Biden_0003.png": "image_format",
        "Biden/Biden_0004.jpg": "FileNotFoundError",
    }
    assert len(found.faces) == 5


def test_progress_hears_of_every_photo(engine: Engine, data: DataSet) -> None:
    heard: list[int] = []

    embed(engine, data, threads=2, progress=heard.append)

    assert heard == [1, 2, 3, 4, 5]


def test_face_in_the_middle_is_preferred_to_one_at_the_edge(faces: FaceSet) -> None:
    def at(x: float, y: float, side: float) -> Face:
        return replace(faces.faces[0].face, box=(x, y, side, side))

    assert central_face([edge := at(0, 0, 60), middle := at(100, 100, 50)], (250, 250)) is middle
    assert central_face([at(115, 115, 20), large := at(70, 80, 80)], (250, 250)) is large
    assert edge.area > middle.area
    assert central_face([], (250, 250)) is None


def test_shipped_recogniser_averages_photos_and_frames(faces: FaceSet, engine: Engine) -> None:
    shipped = Recogniser.as_shipped(faces, engine.pack)

    template, probe = shipped.enrol([2, 3]), shipped.probe([3, 4])

    assert probe is not None
    assert np.linalg.norm(template) == pytest.approx(1, abs=1e-5)
    assert template @ faces.plain[4] > 0.6
    assert shipped.probe([4]) is shipped.probe([4])


def test_frames_of_different_people_give_no_probe(faces: FaceSet, engine: Engine) -> None:
    shipped = Recogniser.as_shipped(faces, engine.pack)

    assert shipped.probe([0, 1]) is None


def test_mirror_averaging_is_used_where_it_is_asked_for(faces: FaceSet, engine: Engine) -> None:
    calibration = engine.pack.calibration

    both = Recogniser(faces, calibration, mirror_enrolment=True, mirror_probes=True)
    none = Recogniser(faces, calibration, mirror_enrolment=False, mirror_probes=False)

    for photo in range(5):
        assert np.array_equal(both.enrol([photo]), faces.mirrored[photo])
        assert np.array_equal(none.enrol([photo]), faces.plain[photo])
        assert both.probe([photo]) == pytest.approx(faces.mirrored[photo], abs=1e-6)
        assert none.probe([photo]) == pytest.approx(faces.plain[photo], abs=1e-6)
