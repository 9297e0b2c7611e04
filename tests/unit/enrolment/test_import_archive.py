"""What is read from ZIPs, and what is not."""

import io
import zipfile
import zlib
from pathlib import Path

import pytest

from kaodoki.enrolment import import_archive
from kaodoki.enrolment.import_archive import ArchiveRefused, codes_in, read_folder, read_zip


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_STORED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("0012.jpg", ("0012",)),
        ("0012_2.jpg", ("0012_2", "0012")),
        ("a/b/0012-3.HEIC", ("0012-3", "0012")),
        ("0012 (2).png", ("0012 (2)", "0012")),
        ("本社\\００１２.jpg", ("0012",)),
        ("A_B.jpg", ("A_B",)),
        (".jpg", (".jpg",)),
    ],
)
def test_the_code_is_in_the_name(name: str, codes: tuple[str, ...]) -> None:
    assert codes_in(name) == codes


def test_names_of_japanese_windows_are_read() -> None:
    entry = next(iter(read_zip(io.BytesIO(_written_by_windows("大阪/0012.jpg".encode("cp932"))))))

    assert entry.name == "大阪/0012.jpg"
    assert entry.codes == ("0012",)


def _written_by_windows(name: bytes) -> bytes:
    """A ZIP of one stored file with this name and no mark of UTF-8."""
    data, crc = b"picture", zlib.crc32(b"picture")
    sizes = crc.to_bytes(4, "little") + len(data).to_bytes(4, "little") * 2
    common = b"\x14\x00\x00\x00\x00\x00\x00\x00\x21\x58" + sizes + len(name).to_bytes(2, "little") + b"\x00\x00"
    local = b"PK\x03\x04" + common + name + data
    central = b"PK\x01\x02\x14\x00" + common + b"\x00" * 14 + name
    end = b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00" + len(central).to_bytes(4, "little")
    return local + central + end + len(local).to_bytes(4, "little") + b"\x00\x00"


def test_what_systems_add_is_left_out() -> None:
    file = zipped(
        {"0012.jpg": b"x", "__MACOSX/._0012.jpg": b"x", "Thumbs.db": b"x", ".DS_Store": b"x", "d/._1.jpg": b""}
    )

    assert [entry.name for entry in read_zip(file)] == ["0012.jpg"]


@pytest.mark.parametrize("name", ["../../etc/0012.jpg", "/etc/0012.jpg", "C:\\0012.jpg"])
def test_a_name_that_climbs_is_only_a_name(name: str) -> None:
    entry = next(iter(read_zip(zipped({name: b"x"}))))

    assert entry.codes == ("0012",)
    assert entry.data == b"x"


def test_no_zip_is_refused() -> None:
    with pytest.raises(ArchiveRefused):
        read_zip(io.BytesIO(b"PK not really"))


def test_an_empty_one_is_refused() -> None:
    with pytest.raises(ArchiveRefused, match="no picture"):
        read_zip(zipped({"folder/": b""}))


def test_a_bomb_is_refused_before_it_bursts() -> None:
    with pytest.raises(ArchiveRefused, match="no picture"):
        read_zip(zipped({"0012.jpg": b"\x00" * 10_000_000}, method=zipfile.ZIP_DEFLATED))


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_archive, "MOST_FILES", 2)

    with pytest.raises(ArchiveRefused, match="more than 2"):
        read_zip(zipped({f"{n}.jpg": b"x" for n in range(3)}))


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_archive, "MOST_TOTAL_BYTES", 10)

    with pytest.raises(ArchiveRefused, match="too large"):
        read_zip(zipped({"1.jpg": b"x" * 11}))


def test_a_locked_one_is_refused() -> None:
    raw = bytearray(zipped({"0012.jpg": b"x"}).getvalue())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(ArchiveRefused, match="password"):
        read_zip(io.BytesIO(bytes(raw)))


def test_a_picture_too_large_is_named_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_archive, "MOST_BYTES", 3)

    entries = list(read_zip(zipped({"1.jpg": b"1234", "2.jpg": b"123"})))

    assert [(entry.problem, entry.data) for entry in entries] == [("too_large", b""), ("", b"123")]


def test_a_damaged_picture_is_named() -> None:
    raw = zipped({"1.jpg": b"picture one", "2.jpg": b"picture two"}).getvalue().replace(b"picture one", b"picture 0ne")

    entries = list(read_zip(io.BytesIO(raw)))

    assert [entry.problem for entry in entries] == ["unreadable", ""]


def test_a_folder_is_read_without_following_links(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "sub").mkdir()
    (folder / "sub" / "0012.jpg").write_bytes(b"x")
    (folder / "0013.jpg").symlink_to("/etc/hostname")

    assert [entry.name for entry in read_folder(folder)] == ["sub/0012.jpg"]
