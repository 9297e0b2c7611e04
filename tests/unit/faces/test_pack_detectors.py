"""A detector of SCRFD's shape and a recogniser of another size work in the engine as the built-in ones do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.faces.made_packs import BOX, POINTS, arcface, scrfd, write_pack

from kaodoki.faces import load_engine
from kaodoki.faces.alignment import REFERENCE, align, align_to
from kaodoki.faces.detectors.outputs import OutputsUnknown
from kaodoki.faces.detectors.scrfd import ScrfdHead
from kaodoki.faces.detectors.yunet import YunetHead
from kaodoki.faces.pack import Pack, read_folder
from kaodoki.faces.prepare import prepare

SHAPE = (256, 320)
Outputs = dict[str, NDArray[np.float32]]


def prepared(folder: Path, **changes: Any) -> Pack:
    pack = read_folder(write_pack(folder, **changes), is_built_in=False)
    prepare(pack)
    return pack


def answers(*cells: tuple[int, int, int, float]) -> Outputs:
    """What a network says that is sure of the given (stride, row, column, score), in the first of two anchors."""
    outputs: Outputs = {}
    for stride in (8, 16, 32):
        anchors = (SHAPE[0] // stride) * (SHAPE[1] // stride) * 2
        outputs[f"a{stride}"] = np.zeros((anchors, 1), dtype=np.float32)
        outputs[f"b{stride}"] = np.tile(np.array(BOX, dtype=np.float32), (anchors, 1))
        outputs[f"c{stride}"] = np.tile(np.array(POINTS, dtype=np.float32), (anchors, 1))
    for stride, row, column, score in cells:
        outputs[f"a{stride}"][(row * (SHAPE[1] // stride) + column) * 2] = score
    return outputs


def test_scrfd_distances_are_counted_from_the_cell_in_strides() -> None:
    (found,) = ScrfdHead({}).read(answers((16, 3, 5, 0.8)), SHAPE, score=0.5, overlap=0.4)

    assert found.box == pytest.approx((80 - 16, 48 - 32, 32, 64))
    assert found.landmarks[0] == pytest.approx([80 - 8, 48 - 16])
    assert found.landmarks[4] == pytest.approx([80 + 8, 48 + 16])
    assert found.score == pytest.approx(0.8)


def test_scrfd_keeps_the_best_of_overlapping_boxes_and_all_others() -> None:
    outputs = answers((8, 4, 4, 0.7), (8, 4, 5, 0.9), (8, 20, 20, 0.6), (32, 5, 5, 0.4))

    found = ScrfdHead({}).read(outputs, SHAPE, score=0.5, overlap=0.3)

    assert [round(face.score, 2) for face in found] == [0.9, 0.6]


def test_scrfd_leaves_out_boxes_that_are_no_numbers() -> None:
    outputs = answers((8, 4, 4, 0.7))
    outputs["b8"][:] = np.nan

    assert ScrfdHead({}).read(outputs, SHAPE, score=0.5, overlap=0.3) == []


def test_scrfd_outputs_are_told_by_shape_under_all_their_names() -> None:
    outputs = answers((16, 3, 5, 0.8))
    aliases = {f"{name}:0": array for name, array in outputs.items()}
    batched = {name: array[None] for name, array in outputs.items()}

    for given in (outputs | aliases, batched):
        assert len(ScrfdHead({}).read(given, SHAPE, score=0.5, overlap=0.4)) == 1


@pytest.mark.parametrize("head", [ScrfdHead, YunetHead])
def test_names_that_a_head_does_not_know_are_refused(head: Callable[[dict[str, str]], object]) -> None:
    with pytest.raises(OutputsUnknown, match="nose"):
        head({"nose": "1"})


def test_yunet_outputs_may_have_other_names() -> None:
    names = {
        f"{kind}_{stride}": f"out{stride}.{kind}" for kind in ("cls", "obj", "bbox", "kps") for stride in (8, 16, 32)
    }
    widths = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
    outputs = {
        f"out{stride}.{kind}": np.zeros((1, (SHAPE[0] // stride) * (SHAPE[1] // stride), width), dtype=np.float32)
        for kind, width in widths.items()
        for stride in (8, 16, 32)
    }
    outputs["out16.cls"][0, 25], outputs["out16.obj"][0, 25] = 0.9, 0.9
    head = YunetHead(names)

    head.check(outputs, SHAPE)
    (found,) = head.read(outputs, SHAPE, score=0.5, overlap=0.4)

    assert found.score == pytest.approx(0.9)
    with pytest.raises(OutputsUnknown):
        YunetHead({}).check(outputs, SHAPE)


@pytest.mark.parametrize("square", [False, True])
def test_engine_finds_faces_with_a_brought_detector(tmp_path: Path, square: bool) -> None:
    engine = load_engine(prepared(tmp_path, detector=scrfd(), detector__square=square))
    image = np.zeros((480, 640, 3), dtype=np.uint8)
    image[192:256, 320:384] = 255  # at half the size: the cell of stride 32 in row 3, column 5

    faces = [face for face in engine.analyse(image) if face.box[2] > 100]

    assert len(faces) == 1
    assert faces[0].box == pytest.approx((2 * (160 - 32), 2 * (96 - 64), 2 * 64, 2 * 128))
    assert faces[0].template.pack == "made_arc-1"
    assert np.linalg.norm(faces[0].template.vector) == pytest.approx(1, abs=1e-5)


def test_mean_std_and_colour_reach_the_network_as_stated(tmp_path: Path) -> None:
    crop = np.random.default_rng(5).integers(0, 256, (112, 112, 3), dtype=np.uint8)
    changes: dict[str, Any] = {"mean": [100, 110, 120], "std": [50, 60, 70]}
    stated = prepared(tmp_path / "a", **{f"recogniser__{key}": value for key, value in changes.items()})
    plain = prepared(tmp_path / "b", recogniser__colour="bgr", recogniser__mean=0, recogniser__std=1)

    with load_engine(stated)._borrowed() as pipeline:
        answer = pipeline.embed(crop).vector
    network = cv2.dnn.readNetFromONNX(str(stated.folder / "recogniser.onnx"))
    planes = (crop[:, :, ::-1].astype(np.float32) - changes["mean"]) / changes["std"]
    network.setInput(planes.transpose(2, 0, 1)[None].astype(np.float32))
    expected = network.forward().ravel()

    assert float(answer @ (expected / np.linalg.norm(expected))) > 0.999
    with load_engine(plain)._borrowed() as pipeline:
        assert float(answer @ pipeline.embed(crop).vector) < 0.99


def test_face_of_another_size_is_the_standard_one_enlarged(
    tmp_path: Path, picture: Callable[[str], NDArray[np.uint8]]
) -> None:
    points = (REFERENCE * 2 + 0.5).tolist()  # pixel centres
    pack = prepared(tmp_path, recogniser=arcface(side=224), recogniser__size=[224, 224], recogniser__reference=points)
    engine = load_engine(pack)
    image = picture("astronaut")
    (face,) = engine.analyse(image)

    large = align_to(image, face.landmarks, pack.recogniser.reference_points, pack.recogniser.size)

    assert large.shape == (224, 224, 3)
    halved = cv2.resize(large, (112, 112), interpolation=cv2.INTER_AREA)
    assert np.abs(halved.astype(int) - align(image, face.landmarks)).mean() < 2
    assert face.template.vector.shape == (128,)
