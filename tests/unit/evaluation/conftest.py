"""Made-up vectors of people, so that the right answer is known."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

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
