"""Untrusted images: every accepted format comes out upright and in the right colours."""

import io

import numpy as np
import pytest
from PIL import Image
from tests.unit.faces.made_files import drawn, heic_of, noise, saved

from kaodoki.faces.decoding import FRAME_LIMITS, PHOTO_LIMITS, ImageKind, ImageLimits, decode_image, recognise
from kaodoki.faces.errors import ImageFormat, ImageTooLarge


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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("orientation", list(TURNS))
def test_picture_is_turned_upright_by_its_exif(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation

    # Given bytes, the HEIC writer adds the container's own turn, as cameras do; given an object it does not.
    data = saved(drawn().transpose(TURNS[orientation]), kind, exif=exif.tobytes(), quality=95)

    assert corners(data) == ["r", "g", "b"]
    assert decode_image(data, limits=PHOTO_LIMITS).shape == (128, 160, 3)


def test_heic_is_turned_by_its_own_property_only() -> None:
    exif = Image.Exif()
    exif[0x0112] = 3

    assert corners(saved(drawn(), "HEIF", exif=exif, quality=95)) == ["r", "g", "b"]


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


def test_four_inks_come_out_as_the_colours_they_print() -> None:
    assert corners(saved(drawn().convert("CMYK"), "JPEG", quality=95)) == ["r", "g", "b"]


def test_sixteen_bits_a_channel_keep_their_gradation() -> None:
    ramp = np.tile((np.arange(256) * 256 + 77).astype(np.uint16), (128, 1))

    picture = decode_image(saved(Image.fromarray(ramp), "PNG"), limits=PHOTO_LIMITS)

    assert np.abs(picture[0, :, 0].astype(int) - np.arange(256)).max() <= 1


def transparent(mode: str) -> Image.Image:
    """The left half cannot be seen, the right half is red."""
    image = Image.new("RGBA", (128, 128), (255, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 64, 128))
    if mode == "P":
        palette = image.convert("RGB").quantize(4)
        palette.info["transparency"] = palette.getpixel((0, 0))
        return palette
    return image.convert(mode)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGBA"), ("HEIF", "RGBA")])
@pytest.mark.parametrize("lossless", [True, False])
def test_transparent_parts_are_white(kind: str, mode: str, lossless: bool) -> None:
    options = {"lossless": lossless} if kind == "WEBP" else {}

    picture = decode_image(saved(transparent(mode), kind, quality=95, **options), limits=PHOTO_LIMITS)

    assert picture[:, :56].min() > 235
    assert picture[:, 72:, 2].min() > 235
    assert picture[:, 72:, :2].max() < 40


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_first_picture_of_an_animation_is_taken(kind: str) -> None:
    frames = [drawn(), Image.new("RGB", (160, 128), "white"), drawn().transpose(Image.Transpose.ROTATE_180)]

    data = saved(frames[0], kind, save_all=True, append_images=frames[1:])

    assert corners(data) == ["r", "g", "b"]


@pytest.mark.parametrize("primary", [0, 1])
def test_heic_of_several_pictures_gives_the_one_it_names(primary: int) -> None:
    images = [Image.new("RGB", (160, 128), "white"), Image.new("RGB", (160, 128), "white")]
    images[primary] = drawn()

    assert corners(heic_of(*images, primary=primary)) == ["r", "g", "b"]


def test_terminal_frames_may_not_be_heic() -> None:
    with pytest.raises(ImageFormat):
        decode_image(saved(drawn(), "HEIF"), limits=FRAME_LIMITS)


def test_full_hd_is_within_two_megapixels_and_more_is_not() -> None:
    assert decode_image(saved(Image.new("RGB", (1920, 1080)), "JPEG"), limits=FRAME_LIMITS).shape == (1080, 1920, 3)
    with pytest.raises(ImageTooLarge, match="2 megapixels"):
        decode_image(saved(Image.new("RGB", (1920, 1200)), "JPEG"), limits=FRAME_LIMITS)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_of_one_pixel_is_read(kind: str) -> None:
    picture = decode_image(saved(Image.new("RGB", (1, 1), (200, 200, 200)), kind), limits=PHOTO_LIMITS)

    assert picture.shape == (1, 1, 3)
    assert abs(int(picture[0, 0, 0]) - 200) < 12


@pytest.mark.parametrize("progressive", [True, False])
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_opencv_reads_what_pillow_reads(kind: str, progressive: bool) -> None:
    data = saved(noise().resize((200, 200)), kind, quality=95, progressive=progressive)

    ours = decode_image(data, limits=PHOTO_LIMITS).astype(int)

    theirs = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))[:, :, ::-1].astype(int)
    assert np.abs(ours - theirs).mean() < 1.5
