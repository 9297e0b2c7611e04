"""A brought pack is judged before anything uses it; each fault has a sentence of its own and leaves nothing behind."""

import os
import stat
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from tests.unit.faces.made_packs import arcface, network, scrfd, write_pack

from kaodoki.faces.admission import errors
from kaodoki.faces.admission.child import examine
from kaodoki.faces.admission.files import LARGEST_NETWORK
from kaodoki.faces.admission.store import admit, calibration_toml, keep_calibration, verify_pack
from kaodoki.faces.errors import PackDamaged, PackError, PackLicenceMissing
from kaodoki.faces.pack import read_folder, read_pack

FLAT = [helper.make_node("Flatten", ["data"], ["f"]), helper.make_node("MatMul", ["f", "w"], ["embedding"])]
SHAPES: dict[str, Any] = {"inputs": {"data": [1, 3, 112, 112]}, "outputs": {"embedding": [1, 128]}}
LONG = 3 * 112 * 112

BUILT_IN = read_pack().id


def judge(folder: Path, **changes: Any) -> Any:
    """The judgement in this process; `admit` makes it in one of its own."""
    return examine(read_folder(write_pack(folder, **changes), is_built_in=False))


def with_external_weights() -> bytes:
    model = onnx.load_model_from_string(arcface())
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "../../../etc/passwd"
    return bytes(model.SerializeToString())


def with_operator(domain: str, name: str) -> bytes:
    model = onnx.load_model_from_string(arcface())
    model.graph.node[1].CopyFrom(helper.make_node(name, ["c"], ["r"], domain=domain))
    if domain:
        model.opset_import.append(helper.make_opsetid(domain, 1))
    return bytes(model.SerializeToString())


def with_two_outputs() -> bytes:
    nodes = [*FLAT, helper.make_node("Relu", ["embedding"], ["positive"])]
    outputs = {"embedding": [1, 128], "positive": [1, 128]}
    return network(nodes, {"w": random((LONG, 128))}, inputs=SHAPES["inputs"], outputs=outputs)


def with_two_inputs() -> bytes:
    nodes = [
        *FLAT[:-1],
        helper.make_node("MatMul", ["f", "w"], ["m"]),
        helper.make_node("Mul", ["m", "k"], ["embedding"]),
    ]
    inputs = {**SHAPES["inputs"], "k": [1, 128]}
    return network(nodes, {"w": random((LONG, 128))}, inputs=inputs, outputs=SHAPES["outputs"])


def deaf() -> bytes:
    """Weights of zero: whatever the picture, the bias is the answer."""
    nodes = [FLAT[0], helper.make_node("Gemm", ["f", "w", "b"], ["embedding"])]
    return network(nodes, {"w": np.zeros((LONG, 128)), "b": random((128,))}, **SHAPES)


def dumb() -> bytes:
    return network(FLAT, {"w": np.zeros((LONG, 128))}, **SHAPES)


def of_any_size_it_says() -> bytes:
    """Height and width are left open, and only one size works."""
    inputs = {"data": [1, 3, "h", "w"]}
    return network(FLAT, {"w": random((3 * 96 * 96, 128))}, inputs=inputs, outputs=SHAPES["outputs"])


def random(shape: tuple[int, ...]) -> Any:
    return np.random.default_rng(3).normal(0, 0.01, shape)


def test_pack_that_is_right_is_taken_and_says_what_it_costs(tmp_path: Path) -> None:
    run = judge(tmp_path)

    assert (run.pack, run.template_length) == ("made_arc-1", 128)
    assert run.detection_ms > 0
    assert run.template_ms > 0


