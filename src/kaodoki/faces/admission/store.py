"""The folder of installed packs: taking one in, looking it over again, and keeping what was measured of it."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kaodoki.faces.admission import errors
from kaodoki.faces.admission.files import read_bounded, read_licence
from kaodoki.faces.admission.trial_run import TrialRun
from kaodoki.faces.errors import PackError
from kaodoki.faces.pack import CALIBRATION, Calibration, Pack, list_packs, read_folder
from kaodoki.faces.pack_table import LARGEST_TOML
from kaodoki.faces.writing import write_whole

LONGEST_S: Final = 600
_READ_ONLY: Final = 0o444


def admit(folder: Path, packs_dir: Path) -> tuple[Pack, TrialRun]:
    """Takes the pack in `folder` into `packs_dir`, or raises the one sentence why not and leaves nothing behind.

    What is judged is the copy, so nothing can change between the judgement and the use.
    """
    brought = read_folder(folder, is_built_in=False)
    taken = {pack.id for pack in list_packs(packs_dir)} | {pack.name for pack in list_packs()}
    if brought.id in taken or brought.name in taken:
        raise errors.PackExists(pack=brought.id)
    packs_dir.mkdir(parents=True, exist_ok=True)
    with _staging(packs_dir) as staging:
        _copy(brought, folder, staging)
        copied = read_folder(staging, is_built_in=False)
        if copied.id != brought.id:
            raise errors.PackFileMissing(file="pack.toml")
        run = _examine_apart(copied)
        for path in [path for path in staging.rglob("*") if path.is_file()]:
            path.chmod(_READ_ONLY)
        staging.chmod(0o755)
        try:
            staging.rename(packs_dir / brought.id)
        except OSError as error:  # somebody took in the same one meanwhile
            raise errors.PackExists(pack=brought.id) from error
    return read_folder(packs_dir / brought.id, is_built_in=False), run


def verify_pack(pack: Pack) -> TrialRun:
    """Every hash once more, and a run of both networks."""
    if not pack.is_built_in:
        for file in pack.files:
            if file.folder is not None:
                read_licence(file.folder, file.licence_file)
    return _examine_apart(pack)


def keep_calibration(pack: Pack, calibration: Calibration) -> Path:
    """Writes the calibration beside the installed pack's `pack.toml`; processes started from now on use it."""
    path = pack.folder.parent / CALIBRATION
    write_whole(path, calibration_toml(calibration).encode())
    return path


def calibration_toml(calibration: Calibration) -> str:
    """The calibration as a table that `read_calibration` reads back."""
    values = {name: getattr(calibration, name) for name in calibration.__dataclass_fields__}
    lines = [f"{name} = {_toml(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return f"{value:.6g}" if isinstance(value, float) and value >= 1e-4 else repr(value)


@contextmanager
def _staging(packs_dir: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=packs_dir, prefix=".taking-"))
    try:
        yield folder
    finally:
        if folder.exists():
            shutil.rmtree(folder)


def _copy(pack: Pack, folder: Path, staging: Path) -> None:
    """Only what `pack.toml` names, each file bounded, hashed and no link."""
    (staging / "pack.toml").write_bytes(read_bounded(folder, "pack.toml", most=LARGEST_TOML))
    for file in pack.files:
        if file.folder is None:  # borrowed from a built-in pack
            continue
        (staging / file.licence_file).write_bytes(read_licence(folder, file.licence_file))
        (staging / file.source).write_bytes(read_bounded(folder, file.source, sha256=file.sha256))


def _examine_apart(pack: Pack) -> TrialRun:
    """In a process of its own: a network may be made to crash, to loop or to eat the memory of whoever runs it."""
    place = ["--built-in", pack.name] if pack.is_built_in else ["--folder", str(pack.folder.parent)]
    command = [sys.executable, "-m", "kaodoki.faces.admission.child", *place]
    names = ", ".join(file.source for file in pack.files)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise errors.PackNotRunnable(file=names, reason=f"> {LONGEST_S} s") from error
    try:
        answer = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise errors.PackNotRunnable(file=names, reason=_end(done)) from error
    if "run" in answer:
        return TrialRun(**answer["run"])
    raise _kinds(PackError)[answer["code"]](**answer["details"])


def _end(done: "subprocess.CompletedProcess[str]") -> str:
    """Why the process came to its end without an answer."""
    last = done.stderr.strip().splitlines()[-1:] or [""]
    return f"exit {done.returncode} {last[0][:100]}".strip()


def _kinds(root: type[PackError]) -> dict[str, type[PackError]]:
    found = {root.code: root}
    for child in root.__subclasses__():
        found |= _kinds(child)
    return found
