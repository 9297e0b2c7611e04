"""Faces of a data set kept on the disk, so that a second run need not compute them again.

The name of a file says what is in it: a hash over every photo's path and content, the pack's networks and settings, and
the code that makes faces of photos. Whatever of these changes, the faces are computed anew.
"""

import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from kaodoki import faces as faces_package
from kaodoki.evaluation.datasets import DataSet
from kaodoki.evaluation.embedding import EmbeddedPhoto, FaceSet, Failure
from kaodoki.faces.face import Face, Quality, Template
from kaodoki.faces.gate import Finding
from kaodoki.faces.pack import Pack, read_receipt

_ARRAYS: Final = ("weights", "plain", "mirrored", "box", "landmarks", "score")
_ONLY_OWNER: Final = 0o700


def faces_of(folder: Path, data: DataSet, pack: Pack, compute: Callable[[], FaceSet]) -> FaceSet:
    """The faces from `folder`, or computed and put there. A damaged file is computed again."""
    folder.mkdir(mode=_ONLY_OWNER, parents=True, exist_ok=True)
    path = folder / f"{fingerprint(data, pack)}.npz"
    found = _read(path, data, pack) if path.is_file() else None
    if found is None:
        found = compute()
        _write(path, found)
    return found


def fingerprint(data: DataSet, pack: Pack) -> str:
    """Of everything that the faces depend on."""
    digest = hashlib.sha256(pack.id.encode())
    digest.update(json.dumps(read_receipt(pack), sort_keys=True).encode())
    digest.update(repr(pack.settings).encode())
    package = Path(faces_package.__file__).parent
    for source in sorted(package.rglob("*.py")):
        digest.update(source.read_bytes())
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
