"""Picture files made by code, honest and hostile ones, for the decoder's tests and for fuzzing it."""

import io
import struct
import zlib

import numpy as np
import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener(thumbnails=False)

ORIENTATION = 0x0112


def drawn() -> Image.Image:
    """Red on the upper left, green on the upper right, blue below: every turn of it looks different."""
    image = Image.new("RGB", (160, 128), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, 80, 64))
    image.paste((0, 255, 0), (80, 0, 160, 64))
    return image


def noise(side: int = 160) -> Image.Image:
    return Image.fromarray(np.random.default_rng(5).integers(0, 255, (side, side, 3), dtype=np.uint8))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_with(extra: bytes, image: Image.Image | None = None) -> bytes:
    """A PNG with further chunks after its header."""
    data = saved(image or drawn(), "PNG")
    return data[:33] + extra + data[33:]


def png_of_header(width: int, height: int) -> bytes:
    """A PNG that says it is this large, with next to nothing in it."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(bytes(999))) + png_chunk(b"IEND", b"")


def jpeg_of_header(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is this large."""
    data = bytearray(saved(drawn(), "JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_of_header(width: int, height: int) -> bytes:
    """A lossless WebP that says it is this large."""
    data = bytearray(saved(drawn(), "WEBP", lossless=True))
    bits = int.from_bytes(data[21:25], "little") & ~0xFFFFFFF
    data[21:25] = (bits | (width - 1) | (height - 1) << 14).to_bytes(4, "little")
    return bytes(data)


def jpeg_segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg_with(*segments: bytes, image: Image.Image | None = None) -> bytes:
    """A JPEG with further segments right after its start."""
    data = saved(image or drawn(), "JPEG", quality=95)
    return data[:2] + b"".join(segments) + data[2:]


def jpeg_of_scans(width: int, height: int, scans: int) -> bytes:
    """A grey progressive JPEG with empty refinement scans of some bytes each, which all go over the whole picture."""
    data = saved(Image.new("L", (width, height), 128), "JPEG", progressive=True, quality=90)
    component = data[data.index(b"\xff\xc2") + 10]
    table = jpeg_segment(0xC4, b"\x13" + bytes([1] + [0] * 15) + b"\xe0")  # one code: a run of 16384 blocks or more
    left, bits = -(-width // 8) * -(-height // 8), ""
    while left > 0:
        run = max(16384, min(left, 32767))
        bits, left = bits + "0" + format(run - 16384, "014b"), left - run
    bits += "1" * (-len(bits) % 8)
    runs = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    scan = jpeg_segment(0xDA, bytes([1, component, 3, 1, 63, 0x10])) + runs
    return data[:-2] + table + scan * (scans - data.count(b"\xff\xda")) + data[-2:]


def tiff(*entries: tuple[int, int, int, bytes], order: str = "<", start: int = 8, following: int = 0) -> bytes:
    """EXIF's TIFF with one directory of (tag, type, count, four bytes of value or offset)."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", start)
    rows = b"".join(struct.pack(order + "HHI", *entry[:3]) + entry[3] for entry in entries)
    return head + struct.pack(order + "H", len(entries)) + rows + struct.pack(order + "I", following)


def orientation_entry(value: int, order: str = "<") -> tuple[int, int, int, bytes]:
    return (ORIENTATION, 3, 1, struct.pack(order + "H", value) + b"\0\0")


def exif_segment(body: bytes) -> bytes:
    return jpeg_segment(0xE1, b"Exif\0\0" + body)


def heic_of(*images: Image.Image, primary: int = 0) -> bytes:
    """A HEIC of several pictures."""
    stream = io.BytesIO()
    images[0].save(stream, "HEIF", save_all=True, append_images=images[1:], primary_index=primary, quality=90)
    return stream.getvalue()
