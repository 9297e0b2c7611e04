"""The optional pack with the anti-spoof network: what it is, and whether `kaodoki liveness install` has fetched it."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kaodoki.faces.errors import PackDamaged, PackNotPrepared
from kaodoki.faces.networks import SHA256, Colour, ModelFile, NetworkInput
from kaodoki.faces.pack import FORMAT, NAME, VERSION, read_prepared
from kaodoki.faces.pack_table import Table, read_table

_TABLE: Final = Path(__file__).with_name("pack.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class LivenessPack:
    """The network as `pack.toml` describes it, installed or not."""

    name: str
    version: str
    package_version: str
    network: ModelFile
    side: int
    """Height and width of the square it takes, in pixels."""
    context: float
    """Height and width of the crop, in face boxes."""
    least_context: float
    """A frame that shows less round the face cannot be judged."""
    live_index: int
    folder: Path = field(repr=False)
    """Where it lies once installed: beside the prepared model packs."""

    @property
    def id(self) -> str:
        return f"{self.name}-{self.version}"


def read_liveness_pack() -> LivenessPack:
    """The pack, installed or not."""
    table = read_table(_TABLE)
    table.integer("format", FORMAT, FORMAT)
    name, version = table.text("name", pattern=NAME), table.text("version", pattern=VERSION)
    network = table.table("network")
    pack = LivenessPack(
        name=name,
        version=version,
        package_version=network.text("package_version", pattern=VERSION),
        network=_file(network),
        side=network.integer("side", 32, 512),
        context=network.number("context", 1, 5),
        least_context=network.number("least_context", 1, 5),
        live_index=network.integer("live_index", 0, 9),
        folder=Path(sys.prefix) / "share" / "kaodoki" / "packs" / f"{name}-{version}",
    )
    network.finish()
    table.finish()
    return pack


def is_installed(pack: LivenessPack | None = None) -> bool:
    """Whether the network lies beside this environment, whole. A running server takes it in when it starts anew."""
    pack = pack or read_liveness_pack()
    try:
        read_prepared(pack, pack.network)
    except (PackNotPrepared, PackDamaged):
        return False
    return True


def _file(table: Table) -> ModelFile:
    return ModelFile(
        package=table.text("package"),
        source=table.text("source"),
        sha256=table.text("sha256", pattern=SHA256),
        folded=table.text("folded"),
        licence=table.text("licence"),
        origin=table.text("origin"),
        input=NetworkInput(
            colour=table.choice("colour", Colour),
            mean=tuple(table.numbers("mean", 3, -1000, 1000)),
            std=tuple(table.numbers("std", 3, 1e-6, 1e6)),
        ),
    )
