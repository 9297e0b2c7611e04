"""JPEG, PNG and WebP files taken apart before a decoder sees them, and put together again without what it need not see.

What a file claims of itself (size, scans, pieces) is bounded here; text, profiles, thumbnails, further pictures and
whatever was appended never reach a decoder. Damage that the structure shows is found here too: decoders fill in grey.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from kaodoki.faces.errors import ImageTooComplex, ImageUnreadable
from kaodoki.faces.exif import UPRIGHT, read_orientation

MOST_PIECES: Final = 10_000
"""Segments or chunks of a file. A 15 MB photo has some hundreds, of 64 KB or 8 KB each."""

MOST_SCANS: Final = 64
MOST_SCAN_MEGAPIXELS: Final = 1_000
"""Scans times megapixels of a progressive JPEG. Encoders make 3 to 12 scans. A scan of ten bytes makes a decoder go
over every block of the picture: 20,000 of them in a full HD picture are 250 kB and took 31 s. At this bound it takes
about a second."""

_PLAIN_SCANS: Final = 4
"""One for each colour, without anything progressive. Whether such a picture is too large is not decided here."""

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP14, _APP15 = 0xE0, 0xE1, 0xEE, 0xEF
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NEVER_HERE: Final = frozenset({_SOI, 0xDE, 0xDF})
"""A second start (the picture was cut off and another stuck on), and hierarchical pictures: nobody decodes them, but
Pillow takes their size for the picture's."""

_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""The next marker: neither a stuffed byte, nor a fill byte, nor a restart inside a scan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripped:
    """A file with nothing but its one picture in it."""

    data: bytes
    width: int
    height: int
    orientation: int
    channels: int
    """As coded: 1, 3 or 4 in a JPEG; 4 or 3 in a WebP with or without transparency; 0 in a PNG, whose decoder knows."""


def strip_jpeg(data: bytes) -> Stripped:
    """A JPEG up to the end of its first picture. Raises `ImageUnreadable` if that end is missing."""
    kept, orientation, scans = [data[:2]], UPRIGHT, 0
    frame: tuple[int, int, int] | None = None
    position = 2
    for _ in range(MOST_PIECES):
        start, marker = _next_marker(data, position)
        if marker == _EOI:
            if frame is None or scans == 0:
                raise ImageUnreadable
            width, height, channels = frame
            kept.append(data[start : start + 2])
            _check_scans(scans, width * height)
            return Stripped(data=b"".join(kept), width=width, height=height, orientation=orientation, channels=channels)
        if marker in _NEVER_HERE:
            raise ImageUnreadable
        position = _end_of_segment(data, start)
        if marker in _FRAMES:
            if frame is not None:
                raise ImageUnreadable
            frame = _frame_of(data[start + 4 : position])
        elif marker == _SOS:
            scans += 1
            position = _next_marker(data, position)[0]
        elif marker == _APP1 and orientation == UPRIGHT:
            orientation = read_orientation(data[start + 4 : position])
        if marker in (_APP0, _APP14) or not (_APP0 <= marker <= _APP15 or marker == _COMMENT):
            kept.append(data[start:position])
    raise ImageTooComplex


def strip_png(data: bytes) -> Stripped:
    """A PNG with header, palette, transparency and pixels, the latter in one chunk. Every checksum is right."""
    position, orientation = len(PNG_SIGNATURE), UPRIGHT
    kept: dict[bytes, bytes] = {}
    pixels: list[bytes] = []
    for _ in range(MOST_PIECES):
        length, name = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + length]
        if len(body) < length or (not kept and name != b"IHDR"):
            raise ImageUnreadable
        if name in (b"IHDR", b"PLTE", b"tRNS", b"IDAT"):
            if data[position + 8 + length : position + 12 + length] != _crc(name, body):
                raise ImageUnreadable
            if name == b"IDAT":
                pixels.append(body)
            else:
                kept.setdefault(name, body)
        elif name == b"eXIf" and orientation == UPRIGHT:
            orientation = read_orientation(body)
        elif name == b"IEND":
            width, height = struct.unpack_from(">II", kept[b"IHDR"])
            pieces = [*kept.items(), (b"IDAT", b"".join(pixels)), (b"IEND", b"")]
            whole = PNG_SIGNATURE + b"".join(_chunk(*piece) for piece in pieces)
            return Stripped(data=whole, width=width, height=height, orientation=orientation, channels=0)
        elif name[:1].isupper():
            raise ImageUnreadable
        position += 12 + length
    raise ImageTooComplex


def strip_webp(data: bytes) -> Stripped:
    """A WebP (RFC 9649) with one still picture: the file's own, or the first one of an animation."""
    chunks = _riff_chunks(data, 12, min(len(data), 8 + int.from_bytes(data[4:8], "little")))
    orientation = read_orientation(chunks.get(b"EXIF", b""))
    if b"ANMF" in chunks:
        chunks = _riff_chunks(chunks[b"ANMF"], 16, len(chunks[b"ANMF"]))
    if b"VP8L" in chunks:
        body = chunks[b"VP8L"]
        bits = int.from_bytes(body[1:5], "little")
        size, has_alpha = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1), bool(bits >> 28 & 1)
        whole = _riff_chunk(b"VP8L", body)
    else:
        body, alpha = chunks[b"VP8 "], chunks.get(b"ALPH")
        width, height = struct.unpack_from("<HH", body, 6)
        size, has_alpha = (width & 0x3FFF, height & 0x3FFF), alpha is not None
        whole = _riff_chunk(b"VP8 ", body)
        if alpha is not None:
            canvas = b"\x10\0\0\0" + b"".join((side - 1).to_bytes(3, "little") for side in size if side)
            whole = _riff_chunk(b"VP8X", canvas) + _riff_chunk(b"ALPH", alpha) + whole
    return Stripped(
        data=_riff_chunk(b"RIFF", b"WEBP" + whole),
        width=size[0],
        height=size[1],
        orientation=orientation,
        channels=4 if has_alpha else 3,
    )


def _next_marker(data: bytes, position: int) -> tuple[int, int]:
    found = _MARKER.search(data, position)
    if found is None:
        raise ImageUnreadable
    return found.start(), data[found.start() + 1]


def _end_of_segment(data: bytes, start: int) -> int:
    length = int.from_bytes(data[start + 2 : start + 4], "big")
    if length < 2 or start + 2 + length > len(data):
        raise ImageUnreadable
    return start + 2 + length


def _frame_of(body: bytes) -> tuple[int, int, int]:
    """Width, height and number of components. A height that only the scan would tell (0) is not supported."""
    height, width, components = struct.unpack_from(">HHB", body, 1)
    return width, height, components


def _check_scans(scans: int, pixels: int) -> None:
    if scans > MOST_SCANS or (scans > _PLAIN_SCANS and scans * pixels > MOST_SCAN_MEGAPIXELS * 1_000_000):
        raise ImageTooComplex


def _crc(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(body, zlib.crc32(name)))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + _crc(name, body)


def _riff_chunks(data: bytes, position: int, end: int) -> dict[bytes, bytes]:
    """The first chunk of each name. Raises `ImageUnreadable` if one reaches beyond the end."""
    found: dict[bytes, bytes] = {}
    for _ in range(MOST_PIECES):
        if position + 8 > end:
            return found
        name, length = struct.unpack_from("<4sI", data, position)
        if position + 8 + length > end:
            raise ImageUnreadable
        found.setdefault(name, data[position + 8 : position + 8 + length])
        position += 8 + length + length % 2
    raise ImageTooComplex


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
