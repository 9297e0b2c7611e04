"""Files made to do harm: each is the right picture or a clear error, quickly and in little memory."""

import signal
import struct
import time
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.unit.faces import made_files as made
from tests.unit.faces.made_files import drawn, noise, saved

from kaodoki.faces import heif_apart, heif_child
from kaodoki.faces.containers import MOST_SCANS
from kaodoki.faces.decoding import FRAME_LIMITS, PHOTO_LIMITS, decode_image
from kaodoki.faces.errors import ImageError, ImageFormat, ImageTooComplex, ImageTooLarge, ImageUnreadable
from kaodoki.faces.exif import UPRIGHT, read_orientation

KINDS = ["JPEG", "PNG", "WEBP", "HEIF"]
QUICKLY_S = 3.0


def decoded(data: bytes) -> np.ndarray:
    """The picture, if it came quickly."""
    start = time.process_time()
    picture = decode_image(data, limits=PHOTO_LIMITS)
    assert time.process_time() - start < QUICKLY_S
    return picture


def is_the_drawing(picture: np.ndarray) -> bool:
    expected = np.asarray(drawn())[:, :, ::-1].astype(int)
    return picture.shape == expected.shape and bool(np.abs(picture.astype(int) - expected).mean() < 8)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"<svg/>",
        b"\xff\xd8",
        b"PK\x03\x04" + bytes(50),
        saved(drawn(), "GIF"),
        saved(drawn(), "GIF", save_all=True, append_images=[noise()]),
        saved(drawn(), "TIFF"),
        saved(drawn(), "BMP"),
        saved(drawn(), "JPEG2000"),
        saved(drawn(), "AVIF"),
    ],
    ids=lambda data: repr(data[:6]),
)
def test_other_files_are_refused_by_their_first_bytes(data: bytes) -> None:
    with pytest.raises(ImageFormat, match="JPEG, PNG, WEBP, HEIC"):
        decode_image(data, limits=PHOTO_LIMITS)


def test_too_many_bytes_are_refused_whatever_they_are() -> None:
    with pytest.raises(ImageTooLarge):
        decode_image(b"\xff\xd8\xff" + bytes(1024 * 1024), limits=FRAME_LIMITS)


def heic_of_header(width: int, height: int) -> bytes:
    """A small HEIC whose header says that it is this large."""
    data = bytearray(saved(noise(128), "HEIF"))
    place = data.index(b"ispe") + 8
    data[place : place + 8] = struct.pack(">II", width, height)
    return bytes(data)


BOMBS = [
    made.png_of_header(8000, 8000),
    made.png_of_header(60_000, 60_000),
    made.png_of_header(2**31 - 1, 2**31 - 1),
    made.jpeg_of_header(8000, 8000),
    made.jpeg_of_header(65_500, 65_500),
    made.webp_of_header(8000, 8000),
    made.webp_of_header(16_384, 16_384),
    heic_of_header(8000, 8000),
]


@pytest.mark.parametrize("data", BOMBS, ids=lambda data: repr(data[:12]))
def test_bomb_is_refused_by_its_header(data: bytes) -> None:
    with pytest.raises(ImageTooLarge):
        decoded(data)


def test_heic_beyond_its_decoder_s_own_bound_is_unreadable() -> None:
    with pytest.raises((ImageTooLarge, ImageUnreadable)):
        decoded(heic_of_header(2**31 - 1, 2**31 - 1))


@pytest.mark.parametrize("marker", [0xDE, 0xC8])
@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_a_size_that_only_one_decoder_believes_is_believed_by_none(marker: int, mode: str) -> None:
    size = made.jpeg_segment(marker, struct.pack(">BHHB", 8, 13_000, 13_000, 3) + bytes(9))

    with pytest.raises(ImageUnreadable):
        decoded(made.jpeg_with(size, image=drawn().convert(mode)))


@pytest.mark.parametrize("size", [(0, 100), (100, 0), (0, 0)])
@pytest.mark.parametrize("make", [made.png_of_header, made.jpeg_of_header, heic_of_header])
def test_a_picture_without_pixels_is_unreadable(make: Callable[[int, int], bytes], size: tuple[int, int]) -> None:
    with pytest.raises(ImageUnreadable):
        decoded(make(*size))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.99])
