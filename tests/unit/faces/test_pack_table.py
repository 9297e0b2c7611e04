"""A pack's pack.toml is read strictly: what it may say is known, and anything else is an error that names the key."""

from pathlib import Path
from typing import Any

import pytest
from tests.unit.faces.made_packs import calibration, write_pack

from kaodoki.faces.errors import (
    PackAmbiguous,
    PackFileName,
    PackLicenceMissing,
    PackTomlInvalid,
    PackTomlMissing,
    PackUncalibrated,
    PackUnknown,
)
from kaodoki.faces.networks import Colour, DetectorKind
from kaodoki.faces.pack import CALIBRATION, list_packs, read_folder, read_pack

BUILT_IN = read_pack().id


def read(folder: Path, **changes: Any) -> Any:
    return read_folder(write_pack(folder, **changes), is_built_in=False)


def test_folder_is_read_as_it_says(tmp_path: Path) -> None:
    pack = read(tmp_path, detector=b"x", recogniser__size=[128, 96], recogniser__reference=[[30.5, 40]] * 5)

    assert (pack.id, pack.template_length, pack.is_built_in) == ("made_arc-1", 128, False)
    assert (pack.detector.kind, pack.detector.input.colour) == (DetectorKind.SCRFD, Colour.RGB)
    assert pack.recogniser.size == (128, 96)
    assert pack.recogniser.reference_points.shape == (5, 2)
    assert not pack.recogniser.is_standard
    assert pack.recogniser.input.mean == (127.5, 127.5, 127.5)


def test_built_in_pack_is_read_by_the_same_rules() -> None:
    pack = read_pack()

    assert (pack.id, pack.is_built_in, pack.recogniser.is_standard) == ("yunet_sface-2", True, True)
    assert read_pack("yunet_sface-2") == pack
    assert [found.id for found in list_packs()] == ["yunet_sface-2"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("__name", "Made"),
        ("__name", "../made"),
        ("__name", "made-arc"),
        ("__name", "x" * 41),
        ("__version", "1/2"),
        ("__version", "1-2"),
        ("__version", 1),
        ("__format", 2),
        ("__format", True),
        ("__template_length", 0),
        ("__template_length", 128.0),
        ("__template_length", 1_000_000),
        ("__surprise", 1),
        ("recogniser__surprise", "x"),
        ("recogniser__package", "os"),
        ("recogniser__sha256", "ABC"),
        ("recogniser__colour", "grey"),
        ("recogniser__mean", [1, 2]),
        ("recogniser__mean", float("nan")),
        ("recogniser__std", 0),
        ("recogniser__size", [112]),
        ("recogniser__size", [100_000, 112]),
        ("recogniser__size", [112.5, 112]),
        ("recogniser__size", [224, 224]),  # and no reference points for it
        ("recogniser__reference", [[1, 2]] * 4),
        ("recogniser__reference", [[1, 2, 3]] * 5),
        ("recogniser__reference", [[1, 2000]] * 5),
        ("recogniser__licence", "x\u202ey"),
        ("settings__detection_long_side", 300),
        ("settings__detection_long_side", 0),
        ("settings__detection_score", 1.5),
        ("settings__mirror_average_probes", 1),
        ("settings__detection_overlap", "0.4"),
    ],
)
def test_wrong_value_is_named(tmp_path: Path, key: str, value: Any) -> None:
    with pytest.raises(PackTomlInvalid) as refused:
        read(tmp_path, **{key: value})

    table, _, name = key.rpartition("__")
    assert refused.value.details["key"] in (f"{table}.{name}".strip("."), "recogniser.reference")


@pytest.mark.parametrize(
    "key", ["__name", "__format", "recogniser__sha256", "recogniser__std", "settings__detection_score"]
)
def test_missing_value_is_named(tmp_path: Path, key: str) -> None:
    with pytest.raises(PackTomlInvalid, match=key.rpartition("__")[2]):
        read(tmp_path, **{key: None})


