"""Where the database lives and which user runs it.

PostgreSQL refuses to run as root. As root it therefore runs as a user of its own, in a place that this user can already
go to, so that no folder that is not ours ever has to be opened for it.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded_postgres.errors import DatabaseNotFound, NoPlace
from embedded_postgres.leftovers import clear_leftovers

ROOT_PLACES = Path("/var/lib/kaodoki")
DATABASE_USER = "kaodoki-postgres"
FALLBACK_USER = "nobody"
POINTER_NAME = "postgres.location"
TEMPORARY_PREFIX = "temporary-"
SWEEP_AFTER_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """`folder` holds the data (`postgres/`), log, password and lock; `user` is None where it is the caller's own."""

    folder: Path
    user: int | None
    group: int | None
    pointer: Path | None

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def password(self) -> Path:
        return self.folder / "postgres.password"

    @property
    def lock(self) -> Path:
        return self.folder / "postgres.lock"

    def give_to_database_user(self, path: Path) -> None:
        """Makes a file or folder that we have just created the database user's."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group, follow_symlinks=False)


def place_for(data_dir: Path, *, temporary: bool) -> Placement:
    """Chooses, and creates where new, the place of the database of `data_dir`."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    data_dir = data_dir.resolve()
    if os.geteuid() != 0:
        return _place_as_ordinary_user(data_dir)
    if (data_dir / "postgres" / "PG_VERSION").exists():
        return _place_of_owner(data_dir)
    with exclusive_root_places():
        return _place_as_root(data_dir, temporary=temporary)


@contextmanager
def exclusive_root_places() -> Iterator[Path]:
    """The folder for what root keeps for the database user, held against other starts for as long as the block runs."""
    try:
        ROOT_PLACES.mkdir(mode=0o755, exist_ok=True)
    except OSError as error:
        raise NoPlace(reason=f"{ROOT_PLACES}: {error.strerror}") from error
    if ROOT_PLACES.is_symlink() or ROOT_PLACES.stat().st_uid != 0:
        raise NoPlace(reason=f"{ROOT_PLACES} does not belong to root")
    with (ROOT_PLACES / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield ROOT_PLACES


def forget_place(placement: Placement) -> None:
    """Removes the whole database of a temporary folder."""
    for path in (placement.data, placement.folder / "postgres.new"):
        shutil.rmtree(path, ignore_errors=True)
    for file in (placement.log, placement.password, placement.lock):
        file.unlink(missing_ok=True)
    if placement.pointer is not None:
        placement.pointer.unlink(missing_ok=True)
        placement.folder.rmdir()


def _place_as_ordinary_user(data_dir: Path) -> Placement:
    pointer = data_dir / POINTER_NAME
    if pointer.exists():
        raise NoPlace(reason=f"{data_dir} was set up by root; choose another folder with --data")
    return Placement(folder=data_dir, user=None, group=None, pointer=None)


def _place_of_owner(data_dir: Path) -> Placement:
    """Root continues what an ordinary user began: PostgreSQL runs as that user."""
    owner = (data_dir / "postgres").stat()
    if owner.st_uid == 0:
        raise NoPlace(reason=f"{data_dir / 'postgres'} belongs to root, as whom PostgreSQL refuses to run")
    return Placement(folder=data_dir, user=owner.st_uid, group=owner.st_gid, pointer=None)


def _place_as_root(data_dir: Path, *, temporary: bool) -> Placement:
    account = _database_account()
    _sweep_temporary_places()
    pointer = data_dir / POINTER_NAME
    if pointer.exists():
        folder = Path(pointer.read_text(encoding="utf-8").strip())
        if not folder.is_dir():
            raise DatabaseNotFound(pointer=pointer, place=folder)
    else:
        digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
        folder = ROOT_PLACES / (f"{TEMPORARY_PREFIX}{digest}" if temporary else digest)
        folder.mkdir(mode=0o711, exist_ok=True)
        pointer.write_text(f"{folder}\n", encoding="utf-8")
    owner = folder / "postgres"
    if owner.exists():  # made when only `nobody` was there, perhaps
        return Placement(folder=folder, user=owner.stat().st_uid, group=owner.stat().st_gid, pointer=pointer)
    return Placement(folder=folder, user=account.pw_uid, group=account.pw_gid, pointer=pointer)


def _sweep_temporary_places() -> None:
    """Removes temporary databases whose owner was killed and never came back."""
    for folder in ROOT_PLACES.glob(f"{TEMPORARY_PREFIX}*"):
        if time.time() - folder.stat().st_mtime < SWEEP_AFTER_S:  # its owner may be about to take the lock
            continue
        with (folder / "postgres.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            clear_leftovers(folder / "postgres")
            shutil.rmtree(folder, ignore_errors=True)


def _database_account() -> pwd.struct_passwd:
    """The unprivileged account PostgreSQL runs under when root starts it."""
    account = _account(DATABASE_USER)
    if account is None and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")):
        command = [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent"]
        subprocess.run(
            [*command, "--shell", "/usr/sbin/nologin", DATABASE_USER], check=False, capture_output=True, timeout=30
        )
        account = _account(DATABASE_USER)
    account = account or _account(FALLBACK_USER)
    if account is None:
        raise NoPlace(reason=f"neither a user {DATABASE_USER} nor {FALLBACK_USER} exists")
    return account


def _account(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
