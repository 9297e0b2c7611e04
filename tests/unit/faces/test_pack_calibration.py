"""From strangers' scores to a calibration, and what is said when there is none to be had."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.faces.made_packs import write_pack

from kaodoki.errors import InvalidInput
from kaodoki.faces import Engine
from kaodoki.faces.admission.store import calibration_toml
from kaodoki.faces.pack import CALIBRATION, read_calibration, read_pack
from kaodoki.faces.pack_table import read_table
from kaodoki.identification import threshold
from kaodoki.project import pack_calibration, packs
from kaodoki.project.pack_calibration import (
    PackCannotTellApart,
    TooFewPeople,
    calibrate_pack,
    read_photos,
    same_person_scores,
)

Vectors = NDArray[np.float32]


def strangers(count: int, length: int, *, alike: float = 0.0) -> Vectors:
    """Unit vectors at random around one direction; `alike` is how far they lean towards it."""
    vectors = np.random.default_rng(11).normal(size=(count, length)) / np.sqrt(length)
    vectors[:, 0] += alike
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_thresholds_let_the_wanted_share_of_new_strangers_pass(tmp_path: Path) -> None:
    people = strangers(2600, 64)
    calibration = calibrate_pack(people[:1000], np.arange(1000))

    for size, wanted in ((100, 0.01), (500, 0.01), (500, 0.003)):
        needed = threshold(calibration, gallery_size=size, fpir=wanted)
        passed = (people[1600:] @ people[1000 : 1000 + size].T).max(axis=1) >= needed
        assert wanted / 3 <= passed.mean() <= wanted * 3, (size, wanted)


def test_calibration_can_be_written_and_read(tmp_path: Path) -> None:
    calibration = calibrate_pack(strangers(300, 128), np.arange(300))
    file = tmp_path / CALIBRATION
    file.write_text(calibration_toml(calibration))

    assert read_calibration(read_table(file)) == calibration


def test_pairs_of_one_person_are_no_strangers() -> None:
    vectors = strangers(200, 128)
    twice = np.concatenate([vectors, vectors])
    people = np.tile(np.arange(200), 2)

    assert calibrate_pack(twice, people).scores[-1] < 0.6
    assert same_person_scores(twice, people) == pytest.approx(np.ones(200), abs=1e-5)


def test_pack_to_which_all_faces_are_alike_is_not_calibrated() -> None:
    with pytest.raises(PackCannotTellApart, match="mean"):
        calibrate_pack(strangers(200, 128, alike=20), np.arange(200))


def test_photos_of_few_people_are_too_few_and_useless_ones_do_not_count(
    tmp_path: Path, engine: Engine, picture: Callable[[str], NDArray[np.uint8]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "obama").mkdir()
    for name in ("obama_1", "obama_2"):
        cv2.imwrite(str(tmp_path / "obama" / f"{name}.jpg"), picture(name))
    for name in ("biden", "group", "astronaut"):
        cv2.imwrite(str(tmp_path / f"{name}.jpg"), picture(name))
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "notes.txt").write_text("no picture")

    with pytest.raises(TooFewPeople, match="100 different people or more; 3"):
        read_photos(tmp_path, engine)
    monkeypatch.setattr(pack_calibration, "FEWEST_PEOPLE", 3)
    photos = read_photos(tmp_path, engine)

    assert len(set(photos.people.tolist())) == 3
    assert len(photos.people) == 4
    assert photos.skipped == 2  # several faces, and no picture


def test_built_in_pack_is_only_calibrated_into_a_file(tmp_path: Path) -> None:
    with pytest.raises(packs.PackBuiltIn):
        packs.calibrate("yunet_sface", tmp_path, tmp_path, out=None, language="en")
    with pytest.raises(InvalidInput):
        packs.calibrate("yunet_sface", tmp_path / "nowhere", tmp_path, out=tmp_path / "x.toml", language="en")


def test_list_says_what_can_be_switched_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pack(tmp_path / "made_arc-1")

    packs.show(tmp_path, language="en")
    packs.show(tmp_path, language="ja")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{read_pack().id}  128  calibrated")
    assert "made_arc-1  128  not calibrated  MIT / CC0-1.0" in lines[1]
    assert "未較正" in lines[3]
