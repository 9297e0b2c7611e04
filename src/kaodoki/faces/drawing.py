"""A picture with what was seen in it: boxes, landmarks, and a column that says how good each face is."""

import bisect
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from kaodoki.faces.face import Face

LEAST_SIDE: Final = 900
MOST_SIDE: Final = 1600
COLUMN: Final = 460

_FONTS: Final = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
    "/System/Library/Fonts/ヒラギノ角ゴシック W3.ttc",
    "/System/Library/Fonts/Hiragino Sans GB.ttc",
)
"""Fonts with Japanese in them, where systems keep them."""

_COLOURS: Final = ("#0a84ff", "#ff9f0a", "#30b158", "#bf5af2", "#ff453a", "#00a3a3")
_INK, _QUIET, _PAPER, _RAIL = "#1c1c1e", "#6b6b70", "#ffffff", "#e3e3e8"
_GOOD, _BAD = "#1b7f3b", "#b3261e"

_LONGEST_WORD: Final = 30
"""Longer ones would not fit on a line."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the column: a name with its value, and how good that is from 0 to 1, if that can be said."""

    name: str
    value: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is said of one face or of the whole picture: a title, rows, and sentences in red or in green."""

    title: str
    rows: Sequence[Row] = ()
    sentences: Sequence[str] = ()
    is_good: bool = False


def has_japanese_font() -> bool:
    return any(Path(font).is_file() for font in _FONTS)


def draw_faces(
    image: NDArray[np.uint8], faces: Sequence[Face], notes: Mapping[int, Note], *, heading: str
) -> NDArray[np.uint8]:
    """A copy of the BGR `image`, enlarged or reduced to be legible, with its `faces` marked and numbered from 1.

    `notes` are written beside it in their order, by the index of their face; below 0 they are of the whole picture.
    """
    scale = float(np.clip(1.0, LEAST_SIDE / max(image.shape[:2]), MOST_SIDE / max(image.shape[:2])))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=method)
    picture = Image.fromarray(np.ascontiguousarray(sized[:, :, ::-1]))
    draw = ImageDraw.Draw(picture)
    for number, face in enumerate(faces):
        _mark(draw, face, number, scale)
    column = _column(notes, heading)
    sheet = Image.new("RGB", (picture.width + COLUMN, max(picture.height, column.height)), _PAPER)
    sheet.paste(picture, (0, 0))
    sheet.paste(column, (picture.width, 0))
    return np.ascontiguousarray(np.asarray(sheet)[:, :, ::-1])


def _mark(draw: ImageDraw.ImageDraw, face: Face, number: int, scale: float) -> None:
    colour = _COLOURS[number % len(_COLOURS)]
    x, y, width, height = (value * scale for value in face.box)
    box = (x, y, x + width, y + height)
    draw.rectangle(
        tuple(side + grown for side, grown in zip(box, (-1, -1, 1, 1), strict=True)), outline="white", width=5
    )
    draw.rectangle(box, outline=colour, width=3)
    radius = max(2.5, min(6.0, width / 40))
    for px, py in face.landmarks * scale:
        draw.ellipse((px - radius, py - radius, px + radius, py + radius), fill=colour, outline="white", width=1)
    label, font = str(number + 1), _font(22)
    tag = 16 + draw.textlength(label, font=font)
    left, top = max(0.0, x - 1), max(0.0, y - 30)
    draw.rectangle((left, top, left + tag, top + 30), fill=colour)
    draw.text((left + tag / 2, top + 15), label, fill="white", font=font, anchor="mm")


def _column(notes: Mapping[int, Note], heading: str) -> Image.Image:
    """Drawn twice: once to learn how long it gets."""
    length = _write(Image.new("RGB", (COLUMN, 10)), notes, heading)
    column = Image.new("RGB", (COLUMN, length), _PAPER)
    _write(column, notes, heading)
    return column


def _write(column: Image.Image, notes: Mapping[int, Note], heading: str) -> int:
    draw = ImageDraw.Draw(column)
    y = 18
    draw.text((24, y), _fitted(draw, heading, 20, COLUMN - 48), fill=_QUIET, font=_font(20))
    y += 42
    for index, note in notes.items():
        colour = _COLOURS[index % len(_COLOURS)] if index >= 0 else _INK
        draw.rectangle((24, y + 4, 30, y + 28), fill=colour)
        draw.text((42, y), _fitted(draw, note.title, 24, COLUMN - 66), fill=_INK, font=_font(24))
        y += 42
        for row in note.rows:
            y = _write_row(draw, row, y, colour)
        for sentence in note.sentences:
            for line in _wrapped(draw, sentence, 19, COLUMN - 66):
                draw.text((42, y), line, fill=_GOOD if note.is_good else _BAD, font=_font(19))
                y += 28
            y += 4
        y += 14
    return y + 10


def _write_row(draw: ImageDraw.ImageDraw, row: Row, y: int, colour: str) -> int:
    font = _font(18)
    draw.text((42, y), _fitted(draw, row.name, 18, 200), fill=_QUIET, font=font)
    draw.text((330, y), row.value, fill=_INK, font=font, anchor="ra")
    if row.share is not None:
        draw.rounded_rectangle((346, y + 8, 436, y + 16), radius=4, fill=_RAIL)
        draw.rounded_rectangle((346, y + 8, 346 + max(8, 90 * row.share), y + 16), radius=4, fill=colour)
    return y + 27


def _wrapped(draw: ImageDraw.ImageDraw, text: str, size: int, width: int) -> list[str]:
    """Broken at spaces, and between any two letters where there are none, as Japanese is."""
    lines, line = [], ""
    for part in _parts(text):
        if line and draw.textlength(line + part, font=_font(size)) > width:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return [*lines, line]


def _parts(text: str) -> list[str]:
    words = text.split(" ")
    if text.isascii() and max(map(len, words)) < _LONGEST_WORD:
        return [word + " " for word in words]
    return list(text)


def _fitted(draw: ImageDraw.ImageDraw, text: str, size: int, width: int) -> str:
    if draw.textlength(text, font=_font(size)) <= width:
        return text
    fits = bisect.bisect_left(
        range(len(text)), float(width), key=lambda end: draw.textlength(text[:end] + "…", font=_font(size))
    )
    return text[: max(0, fits - 1)] + "…"


@functools.cache
def _font(size: int) -> Font:
    found = next((font for font in _FONTS if Path(font).is_file()), None)
    # The basic layout does for these languages, and is many times as fast.
    return (
        ImageFont.truetype(found, size, layout_engine=ImageFont.Layout.BASIC) if found else ImageFont.load_default(size)
    )
