"""Faces of a data set kept on the disk, so that a second run need not compute them again.

The name of a file says what is in it: a hash over every photo's path and content, the pack's networks and settings, and
with what faces are made of photos: code, libraries, processor and precision, the liveness network if there is one.
Whatever of these changes, the faces are computed anew.
"""

import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import openvino as ov

from kaodoki import faces as faces_package
from kaodoki.evaluation import embedding
from kaodoki.evaluation.datasets import DataSet
from kaodoki.evaluation.embedding import EmbeddedPhoto, FaceSet, Failure
from kaodoki.faces.face import Face, Quality, Template
from kaodoki.faces.gate import Finding
from kaodoki.faces.liveness.pack import is_installed, read_liveness_pack
from kaodoki.faces.pack import Pack, read_receipt

CODE: Final = (Path(faces_package.__file__).parent, Path(embedding.__file__), Path(__file__))
"""What makes faces of the photos of a data set, and keeps them."""

_ARRAYS: Final = ("weights", "plain", "mirrored", "box", "landmarks", "score")
_ONLY_OWNER: Final = 0o700
_LIBRARIES: Final = ("openvino", "opencv-python-headless", "numpy", "pillow", "pillow-heif")
_PROCESSOR_FACTS: Final = ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES", "INFERENCE_PRECISION_HINT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """With what faces are made of photos, beside the pack."""

    libraries: tuple[tuple[str, str], ...]
    """Names and versions."""
    processor: tuple[str, ...]
    """Its name, what it can do, and the precision that OpenVINO takes on it."""
    code: str
    """A hash of `kaodoki.faces`, its tables included, and of what applies it to data sets."""
    liveness: str | None
    """The liveness network with its receipt; None if it is not installed."""


def conditions() -> Conditions:
    """Those of this process."""
    core, liveness = ov.Core(), read_liveness_pack()
    return Conditions(
        libraries=tuple((name, version(name)) for name in _LIBRARIES),
        processor=tuple(str(core.get_property("CPU", fact)) for fact in _PROCESSOR_FACTS),
        code=hash_of_code(*CODE),
        liveness=f"{liveness!r} {read_receipt(liveness)}" if is_installed(liveness) else None,
    )


def hash_of_code(*places: Path) -> str:
    """Of files, and of all files in folders, with their names; compiled Python apart."""
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(place.parent).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def faces_of(folder: Path, data: DataSet, pack: Pack, compute: Callable[[], FaceSet]) -> FaceSet:
    """The faces from `folder`, or computed and put there. A damaged file is computed again."""
    folder.mkdir(mode=_ONLY_OWNER, parents=True, exist_ok=True)
    path = folder / f"{fingerprint(data, pack, conditions())}.npz"
    found = _read(path, data, pack) if path.is_file() else None
    if found is None:
        found = compute()
        _write(path, found)
    return found


def fingerprint(data: DataSet, pack: Pack, made_with: Conditions) -> str:
    """Of everything that the faces depend on."""
    digest = hashlib.sha256(repr(made_with).encode())
    digest.update(repr(replace(pack, measured=None)).encode())  # what scores mean changes no face
    digest.update(json.dumps(read_receipt(pack), sort_keys=True).encode())
    for photo in data.photos:
        digest.update(photo.name.encode() + b"\0")
        digest.update(_content(data.folder / photo.name))
    return digest.hexdigest()[:32]


def _content(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"unreadable"


def _write(path: Path, found: FaceSet) -> None:
    items = found.faces
    table = {
        "names": [item.photo.name for item in items],
        "quality": [asdict(item.face.quality) for item in items],
        "liveness": [item.face.liveness for item in items],
        "probe_findings": [list(item.probe_findings) for item in items],
        "enrolment_findings": [list(item.enrolment_findings) for item in items],
        "failures": [[failure.name, failure.code] for failure in found.failures],
    }
    # A temporary file is its owner's only (0600), and an interrupted run leaves no half file under the name.
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as stream:
        np.savez(
            stream,
            table=np.array(json.dumps(table)),
            plain=np.array([item.face.template.vector for item in items]),
            mirrored=np.array([item.mirrored.vector for item in items]),
            weights=np.array([(item.face.template.weight, item.mirrored.weight) for item in items]),
            box=np.array([item.face.box for item in items]),
            landmarks=np.array([item.face.landmarks for item in items]),
            score=np.array([item.face.score for item in items]),
        )
    os.replace(stream.name, path)


def _read(path: Path, data: DataSet, pack: Pack) -> FaceSet | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            table = json.loads(str(stored["table"]))
            arrays = {name: stored[name] for name in _ARRAYS}
        photos = {photo.name: photo for photo in data.photos}
        items = tuple(
            EmbeddedPhoto(
                photo=photos[name],
                face=_face(number, table, arrays, pack),
                mirrored=_template("mirrored", 1, number, arrays, pack),
                probe_findings=tuple(map(Finding, table["probe_findings"][number])),
                enrolment_findings=tuple(map(Finding, table["enrolment_findings"][number])),
            )
            for number, name in enumerate(table["names"])
        )
        return FaceSet(faces=items, failures=tuple(Failure(name=name, code=code) for name, code in table["failures"]))
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile):
        return None


def _face(number: int, table: dict[str, Any], arrays: dict[str, Any], pack: Pack) -> Face:
    return Face(
        box=tuple(arrays["box"][number].tolist()),
        landmarks=arrays["landmarks"][number],
        score=float(arrays["score"][number]),
        quality=Quality(**table["quality"][number]),
        liveness=table["liveness"][number],
        template=_template("plain", 0, number, arrays, pack),
    )


def _template(kind: str, column: int, number: int, arrays: dict[str, Any], pack: Pack) -> Template:
    return Template(vector=arrays[kind][number], pack=pack.id, weight=float(arrays["weights"][number, column]))
