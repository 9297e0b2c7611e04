"""Large photos are reduced while they are decoded: the face in them stays as good, and memory stays small."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.unit.faces.made_files import saved

from kaodoki.faces import Engine
from kaodoki.faces.alignment import REFERENCE
from kaodoki.faces.decoding import ENROLMENT_LONG_SIDE, FRAME_LIMITS, PHOTO_LIMITS, decode_image, reduction

Read = Callable[[str], NDArray[np.uint8]]

LARGE = (8160, 6120)
WHOLE = replace(PHOTO_LIMITS, long_side=None)
LEAST_DETECTED_PX = 5.0
"""Between the eyes, in the detector's input: with less, no face was found on the pictures tried."""


def shaded(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Soft shades, quickly encoded at any size."""
    small = np.random.default_rng(3).integers(0, 255, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(np.asarray(cv2.resize(small, size), dtype=np.uint8)).convert(mode)


@pytest.mark.parametrize(("long_side", "factor"), [(100, 1), (5119, 1), (5120, 2), (8160, 2), (10_240, 4), (50_000, 8)])
def test_reduction_keeps_the_long_side(long_side: int, factor: int) -> None:
    assert reduction(long_side, ENROLMENT_LONG_SIDE) == factor
    assert reduction(long_side, None) == 1


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGB")],
)
def test_reduced_picture_is_the_whole_one_made_smaller(kind: str, mode: str) -> None:
    data = saved(shaded((5200, 400), mode), kind, quality=95)

    reduced, whole = (decode_image(data, limits=limits).astype(int) for limits in (PHOTO_LIMITS, WHOLE))

    assert whole.shape == (400, 5200, 3)
    assert reduced.shape == (200, 2600, 3)
    assert np.abs(whole.reshape(200, 2, 2600, 2, 3).mean(axis=(1, 3)) - reduced).mean() < 1.5


def test_reduced_heic_is_the_whole_one_made_smaller() -> None:
    data = saved(shaded((5200, 64)), "HEIF", quality=50)

    assert decode_image(data, limits=PHOTO_LIMITS).shape == (32, 2600, 3)
    assert decode_image(data, limits=WHOLE).shape == (64, 5200, 3)


def test_reduced_picture_is_turned_upright_too() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    data = saved(shaded((5200, 400)), "JPEG", exif=exif)

    assert decode_image(data, limits=PHOTO_LIMITS).shape == (2600, 200, 3)


def test_frames_of_a_terminal_are_never_reduced() -> None:
    assert FRAME_LIMITS.long_side is None


def in_a_large_picture(face: NDArray[np.uint8], factor: float) -> bytes:
    canvas = np.full((*LARGE[::-1], 3), 128, dtype=np.uint8)
    sized = cv2.resize(face, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    canvas[100 : 100 + sized.shape[0], 200 : 200 + sized.shape[1]] = sized
    return bytes(cv2.imencode(".jpg", canvas, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])


@pytest.mark.parametrize("factor", [3.0, 1.3])
def test_face_in_a_reduced_photo_gives_the_same_template(engine: Engine, picture: Read, factor: float) -> None:
    data = in_a_large_picture(picture("obama_1"), factor)

    (whole,) = engine.analyse(decode_image(data, limits=WHOLE), enrolment=True)
    (reduced,) = engine.analyse(decode_image(data, limits=PHOTO_LIMITS), enrolment=True)

    assert reduced.template.similarity(whole.template) > 0.97
    assert reduced.quality.inter_eye_px == pytest.approx(whole.quality.inter_eye_px / 2, rel=0.03)


def test_every_face_that_can_be_found_keeps_what_the_recogniser_sees(engine: Engine) -> None:
    between_eyes = float(np.hypot(*(REFERENCE[1] - REFERENCE[0])))

    assert LEAST_DETECTED_PX * ENROLMENT_LONG_SIDE / engine.pack.settings.detection_long_side > between_eyes


def test_no_face_smaller_than_that_is_found(engine: Engine, picture: Read) -> None:
    smallest = [
        face.quality.inter_eye_px * 320 / LARGE[0]
        for factor in (1.2, 1.1, 1.0, 0.9, 0.8)
        for face in engine.analyse(decode_image(in_a_large_picture(picture("obama_1"), factor), limits=PHOTO_LIMITS))
    ]

    assert all(2 * distance > LEAST_DETECTED_PX for distance in smallest)


MEASURE = """
import sys
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
with open(sys.argv[1], "rb") as file:
    data = file.read()
before = peak()
decode_image(data, limits=PHOTO_LIMITS)
print(peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize(
    ("kind", "mode", "options", "most_mb"),
    [
        ("JPEG", "RGB", {}, 55),
        ("JPEG", "RGB", {"progressive": True, "subsampling": 0}, 200),
        ("JPEG", "CMYK", {}, 70),
        ("PNG", "RGBA", {"compress_level": 1}, 150),
        ("WEBP", "RGB", {"method": 0}, 170),
    ],
)
def test_large_photo_needs_little_memory(
    tmp_path: Path, kind: str, mode: str, options: dict[str, object], most_mb: int
) -> None:
    file = tmp_path / "photo"
    image = shaded((5650, 4240), mode) if kind != "PNG" else Image.new(mode, (5650, 4240), (90, 60, 30, 200))
    file.write_bytes(saved(image, kind, **options))

    done = subprocess.run([sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True)

    assert 15 < int(done.stdout) < most_mb
