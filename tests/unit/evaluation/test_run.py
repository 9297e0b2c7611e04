"""The command from folders to the page, on a handful of real faces."""

import shutil
import stat
import tempfile
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from kaodoki.cli import app
from kaodoki.evaluation.errors import DataSetLayout, DataSetMissing, TooFewPeople
from kaodoki.evaluation.looks import agreement, clip_frames, read_clip, taken_again
from kaodoki.evaluation.run import Options, evaluate
from kaodoki.evaluation.sheet.wanted import wanted
from kaodoki.faces import Engine
from kaodoki.project.demo_pictures import picture_path


@pytest.fixture
def impostors(real_people: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "impostors"
    folder.mkdir()
    shutil.copy(picture_path("group"), folder / "1.jpg")
    shutil.copy(picture_path("biden"), folder / "2.jpg")
    return folder


def options(lfw: Path, out: Path, **more: Path | None) -> Options:
    folders: dict[str, Path | None] = {"impostors": None, "pad": None, "cache": None}
    return Options(lfw=lfw, out=out, splits=1, seed=1, threads=1, **(folders | more))


def test_page_has_what_a_small_data_set_gives_and_says_what_it_cannot(
    engine: Engine, lfw: Path, impostors: Path, tmp_path: Path
) -> None:
    (lfw / "Biden" / "Biden_0002.jpg").write_bytes(b"\xff\xd8\xff broken")
    out = tmp_path / "new" / "page.md"
    heard: list[str] = []

    evaluate(options(lfw, out, impostors=impostors), engine, today=date(2026, 1, 2), say=heard.append)

    page = out.read_text(encoding="utf-8")
    assert "`Biden/Biden_0002.jpg` (image_unreadable)" in page
    assert "| impostors | 2 | 2 | 0 | 1 photos of people who are there twice, or in LFW too |" in page
    assert "3 pairs of one\nperson, 7 of two" in page
    assert "## Calibration\n\nNot measured." in page
    assert "| embed | " in page
    assert "sface_2021dec.onnx" in page
    assert (tmp_path / "new/images/page/det.svg").is_file()
    assert "Calibration" in heard


def test_targets_that_were_not_measured_are_listed_with_what_is_missing(
    engine: Engine, lfw: Path, tmp_path: Path
) -> None:
    out = tmp_path / "page.md"

    evaluate(options(lfw, out), engine, today=date(2026, 1, 2), say=lambda _: None)

    listed = {line.split(" | ")[-1].strip("` |"): line for line in out.read_text(encoding="utf-8").splitlines()}
    assert {item.target.id for item in wanted()} <= set(listed)
    assert "| not measured | Its data set was not given (`--pad`) |" in listed["iapar_print"]
    assert "| not measured | Its data set was not given (`--impostors`) |" in listed["calibration_impostors_100"]
    assert "| not measured | The data sets given are too small" in listed["fnir_1_1"]
    assert "not measured" not in listed["tar_plain"]


def test_reasons_written_by_hand_survive_the_next_run(engine: Engine, lfw: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    (tmp_path / "page-reasons.toml").write_text('[reasons]\ntar_plain = "only three people"\n')

    evaluate(options(lfw, out), engine, today=date(2026, 1, 2), say=lambda _: None)

    assert "| only three people | `tar_plain` |" in out.read_text(encoding="utf-8")


def test_vectors_are_kept_only_where_it_is_asked_for(
    engine: Engine, lfw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    evaluate(options(lfw, tmp_path / "a.md"), engine, today=date(2026, 1, 2), say=lambda _: None)
    evaluate(
        options(lfw, tmp_path / "b.md", cache=tmp_path / "kept"), engine, today=date(2026, 1, 2), say=lambda _: None
    )

    assert list(scratch.iterdir()) == []
    assert len(list((tmp_path / "kept").iterdir())) == 1
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700


@pytest.mark.parametrize("missing", ["lfw", "impostors", "pad"])
def test_missing_folder_stops_before_any_work(engine: Engine, lfw: Path, tmp_path: Path, missing: str) -> None:
    folders = {"lfw": lfw} | {missing: tmp_path / "nowhere"}

    with pytest.raises(DataSetMissing):
        evaluate(options(out=tmp_path / "page.md", **folders), engine, today=date(2026, 1, 2), say=lambda _: None)


def test_clips_without_their_labels_stop_before_any_work(engine: Engine, lfw: Path, tmp_path: Path) -> None:
    (tmp_path / "pad").mkdir()

    with pytest.raises(DataSetLayout):
        evaluate(
            options(lfw, tmp_path / "page.md", pad=tmp_path / "pad"),
            engine,
            today=date(2026, 1, 2),
            say=lambda _: None,
        )


def test_one_person_alone_is_too_few(engine: Engine, lfw: Path, tmp_path: Path) -> None:
    for person in ("Biden", "Collins"):
        shutil.rmtree(lfw / person)

    with pytest.raises(TooFewPeople):
        evaluate(options(lfw, tmp_path / "page.md"), engine, today=date(2026, 1, 2), say=lambda _: None)


def test_command_writes_the_page(lfw: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.md"

    result = CliRunner().invoke(app, ["evaluate", "--lfw", str(lfw), "--out", str(out), "--splits", "1"])

    assert result.exit_code == 0, result.output
    assert out.read_text(encoding="utf-8").startswith("# Accuracy\n")


def test_face_taken_again_is_the_same_face_and_another_picture(engine: Engine) -> None:
    picture = np.asarray(cv2.imread(str(picture_path("obama_1"))), dtype=np.uint8)
    generator = np.random.default_rng(1)

    again = [taken_again(picture, generator) for _ in range(2)]

    before, *after = (engine.analyse(frame)[0].template for frame in (picture, *again))
    assert again[0].shape == picture.shape
    assert not np.array_equal(again[0], again[1])
    assert all(0.8 < before.similarity(template) < 0.9999 for template in after)


def test_clip_is_read_four_times_a_second(engine: Engine, real_people: Path, tmp_path: Path) -> None:
    picture = cv2.resize(np.asarray(cv2.imread(str(picture_path("obama_1")))), (320, 240))
    path = tmp_path / "live-clip.avi"
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20, (320, 240))
    for _ in range(20):
        video.write(picture)
    video.release()

    clip = read_clip(engine, path)

    assert len(clip_frames(path)) == 4
    assert clip.vectors.shape == (4, 128)
    assert agreement(clip.vectors, step=1).min() > 0.9


def test_file_that_is_no_clip_gives_no_frames(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "live.mp4"
    path.write_bytes(b"no clip")

    assert clip_frames(path) == []
    assert len(read_clip(engine, path).vectors) == 0
