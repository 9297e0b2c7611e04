"""A model pack read from its `pack.toml`: files with hashes and licences, settings and calibration."""

import hashlib
import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kaodoki.faces.errors import PackDamaged, PackNotPrepared, PackUnknown

DEFAULT_PACK: Final = "yunet_sface"
RECEIPT: Final = "prepared.json"
"""Written last by the preparation: hashes of the sources and of the folded files."""

_PACKS: Final = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One network of a pack: the file as shipped, and the name of its folded copy."""

    package: str
    source: str
    sha256: str
    folded: str
    licence: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSettings:
    detection_long_side: int
    detection_score: float
    detection_overlap: float
    mirror_average_probes: bool
    mirror_average_enrolment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What a score of this pack means. `thresholds[i][j]` belongs to `gallery_sizes[i]` and `fpir[j]`."""

    fpir: tuple[float, ...]
    gallery_sizes: tuple[int, ...]
    thresholds: tuple[tuple[float, ...], ...]
    per_tenfold: float
    site_margin: float
    runner_up_margin: float
    not_sure_band: float
    agreement: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    name: str
    version: str
    template_length: int
    detector: ModelFile
    recogniser: ModelFile
    settings: PackSettings
    calibration: Calibration

    @property
    def id(self) -> str:
        """What a template carries to say which pack made it, e.g. `yunet_sface-1`."""
        return f"{self.name}-{self.version}"

    @property
    def folder(self) -> Path:
        """Where the folded files lie: beside the Python environment."""
        return Path(sys.prefix) / "share" / "kaodoki" / "packs" / self.id

    @property
    def files(self) -> tuple[ModelFile, ...]:
        return (self.detector, self.recogniser)


def read_pack(name: str | None = None) -> Pack:
    """The pack of that name as its `pack.toml` describes it, prepared or not."""
    name = name or DEFAULT_PACK
    path = _PACKS / name / "pack.toml"
    if not name.isidentifier() or not path.is_file():
        raise PackUnknown(pack=name)
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Pack(
        name=table["name"],
        version=table["version"],
        template_length=table["template_length"],
        detector=ModelFile(**table["detector"]),
        recogniser=ModelFile(**table["recogniser"]),
        settings=PackSettings(**table["settings"]),
        calibration=_calibration(table["calibration"]),
    )


def read_prepared(pack: Pack, file: ModelFile) -> bytes:
    """The folded network, checked against the receipt of the preparation."""
    receipt = read_receipt(pack)
    path = pack.folder / file.folded
    if receipt is None or receipt["sources"].get(file.folded) != file.sha256 or not path.is_file():
        raise PackNotPrepared(pack=pack.id)
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != receipt["folded"].get(file.folded):
        raise PackDamaged(file=path.name)
    return data


def read_receipt(pack: Pack) -> dict[str, dict[str, str]] | None:
    """The receipt of the preparation, or None if it is missing or no receipt."""
    try:
        receipt = json.loads((pack.folder / RECEIPT).read_text(encoding="utf-8"))
        return {"sources": dict(receipt["sources"]), "folded": dict(receipt["folded"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _calibration(table: dict[str, Any]) -> Calibration:
    rows = tuple(tuple(row) for row in table.pop("thresholds"))
    return Calibration(
        fpir=tuple(table.pop("fpir")),
        gallery_sizes=tuple(table.pop("gallery_sizes")),
        thresholds=rows,
        **table,
    )
