"""Packs made for a test: tiny networks whose answers are known, in a folder as a company would bring it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

BOX = (1.0, 2.0, 1.0, 2.0)
"""What the made detector answers everywhere: distances left, up, right, down, in strides."""
POINTS = (-0.5, -1.0, 0.5, -1.0, 0.0, 0.0, -0.5, 1.0, 0.5, 1.0)
STRIDES = (8, 16, 32)


def arcface(*, length: int = 128, side: int = 112, seed: int = 1, batch: int | str = "batch", last: str = "") -> bytes:
    """A recogniser with random weights; `last` is one more operator before the output."""
    random = np.random.default_rng(seed)
    cells = (side // 16) ** 2
    weights = {
        "w1": random.normal(0, 0.02, (16, 3, 16, 16)),
        "slope": np.full((16, 1, 1), 0.25),
        "w2": random.normal(0, 0.05, (16 * cells, length)),
    }
    nodes = [
        helper.make_node("Conv", ["data", "w1"], ["c"], strides=[16, 16]),
        helper.make_node("PRelu", ["c", "slope"], ["r"]),
        helper.make_node("Flatten", ["r"], ["f"]),
        helper.make_node("MatMul", ["f", "w2"], ["m" if last else "embedding"]),
    ]
    if last:
        nodes.append(helper.make_node(last, ["m"], ["embedding"]))
    return network(nodes, weights, inputs={"data": [batch, 3, side, side]}, outputs={"embedding": [batch, length]})


def scrfd(*, named: bool = False, width: int = 4, score_gain: float = 20.0) -> bytes:
    """A detector of SCRFD's shape that sees a face wherever a cell of its stride is white."""
    weights: dict[str, Any] = {
        "score_w": np.concatenate([np.full((1, 3, 1, 1), score_gain), np.zeros((1, 3, 1, 1))]),
        "score_b": np.array([-2.7 * score_gain, -20.0]),
        "bbox_w": np.zeros((2 * width, 3, 1, 1)),
        "bbox_b": np.tile(np.resize(BOX, width), 2),
        "kps_w": np.zeros((20, 3, 1, 1)),
        "kps_b": np.tile(POINTS, 2),
    }
    nodes: list[Any] = []
    outputs: dict[str, list[Any]] = {}
    for stride in STRIDES:
        nodes.append(
            helper.make_node("AveragePool", ["x"], [f"p{stride}"], kernel_shape=[stride] * 2, strides=[stride] * 2)
        )
        for kind, columns in (("score", 1), ("bbox", width), ("kps", 10)):
            name = f"{kind}_{stride}" if named else str(400 + len(outputs))
            nodes += _flat(f"p{stride}", kind, name, columns)
            outputs[name] = ["n" + name, columns]
            weights[f"shape_{columns}"] = np.array([-1, columns])
    return network(nodes, weights, inputs={"x": [1, 3, "h", "w"]}, outputs=outputs)


def network(
    nodes: list[Any], weights: Mapping[str, Any], *, inputs: Mapping[str, Any], outputs: Mapping[str, Any]
) -> bytes:
    graph = helper.make_graph(
        nodes,
        "made",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
        [numpy_helper.from_array(_typed(value), name) for name, value in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return bytes(model.SerializeToString())


def write_pack(folder: Path, *, recogniser: bytes | None = None, detector: bytes | None = None, **changes: Any) -> Path:
    """A folder with everything a pack needs; `changes` replace whole values, such as `recogniser__sha256`.

    Without a detector the pack borrows the built-in one. A change to None leaves the key out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "LICENSE").write_text("Made for a test. Do as you like.\n")
    tables: dict[str, dict[str, Any]] = {
        "": {"format": 1, "name": "made_arc", "version": "1", "template_length": 128},
        "detector": {"pack": "yunet_sface"},
        "recogniser": _file(folder, "recogniser.onnx", recogniser if recogniser is not None else arcface()),
        "settings": {
            "detection_long_side": 320,
            "detection_score": 0.5,
            "detection_overlap": 0.4,
            "refine_landmarks": False,
            "mirror_average_probes": False,
            "mirror_average_enrolment": False,
        },
    }
    if detector is not None:
        tables["detector"] = {"kind": "scrfd", **_file(folder, "detector.onnx", detector)}
    for name, value in changes.items():
        table, _, key = name.rpartition("__")
        tables.setdefault(table, {})[key] = value
    (folder / "pack.toml").write_text("".join(_table(name, values) for name, values in tables.items()))
    return folder


def calibration() -> dict[str, Any]:
    """Values for a `[calibration]` table."""
    return {
        "fmr": [0.01, 0.0001],
        "scores": [0.3, 0.4],
        "per_tenfold": 0.05,
        "site_margin": 0.0,
        "runner_up_margin": 0.02,
        "not_sure_band": 0.05,
        "agreement": 0.3,
    }


def _flat(source: str, kind: str, name: str, columns: int) -> list[Any]:
    """A 1×1 convolution, its result as rows of `columns`."""
    end = [helper.make_node("Sigmoid", [f"{name}r"], [name])] if kind == "score" else []
    flat = f"{name}r" if end else name
    return [
        helper.make_node("Conv", [source, f"{kind}_w", f"{kind}_b"], [f"{name}c"]),
        helper.make_node("Transpose", [f"{name}c"], [f"{name}t"], perm=[0, 2, 3, 1]),
        helper.make_node("Reshape", [f"{name}t", f"shape_{columns}"], [flat]),
        *end,
    ]


def _typed(value: Any) -> NDArray[Any]:
    array = np.asarray(value)
    return array if array.dtype == np.int64 else array.astype(np.float32)


def _file(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    (folder / name).write_bytes(data)
    return {
        "file": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "licence": "CC0-1.0",
        "licence_file": "LICENSE",
        "origin": "made by a test",
        "colour": "rgb",
        "mean": 127.5,
        "std": 127.5,
    }


def _table(name: str, values: Mapping[str, Any]) -> str:
    head = f"[{name}]\n" if name else ""
    return head + "".join(f"{key} = {_toml(value)}\n" for key, value in values.items() if value is not None) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    return repr(value).replace("'", '"') if isinstance(value, str) else str(value)
