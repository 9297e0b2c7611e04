"""The record of punches as PDF, A4 across: drawn line by line, so that a hundred thousand punches take seconds.

The Japanese font is one of Adobe's CID-keyed fonts: named in the file, not embedded. It knows no character beyond the
Basic Multilingual Plane; such a one is printed as 〓.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.exports.csv_file import MISSING
from kaodoki.web.exports.inspection import COLUMNS, Asked, Record, cells_of
from kaodoki.web.exports.presence import Pressed, presence
from kaodoki.web.exports.words import WORDS

FONT = "HeiseiKakuGo-W5"
_WIDTH, _HEIGHT = landscape(A4)
_MARGIN, _LINE, _SIZE = 12 * mm, 5.2 * mm, 8
_TOP, _BOTTOM = _HEIGHT - 30 * mm, 22 * mm
_INK, _MUTE, _RULE, _SHADE = HexColor("#18212b"), HexColor("#66707c"), HexColor("#dedcd4"), HexColor("#f1efe9")
# Column of a record, and how wide it is; what does not fit is cut with an ellipsis.
_COLUMNS = (
    ("working_date", 20 * mm),
    ("working_time", 14 * mm),
    ("kind", 20 * mm),
    ("punched_at", 34 * mm),
    ("method", 16 * mm),
    ("terminal", 32 * mm),
    ("time_source", 18 * mm),
    ("state", 24 * mm),
    ("punch_id", 18 * mm),
    ("corrects", 18 * mm),
    ("reason", 42 * mm),
    ("by", 17 * mm),
)
_PLACES = {name: place for place, name in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What stands around the records. `final_hash` is that of the CSV's last line; `overtime` minutes by code."""

    asked: Asked
    language: str
    printed_at: datetime
    final_hash: str
    overtime: dict[str, int]


def pdf_of(found: Sequence[Record], around: Print) -> bytes:
    """The bytes of the file; the same records and the same instant give the same bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    said = {name: text.in_language(around.language) for name, text in WORDS.items()}
    canvas = Canvas(file, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle(f"{said['title']} {around.asked.month}")
    pages = list(_pages(_lines(found, around, said)))
    for number, page in enumerate(pages, start=1):
        _head(canvas, around, said)
        for place, line in enumerate(page):
            _draw(canvas, line, _TOP - place * _LINE)
        _foot(canvas, around, said, number, len(pages))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """`cells` of a record, or one `text` for a person's heading or a sentence."""

    cells: Sequence[str] = ()
    text: str = ""
    is_heading: bool = False
    is_void: bool = False


def _lines(found: Sequence[Record], around: Print, said: dict[str, str]) -> Iterator[_Line]:
    if not found:
        yield _Line(text=said["nothing"])
    for (code, name), group in groupby(found, key=lambda record: (record.employee_code, record.name)):
        theirs = list(group)
        yield _Line(text=f"{code}  {name}    {_sum(theirs, around.overtime.get(code), said)}", is_heading=True)
        for record in theirs:
            cells = cells_of(record, around.language)
            # The zone is the company's, the same on every line.
            cells[_PLACES["punched_at"]] = f"{record.punched_at:%Y-%m-%d %H:%M:%S}"
            shown = [_shown(cells[_PLACES[column]]) for column, _ in _COLUMNS]
            yield _Line(cells=shown, is_void=not record.counts)


def _sum(theirs: Sequence[Record], overtime: int | None, said: dict[str, str]) -> str:
    days, total, is_known = 0, timedelta(), False
    for _, group in groupby((record for record in theirs if record.counts), key=lambda record: record.working_date):
        days += 1
        pressed = [Pressed(kind=Kind(record.kind), at=record.punched_at) for record in group]
        there = presence(pressed)
        if there is not None:
            total, is_known = total + there, True
    return said["person_sum"].format(
        days=days,
        presence=_hours(total // timedelta(minutes=1)) if is_known else said["unknown"],
        overtime=said["unknown"] if overtime is None else _hours(overtime),
    )


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _pages(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """As many lines as fit; a person's heading never stands alone at the bottom."""
    most = int((_TOP - _BOTTOM) / _LINE)
    page: list[_Line] = []
    for line in lines:
        if len(page) >= most or (line.is_heading and len(page) >= most - 1):
            yield page
            page = []
        page.append(line)
    yield page


def _head(canvas: Canvas, around: Print, said: dict[str, str]) -> None:
    asked = around.asked
    site = f"{asked.site.name} ({asked.site.code})" if asked.site else said["all_sites"]
    canvas.setFillColor(_INK)
    canvas.setFont(FONT, 14)
    canvas.drawString(_MARGIN, _HEIGHT - 15 * mm, _shown(f"{said['title']}  {asked.month}"))
    canvas.setFont(FONT, 9)
    canvas.drawString(_MARGIN + 70 * mm, _HEIGHT - 15 * mm, _shown(f"{asked.company.name}  /  {site}"))
    canvas.setFont(FONT, _SIZE)
    canvas.setFillColor(_MUTE)
    for (column, _), x in zip(_COLUMNS, _lefts(), strict=True):
        canvas.drawString(x, _HEIGHT - 23 * mm, said[column])
    canvas.setStrokeColor(_MUTE)
    canvas.line(_MARGIN, _HEIGHT - 25 * mm, _WIDTH - _MARGIN, _HEIGHT - 25 * mm)


def _draw(canvas: Canvas, line: _Line, y: float) -> None:
    if line.is_heading:
        canvas.setFillColor(_SHADE)
        canvas.rect(_MARGIN - 1 * mm, y - 1.6 * mm, _WIDTH - 2 * _MARGIN + 2 * mm, _LINE, stroke=0, fill=1)
    canvas.setFillColor(_MUTE if line.is_void else _INK)
    canvas.setFont(FONT, _SIZE)
    if line.text:
        canvas.drawString(_MARGIN, y, _shown(line.text))
        return
    for (_, width), x, text in zip(_COLUMNS, _lefts(), line.cells, strict=True):
        canvas.drawString(x, y, _fitting(text, width - 1.5 * mm))
    canvas.setStrokeColor(_RULE)
    canvas.line(_MARGIN, y - 1.6 * mm, _WIDTH - _MARGIN, y - 1.6 * mm)


def _foot(canvas: Canvas, around: Print, said: dict[str, str], number: int, count: int) -> None:
    canvas.setFillColor(_MUTE)
    canvas.setFont(FONT, 6.5)
    canvas.drawString(_MARGIN, 15 * mm, _fitting(said["note"], _WIDTH - 2 * _MARGIN, size=6.5))
    canvas.drawString(_MARGIN, 10 * mm, said["final_hash"].format(hash=around.final_hash))
    printed = said["printed_at"].format(time=f"{around.printed_at:%Y-%m-%d %H:%M}")
    canvas.drawRightString(_WIDTH - _MARGIN, 10 * mm, f"{printed}   {said['page'].format(number=number, count=count)}")


def _lefts() -> Iterator[float]:
    x = _MARGIN
    for _, width in _COLUMNS:
        yield x
        x += width


def _fitting(text: str, width: float, size: float = _SIZE) -> str:
    """Cut with an ellipsis where it would run into the next column."""
    # No glyph of this font is wider than its size, so most texts need no measuring.
    if len(text) * size <= width or pdfmetrics.stringWidth(text, FONT, size) <= width:
        return text
    while text and pdfmetrics.stringWidth(text + "…", FONT, size) > width:
        text = text[:-1]
    return text + "…"


def _shown(text: str) -> str:
    return "".join(MISSING if ord(character) > 0xFFFF else character for character in text if character.isprintable())
