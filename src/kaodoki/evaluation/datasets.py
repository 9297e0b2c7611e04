"""Data sets as folders of pictures: who is on which photo, which labels are known to be wrong, which pairs to compare.

Labeled Faces in the Wild: `<person>/<person>_0001.jpg`, `pairs.txt` (published, or one pair a line: two paths and 1 or
0), `label-errors.txt` (`drop <photo>`, `same <person> <other name>`). Impostors: a folder of photos, each of another
person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kaodoki.evaluation.errors import DataSetLayout, DataSetMissing

SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp"})
PAIRS_FILE: Final = "pairs.txt"
LABEL_ERRORS_FILE: Final = "label-errors.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    name: str
    """The path inside the data set's folder."""
    person: str
    is_mislabelled: bool = False
    """Known to show somebody else: counts in the published pairs only, which take the labels as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    first: str
    second: str
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    folder: Path
    photos: tuple[Photo, ...]
    pairs: tuple[Pair, ...] = ()
    merged_names: int = 0
    """Second spellings of a person, taken together."""

    @property
    def mislabelled(self) -> tuple[Photo, ...]:
        return tuple(photo for photo in self.photos if photo.is_mislabelled)


def read_lfw(folder: Path) -> DataSet:
    """Labeled Faces in the Wild, whole or a part of it. Raises `DataSetMissing` or `DataSetLayout`."""
    names = [name for name in _photo_names(folder) if name.count("/") == 1]
    if not names:
        raise DataSetLayout(folder=folder, reason=f"<person>/<person>_0001.jpg ({folder.name}/*/*.jpg)")
    drop, same = _read_label_errors(folder / LABEL_ERRORS_FILE)
    photos = tuple(
        Photo(name=name, person=same.get(person, person), is_mislabelled=Path(name).stem in drop)
        for name in names
        for person in [name.split("/")[0]]
    )
    pairs = tuple(_read_pairs(folder / PAIRS_FILE))
    known = set(names)
    unknown = [name for pair in pairs for name in (pair.first, pair.second) if name not in known]
    if unknown:
        raise DataSetLayout(folder=folder, reason=f"{PAIRS_FILE}: {unknown[0]} (+{len(unknown) - 1})")
    present = {name.split("/")[0] for name in names}
    return DataSet(folder=folder, photos=photos, pairs=pairs, merged_names=len(present & same.keys()))


def read_impostors(folder: Path) -> DataSet:
    """Photos of as many people. Raises `DataSetMissing` or `DataSetLayout`."""
    names = list(_photo_names(folder))
    if not names:
        raise DataSetLayout(folder=folder, reason="*.jpg")
    return DataSet(folder=folder, photos=tuple(Photo(name=name, person=name) for name in names))


def _photo_names(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise DataSetMissing(folder=folder)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def _read_label_errors(path: Path) -> tuple[set[str], dict[str, str]]:
    drop: set[str] = set()
    same: dict[str, str] = {}
    for words in _lines(path):
        match words:
            case ["drop", photo]:
                drop.add(photo)
            case ["same", person, other]:
                same[other] = person
            case _:
                raise DataSetLayout(folder=path.parent, reason=f"{path.name}: {' '.join(words)}")
    return drop, same


def _read_pairs(path: Path) -> Iterator[Pair]:
    """Both forms; the published one's first line says how many there are."""
    for words in _lines(path):
        match words:
            case [first, second, ("0" | "1") as label] if "/" in first:
                yield Pair(first=first, second=second, is_same=label == "1")
            case [person, one, other] if one.isdigit() and other.isdigit():
                yield Pair(first=_published(person, one), second=_published(person, other), is_same=True)
            case [person, one, stranger, other] if one.isdigit() and other.isdigit():
                yield Pair(first=_published(person, one), second=_published(stranger, other), is_same=False)
            case [count] | [count, _] if count.isdigit():
                continue
            case _:
                raise DataSetLayout(folder=path.parent, reason=f"{path.name}: {' '.join(words)}")


def _published(person: str, number: str) -> str:
    return f"{person}/{person}_{int(number):04d}.jpg"


def _lines(path: Path) -> list[list[str]]:
    """The words of every line that is neither empty nor a comment; none if there is no such file."""
    if not path.is_file():
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataSetLayout(folder=path.parent, reason=path.name) from error
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]
