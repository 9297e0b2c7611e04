"""Made-up vectors of people, so that the right answer is known."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.evaluation.datasets import DataSet, Photo, read_lfw
from kaodoki.evaluation.embedding import EmbeddedPhoto, FaceSet, embed, open_engine
from kaodoki.faces import Engine, Template
from kaodoki.faces.pack import Pack
from kaodoki.project.demo_pictures import are_fetched, picture_path

Vectors = NDArray[np.float32]


@pytest.fixture(scope="session")
def people() -> Callable[..., tuple[Vectors, NDArray[np.int64]]]:
    """`count` people × `photos`: cosine `likeness` to the person's own direction, uniform directions in `length`
    dimensions."""

    def make(
        count: int, photos: int, *, likeness: float, length: int = 128, seed: int = 1
    ) -> tuple[Vectors, NDArray[np.int64]]:
        generator = np.random.default_rng(seed)
        person = np.repeat(np.arange(count), photos)
        centre = _unit(generator.normal(size=(count, length)))[person]
        noise = generator.normal(size=centre.shape)
        noise = _unit(noise - (noise * centre).sum(axis=1, keepdims=True) * centre)
        vectors = likeness * centre + np.sqrt(1 - likeness**2) * noise
        return vectors.astype(np.float32), person

    return make


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float64)


@pytest.fixture(scope="session")
def engine() -> Engine:
    return open_engine(1)


@pytest.fixture(scope="session")
def real_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of real faces in the layout of Labeled Faces in the Wild: three people, one of them three times. To be
    left as it is."""
    if not are_fetched():
        pytest.skip("real pictures are missing: run python -m kaodoki.project.demo_pictures")
    folder = tmp_path_factory.mktemp("data") / "lfw"
    names = {"Obama": ("obama_1", "obama_2", "obama_3"), "Biden": ("biden",), "Collins": ("astronaut",)}
    for person, pictures in names.items():
        for number, name in enumerate(pictures, start=1):
            source = picture_path(name)
            target = folder / person / f"{person}_{number:04d}{source.suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


@pytest.fixture(scope="session")
def data(real_people: Path) -> DataSet:
    return read_lfw(real_people)


@pytest.fixture(scope="session")
def faces(engine: Engine, data: DataSet) -> FaceSet:
    return embed(engine, data, threads=1)


@pytest.fixture
def lfw(real_people: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(real_people, tmp_path / "lfw"))


@pytest.fixture(scope="session")
def as_faces(faces: FaceSet) -> Callable[..., FaceSet]:
    """Made-up vectors as the faces of a data set, with the mirror image's the same."""

    def make(vectors: Vectors, person: NDArray[np.int64], *, prefix: str = "p") -> FaceSet:
        first, items = faces.faces[0], []
        for number, (vector, owner) in enumerate(zip(vectors, person, strict=True)):
            template = Template(vector=vector, pack=first.mirrored.pack)
            items.append(
                EmbeddedPhoto(
                    photo=Photo(name=f"{prefix}{owner:05d}/{number:05d}.jpg", person=f"{prefix}{owner:05d}"),
                    face=replace(first.face, template=template),
                    mirrored=template,
                    probe_findings=(),
                    enrolment_findings=(),
                )
            )
        return FaceSet(faces=tuple(items), failures=())

    return make


@pytest.fixture(scope="session")
def pack(engine: Engine) -> Pack:
    return engine.pack


@pytest.fixture(scope="session")
def clear_people(people: Callable[..., tuple[Vectors, NDArray[np.int64]]], as_faces: Callable[..., FaceSet]) -> FaceSet:
    """Everybody is easily told: 60 people with 7 photos, 1,200 with one."""
    several, person = people(60, 7, likeness=0.97)
    single, others = people(1200, 1, likeness=1.0, seed=2)
    return as_faces(np.concatenate([several, single]), np.concatenate([person, others + 60]))
