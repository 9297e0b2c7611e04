"""A model pack read from its `pack.toml`: files with hashes and licences, settings and calibration."""

import hashlib
import json
import sys
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Final, Protocol

from kaodoki.faces.errors import PackAmbiguous, PackDamaged, PackNotPrepared, PackUncalibrated, PackUnknown
from kaodoki.faces.networks import DetectorFile, ModelFile, RecogniserFile, read_detector, read_recogniser
from kaodoki.faces.pack_table import Table, read_table

DEFAULT_PACK: Final = "yunet_sface"
RECEIPT: Final = "prepared.json"
"""Written last by the preparation: hashes of the sources and of the folded files."""

CALIBRATION: Final = "calibration.toml"
"""Beside an installed pack's `pack.toml`: what `packs calibrate` measured; goes before the one in `pack.toml`."""

FORMAT: Final = 1
NAME: Final = r"[a-z][a-z0-9_]{1,39}"
VERSION: Final = r"[0-9a-z][0-9a-z.]{0,19}"

_PACKS: Final = Path(__file__).parent / "packs"
_SHORTEST_TEMPLATE, _LONGEST_TEMPLATE = 16, 4096
_STRIDE: Final = 32


class Prepared(Protocol):
    """What has a folder of prepared networks with a receipt: a model pack, and the liveness pack."""

    @property
    def id(self) -> str: ...

    @property
    def folder(self) -> Path: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSettings:
    detection_long_side: int
    detection_score: float
    detection_overlap: float
    refine_landmarks: bool
    """A second look of the detector at each face, see `refinement`."""
    mirror_average_probes: bool
    mirror_average_enrolment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What a score (cosine) of this pack means. How it becomes a threshold: `identification.thresholds`."""

    fmr: tuple[float, ...]
    """Falling: shares of pairs of different people."""
    scores: tuple[float, ...]
    """Rising: the score that each of those shares reaches."""
    per_tenfold: float
    """What the score rises by for a tenfold rarer pair, beyond the rarest measured."""
    site_margin: float
    """People before one camera in one room look more alike; holds until the company's own gallery says how much."""
    runner_up_margin: float
    """The second person must be this far behind."""
    not_sure_band: float
    """This far below the threshold a face is `not_sure` rather than unknown."""
    agreement: float
    """Frames of one attempt that agree less do not show one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    name: str
    version: str
    template_length: int
    detector: DetectorFile
    recogniser: RecogniserFile
    settings: PackSettings
    measured: Calibration | None
    """None: nobody has calibrated it yet."""
    weight_scale: tuple[float, float] | None
    """Lengths of the recogniser's answer (`Template.weight`) that are 0 and 100 of its confidence; None: not known."""
    folder: Path = field(repr=False)
    """Where the folded files lie: beside the Python environment, or in the folder of installed packs."""
    is_built_in: bool

    @property
    def id(self) -> str:
        """What a template carries to say which pack made it, e.g. `yunet_sface-2`."""
        return f"{self.name}-{self.version}"

    @property
    def files(self) -> tuple[ModelFile, ...]:
        return (self.detector, self.recogniser)

    @property
    def calibration(self) -> Calibration:
        """What its scores mean; `PackUncalibrated` if nobody has measured that."""
        if self.measured is None:
            raise PackUncalibrated(pack=self.id)
        return self.measured


def read_pack(name: str | None = None, *, packs_dir: Path | None = None) -> Pack:
    """The pack of that name or id as its `pack.toml` describes it, prepared or not; by default the built-in one.

    `packs_dir` is where installed packs lie. A name that several versions share is ambiguous: then it takes the id.
    """
    wanted = name or DEFAULT_PACK
    found = [pack for pack in _built_in() if wanted in (pack.id, pack.name)]
    # Only the folders in question are read: a neighbour that is damaged or of a newer format is nobody else's trouble.
    folders = [path for path in _installed(packs_dir) if wanted in (path.name, path.name.rpartition("-")[0])]
    found += [read_folder(path, is_built_in=False) for path in folders]
    if not found:
        raise PackUnknown(pack=wanted[:100])
    if len(found) > 1:
        raise PackAmbiguous(pack=wanted, packs=", ".join(pack.id for pack in found))
    return found[0]


def list_packs(packs_dir: Path | None = None) -> list[Pack]:
    """The built-in packs, then the installed ones."""
    return [*_built_in(), *(read_folder(path, is_built_in=False) for path in _installed(packs_dir))]


def _built_in() -> list[Pack]:
    return [read_folder(path.parent, is_built_in=True) for path in sorted(_PACKS.glob("*/pack.toml"))]


