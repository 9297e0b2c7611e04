"""What an ONNX file says of itself, before anything runs it."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from kaodoki.faces.admission.errors import PackExternalData, PackNotOnnx, PackOperatorUnknown, PackShapeWrong
from kaodoki.faces.folding import names_read

STANDARD_DOMAINS: Final = ("", "ai.onnx")


def inspect_network(data: bytes, file: str) -> None:
    """Raises what speaks against the network: no ONNX, weights elsewhere, foreign operators, no single picture."""
    try:
        model = onnx.load_model_from_string(data)
    except (DecodeError, ValueError, RecursionError) as error:
        raise PackNotOnnx(file=file) from error
    if not model.graph.node or not model.graph.output:
        raise PackNotOnnx(file=file)
    for part in _messages(model.graph):
        if part.DESCRIPTOR.name == "TensorProto" and (part.external_data or part.data_location):
            raise PackExternalData(file=file)
        if part.DESCRIPTOR.name == "NodeProto" and part.domain not in STANDARD_DOMAINS:
            raise PackOperatorUnknown(file=file, operator=f"{part.domain}.{part.op_type}"[:100])
    if model.functions:
        raise PackOperatorUnknown(file=file, operator=model.functions[0].name[:100])
    try:
        onnx.checker.check_model(model)
    except (onnx.checker.ValidationError, ValueError, RuntimeError) as error:
        raise PackNotOnnx(file=file) from error
    _require_one_picture(model.graph, file)


def _require_one_picture(graph: Any, file: str) -> None:
    # Old exporters list weights as inputs too, and a quantiser leaves the names of those it replaced.
    read = names_read(graph.node) - {tensor.name for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name in read]
    found = [f"{value.name}{_dimensions(value)}" for value in inputs]
    is_picture = len(inputs) == 1 and len(inputs[0].type.tensor_type.shape.dim) == 4
    if not is_picture or inputs[0].type.tensor_type.elem_type != onnx.TensorProto.FLOAT:
        raise PackShapeWrong(file=file, expected="float32 [1, 3, H, W]", found=", ".join(found)[:200] or "-")


def _dimensions(value: Any) -> list[int | str]:
    return [size.dim_param or size.dim_value for size in value.type.tensor_type.shape.dim]


def _messages(graph: Any) -> Iterator[Any]:
    """Every tensor and node of the graph and of the branches and loops inside it."""
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)
    for node in graph.node:
        yield node
        yield from _in_attributes(node.attribute)


def _in_attributes(attributes: Iterable[Any]) -> Iterator[Any]:
    for attribute in attributes:
        yield from attribute.tensors
        if attribute.HasField("t"):
            yield attribute.t
        inner = [*attribute.graphs, *([attribute.g] if attribute.HasField("g") else [])]
        for graph in inner:
            yield from _messages(graph)