def test_truncated_file_is_unreadable(kind: str, share: float) -> None:
    data = saved(noise(), kind)

    with pytest.raises(ImageUnreadable):
        decode_image(data[: int(len(data) * share)], limits=PHOTO_LIMITS)


@pytest.mark.parametrize("progressive", [True, False])
def test_truncated_jpeg_is_unreadable_even_with_another_picture_s_end_after_it(progressive: bool) -> None:
    data = saved(noise(), "JPEG", progressive=progressive)

    with pytest.raises(ImageUnreadable):
        decode_image(data[: len(data) // 2] + saved(drawn(), "JPEG"), limits=PHOTO_LIMITS)


TAILS = {
    "html": b"<html><script>alert(1)</script></html>",
    "zip": b"PK\x03\x04" + bytes(40) + b"PK\x05\x06" + bytes(18),
    "pdf": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF",
    "moving picture": b"ftypmp42 \xff\xda\xff\xd9 \xff\xda ...",
    "another picture": saved(noise(), "JPEG"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tail", list(TAILS))
def test_what_is_appended_to_a_picture_does_no_harm(kind: str, tail: str) -> None:
    assert is_the_drawing(decoded(saved(drawn(), kind, quality=95) + TAILS[tail]))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("head", list(TAILS)[:3])
def test_a_picture_behind_something_else_is_no_picture(kind: str, head: str) -> None:
    with pytest.raises(ImageFormat):
        decoded(TAILS[head] + saved(drawn(), kind))


def test_scans_without_end_are_refused_before_they_are_decoded() -> None:
    data = made.jpeg_of_scans(1920, 1080, 5_000)
    assert len(data) < 1024 * 1024

    with pytest.raises(ImageTooComplex):
        decode_image(data, limits=FRAME_LIMITS)


def test_as_many_scans_as_are_allowed_take_no_time() -> None:
    assert decoded(made.jpeg_of_scans(1920, 1080, MOST_SCANS)).shape == (1080, 1920, 3)


def test_progressive_photo_of_fifty_megapixels_is_read() -> None:
    assert decoded(made.jpeg_of_scans(8000, 6500, 12)).shape == (3250, 4000, 3)


@pytest.mark.parametrize(
    "data",
    [
        made.jpeg_with(*[made.jpeg_segment(0xFE, b"")] * 200_000),
        made.png_with(made.png_chunk(b"IDAT", b"") * 200_000),
        b"RIFF" + struct.pack("<I", 1_600_004) + b"WEBP" + b"JUNK\0\0\0\0" * 200_000,
    ],
    ids=["segments", "chunks", "webp chunks"],
)
def test_pieces_without_end_are_refused(data: bytes) -> None:
    with pytest.raises(ImageTooComplex):
        decoded(data)


FLOOD = zlib.compress(bytes(50_000_000), 9)


@pytest.mark.parametrize(
    "chunks",
    [
        made.png_chunk(b"iCCP", b"x\0\0" + FLOOD),
        made.png_chunk(b"zTXt", b"k\0\0" + FLOOD),
        made.png_chunk(b"iTXt", b"k\0\1\0\0\0" + FLOOD) * 20,
        made.png_chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile")),
        made.png_chunk(b"iCCP", b"broken"),
        made.png_chunk(b"tEXt", b""),
        made.png_chunk(b"eXIf", made.tiff(*[(tag, 7, 10**7, b"\x08\0\0\0") for tag in range(5000)])),
        made.png_chunk(b"acTL", b"\xff" * 8),
    ],
    ids=["profile flood", "text flood", "texts flood", "no profile", "broken profile", "no text", "exif", "animation"],
)
def test_what_a_png_says_beside_its_picture_does_no_harm(chunks: bytes) -> None:
    assert is_the_drawing(decoded(made.png_with(chunks)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_broken_colour_profile_does_no_harm(kind: str) -> None:
    assert is_the_drawing(decoded(saved(drawn(), kind, icc_profile=b"no profile" * 1000, quality=95)))


HOSTILE_EXIF = {
    "nothing": b"",
    "no directory": b"II*\0",
    "directory beyond the end": made.tiff(start=10**9),
    "directory that follows itself": made.tiff(made.orientation_entry(1), following=8),
    "directory in the header": made.tiff(start=0),
    "orientation 0": made.tiff(made.orientation_entry(0)),
    "orientation 9": made.tiff(made.orientation_entry(9)),
    "orientation 65535": made.tiff(made.orientation_entry(65535)),
    "orientation as text": made.tiff((made.ORIENTATION, 2, 1, b"6\0\0\0")),
    "orientation as a fraction": made.tiff((made.ORIENTATION, 5, 1, struct.pack("<I", 8))),
    "sizes beyond the end": made.tiff(*[(tag, 7, 2**32 - 1, b"\xff\xff\xff\xff") for tag in range(1, 4000)]),
    "every entry is the whole": made.tiff(*[(tag, 7, 40_000, b"\x08\0\0\0") for tag in range(1, 4000)]),
    "cut": made.tiff(*[made.orientation_entry(6)] * 9)[:11],
}


@pytest.mark.parametrize("name", list(HOSTILE_EXIF))
def test_hostile_exif_leaves_the_picture_as_it_is(name: str) -> None:
    exif = HOSTILE_EXIF[name]

    assert read_orientation(exif) == UPRIGHT
    assert is_the_drawing(decoded(made.jpeg_with(made.exif_segment(exif))))
    assert is_the_drawing(decoded(made.jpeg_with(*[made.exif_segment(exif)] * 150)))
    assert is_the_drawing(decoded(made.png_with(made.png_chunk(b"eXIf", exif * 100))))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("value", range(1, 9))
def test_orientation_is_read_in_both_byte_orders(order: str, value: int) -> None:
    other = (0x0100, 3, 1, b"\x06\0\0\6")

    exif = made.tiff(other, made.orientation_entry(value, order), other, order=order)

    assert read_orientation(exif) == value
    assert read_orientation(b"Exif\0\0" + exif) == value


@given(st.binary(max_size=200))
@example(b"II*\0\x08\0\0\0\xff\xff")
def test_any_bytes_have_an_orientation(data: bytes) -> None:
    assert UPRIGHT <= read_orientation(b"MM\0*" + data) <= 8


def test_heic_decoder_that_takes_too_long_is_stopped() -> None:
    data = saved(noise(512), "HEIF")

    with pytest.raises(ImageTooComplex):
        heif_apart.decode_heif(data, most_pixels=10**7, long_side=0, patience_s=0.01)


@pytest.mark.parametrize("code", [-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, 1, heif_child.UNREADABLE])
def test_heic_decoder_that_crashes_means_an_unreadable_picture(code: int) -> None:
    assert isinstance(heif_apart.failure_of(code), ImageUnreadable)


def test_both_sides_mean_the_same_by_an_exit_code() -> None:
    assert heif_apart.TOO_LARGE == heif_child.TOO_LARGE
    assert heif_apart.TOO_COMPLEX == heif_child.TOO_COMPLEX
    assert isinstance(heif_apart.failure_of(heif_child.TOO_COMPLEX), ImageTooComplex)


SMALL = {kind: saved(noise(48), kind) for kind in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(SMALL)),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
    cut=st.floats(0.1, 1),
    inserted=st.binary(max_size=16),
)
def test_mutated_files_never_crash(kind: str, changes: list[tuple[float, int]], cut: float, inserted: bytes) -> None:
    data = bytearray(SMALL[kind])
    for place, value in changes:
        data[int(place**3 * len(data))] = value  # mostly near the headers
    data = data[: int(len(data) * cut)] + inserted

    try:
        picture = decode_image(bytes(data), limits=PHOTO_LIMITS)
    except ImageError:
        return
    assert picture.ndim == 3
    assert picture.size > 0


@pytest.mark.parametrize("size", [(3, 60_000), (60_000, 3), (1, 12_000), (12_000, 1)])
@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGB")])
def test_a_picture_that_is_hardly_more_than_a_line_is_read(kind: str, mode: str, size: tuple[int, int]) -> None:
    picture = decoded(saved(Image.new("RGB", size, (90, 90, 90)).convert(mode), kind))

    assert max(picture.shape) >= 2560
    assert np.abs(picture.astype(int) - 90).max() <= 2
