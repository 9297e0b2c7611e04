"""The networks of a pack as its `pack.toml` describes them: where the file is, what it takes and what it gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import REFERENCE, SIDE
from kaodoki.faces.errors import PackFileName, PackLicenceMissing
from kaodoki.faces.pack_table import Table

SHA256: Final = r"[0-9a-f]{64}"
FILE_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"
_GRAPH_NAME: Final = r"[\x21-\x7e]{1,200}"
_SMALLEST_CROP, _LARGEST_CROP = 32, 512


class Colour(StrEnum):
    """The order of the channels that a network was trained on."""

    BGR = "bgr"
    RGB = "rgb"


class Layout(StrEnum):
    """The order of the input's axes."""

    NCHW = "nchw"
    NHWC = "nhwc"


class DetectorKind(StrEnum):
    """How a detector's outputs are read; one module in `detectors` each."""

    YUNET = "yunet"
    SCRFD = "scrfd"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkInput:
    """What is done to a picture of bytes: channels in `colour` order, then `(value - mean) / std` for each channel."""

    colour: Colour
    mean: tuple[float, ...]
    std: tuple[float, ...]
    layout: Layout = Layout.NCHW


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One network of a pack: the file as shipped, and the name of its folded copy."""

    package: str
    """The installed package that carries the file; empty for a file in the pack's own folder."""
    source: str
    folder: Path | None = field(default=None, repr=False)
    sha256: str
    folded: str
    licence: str
    licence_file: str = ""
    origin: str
    input: NetworkInput


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorFile(ModelFile):
    kind: DetectorKind
    outputs: Mapping[str, str]
    """The network's names of what its kind calls otherwise; empty: its own names, or told apart by their shapes."""
    square: bool
    """The network takes squares only."""
    borrowed_from: str = ""
    """The built-in pack whose detector this is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniserFile(ModelFile):
    size: tuple[int, int]
    """Height and width of the aligned face, in pixels."""
    reference: tuple[tuple[float, float], ...]
    """Where eyes, nose tip and mouth corners lie in it: x, y."""
    output: str
    """The name of the output that is the template; empty: the only one."""
    centre: str = ""
    """The constant of the network that is added to every template last, the mean face: taken as zero. Empty: none."""

    @property
    def reference_points(self) -> NDArray[np.float64]:
        return np.array(self.reference, dtype=np.float64)

    @property
    def is_standard(self) -> bool:
        """Whether its aligned face is the one that quality is measured on too."""
        return self.size == (SIDE, SIDE) and bool(np.array_equal(self.reference_points, REFERENCE))


def read_detector(table: Table, folder: Path | None) -> DetectorFile:
    """The `[detector]` table. `folder` is the pack's own; None for a built-in pack, whose files lie in packages."""
    kind = table.choice("kind", DetectorKind)
    outputs = table.table("outputs").texts() if "outputs" in table else {}
    square = table.flag("square", default=False)
    found = _read_file(table, folder)
    table.finish()
    return DetectorFile(**found, kind=kind, outputs=outputs, square=square)


def read_recogniser(table: Table, folder: Path | None) -> RecogniserFile:
    """The `[recogniser]` table."""
    size, reference = (SIDE, SIDE), REFERENCE.tolist()
    if "size" in table:
        height, width = table.numbers("size", 2, _SMALLEST_CROP, _LARGEST_CROP)
        if not height.is_integer() or not width.is_integer():
            raise table.wrong("size", "[height, width]")
        size = (int(height), int(width))
    if "reference" in table or size != (SIDE, SIDE):  # another size has no points but its own
        reference = table.rows("reference", (5, 2), 0, max(size))
    output = table.text("output", pattern=_GRAPH_NAME, default="")
    centre = table.text("centre", pattern=_GRAPH_NAME, default="")
    found = _read_file(table, folder)
    table.finish()
    points = tuple((float(x), float(y)) for x, y in reference)
    return RecogniserFile(**found, size=size, reference=points, output=output, centre=centre)


def _read_file(table: Table, folder: Path | None) -> dict[str, Any]:
    """The columns of `ModelFile`."""
    common = {
        "folder": folder,
        "sha256": table.text("sha256", pattern=SHA256),
        "licence": _required(table, "licence"),
        "licence_file": _required(table, "licence_file") if folder is not None else "",
        "origin": _required(table, "origin"),
        "input": NetworkInput(
            colour=table.choice("colour", Colour),
            mean=tuple(table.numbers("mean", 3, -1000, 1000)),
            std=tuple(table.numbers("std", 3, 1e-6, 1e6)),
            layout=table.choice("layout", Layout, default=Layout.NCHW),
        ),
    }
    if folder is None:
        source = table.text("source")
        return {**common, "package": table.text("package"), "source": source, "folded": table.text("folded")}
    name = table.text("file")
    if not name.endswith(".onnx"):
        raise PackFileName(file=name[:100])
    plain_name(common["licence_file"])
    return {**common, "package": "", "source": plain_name(name), "folded": name}


def plain_name(name: object) -> str:
    """The name if it can mean nothing but a file in the pack's own folder."""
    if not isinstance(name, str) or not re.fullmatch(FILE_NAME, name):
        raise PackFileName(file=str(name)[:100])
    return name


def _required(table: Table, key: str) -> str:
    """No licence, no pack: an empty field is as bad as none."""
    value = table.text(key, pattern=r".*", default="")
    if not value:
        raise PackLicenceMissing(field=table.full(key))
    return value
