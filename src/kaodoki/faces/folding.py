"""Block-quantised weights into plain float32 ones: OpenVINO cannot read the former, and the answers are the same."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

_DEQUANTISE: Final = "DequantizeLinear"
_SHAPE_ONLY: Final = "Reshape"


def fold_weights(data: bytes, *, centre: str = "") -> bytes:
    """The same network with every `DequantizeLinear` over constants, and its `Reshape`, replaced by its result.

    Weights are also taken out of the graph's inputs, where older exporters list them: only the picture is one. The
    constant named `centre` becomes zero; `ValueError` if the last node does not read it.
    """
    model = onnx.load_model_from_string(data)
    graph = model.graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    folded: dict[str, NDArray[Any]] = {}
    kept = []
    for node in graph.node:
        result = _fold(node, constants, folded)
        if result is None:
            kept.append(node)
        else:
            folded[node.output[0]] = result
    if centre:
        folded[centre] = _zeroed(graph, constants, centre)
    _replace(graph, kept, folded)
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


def _zeroed(graph: onnx.GraphProto, constants: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    """What a last normalisation or addition adds to every answer, taken as nothing."""
    last = graph.node[-1] if graph.node else onnx.NodeProto()
    added = {"BatchNormalization": last.input[2:3], "Add": last.input[:2], "Gemm": last.input[2:3]}
    if name not in constants or name not in added.get(last.op_type, []):
        raise ValueError(f"{name} is not what the network's last node adds")
    return np.zeros_like(constants[name])


def _fold(
    node: onnx.NodeProto, constants: dict[str, NDArray[Any]], folded: dict[str, NDArray[Any]]
) -> NDArray[Any] | None:
    known = constants | folded if node.op_type in (_DEQUANTISE, _SHAPE_ONLY) else {}
    if not node.input or not all(name in known for name in node.input):
        return None
    inputs = [known[name] for name in node.input]
    if node.op_type == _DEQUANTISE:
        options = {attribute.name: attribute.i for attribute in node.attribute}
        values, scales, zeros = inputs if len(inputs) == 3 else (*inputs, np.zeros_like(inputs[1], dtype=np.int8))
        return dequantise(values, scales, zeros, axis=options.get("axis", 1), block_size=options.get("block_size", 0))
    if node.input[0] in folded:
        return inputs[0].reshape(inputs[1].astype(int).tolist())
    return None


def _replace(graph: onnx.GraphProto, nodes: list[onnx.NodeProto], folded: dict[str, NDArray[Any]]) -> None:
    """What nothing reads any more goes; what was not folded stays as it was, byte for byte."""
    used = {value.name for value in graph.output} | names_read(nodes)
    weights = [tensor for tensor in graph.initializer if tensor.name in used and tensor.name not in folded]
    names = {tensor.name for tensor in weights} | set(folded)
    inputs = [value for value in graph.input if value.name in used - names]
    weights += [
        numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in folded.items() if name in used
    ]
    del graph.node[:], graph.initializer[:], graph.input[:]
    graph.node.extend(nodes)
    graph.input.extend(inputs)
    graph.initializer.extend(weights)


def names_read(nodes: Iterable[onnx.NodeProto]) -> set[str]:
    """Every name that the nodes, or the branches and loops inside them, read."""
    read: set[str] = set()
    for node in nodes:
        read.update(node.input)
        for attribute in node.attribute:
            for graph in (attribute.g, *attribute.graphs):
                read |= names_read(graph.node) | {value.name for value in graph.output}
    return read
