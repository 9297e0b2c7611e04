"""Block-quantised weights into plain float32 ones: OpenVINO cannot read the former, and the answers are the same."""

from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

_SHAPE_ONLY: Final = "Reshape"


def fold_weights(data: bytes) -> bytes:
    """The same network with every `DequantizeLinear` over constants, and its `Reshape`, replaced by its result.

    Weights are also taken out of the graph's inputs, where older exporters list them: only the picture is one.
    """
    model = onnx.load_model_from_string(data)
    graph = model.graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    kept = []
    for node in graph.node:
        folded = _fold(node, constants)
        if folded is None:
            kept.append(node)
        else:
            constants[node.output[0]] = folded
    _replace(graph, kept, constants)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def dequantise(
    values: NDArray[np.int8], scales: NDArray[np.float32], zeros: NDArray[np.int8], *, axis: int, block_size: int
) -> NDArray[np.float32]:
    """`(values - zeros) * scales`, where one scale serves `block_size` neighbours along `axis` (ONNX, opset 21)."""
    if block_size:
        length = values.shape[axis]
        scales = np.repeat(scales, block_size, axis=axis).take(range(length), axis=axis)
        zeros = np.repeat(zeros, block_size, axis=axis).take(range(length), axis=axis)
    elif scales.ndim == 1:
        shape = [1] * values.ndim
        shape[axis] = -1
        scales, zeros = scales.reshape(shape), zeros.reshape(shape)
    return ((values.astype(np.int32) - zeros.astype(np.int32)).astype(np.float32) * scales).astype(np.float32)


def _fold(node: onnx.NodeProto, constants: dict[str, NDArray[Any]]) -> NDArray[np.float32] | None:
    if not all(name in constants for name in node.input) or not node.input:
        return None
    inputs = [constants[name] for name in node.input]
    if node.op_type == "DequantizeLinear":
        options = {attribute.name: attribute.i for attribute in node.attribute}
        values, scales, zeros = inputs
        return dequantise(values, scales, zeros, axis=options.get("axis", 1), block_size=options.get("block_size", 0))
    if node.op_type == _SHAPE_ONLY:
        return inputs[0].reshape(inputs[1].astype(int).tolist()).astype(np.float32)
    return None


def _replace(graph: onnx.GraphProto, nodes: list[onnx.NodeProto], constants: dict[str, NDArray[Any]]) -> None:
    used = {name for node in nodes for name in node.input}
    inputs = [value for value in graph.input if value.name in used and value.name not in constants]
    del graph.node[:], graph.initializer[:], graph.input[:]
    graph.node.extend(nodes)
    graph.input.extend(inputs)
    graph.initializer.extend(
        numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items() if name in used
    )
