"""Networks compiled for this processor, kept beside the pack so that the next process need not compile them again.

OpenVINO's own cache trusts what it finds on the disk; here a damaged file is noticed by its hash and made again. All
pipelines of an engine take their networks from one copy of the weights.
"""

import contextlib
import hashlib
import threading
from pathlib import Path
from typing import Any, Final

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino.preprocess import PrePostProcessor

from kaodoki.faces.errors import PackNotPrepared
from kaodoki.faces.networks import Colour, Layout, ModelFile, NetworkInput
from kaodoki.faces.pack import Prepared, read_prepared, read_receipt
from kaodoki.faces.writing import write_whole

_DEVICE: Final = "CPU"
_OPTIONS: Final = {"NUM_STREAMS": "0", "INFERENCE_NUM_THREADS": "1", "ENABLE_CPU_PINNING": "NO"}
"""The network runs in the thread that calls it, on whichever core that is: pipelines in several threads and processes
then share the cores as the system sees fit. Precision is the CPU's own choice (bf16 where it has it)."""

_PROCESSOR_FACTS: Final = ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")

SUFFIX: Final = ".compiled"
_FORMER_SUFFIX: Final = ".blob"  # OpenVINO's own cache, which Kaodoki used before

_FORMAT: Final = 1
"""Rises when networks are built otherwise than before, so that no compiled one of the old kind is used."""

_DIGEST: Final = 64
"""Bytes: the SHA-256 in hexadecimal that a compiled file starts with."""


def default_cache(pack: Prepared) -> Path:
    """Where the pack's compiled networks are kept unless the caller names a place."""
    return pack.folder / "compiled"


class Network:
    """A compiled network with the memory it reads and writes. For one thread at a time."""

    def __init__(self, compiled: Any, data: ov.Tensor) -> None:
        self._data = data  # OpenVINO reads the weights where they are and does not keep them alive
        self._request = compiled.create_infer_request()
        tensors = [(port, self._request.get_tensor(port)) for port in compiled.outputs]
        self.input: NDArray[np.uint8] = self._request.get_input_tensor().data[0]
        """H×W×3, BGR: written to before `run`."""
        self.outputs: dict[str, NDArray[np.float32]] = {name: at.data for port, at in tensors for name in port.names}
        """By every name an output has; good until the next `run`."""

    def run(self) -> dict[str, NDArray[np.float32]]:
        self._request.infer(share_outputs=True)
        return self.outputs


class Compiler:
    """Opens the networks of a pack, compiled now or before. Safe to use from any thread."""

    def __init__(self, pack: Prepared, *, cache_dir: Path | None, precision: str | None = None) -> None:
        """`precision` is OpenVINO's, e.g. `f32`; None is the processor's own choice."""
        self._pack = pack
        self._cache_dir = cache_dir
        self._options = _OPTIONS if precision is None else {**_OPTIONS, "INFERENCE_PRECISION_HINT": precision}
        self._core = ov.Core()
        self._compiled: dict[str, ov.Tensor] = {}
        self._lock = threading.Lock()

    def open(self, file: ModelFile, shape: tuple[int, int]) -> Network:
        """The network for pictures of `shape` (height, width). Raises `PackNotPrepared` or `PackDamaged`."""
        name = self._name(file, shape)
        with self._lock:
            data = self._compiled.get(name) or self._kept(name)
            compiled = self._load(data) if data else None
            if data is None or compiled is None:
                data = self._compile(name, file, shape)
                compiled = self._core.import_model(data, _DEVICE, self._options)
            self._compiled[name] = data
        return Network(compiled, data)

    def forget_others(self) -> None:
        """Removes from the cache what no network opened here came from: an earlier pack's, version's or processor's."""
        for path in self._cache_dir.glob("*") if self._cache_dir is not None else ():
            if path.suffix in (SUFFIX, _FORMER_SUFFIX) and path.name not in self._compiled:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _load(self, data: ov.Tensor) -> Any:
        """The network of such data, or None if OpenVINO cannot read it."""
        try:
            return self._core.import_model(data, _DEVICE, self._options)
        except RuntimeError:
            return None

    def _name(self, file: ModelFile, shape: tuple[int, int]) -> str:
        """A file name that differs wherever the compiled network could."""
        receipt = read_receipt(self._pack)
        if receipt is None or receipt["sources"].get(file.folded) != file.sha256:
            raise PackNotPrepared(pack=self._pack.id)
        processor = [self._core.get_property(_DEVICE, fact) for fact in _PROCESSOR_FACTS]
        facts = (_FORMAT, ov.get_version(), processor, self._options, receipt["folded"].get(file.folded), file.input)
        key = hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
        return f"{Path(file.folded).stem}-{shape[0]}x{shape[1]}-{key}{SUFFIX}"

    def _kept(self, name: str) -> ov.Tensor | None:
        """The compiled network from the cache, if it is there and whole."""
        if self._cache_dir is None:
            return None
        try:
            data = np.fromfile(self._cache_dir / name, dtype=np.uint8)
        except OSError:
            return None
        whole = data[:_DIGEST].tobytes() == _digest(data[_DIGEST:])
        return ov.Tensor(data[_DIGEST:], shared_memory=True) if whole else None

    def _compile(self, name: str, file: ModelFile, shape: tuple[int, int]) -> ov.Tensor:
        model = _build(self._core.read_model(read_prepared(self._pack, file), b""), file.input, shape)
        exported = self._core.compile_model(model, _DEVICE, self._options).export_model()
        data = np.frombuffer(exported.getbuffer(), dtype=np.uint8)
        if self._cache_dir is not None:
            with contextlib.suppress(OSError):  # a cache that cannot be written to only costs time
                self._cache_dir.mkdir(parents=True, exist_ok=True)
                write_whole(self._cache_dir / name, _digest(data), data.data)
        return ov.Tensor(data, shared_memory=True)


def _build(model: ov.Model, given: NetworkInput, shape: tuple[int, int]) -> ov.Model:
    """The network with an input of 1×H×W×3 bytes, BGR, as pictures come."""
    model.reshape([1, *shape, 3] if given.layout is Layout.NHWC else [1, 3, *shape])
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    steps.input().model().set_layout(ov.Layout(given.layout.upper()))
    prepared = steps.input().preprocess().convert_element_type(ov.Type.f32)
    if given.colour is Colour.RGB:
        prepared.reverse_channels()
    if any(given.mean):
        prepared.mean(list(given.mean))
    if set(given.std) != {1.0}:
        prepared.scale(list(given.std))
    return steps.build()


def _digest(data: NDArray[np.uint8]) -> bytes:
    return hashlib.sha256(data.data).hexdigest().encode()
