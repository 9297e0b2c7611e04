"""The first corpus: a real photograph in every format, colour mode and container that cameras and tools write."""

import io
from typing import Final

import pillow_heif
from PIL import Image

from kaodoki.project.demo_pictures import fetch_pictures, picture_path

_SIZE: Final = (128, 144)


def make_seeds() -> list[bytes]:
    """Some thirty small files, the same ones every time."""
    pillow_heif.register_heif_opener(thumbnails=False)
    fetch_pictures()
    photo = Image.open(picture_path("astronaut")).convert("RGB").crop((96, 10, 352, 298)).resize(_SIZE)
    return [*_jpegs(photo), *_pngs(photo), *_webps(photo), *_heics(photo)]


def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "camera"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 09:00:00"
    return exif.tobytes()


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def _jpegs(photo: Image.Image) -> list[bytes]:
    return [
        _saved(photo, "JPEG"),
        _saved(photo, "JPEG", progressive=True),
        _saved(photo, "JPEG", optimize=True, subsampling=0),
        _saved(photo, "JPEG", restart_marker_blocks=4),
        _saved(photo, "JPEG", exif=_exif(6), icc_profile=b"profile" * 20, comment=b"words"),
        _saved(photo, "JPEG", progressive=True, exif=_exif(3), subsampling=1),
        _saved(photo, "JPEG", keep_rgb=True),
        _saved(photo.convert("L"), "JPEG"),
        _saved(photo.convert("L"), "JPEG", progressive=True),
        _saved(photo.convert("CMYK"), "JPEG"),
        _saved(photo.convert("CMYK"), "JPEG", progressive=True),
        _saved(photo, "MPO", save_all=True, append_images=[photo]),
    ]


def _pngs(photo: Image.Image) -> list[bytes]:
    alpha = photo.copy()
    alpha.putalpha(photo.convert("L"))
    palette = photo.quantize(32)
    return [
        _saved(photo, "PNG"),
        _saved(alpha, "PNG", exif=_exif(8), icc_profile=b"profile" * 20),
        _saved(photo.convert("L"), "PNG"),
        _saved(photo.convert("L"), "PNG", transparency=7),
        _saved(photo, "PNG", transparency=(1, 2, 3)),
        _saved(alpha.convert("LA"), "PNG"),
        _saved(palette, "PNG"),
        _saved(palette, "PNG", transparency=bytes(range(32))),
        _saved(photo.quantize(4), "PNG", bits=2),
        _saved(photo.convert("1"), "PNG"),
        _saved(photo.convert("L").convert("I;16"), "PNG"),
        _saved(photo, "PNG", save_all=True, append_images=[photo.rotate(9)]),
    ]


def _webps(photo: Image.Image) -> list[bytes]:
    alpha = photo.copy()
    alpha.putalpha(photo.convert("L"))
    return [
        _saved(photo, "WEBP", quality=50),
        _saved(photo, "WEBP", lossless=True, quality=20),
        _saved(alpha, "WEBP", quality=50, exif=_exif(5)),
        _saved(alpha, "WEBP", lossless=True, quality=20, icc_profile=b"profile" * 20),
        _saved(photo, "WEBP", save_all=True, append_images=[alpha.rotate(9)], quality=40),
    ]


def _heics(photo: Image.Image) -> list[bytes]:
    alpha = photo.copy()
    alpha.putalpha(photo.convert("L"))
    return [
        _saved(photo, "HEIF", quality=30),
        _saved(photo, "HEIF", quality=30, exif=_exif(6)),
        _saved(photo.convert("L"), "HEIF", quality=30),
        _saved(alpha, "HEIF", quality=30),
        _saved(photo, "HEIF", quality=30, tile_size=64),
        _saved(photo, "HEIF", quality=30, save_all=True, append_images=[photo.convert("L")], primary_index=1),
    ]
