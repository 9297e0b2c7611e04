"""Untrusted images: every accepted format comes out upright, everything else is a clear error and never a crash."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kaodoki.faces.decoding import FRAME_LIMITS, PHOTO_LIMITS, ImageKind, ImageLimits, decode_image, recognise
from kaodoki.faces.errors import ImageError, ImageFormat, ImageTooLarge, ImageUnreadable


def drawn() -> Image.Image:
    """Red on the upper left, green on the upper right, blue below: every turn of it looks different."""
    image = Image.new("RGB", (160, 128), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, 80, 64))
    image.paste((0, 255, 0), (80, 0, 160, 64))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def corners(data: bytes, limits: ImageLimits = PHOTO_LIMITS) -> list[str]:
    """The dominant colours of upper left, upper right and lower left."""
    picture = decode_image(data, limits=limits)
    height, width = picture.shape[:2]
    points = [(height // 4, width // 4), (height // 4, width * 3 // 4), (height * 3 // 4, width // 4)]
    return ["bgr"[int(np.argmax(picture[point]))] for point in points]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_accepted_format_is_read(kind: str) -> None:
    data = saved(drawn(), kind, quality=90)

    assert recognise(data) == ImageKind(kind)
    assert corners(data) == ["r", "g", "b"]
    assert decode_image(data, limits=PHOTO_LIMITS).dtype == np.uint8


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", list(TURNS))
def test_picture_is_turned_upright_by_its_exif(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation

    data = saved(drawn().transpose(TURNS[orientation]), kind, exif=exif, quality=95)

    assert corners(data) == ["r", "g", "b"]
    assert decode_image(data, limits=PHOTO_LIMITS).shape == (128, 160, 3)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "YCbCr", "RGBA", "LA", "I;16"])
def test_every_colour_mode_becomes_bgr_of_the_right_brightness(mode: str) -> None:
    grey = Image.new("L", (128, 128), 128)
    if mode == "I;16":
        image = Image.fromarray(np.full((128, 128), 128 * 257, dtype=np.uint16))
    else:
        image = grey.point(lambda value: 255 if value > 100 else 0) if mode == "1" else grey.convert("RGB")
        image = image.convert(mode)
    expected = 255 if mode == "1" else 128

    picture = decode_image(saved(image, "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"), limits=PHOTO_LIMITS)

    assert picture.shape == (128, 128, 3)
    assert picture.mean() == pytest.approx(expected, abs=3)


def test_transparent_parts_are_white() -> None:
    data = saved(Image.new("RGBA", (128, 128), (0, 0, 0, 0)), "PNG")

    assert decode_image(data, limits=PHOTO_LIMITS).min() == 255


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_first_picture_of_an_animation_is_taken(kind: str) -> None:
    frames = [drawn(), Image.new("RGB", (160, 128), "white")]

    data = saved(frames[0], kind, save_all=True, append_images=frames[1:])

    assert corners(data) == ["r", "g", "b"]


@pytest.mark.parametrize("data", [b"", b"hello", b"GIF89a" + bytes(50), b"%PDF-1.7", b"<svg/>", b"\xff\xd8"])
def test_other_files_are_refused_by_their_first_bytes(data: bytes) -> None:
    with pytest.raises(ImageFormat, match="JPEG, PNG, WEBP, HEIC"):
        decode_image(data, limits=PHOTO_LIMITS)


def test_terminal_frames_may_not_be_heic() -> None:
    with pytest.raises(ImageFormat):
        decode_image(saved(drawn(), "HEIF"), limits=FRAME_LIMITS)


def test_full_hd_is_within_two_megapixels_and_more_is_not() -> None:
    assert decode_image(saved(Image.new("RGB", (1920, 1080)), "JPEG"), limits=FRAME_LIMITS).shape == (1080, 1920, 3)
    with pytest.raises(ImageTooLarge, match="2 megapixels"):
        decode_image(saved(Image.new("RGB", (1920, 1200)), "JPEG"), limits=FRAME_LIMITS)


def test_too_many_bytes_are_refused_whatever_they_are() -> None:
    with pytest.raises(ImageTooLarge):
        decode_image(b"\xff\xd8\xff" + bytes(1024 * 1024), limits=FRAME_LIMITS)


def png_bomb(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(999))) + chunk(b"IEND", b"")
    )


def webp_bomb() -> bytes:
    body = (
        b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff\x3f\0" * 2 + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize("data", [png_bomb(9000, 9000), png_bomb(60000, 60000), webp_bomb()])
def test_bomb_is_refused_by_its_header(data: bytes) -> None:
    with pytest.raises(ImageTooLarge):
        decode_image(data, limits=PHOTO_LIMITS)


def noise(side: int = 160) -> Image.Image:
    return Image.fromarray(np.random.default_rng(5).integers(0, 255, (side, side, 3), dtype=np.uint8))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_truncated_file_is_unreadable(kind: str, share: float) -> None:
    data = saved(noise(), kind)

    with pytest.raises(ImageUnreadable):
        decode_image(data[: int(len(data) * share)], limits=PHOTO_LIMITS)


def test_bytes_after_the_end_of_a_jpeg_do_no_harm() -> None:
    data = saved(drawn(), "JPEG") + b"ftypmp42 \xff\xda\xff\xd9 \xff\xda moving picture"

    assert corners(data) == ["r", "g", "b"]


def test_jpeg_path_gives_what_pillow_gives() -> None:
    data = saved(noise().resize((200, 200)), "JPEG", quality=95)

    ours = decode_image(data, limits=PHOTO_LIMITS).astype(int)

    theirs = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))[:, :, ::-1].astype(int)
    assert np.abs(ours - theirs).mean() < 1.5


SMALL = {kind: saved(noise(48), kind) for kind in ("JPEG", "PNG", "WEBP", "HEIF")}


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
