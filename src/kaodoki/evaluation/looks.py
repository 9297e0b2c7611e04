"""Frames of one look: a photo taken again a moment later, made by small movements and changes of light."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.datasets import Photo
from kaodoki.evaluation.embedding import EmbeddedPhoto, FaceSet, embed_picture
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.engine import Engine

FRAMES: Final = 3
"""Of one look: the photo as it is, and so many less one taken again."""

FRAME_INTERVAL_S: Final = 0.25

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A recording of one live person: its name, and the vectors of its frames, `FRAME_INTERVAL_S` apart."""

    name: str
    vectors: NDArray[np.float32] = field(repr=False)


def taken_again(picture: Picture, generator: np.random.Generator) -> Picture:
    """Moved, turned and scaled a little, in other light, with another sensor noise and compression.

    Head and expression stay as they are, which makes it easier than a real second look.
    """
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), generator.uniform(-4, 4), generator.uniform(0.93, 1.07))
    matrix[:, 2] += generator.uniform(-0.03, 0.03, size=2) * (width, height)
    moved = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    light = (moved.astype(np.float32) / 255) ** generator.uniform(0.75, 1.35)
    slope = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None] * generator.uniform(-0.15, 0.15)
    noise = generator.normal(0, 0.012, size=light.shape)
    values = np.clip((light * (1 + slope) + noise) * 255, 0, 255).astype(np.uint8)
    quality = int(generator.integers(70, 95))
    packed = cv2.imencode(".jpg", values, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)


def take_again(
    engine: Engine,
    folder: Path,
    faces: FaceSet,
    places: Sequence[int],
    *,
    with_mirror: bool,
    threads: int,
    seed: int,
) -> list[list[EmbeddedPhoto]]:
    """For each chosen photo, what it gives when it is taken again; a picture without a face is left out."""

    def again(place: int) -> list[EmbeddedPhoto]:
        item, generator = faces.faces[place], np.random.default_rng(seed + place)
        picture = decode_image((folder / item.photo.name).read_bytes(), limits=PHOTO_LIMITS)
        frames = [taken_again(picture, generator) for _ in range(FRAMES - 1)]
        found = [embed_picture(engine, frame, item.photo, with_mirror=with_mirror) for frame in frames]
        return [frame for frame in found if isinstance(frame, EmbeddedPhoto)]

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(again, places))


def clip_frames(path: Path) -> list[Picture]:
    """Frames of a video, `FRAME_INTERVAL_S` apart. Empty if it cannot be read."""
    video = cv2.VideoCapture(str(path))
    try:
        step = max(1, round((video.get(cv2.CAP_PROP_FPS) or 30) * FRAME_INTERVAL_S))
        frames: list[Picture] = []
        for number in range(100_000):
            is_read, frame = video.read()
            if not is_read:
                break
            if number % step == 0:
                frames.append(np.asarray(frame, dtype=np.uint8))
        return frames
    finally:
        video.release()


def read_clip(engine: Engine, path: Path) -> Clip:
    """The faces of a clip's frames; frames without a face are left out."""
    photo = Photo(name=path.name, person=path.name)
    found = [embed_picture(engine, frame, photo, with_mirror=False) for frame in clip_frames(path)]
    vectors = [item.face.template.vector for item in found if isinstance(item, EmbeddedPhoto)]
    return Clip(name=path.name, vectors=np.array(vectors, dtype=np.float32))


def agreement(vectors: NDArray[np.float32], *, step: int) -> NDArray[np.float32]:
    """Cosines of frames that lie `step` apart."""
    return np.asarray((vectors[:-step] * vectors[step:]).sum(axis=1), dtype=np.float32)
