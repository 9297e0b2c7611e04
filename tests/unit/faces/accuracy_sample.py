"""What the engine gives on pictures that anybody can install, as numbers: `accuracy_sample.json` holds those it gave.

After a change that is meant to move them: `python -m tests.unit.faces.accuracy_sample`, and look at what `git diff`
says.
"""

import json
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces import Engine, Face
from kaodoki.faces.pack import read_pack
from kaodoki.faces.pipeline import open_pipelines
from kaodoki.project.demo_pictures import picture_path

EXPECTED: Final = Path(__file__).with_suffix(".json")
PORTRAITS: Final = ("obama_1", "obama_2", "obama_3", "biden", "astronaut")
PICTURES: Final = (*PORTRAITS, "group", "cut_1", "cut_2")

Picture = NDArray[np.uint8]
Document = dict[str, Any]


def measure(engine: Engine, *, spoilt: bool = True) -> Document:
    """All numbers of the sample; without `spoilt` none of spoilt pictures."""
    faces = {name: engine.analyse(read(name), enrolment=True) for name in PICTURES}
    described = {f"{name} {number}": face for name in PICTURES[:6] for number, face in enumerate(faces[name])}
    return {
        "counts": {name: len(found) for name, found in faces.items()},
        "landmarks": {
            name: [round(float(value), 2) for value in face.landmarks.ravel()] for name, face in described.items()
        },
        "cosines": {
            f"{one} / {other}": round(described[one].template.similarity(described[other].template), 4)
            for one, other in combinations(described, 2)
        },
        "probes": _probes(engine, faces["obama_1"][0]),
        "degraded": {name: _degraded(engine, name) for name in ("obama_2", "astronaut") if spoilt},
    }


def expected() -> Document:
    document: Document = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return document


def exact_engine() -> Engine:
    """In full precision, which gives the same numbers on every processor."""
    pack = read_pack()
    return Engine(pack, open_pipelines(pack, 1, cache_dir=None, precision="f32"))


def read(name: str) -> Picture:
    image = cv2.imread(str(picture_path(name)), cv2.IMREAD_COLOR)
    assert image is not None
    return np.asarray(image, dtype=np.uint8)


def _probes(engine: Engine, enrolled: Face) -> dict[str, float]:
    """Probes as a terminal takes them (no mirror image), against one enrolled photo."""
    others = {name: engine.analyse(read(name))[0] for name in PORTRAITS[1:]}
    return {name: round(face.template.similarity(enrolled.template), 4) for name, face in others.items()}


def _degraded(engine: Engine, name: str) -> Document:
    """How alike a spoilt picture's face is to its own good one, and its quality."""
    image = read(name)
    (clean,) = engine.analyse(image)
    found: Document = {"clean": {"cosine": 1.0, "quality": round(clean.quality.score, 1)}}
    for way, spoil in DEGRADATIONS.items():
        faces = engine.analyse(spoil(image, clean))
        found[way] = None
        if faces:
            cosine = faces[0].template.similarity(clean.template)
            found[way] = {"cosine": round(cosine, 4), "quality": round(faces[0].quality.score, 1)}
    return found


def _blurred(image: Picture, face: Face) -> Picture:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), face.quality.inter_eye_px / 14), dtype=np.uint8)


def _dark(image: Picture, _face: Face) -> Picture:
    return np.asarray(image * 0.12, dtype=np.uint8)


def _small(image: Picture, face: Face) -> Picture:
    scale = max(18 / face.quality.inter_eye_px, 112 / min(image.shape[:2]))
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _masked(image: Picture, face: Face) -> Picture:
    """A mask painted from the bridge of the nose down over the chin."""
    points = face.landmarks.astype(np.float64)
    eyes, nose, mouth = points[:2].mean(axis=0), points[2], points[3:].mean(axis=0)
    down, across = mouth - eyes, (points[1] - points[0]) * 0.95
    top, low = nose - down * 0.25, mouth + down * 0.75
    outline = [top - across, top, top + across, low + across * 0.7, low + down * 0.15, low - across * 0.7]
    painted = image.copy()
    cv2.fillConvexPoly(painted, np.array(outline, dtype=np.int32), (235, 232, 228), cv2.LINE_AA)
    return painted


DEGRADATIONS: Final[dict[str, Callable[[Picture, Face], Picture]]] = {
    "blurred": _blurred,
    "dark": _dark,
    "small": _small,
    "masked": _masked,
}


if __name__ == "__main__":
    text = json.dumps(measure(exact_engine()), indent=1)
    EXPECTED.write_text(
        re.sub(r"\[[^\[\]]*\]", lambda found: " ".join(found[0].split()), text) + "\n", encoding="utf-8"
    )
