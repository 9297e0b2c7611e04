"""Photos of a data set into faces, by the engine that ships, once for each content and pack.

The vectors are of real people: biometric data. They lie in a folder that only its owner may read, and the command
keeps them only where it is told to.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import exp, hypot
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.errors import KaodokiError
from kaodoki.evaluation.datasets import DataSet, Photo
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.engine import Engine, load_engine
from kaodoki.faces.face import Face, Template
from kaodoki.faces.gate import Finding, findings_for_enrolment, findings_for_probe

NO_FACE: Final = "no_face"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EmbeddedPhoto:
    """The face of one photo: as a frame gives it, and averaged with the mirror image."""

    photo: Photo
    face: Face
    """Its template is of the photo alone."""
    mirrored: Template
    probe_findings: tuple[Finding, ...]
    """What the gate would say of the photo as a frame, and as an enrolment photo."""
    enrolment_findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A photo that gave no face, with the code of the reason."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceSet:
    """All faces of a data set, in the order of its photos, and the photos that gave none."""

    faces: tuple[EmbeddedPhoto, ...]
    failures: tuple[Failure, ...]

    @property
    def plain(self) -> NDArray[np.float32]:
        """N×D."""
        return np.stack([item.face.template.vector for item in self.faces])

    @property
    def mirrored(self) -> NDArray[np.float32]:
        """N×D."""
        return np.stack([item.mirrored.vector for item in self.faces])

    @property
    def person(self) -> NDArray[np.int64]:
        """Whose each face is: 0, 1, 2 … by name."""
        names = [item.photo.person for item in self.faces]
        return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)

    @property
    def photos_of(self) -> list[list[int]]:
        """The places of each person's photos."""
        person = self.person
        return [np.flatnonzero(person == number).tolist() for number in range(int(person.max()) + 1)]

    def only(self, keep: Callable[[EmbeddedPhoto], bool]) -> "FaceSet":
        return replace(self, faces=tuple(item for item in self.faces if keep(item)))

    def joined(self, other: "FaceSet") -> "FaceSet":
        return FaceSet(faces=self.faces + other.faces, failures=self.failures + other.failures)


def open_engine(threads: int) -> Engine:
    """The default pack's, with frames plain and enrolment photos averaged with their mirror image, whatever the pack's
    settings: both kinds of vector are measured."""
    engine = load_engine(threads=threads)
    settings = replace(engine.pack.settings, mirror_average_probes=False, mirror_average_enrolment=True)
    engine.pack = replace(engine.pack, settings=settings)
    return engine


def embed(engine: Engine, data: DataSet, *, threads: int, progress: Callable[[int], None] = lambda _: None) -> FaceSet:
    """All photos of a data set; `progress` hears how many are done. No photo is dropped in silence."""
    results: list[EmbeddedPhoto | Failure] = []
    with ThreadPoolExecutor(threads) as pool:
        for result in pool.map(lambda photo: _embed_photo(engine, data.folder, photo), data.photos):
            results.append(result)
            progress(len(results))
    return FaceSet(
        faces=tuple(item for item in results if isinstance(item, EmbeddedPhoto)),
        failures=tuple(item for item in results if isinstance(item, Failure)),
    )


def central_face(faces: Sequence[Face], size: tuple[int, int]) -> Face | None:
    """The face the photo is of: large and near the middle, for the backgrounds of press photos are full of people."""
    height, width = size

    def weight(face: Face) -> float:
        x, y, across, down = face.box
        distance = hypot((x + across / 2) / width - 0.5, (y + down / 2) / height - 0.5)
        return face.area * exp(-40 * distance**2)

    return max(faces, key=weight, default=None)


def embed_picture(
    engine: Engine, picture: NDArray[np.uint8], photo: Photo, *, with_mirror: bool = True
) -> EmbeddedPhoto | Failure:
    """One picture, H×W×3 BGR. Without the mirror image, for a third of the time, `mirrored` is the plain one."""
    size = (picture.shape[0], picture.shape[1])
    found = engine.analyse(picture)
    face = central_face(found, size)
    averaged = central_face(engine.analyse(picture, enrolment=True), size) if with_mirror else face
    if face is None or averaged is None:
        return Failure(name=photo.name, code=NO_FACE)
    return EmbeddedPhoto(
        photo=photo,
        face=face,
        mirrored=averaged.template,
        probe_findings=tuple(findings_for_probe(found, size)),
        enrolment_findings=tuple(findings_for_enrolment(found, size)),
    )


def _embed_photo(engine: Engine, folder: Path, photo: Photo) -> EmbeddedPhoto | Failure:
    try:
        picture = decode_image((folder / photo.name).read_bytes(), limits=PHOTO_LIMITS)
        return embed_picture(engine, picture, photo)
    except KaodokiError as error:
        return Failure(name=photo.name, code=error.code)
    except OSError as error:
        return Failure(name=photo.name, code=type(error).__name__)
