"""From photos of different people to what a pack's scores mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.errors import KaodokiError
from kaodoki.faces import Engine
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.errors import ImageError
from kaodoki.faces.gate import Finding, findings_for_enrolment
from kaodoki.faces.pack import Calibration, read_pack
from kaodoki.identification.calibration import count_strangers, fitted

FEWEST_PEOPLE: Final = 100
MOST_PHOTOS: Final = 8_000
"""32 million pairs."""

_SUFFIXES: Final = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
_HINDRANCES: Final = {Finding.NO_FACE, Finding.SEVERAL_FACES}
# What the built-in pack's margins are of its step for a tenfold rarer pair (.063): .04, .05 and .08.
_SITE_MARGIN, _RUNNER_UP_MARGIN, _NOT_SURE_BAND = 0.63, 0.8, 1.27
_AGREEMENT_FMR: Final = 1e-3
_ALIKE: Final = 0.98


class TooFewPeople(KaodokiError):
    code = "calibration_too_few_people"
    ja = "較正には異なる人の顔写真が {needed} 人分以上必要です({found} 人分が使えました)。写真を追加してください。"
    en = "Calibration needs usable photos of {needed} different people or more; {found} were found. Add photos."


class PackCannotTellApart(KaodokiError):
    code = "pack_cannot_tell_apart"
    ja = "このモデルは人を見分けられません。pack.toml の colour・mean・std・reference を確認してください。"
    en = "This pack does not tell people apart. Check colour, mean, std and reference in pack.toml."


@dataclass(frozen=True, slots=True, kw_only=True)
class Photographed:
    """Vectors of the usable photos (N×D, unit length), whose they are, and how many photos were of no use."""

    vectors: NDArray[np.float32] = field(repr=False)
    people: NDArray[np.int64]
    skipped: int


def read_photos(folder: Path, engine: Engine) -> Photographed:
    """Every photo of the folder; a file in it is a person, and so is a folder in it with all its files."""
    vectors, people, skipped = [], [], 0
    for person, path in _photos(folder):
        vector = _vector(path, engine)
        if vector is None:
            skipped += 1
            continue
        vectors.append(vector)
        people.append(person)
    found = len(set(people))
    if found < FEWEST_PEOPLE:
        raise TooFewPeople(needed=FEWEST_PEOPLE, found=found)
    return Photographed(vectors=np.stack(vectors), people=np.array(people), skipped=skipped)


def calibrate_pack(vectors: NDArray[np.float32], people: NDArray[np.int64]) -> Calibration:
    """The curve of all pairs of different people. Margins follow the built-in pack's proportions."""
    counts = count_strangers(vectors, people)
    try:
        curve = fitted(counts, read_pack().calibration)
    except ValueError as error:
        raise PackCannotTellApart from error
    if curve.scores[-1] >= _ALIKE:
        raise PackCannotTellApart
    step = curve.per_tenfold
    return replace(
        curve,
        site_margin=round(_SITE_MARGIN * step, 4),
        runner_up_margin=round(_RUNNER_UP_MARGIN * step, 4),
        not_sure_band=round(_NOT_SURE_BAND * step, 4),
        agreement=round(max(0.0, counts.score_at(_AGREEMENT_FMR)), 4),
    )


def same_person_scores(vectors: NDArray[np.float32], people: NDArray[np.int64]) -> NDArray[np.float32]:
    """The cosine of every pair of photos of one person; empty where everybody has one photo."""
    found = [np.zeros(0, dtype=np.float32)]
    for person in np.unique(people):
        photos = vectors[people == person]
        found.append((photos @ photos.T)[np.triu_indices(len(photos), 1)])
    return np.concatenate(found)


def _photos(folder: Path) -> Iterator[tuple[int, Path]]:
    entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    groups: list[Sequence[Path]] = [sorted(path.iterdir()) if path.is_dir() else [path] for path in entries]
    photos = [
        (person, path)
        for person, paths in enumerate(groups)
        for path in paths
        if path.suffix.lower() in _SUFFIXES and path.is_file()
    ]
    yield from photos[:MOST_PHOTOS]


def _vector(path: Path, engine: Engine) -> NDArray[np.float32] | None:
    try:
        image = decode_image(path.read_bytes(), limits=PHOTO_LIMITS)
        faces = engine.analyse(image, enrolment=True)
    except (ImageError, OSError):
        return None
    if _HINDRANCES & set(findings_for_enrolment(faces, (image.shape[0], image.shape[1]))):
        return None
    return faces[0].template.vector
