"""Reading what somebody else wrote: plain files only, never through a link, never more than a bound."""

import hashlib
import os
import stat
from pathlib import Path
from typing import Final

from kaodoki.faces.admission.errors import PackFileMissing, PackFileTooLarge, PackHashWrong
from kaodoki.faces.errors import PackLicenceMissing

MEGA: Final = 1024 * 1024
LARGEST_NETWORK: Final = 512 * MEGA
"""Bytes; ArcFace with a ResNet-100 has 250 MB."""
LARGEST_TEXT: Final = MEGA


def read_bounded(folder: Path, name: str, *, sha256: str | None = None, most: int = LARGEST_NETWORK) -> bytes:
    """The bytes of a regular file directly in `folder`; of exactly that hash, if one is given."""
    try:
        handle = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise PackFileMissing(file=name) from error
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise PackFileMissing(file=name)
        data = stream.read(most + 1) if status.st_size <= most else b""
    if status.st_size > most or len(data) > most:
        raise PackFileTooLarge(file=name, megabytes=most // MEGA)
    if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256:
        raise PackHashWrong(file=name)
    return data


def read_licence(folder: Path, name: str) -> bytes:
    """The text of the licence; an empty file is no licence."""
    data = read_bounded(folder, name, most=LARGEST_TEXT)
    try:
        if not data.decode("utf-8").strip():
            raise PackLicenceMissing(field=name)
    except UnicodeDecodeError as error:
        raise PackLicenceMissing(field=name) from error
    return data