@pytest.mark.parametrize("field", ["licence", "origin", "licence_file"])
@pytest.mark.parametrize("value", [None, "", "   "])
def test_licence_must_be_stated(tmp_path: Path, field: str, value: str | None) -> None:
    with pytest.raises(PackLicenceMissing, match=f"recogniser.{field}"):
        read(tmp_path, **{f"recogniser__{field}": value})


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "a/b.onnx",
        "..onnx",
        ".x.onnx",
        "recogniser.bin",
        "a\\b.onnx",
        "x" * 99 + ".onnx",
    ],
)
@pytest.mark.parametrize("field", ["file", "licence_file"])
def test_file_name_that_leads_elsewhere_is_refused(tmp_path: Path, field: str, name: str) -> None:
    if field == "licence_file" and name == "recogniser.bin":
        return
    with pytest.raises(PackFileName):
        read(tmp_path, **{f"recogniser__{field}": name})


def test_two_networks_in_one_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackTomlInvalid, match="recogniser.file"):
        read(tmp_path, detector=b"x", detector__file="recogniser.onnx")


def test_borrowed_detector_must_be_built_in(tmp_path: Path) -> None:
    with pytest.raises(PackUnknown):
        read(tmp_path, detector__pack="nothing")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"name = ", b"[a]\n[a]\n", b"x = " + b"[" * 5000])
def test_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pack.toml").write_bytes(content)

    with pytest.raises(PackTomlInvalid, match="pack.toml"):
        read_folder(tmp_path, is_built_in=False)


def test_endless_linked_or_missing_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "long").mkdir()
    (tmp_path / "long" / "pack.toml").write_text("# " + "x" * 70_000)
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "pack.toml").symlink_to(write_pack(tmp_path / "good") / "pack.toml")

    for name in ("long", "link", "nowhere"):
        with pytest.raises(PackTomlMissing):
            read_folder(tmp_path / name, is_built_in=False)


def test_pack_without_calibration_says_what_to_run(tmp_path: Path) -> None:
    pack = read(tmp_path)

    with pytest.raises(PackUncalibrated, match="packs calibrate"):
        _ = pack.calibration


def test_calibration_measured_afterwards_goes_first(tmp_path: Path) -> None:
    values = calibration()
    shipped = read(tmp_path, **{f"calibration__{name}": value for name, value in values.items()})
    values["site_margin"] = 0.07
    (tmp_path / CALIBRATION).write_text("".join(f"{name} = {value}\n" for name, value in values.items()))

    assert shipped.calibration.site_margin == 0
    assert (shipped.calibration.fmr, shipped.calibration.scores) == ((0.01, 0.0001), (0.3, 0.4))
    assert read_folder(tmp_path, is_built_in=False).calibration.site_margin == 0.07


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fmr", [0.0001, 0.01]),
        ("fmr", [0.01]),
        ("fmr", [0.01, 0]),
        ("fmr", []),
        ("scores", [0.4, 0.3]),
        ("scores", [0.3, 2.0]),
        ("scores", [0.2, 0.3, 0.4]),
        ("per_tenfold", 0),
        ("agreement", None),
        ("extra", 1),
    ],
)
def test_calibration_that_cannot_be_one_is_refused(tmp_path: Path, name: str, value: Any) -> None:
    values = {**calibration(), name: value}

    with pytest.raises(PackTomlInvalid):
        read(tmp_path, **{f"calibration__{key}": item for key, item in values.items()})


def test_name_of_several_versions_is_ambiguous_and_the_id_is_not(tmp_path: Path) -> None:
    for version in ("1", "2"):
        write_pack(tmp_path / f"made_arc-{version}", __version=version)

    assert read_pack("made_arc-2", packs_dir=tmp_path).version == "2"
    with pytest.raises(PackAmbiguous, match="made_arc-1, made_arc-2"):
        read_pack("made_arc", packs_dir=tmp_path)


def test_borrowed_detector_is_taken_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(PackTomlInvalid, match="detector.kind"):
        read(tmp_path, detector__kind="scrfd")


def test_a_damaged_neighbour_is_nobody_else_s_trouble(tmp_path: Path) -> None:
    write_pack(tmp_path / "made_arc-1", __version="1")
    write_pack(tmp_path / "newer-1", __name="newer", __version="1", __format=2)

    assert read_pack("made_arc", packs_dir=tmp_path).id == "made_arc-1"
    assert read_pack(packs_dir=tmp_path).is_built_in
    with pytest.raises(PackTomlInvalid):
        read_pack("newer", packs_dir=tmp_path)
