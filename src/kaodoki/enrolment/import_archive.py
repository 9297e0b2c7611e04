"""Photos out of a ZIP or a folder, named by employee code. Pure: nothing is written, and nothing of a ZIP is believed.

Entries are read one by one into memory, never unpacked to a disk, so a name that climbs (`../`) leads nowhere.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kaodoki.errors import KaodokiError

MOST_FILES = 20_000
MOST_BYTES = 15_000_000
"""Of one picture, as everywhere."""
MOST_TOTAL_BYTES = 8_000_000_000
# Pictures are compressed already; what shrinks much further in a ZIP is made to burst it.
MOST_RATIO = 60
_UTF_8_NAME, _ENCRYPTED = 0x800, 0x1
_NUMBERED = re.compile(r"(.+?)[_\-\s]\(?\d{1,2}\)?")
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", ".ds_store"}


class ArchiveRefused(KaodokiError):
    code = "archive_refused"
    ja = "ZIPファイルを受け付けられません。{reason_ja}。"
    en = "This ZIP cannot be taken: {reason}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file. `problem`: a code of `importing.Result` where it is not even looked at."""

    name: str
    codes: tuple[str, ...]
    """Employee codes that its name may mean, the likelier first."""
    data: bytes = field(repr=False, default=b"")
    problem: str = ""


def read_zip(file: BinaryIO) -> Iterator[Entry]:
    """The pictures of a ZIP. Raises `ArchiveRefused` at once for one that is broken, locked or made to harm."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _refused("ZIPファイルとして読み取れません", "it cannot be read as a ZIP") from error
    infos = [info for info in archive.infolist() if not info.is_dir() and not _is_system(_name(info))]
    _check(infos)
    return _entries(archive, infos)


def read_folder(folder: Path) -> Iterator[Entry]:
    """The files below a folder, in the order of their names; links lead nowhere."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or _is_system(path.name):
            continue
        name = path.relative_to(folder).as_posix()
        if path.stat().st_size > MOST_BYTES:
            yield Entry(name=name, codes=codes_in(name), problem="too_large")
        else:
            yield Entry(name=name, codes=codes_in(name), data=path.read_bytes())


def read_file(name: str, data: bytes) -> Entry:
    """One picture sent by itself."""
    return Entry(name=name, codes=codes_in(name), data=data)


def codes_in(name: str) -> tuple[str, ...]:
    """`1001_2.jpg` may be the second picture of 1001, or the first of somebody whose code is `1001_2`.

    >>> codes_in("本社/１００１_2.jpg")
    ('1001_2', '1001')
    """
    stem = unicodedata.normalize("NFKC", PurePosixPath(name.replace("\\", "/")).stem).strip()
    numbered = _NUMBERED.fullmatch(stem)
    return tuple(dict.fromkeys([stem, numbered[1].strip()] if numbered else [stem]))


def _entries(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[Entry]:
    for info in infos:
        name = _name(info)[:200]
        if info.file_size > MOST_BYTES:
            yield Entry(name=name, codes=codes_in(name), problem="too_large")
            continue
        try:
            with archive.open(info) as opened:
                # One byte more than the header says: a header that lies is found out.
                data = opened.read(info.file_size + 1)
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, ValueError):
            yield Entry(name=name, codes=codes_in(name), problem="unreadable")
            continue
        if len(data) > info.file_size:
            yield Entry(name=name, codes=codes_in(name), problem="unreadable")
        else:
            yield Entry(name=name, codes=codes_in(name), data=data)


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if not infos:
        raise _refused("写真が入っていません", "there is no picture in it")
    if len(infos) > MOST_FILES:
        raise _refused(f"ファイルは {MOST_FILES:,} 個までです", f"it has more than {MOST_FILES:,} files")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise _refused("パスワードを外してください", "take the password off")
    if sum(info.file_size for info in infos) > MOST_TOTAL_BYTES:
        raise _refused("展開後の大きさが上限を超えています", "it is too large when unpacked")
    if any(info.file_size > MOST_RATIO * max(1, info.compress_size) and info.file_size > 100_000 for info in infos):
        raise _refused(
            "写真ではない、異常に圧縮されたファイルがあります", "a file in it is compressed as no picture is"
        )


def _name(info: zipfile.ZipInfo) -> str:
    """Windows in Japan writes names in CP932 and says nothing about it; Python then took them for CP437."""
    if info.flag_bits & _UTF_8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp932")
    except UnicodeError:
        return info.filename


def _is_system(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or not parts or parts[-1].lower() in _SYSTEM_FILES or parts[-1].startswith("._")


def _refused(ja: str, en: str) -> ArchiveRefused:
    return ArchiveRefused(reason_ja=ja, reason=en)