def _installed(packs_dir: Path | None) -> list[Path]:
    """Their folders, which bear the packs' ids."""
    return [path.parent for path in sorted(packs_dir.glob("[a-z]*/pack.toml"))] if packs_dir is not None else []


def read_folder(folder: Path, *, is_built_in: bool) -> Pack:
    """The pack that the folder's `pack.toml` describes, and its calibration where it was measured afterwards."""
    table = read_table(folder / "pack.toml")
    table.integer("format", FORMAT, FORMAT)
    own = None if is_built_in else folder
    name, version = table.text("name", pattern=NAME), table.text("version", pattern=VERSION)
    measured = read_calibration(table.table("calibration")) if "calibration" in table else None
    if not is_built_in and (folder / CALIBRATION).is_file():
        measured = read_calibration(read_table(folder / CALIBRATION))
    prepared = Path(sys.prefix) / "share" / "kaodoki" / "packs" / f"{name}-{version}"
    pack = Pack(
        name=name,
        version=version,
        template_length=table.integer("template_length", _SHORTEST_TEMPLATE, _LONGEST_TEMPLATE),
        detector=_detector(table.table("detector"), own),
        recogniser=read_recogniser(table.table("recogniser"), own),
        settings=_settings(table.table("settings")),
        measured=measured,
        weight_scale=_weight_scale(table.table("quality")) if "quality" in table else None,
        folder=prepared if is_built_in else folder / "prepared",
        is_built_in=is_built_in,
    )
    table.finish()
    if pack.detector.folded == pack.recogniser.folded:
        raise table.wrong("recogniser.file", "≠ detector.file")
    return pack


def read_calibration(table: Table) -> Calibration:
    """A `[calibration]` table: rates fall and scores rise."""
    rates = table.numbers_between("fmr", 1e-12, 0.5)
    scores = table.numbers_between("scores", -1, 1)
    others = {item.name for item in fields(Calibration)} - {"fmr", "scores"}
    values = {name: table.number(name, 0, 1) for name in sorted(others)}
    table.finish()
    rise = ([-rate for rate in rates], scores)
    if len(rates) != len(scores) or len(rates) < 2 or any(low >= high for line in rise for low, high in pairwise(line)):
        raise table.wrong("scores", "fmr ↓, scores ↑, n = n ≥ 2")
    if not values["per_tenfold"]:
        raise table.wrong("per_tenfold", "> 0")
    return Calibration(fmr=tuple(rates), scores=tuple(scores), **values)


def read_prepared(pack: Prepared, file: ModelFile) -> bytes:
    """The folded network, checked against the receipt of the preparation."""
    receipt = read_receipt(pack)
    path = pack.folder / file.folded
    if receipt is None or receipt["sources"].get(file.folded) != file.sha256 or not path.is_file():
        raise PackNotPrepared(pack=pack.id)
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != receipt["folded"].get(file.folded):
        raise PackDamaged(file=path.name)
    return data


def read_receipt(pack: Prepared) -> dict[str, dict[str, str]] | None:
    """The receipt of the preparation, or None if it is missing or no receipt."""
    try:
        receipt = json.loads((pack.folder / RECEIPT).read_text(encoding="utf-8"))
        return {"sources": dict(receipt["sources"]), "folded": dict(receipt["folded"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _detector(table: Table, folder: Path | None) -> DetectorFile:
    """The pack's own detector, or the one of a built-in pack that it names."""
    if "pack" not in table:
        return read_detector(table, folder)
    lender = table.text("pack", pattern=NAME)
    table.finish()
    if folder is None or not (_PACKS / lender / "pack.toml").is_file():
        raise PackUnknown(pack=lender)
    return replace(read_folder(_PACKS / lender, is_built_in=True).detector, borrowed_from=lender)


def _weight_scale(table: Table) -> tuple[float, float]:
    low, high = table.number("weight_at_0", 0, 1e6), table.number("weight_at_100", 0, 1e6)
    table.finish()
    if low >= high:
        raise table.wrong("weight_at_100", "> weight_at_0")
    return low, high


def _settings(table: Table) -> PackSettings:
    long_side = table.integer("detection_long_side", 2 * _STRIDE, 1920)
    if long_side % _STRIDE:
        raise table.wrong("detection_long_side", f"× {_STRIDE}")
    settings = PackSettings(
        detection_long_side=long_side,
        detection_score=table.number("detection_score", 0.05, 0.99),
        detection_overlap=table.number("detection_overlap", 0.05, 0.95),
        refine_landmarks=table.flag("refine_landmarks", default=False),
        mirror_average_probes=table.flag("mirror_average_probes"),
        mirror_average_enrolment=table.flag("mirror_average_enrolment"),
    )
    table.finish()
    return settings
