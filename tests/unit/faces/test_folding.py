"""Folding changes the file, never the answers."""

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from onnx.reference import ReferenceEvaluator

from kaodoki.faces.folding import dequantise, fold_weights
from kaodoki.faces.pack import read_pack
from kaodoki.faces.prepare import read_source


def test_dequantise_uses_one_scale_per_block() -> None:
    values = np.array([[1, 2, 3, 4, 5]], dtype=np.int8)
    scales = np.array([[0.5, 2.0]], dtype=np.float32)
    zeros = np.array([[1, 0]], dtype=np.int8)

    result = dequantise(values, scales, zeros, axis=1, block_size=3)

    assert result.tolist() == [[0.0, 0.5, 1.0, 8.0, 10.0]]


def test_dequantise_per_axis_when_there_is_no_block() -> None:
    values = np.array([[1, 2], [3, 4]], dtype=np.int8)

    result = dequantise(values, np.array([2, 10], np.float32), np.array([0, 1], np.int8), axis=0, block_size=0)

    assert result.tolist() == [[2.0, 4.0], [20.0, 30.0]]


def test_folded_detector_answers_as_the_shipped_one() -> None:
    shipped = read_source(read_pack().detector)
    picture = np.random.default_rng(7).uniform(0, 255, (1, 3, 64, 64)).astype(np.float32)

    before = ReferenceEvaluator(onnx.load_model_from_string(shipped)).run(None, {"input": picture})
    after = ReferenceEvaluator(onnx.load_model_from_string(fold_weights(shipped))).run(None, {"input": picture})

    for one, other in zip(before, after, strict=True):
        assert np.allclose(one, other, atol=1e-5)


def test_folded_recogniser_has_the_weights_of_the_shipped_one() -> None:
    shipped = onnx.load_model_from_string(read_source(read_pack().recogniser))
    folded = onnx.load_model_from_string(fold_weights(shipped.SerializeToString()))
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in shipped.graph.initializer}
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in folded.graph.initializer}
    node = next(node for node in shipped.graph.node if "pre_fc1_weight" in node.output[0])

    (expected,) = ReferenceEvaluator(node).run(None, {name: constants[name] for name in node.input})

    assert np.abs(weights[node.output[0]] - expected).max() < 1e-5
    assert {one.op_type for one in folded.graph.node}.isdisjoint({"DequantizeLinear", "Reshape"})
    assert [value.name for value in folded.graph.input] == ["data"]


def test_folding_twice_gives_the_same_bytes() -> None:
    shipped = read_source(read_pack().detector)

    assert fold_weights(shipped) == fold_weights(shipped)


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(Exception, match=r"parsing|Error"):
        fold_weights(b"no network")


def test_the_mean_face_is_taken_off_every_answer_and_off_nothing_else() -> None:
    file = read_pack().recogniser
    shipped = onnx.load_model_from_string(read_source(file))
    mean = next(numpy_helper.to_array(tensor) for tensor in shipped.graph.initializer if tensor.name == file.centre)
    picture = np.random.default_rng(3).uniform(0, 255, (1, 3, 112, 112)).astype(np.float32)

    plain, centred = (
        ReferenceEvaluator(onnx.load_model_from_string(fold_weights(shipped.SerializeToString(), centre=centre))).run(
            None, {"data": picture}
        )[0]
        for centre in ("", file.centre)
    )

    assert np.linalg.norm(mean) > 1
    assert np.allclose(plain - centred, mean, atol=1e-3)


@pytest.mark.parametrize("name", ["fc1_gamma", "nothing", "data"])
def test_only_what_the_last_node_adds_can_be_the_mean_face(name: str) -> None:
    with pytest.raises(ValueError, match="last node"):
        fold_weights(read_source(read_pack().recogniser), centre=name)
