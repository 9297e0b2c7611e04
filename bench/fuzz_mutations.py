"""Broken pictures out of whole ones: bytes changed anywhere, and pieces (segments, chunks, boxes) changed with care.

Pure and seeded. Checksums and lengths are often put right again, or a mutation would die at the door.
"""

import random
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

LONGEST: Final = 400_000
"""A case does not grow beyond this many bytes."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_INTERESTING: Final = (0, 1, 2, 3, 4, 7, 8, 9, 16, 63, 64, 127, 128, 255, 256, 4096, 7000, 32767, 32768, 65535)
_LARGE: Final = (0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFF0, 0x1000_0000, 50_000_000)
_MARKER: Final = re.compile(rb"\xff[\xc0-\xcf\xd8-\xff]")
_BOX: Final = re.compile(
    rb"ispe|iloc|iinf|infe|iref|dimg|cdsc|ipma|ipco|hvcC|grid|pitm|irot|imir|pixi|colr|idat|mdat|meta"
)

_SIZES: Final = (
    (b"IHDR", 4, ">I"), (b"ispe", 8, ">I"), (b"\xff\xc0", 5, ">H"), (b"\xff\xc2", 5, ">H"), (b"VP8 ", 14, "<H"),
    (b"VP8L", 9, "<H"), (b"VP8X", 12, "<H"),
)  # fmt: skip
"""Where width and height stand: how far behind what, and as which numbers."""

Mutation = Callable[[bytes, random.Random], bytes]


def mutate(seed: bytes, other: bytes, rng: random.Random) -> bytes:
    """`seed` changed in one to six ways; `other` gives pieces and tails."""
    data = seed
    for _ in range(rng.choice((1, 1, 1, 1, 2, 2, 3, 6))):
        way = rng.randrange(10)
        if way == 0:
            data = _splice(data, other, rng)
        elif way <= 4:
            data = _by_pieces(data, other, rng)
        else:
            data = rng.choice(_ANYWHERE)(data, rng)
        if not data:
            return seed[: rng.randrange(len(seed))]
    if data.startswith(_PNG) and rng.random() < 0.85:
        data = b"".join(_with_checksum(piece) for piece in split(data))
    if data[:4] == b"RIFF" and rng.random() < 0.7:
        data = data[:4] + struct.pack("<I", max(len(data) - 8, 0)) + data[8:]
    return data[:LONGEST]


def split(data: bytes) -> list[bytes]:
    """The pieces that a file of its format consists of; joined they are the file again."""
    if data.startswith(_PNG):
        return [_PNG, *_chunks(data, len(_PNG), ">I", extra=12)]
    if data[:4] == b"RIFF":
        return [data[:12], *_chunks(data, 12, "<I", extra=8)]
    if data.startswith(b"\xff\xd8"):
        places = [0, *(match.start() for match in _MARKER.finditer(data, 2)), len(data)]
    else:
        places = sorted({0, *(max(0, match.start() - 4) for match in _BOX.finditer(data)), len(data)})
    return [data[start:end] for start, end in pairwise(places)]


def _chunks(data: bytes, position: int, form: str, *, extra: int) -> list[bytes]:
    found: list[bytes] = []
    while position < len(data) and len(found) < 500:
        place = position if form == ">I" else position + 4
        length = struct.unpack_from(form, data[place : place + 4].ljust(4, b"\0"))[0]
        end = min(len(data), position + extra + length + (length % 2 if form == "<I" else 0))
        found.append(data[position:end])
        position = end
    return [*found, data[position:]] if position < len(data) else found


def _by_pieces(data: bytes, other: bytes, rng: random.Random) -> bytes:
    pieces = split(data)
    place = rng.randrange(len(pieces))
    way = rng.randrange(7)
    if way == 0:
        del pieces[place]
    elif way == 1:
        pieces[place:place] = [pieces[place]] * rng.choice((1, 1, 2, 5, 50))
    elif way == 2:
        pieces.insert(place, pieces.pop(rng.randrange(len(pieces))))
    elif way == 3:
        pieces.insert(place, rng.choice(split(other)))
    else:
        pieces[place] = rng.choice(_ANYWHERE)(pieces[place], rng)
    return b"".join(pieces)


def _splice(data: bytes, other: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def _with_checksum(piece: bytes) -> bytes:
    """A PNG chunk with length and checksum of what it holds."""
    if piece == _PNG or len(piece) < 12:
        return piece
    return struct.pack(">I", len(piece) - 12) + piece[4:-4] + struct.pack(">I", zlib.crc32(piece[4:-4]))


def _flip_bits(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _set_number(data: bytes, rng: random.Random) -> bytes:
    form = rng.choice((">B", ">H", "<H", ">I", "<I"))
    size = struct.calcsize(form)
    if len(data) < size:
        return data
    value = rng.choice(_INTERESTING + _LARGE) & ((1 << 8 * size) - 1)
    # Mostly near the front, where the headers are.
    place = int(rng.random() ** rng.choice((1, 3)) * (len(data) - size + 1))
    return data[:place] + struct.pack(form, value) + data[place + size :]


def _add_to_number(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    place = int(rng.random() ** 3 * len(changed))
    changed[place] = (changed[place] + rng.choice((-16, -2, -1, 1, 2, 16))) % 256
    return bytes(changed)


def _set_size(data: bytes, rng: random.Random) -> bytes:
    """Another width or height, if the data hold one."""
    found = [(data.find(name) + offset, form) for name, offset, form in _SIZES if name in data]
    if not found:
        return _set_number(data, rng)
    place, form = rng.choice(found)
    place += struct.calcsize(form) * rng.randrange(2)
    value = rng.choice((0, 1, 7, 100, 127, 145, 300, 2000, 5200, 7400, 16383, 60_000))
    return data[:place] + struct.pack(form, value) + data[place + struct.calcsize(form) :]


def _cut_out(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice((1, 2, 4, 16, 256)) :]


def _cut_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _insert(data: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(data) + 1)
    filler = rng.choice((b"\0", b"\xff", b"\xff\xd8", b"\xff\xda", b"\xff\xd9", rng.randbytes(4), rng.randbytes(64)))
    return data[:place] + filler * rng.choice((1, 1, 2, 100)) + data[place:]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    part = data[start : start + rng.choice((1, 4, 16, 64, 1024))]
    return data[:start] + part * rng.choice((2, 3, 20)) + data[start + len(part) :]


_ANYWHERE: Final[Sequence[Mutation]] = (
    _flip_bits, _flip_bits, _set_number, _set_number, _set_number, _add_to_number, _set_size, _cut_out, _cut_off,
    _insert, _repeat,
)  # fmt: skip