@pytest.mark.parametrize(
    "changes",
    [
        {"detector": scrfd()},
        {
            "detector": scrfd(named=True),
            "detector__outputs": {f"{k}_{s}": f"{k}_{s}" for k in ("score", "bbox", "kps") for s in (8, 16, 32)},
        },
        {"detector": scrfd(), "detector__square": True},
        {"recogniser": arcface(length=512, batch=1), "__template_length": 512},
        {
            "recogniser": arcface(side=128),
            "recogniser__size": [128, 128],
            "recogniser__reference": [[40, 50], [88, 50], [64, 75], [45, 100], [83, 100]],
        },
        {"recogniser": with_two_outputs(), "recogniser__output": "embedding"},
    ],
    ids=["scrfd", "scrfd by names", "squares only", "512 numbers", "128 pixels", "one of two outputs"],
)
def test_other_shapes_are_taken_where_pack_toml_states_them(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert judge(tmp_path, **changes).pack == "made_arc-1"


@pytest.mark.parametrize(
    ("error", "changes"),
    [
        (errors.PackHashWrong, {"recogniser__sha256": "0" * 64}),
        (errors.PackFileMissing, {"recogniser__file": "other.onnx"}),
        (errors.PackNotOnnx, {"recogniser": b"This is no network."}),
        (errors.PackNotOnnx, {"recogniser": b""}),
        (errors.PackNotOnnx, {"recogniser": arcface()[:-5000]}),
        (errors.PackExternalData, {"recogniser": with_external_weights()}),
        (errors.PackOperatorUnknown, {"recogniser": with_operator("com.acme", "Fancy")}),
        (errors.PackOperatorUnknown, {"recogniser": with_operator("", "Det")}),
        (errors.PackShapeWrong, {"recogniser": with_two_inputs()}),
        (errors.PackShapeWrong, {"__template_length": 512}),
        (errors.PackShapeWrong, {"recogniser": arcface(side=128)}),
        (errors.PackShapeWrong, {"recogniser__layout": "nhwc"}),
        (errors.PackAxesDynamic, {"recogniser": of_any_size_it_says()}),
        (errors.PackOutputsUnknown, {"recogniser": with_two_outputs()}),
        (errors.PackOutputsUnknown, {"recogniser__output": "nothing"}),
        (errors.PackOutputsUnknown, {"detector": scrfd(width=3)}),
        (errors.PackOutputsUnknown, {"detector": scrfd(), "detector__kind": "yunet"}),
        (errors.PackOutputsUnknown, {"detector": scrfd(), "detector__outputs": {"score_8": "400"}}),
        (errors.PackAxesDynamic, {"detector": arcface(seed=2)}),
        (errors.PackOutputNotFinite, {"recogniser": arcface(last="Log")}),
        (errors.PackOutputNotFinite, {"recogniser": dumb()}),
        (errors.PackOutputConstant, {"recogniser": deaf()}),
    ],
)
def test_each_fault_has_its_own_refusal(tmp_path: Path, error: type[PackError], changes: dict[str, Any]) -> None:
    with pytest.raises(error) as refused:
        judge(tmp_path, **changes)

    for language in ("ja", "en"):
        assert "{" not in refused.value.message(language)


def test_linked_or_endless_network_is_refused_unread(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "brought")
    file = folder / "recogniser.onnx"
    content = file.read_bytes()
    file.unlink()
    (tmp_path / "secret").write_bytes(content)

    file.symlink_to(tmp_path / "secret")
    with pytest.raises(errors.PackFileMissing):
        admit(folder, tmp_path / "packs")
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(errors.PackFileMissing):
        admit(folder, tmp_path / "packs")
    file.unlink()
    with file.open("wb") as stream:
        stream.truncate(LARGEST_NETWORK + 1)  # a hole: takes no room on the disk
    with pytest.raises(errors.PackFileTooLarge, match="512 MB"):
        admit(folder, tmp_path / "packs")

    assert list((tmp_path / "packs").iterdir()) == []


@pytest.mark.parametrize("text", [b"", b" \n", b"\xff\xfe\x00"])
def test_licence_without_a_text_is_none(tmp_path: Path, text: bytes) -> None:
    folder = write_pack(tmp_path / "brought")
    (folder / "LICENSE").write_bytes(text)

    with pytest.raises(PackLicenceMissing, match="LICENSE"):
        admit(folder, tmp_path / "packs")


def test_pack_is_copied_read_only_and_found_by_its_name(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "brought", detector=scrfd())
    (folder / "notes.txt").write_text("not named in pack.toml")

    pack, _ = admit(folder, tmp_path / "packs")

    assert read_pack("made_arc", packs_dir=tmp_path / "packs") == pack
    installed = tmp_path / "packs" / "made_arc-1"
    assert {path.name for path in installed.iterdir()} == {
        "pack.toml",
        "LICENSE",
        "recogniser.onnx",
        "detector.onnx",
        "prepared",
    }
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o444 for path in installed.rglob("*") if path.is_file())
    assert [path.name for path in (tmp_path / "packs").iterdir()] == ["made_arc-1"]


def test_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    write_pack(packs / "made_arc-1")

    with pytest.raises(errors.PackExists, match="made_arc-1"):
        admit(write_pack(tmp_path / "two"), packs)
    with pytest.raises(errors.PackExists):
        admit(write_pack(tmp_path / "three", __name="yunet_sface", __version="9"), packs)

    assert [path.name for path in packs.iterdir()] == ["made_arc-1"]


def test_refusal_comes_through_from_the_process_that_judges(tmp_path: Path) -> None:
    with pytest.raises(errors.PackShapeWrong, match="512"):
        admit(write_pack(tmp_path / "brought", __template_length=512), tmp_path / "packs")

    assert list((tmp_path / "packs").iterdir()) == []


def test_network_that_wants_all_memory_ends_only_the_process_that_judges(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("ConstantOfShape", ["huge"], ["ones"]),
        helper.make_node("ReduceSum", ["ones"], ["sum"], keepdims=0),
        helper.make_node("Flatten", ["data"], ["f"]),
        helper.make_node("MatMul", ["f", "w"], ["m"]),
        helper.make_node("Add", ["m", "sum"], ["embedding"]),
    ]
    weights = {"huge": np.array([200_000, 200_000]), "w": random((LONG, 128))}
    folder = write_pack(tmp_path / "brought", recogniser=network(nodes, weights, **SHAPES))

    with pytest.raises(errors.PackNotRunnable):
        admit(folder, tmp_path / "packs")

    assert list((tmp_path / "packs").iterdir()) == []


def test_verifying_finds_what_was_changed_afterwards(tmp_path: Path) -> None:
    pack, _ = admit(write_pack(tmp_path / "brought"), tmp_path / "packs")
    assert verify_pack(pack).pack == pack.id

    _spoil(pack.folder / "recogniser.onnx")
    with pytest.raises(PackDamaged):
        examine(pack)
    _spoil(pack.folder.parent / "recogniser.onnx")
    with pytest.raises(errors.PackHashWrong):
        examine(pack)


def test_built_in_pack_goes_through_the_same_judgement() -> None:
    assert examine(read_pack()).pack == "yunet_sface-2"


def test_calibration_is_kept_with_the_pack_and_read_back(tmp_path: Path) -> None:
    pack = read_folder(write_pack(tmp_path / "made_arc-1"), is_built_in=False)
    measured = read_pack().calibration

    path = keep_calibration(pack, measured)

    assert path.read_text() == calibration_toml(measured)
    assert read_pack("made_arc", packs_dir=tmp_path).calibration == measured


def _spoil(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
