"""Faces kept on the disk: the computed ones, and never those of other circumstances."""

import stat
from collections.abc import Callable
from dataclasses import fields, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from kaodoki.evaluation import cache
from kaodoki.evaluation.cache import CODE, Conditions, conditions, faces_of, fingerprint, hash_of_code
from kaodoki.evaluation.datasets import DataSet, read_lfw
from kaodoki.evaluation.embedding import FaceSet
from kaodoki.faces import Engine
from kaodoki.faces.liveness import is_installed
from kaodoki.faces.pack import Pack

HERE = conditions()


def refuse() -> FaceSet:
    raise AssertionError("computed again")


def test_cached_faces_are_the_computed_ones(faces: FaceSet, data: DataSet, engine: Engine, tmp_path: Path) -> None:
    faces_of(tmp_path / "cache", data, engine.pack, lambda: faces)

    found = faces_of(tmp_path / "cache", data, engine.pack, refuse)

    assert [item.photo for item in found.faces] == [item.photo for item in faces.faces]
    assert np.array_equal(found.plain, faces.plain)
    assert np.array_equal(found.mirrored, faces.mirrored)
    for one, other in zip(found.faces, faces.faces, strict=True):
        assert one.face.quality == other.face.quality
        assert one.face.box == pytest.approx(other.face.box)
        assert (one.probe_findings, one.enrolment_findings) == (other.probe_findings, other.enrolment_findings)


def test_only_the_owner_may_read_the_cache(faces: FaceSet, data: DataSet, engine: Engine, tmp_path: Path) -> None:
    faces_of(tmp_path / "cache", data, engine.pack, lambda: faces)

    (file,) = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"no archive at all"])
def test_damaged_cache_is_computed_again(
    faces: FaceSet, data: DataSet, engine: Engine, tmp_path: Path, damage: bytes
) -> None:
    faces_of(tmp_path / "cache", data, engine.pack, lambda: faces)
    next((tmp_path / "cache").iterdir()).write_bytes(damage)

    found = faces_of(tmp_path / "cache", data, engine.pack, lambda: faces)

    assert found is faces
    assert len(faces_of(tmp_path / "cache", data, engine.pack, refuse).faces) == 5


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda pack: replace(pack, version="99"), id="version"),
        pytest.param(lambda pack: replace(pack, weight_scale=(1.0, 2.0)), id="confidence"),
        pytest.param(
            lambda pack: replace(pack, settings=replace(pack.settings, detection_long_side=480)), id="settings"
        ),
        pytest.param(lambda pack: replace(pack, recogniser=replace(pack.recogniser, sha256="0" * 64)), id="network"),
        pytest.param(lambda pack: replace(pack, folder=pack.folder / "elsewhere"), id="receipt"),
    ],
)
def test_faces_of_another_pack_are_not_taken(data: DataSet, engine: Engine, other: Callable[[Pack], Pack]) -> None:
    assert fingerprint(data, other(engine.pack), HERE) != fingerprint(data, engine.pack, HERE)


def test_calibration_changes_no_face(data: DataSet, engine: Engine) -> None:
    uncalibrated = replace(engine.pack, measured=None)

    assert fingerprint(data, uncalibrated, HERE) == fingerprint(data, engine.pack, HERE)


def test_faces_of_other_photos_are_not_taken(lfw: Path, engine: Engine) -> None:
    data = read_lfw(lfw)
    before = fingerprint(data, engine.pack, HERE)

    with (data.folder / "Biden/Biden_0001.jpg").open("ab") as stream:
        stream.write(b" ")

    assert fingerprint(data, engine.pack, HERE) != before
    assert fingerprint(replace(data, photos=data.photos[1:]), engine.pack, HERE) != before


OTHER_CONDITIONS = {
    **{
        f"{name} of another version": replace(
            HERE, libraries=tuple((each, "0" if each == name else found) for each, found in HERE.libraries)
        )
        for name, _ in HERE.libraries
    },
    **{
        f"other processor fact {place}": replace(
            HERE, processor=(*HERE.processor[:place], "other", *HERE.processor[place + 1 :])
        )
        for place in range(len(HERE.processor))
    },
    "other code": replace(HERE, code="0"),
    "other liveness network": replace(HERE, liveness="other"),
}


@pytest.mark.parametrize("other", OTHER_CONDITIONS.values(), ids=OTHER_CONDITIONS)
def test_faces_made_under_other_conditions_are_computed_again(
    faces: FaceSet,
    data: DataSet,
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    other: Conditions,
) -> None:
    faces_of(tmp_path, data, engine.pack, lambda: faces)

    monkeypatch.setattr(cache, "conditions", lambda: other)

    assert faces_of(tmp_path, data, engine.pack, lambda: faces) is faces
    assert len(list(tmp_path.iterdir())) == 2


def test_conditions_name_libraries_processor_and_precision() -> None:
    named = dict(HERE.libraries)

    assert {name: version(name) for name in named} == named
    assert {"openvino", "opencv-python-headless", "numpy", "pillow"} <= set(named)
    assert any(name in HERE.processor[-1] for name in ("bf16", "bfloat16", "f16", "float16", "f32", "float"))
    assert len(HERE.processor) == 3
    assert {item.name for item in fields(Conditions)} == {"libraries", "processor", "code", "liveness"}


def test_liveness_network_counts_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (HERE.liveness is not None) is is_installed()

    monkeypatch.setattr(cache, "is_installed", lambda _: True)
    installed = conditions()
    monkeypatch.setattr(cache, "is_installed", lambda _: False)

    assert conditions().liveness is None
    assert installed.liveness is not None


@pytest.fixture
def code(tmp_path: Path) -> Path:
    for name in ("faces/align.py", "faces/packs/pack.toml", "faces/__pycache__/align.pyc", "embedding.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize("name", ["faces/align.py", "faces/packs/pack.toml", "faces/new.py", "embedding.py"])
def test_other_code_is_noticed(code: Path, name: str) -> None:
    before = hash_of_code(code / "faces", code / "embedding.py")

    (code / name).write_text("changed")

    assert hash_of_code(code / "faces", code / "embedding.py") != before


def test_code_that_is_compiled_or_lies_elsewhere_is_the_same_code(code: Path, tmp_path: Path) -> None:
    before = hash_of_code(code / "faces", code / "embedding.py")

    (code / "faces/__pycache__/align.pyc").write_text("changed")
    elsewhere = code.rename(tmp_path.with_name(f"{tmp_path.name}-elsewhere"))

    assert hash_of_code(elsewhere / "faces", elsewhere / "embedding.py") == before


def test_code_that_is_moved_is_other_code(code: Path) -> None:
    before = hash_of_code(code / "faces")

    (code / "faces/align.py").rename(code / "faces/other.py")

    assert hash_of_code(code / "faces") != before


def test_own_code_is_what_makes_faces() -> None:
    assert {path.name for path in CODE} == {"faces", "embedding.py", "cache.py"}
    assert all(path.exists() for path in CODE)
    assert HERE.code == hash_of_code(*CODE)
