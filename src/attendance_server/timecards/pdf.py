"""A time card as PDF, A4 upright, one page for a month of one person.

The Japanese font is one of Adobe's CID-keyed fonts: it is named in the file and not embedded, so no font file is needed
here, and every common viewer brings its own. Such fonts know no character beyond the Basic Multilingual Plane.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from attendance_server.timecards.breakdown import breakdown
from attendance_server.timecards.cards import Card, CardDay
from attendance_server.timecards.figures import Figures
from attendance_server.timecards.notation import duration, duration_if_any
from attendance_server.timecards.words import month_name, weekday_name, words
from attendance_server.timecards.words_of_days import said_late
from attendance_server.work_rules.values import JST

FONT = "HeiseiKakuGo-W5"
_DIGITS = "Helvetica"
_MISSING = "〓"  # the printers' mark for a character that the font lacks
_MARGIN = 10 * mm
_FRAME = 6  # points that the library leaves around what it sets
_MAX_EXTRA_LINES = 3  # of a month whose rows may be high without needing a second page
_WIDTHS = [width * mm for width in (17, 13, 13, 20, 20, 13, 11, 11, 11, 11, 11, 13, 26)]
_INK, _LINE, _HOLIDAY = colors.HexColor("#18212b"), colors.HexColor("#b9b6ac"), colors.HexColor("#f1efe9")
_WARN, _WARN_SOFT = colors.HexColor("#a3261f"), colors.HexColor("#fae3e1")
_BODY = ParagraphStyle("body", fontName=FONT, fontSize=8, leading=11, textColor=_INK, wordWrap="CJK")
_TIMES = ParagraphStyle(
    "times", parent=_BODY, fontName=_DIGITS, fontSize=7, leading=7.6, alignment=TA_CENTER, wordWrap=None
)
_TITLE = ParagraphStyle("title", parent=_BODY, fontSize=14, leading=18)
_SMALL = ParagraphStyle("small", parent=_BODY, fontSize=6, leading=7, alignment=TA_LEFT)
_WRONG = ParagraphStyle("wrong", parent=_SMALL, textColor=_WARN)
_ALL = ((0, 0), (-1, -1))
_ROWS = (
    "date",
    "came",
    "left",
    "breaks",
    "outings",
    "break_time",
    "assigned",
    "unassigned",
    "overtime",
    "night",
    "holiday",
    "work",
    "state",
)


def pdf_of(card: Card, language: str, *, printed_at: datetime) -> bytes:
    """The bytes of the file; the same card at the same instant gives the same bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    said = words(language)
    file = io.BytesIO()
    title = f"{said['time_card']} {_shown(card.employee.code)} {card.month:%Y-%m}"
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=_MARGIN - _FRAME,
        rightMargin=_MARGIN - _FRAME,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title,
        author=said["product"],
        lang=language,
        invariant=1,
    )
    document.build([*_head(card, said, language, printed_at), _days(card, said, language), *_foot(card, said)])
    return file.getvalue()


def _head(card: Card, said: dict[str, str], language: str, printed_at: datetime) -> list[Flowable]:
    employee, assignment = card.employee, card.assignment
    month = month_name(card.month.year, card.month.month, language)
    lines = (
        f"{employee.last_name} {employee.first_name} ({employee.code})",
        f"{assignment.division.name} / {assignment.working_type.name}",
        f"{said['period']} {card.period.start} – {card.period.end}{' / ' + said['closed'] if card.is_closed else ''}",
        f"{said['printed_at']} {printed_at.astimezone(JST):%Y-%m-%d %H:%M}",
    )
    left = [Paragraph(_marked(f"{said['time_card']} {month}"), _TITLE), *(Paragraph(_marked(x), _BODY) for x in lines)]
    signs = Table(
        [[said["sign_employee"], said["sign_manager"]], ["", ""]], colWidths=[18 * mm] * 2, rowHeights=[5 * mm, 16 * mm]
    )
    signs.setStyle(
        TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, _LINE), ("FONT", (0, 0), (-1, 0), FONT, 7), ("ALIGN", *_ALL, "CENTER")]
        )
    )
    head = Table([[left, signs]], colWidths=[sum(_WIDTHS) - 36 * mm, 36 * mm])
    head.setStyle(TableStyle([("VALIGN", *_ALL, "TOP"), ("LEFTPADDING", *_ALL, 0), ("RIGHTPADDING", *_ALL, 0)]))
    return [head, Spacer(1, 3 * mm)]


def _days(card: Card, said: dict[str, str], language: str) -> Table:
    rows: list[list[str | Paragraph]] = [[said[name] for name in _ROWS]]
    rows += [_row(day, said, language) for day in card.days]
    rows.append([said["total"], "", "", "", "", duration(card.totals.break_sum), *_figures(card.figures), ""])
    table = Table(rows, colWidths=_WIDTHS, repeatRows=1)
    table.setStyle(TableStyle(_style(card, language)))
    return table


def _row(day: CardDay, said: dict[str, str], language: str) -> list[str | Paragraph]:
    remark = " ".join(said[reason] for reason in day.reasons)
    kind = said[f"kind_{day.day_kind.value}"] if day.day_kind.is_holiday else ""
    late = f"{said['late_punches']} {said_late(day.late, said)}" if day.late else ""
    notes = " ".join(text for text in (kind, day.leave, remark, late) if text)
    return [
        f"{day.date:%m/%d} {weekday_name(day.date.weekday(), language)}",
        Paragraph(day.came, _TIMES),
        Paragraph(day.left, _TIMES),
        Paragraph(day.breaks, _TIMES),
        Paragraph(day.outings, _TIMES),
        duration_if_any(day.totals.break_time),
        *_figures(day.figures),
        Paragraph(_marked(notes), _WRONG if day.is_error else _SMALL),
    ]


def _figures(figures: Figures) -> Sequence[str]:
    return [duration_if_any(minutes) for _, minutes in figures.parts]


def _style(card: Card, language: str) -> list[Any]:  # as TableStyle takes them
    size = 7 if language == "ja" else 6
    is_roomy = sum(_extra_lines(day) for day in card.days) <= _MAX_EXTRA_LINES
    style: list[Any] = [
        ("FONT", (0, 0), (-1, 0), FONT, size),
        ("FONT", (0, 1), (0, -1), FONT, 7.5),
        ("FONT", (1, 1), (-2, -1), _DIGITS, 7.5),
        ("FONT", (1, -1), (-1, -1), f"{_DIGITS}-Bold", 7.5),
        ("ALIGN", (1, 0), (-2, -1), "CENTER"),
        ("ALIGN", (5, 1), (-2, -1), "RIGHT"),
        ("VALIGN", *_ALL, "MIDDLE"),
        ("GRID", *_ALL, 0.4, _LINE),
        ("LINEABOVE", (0, -1), (-1, -1), 1, _INK),
        ("TOPPADDING", *_ALL, 4 if is_roomy else 1.6),
        ("BOTTOMPADDING", *_ALL, 4.8 if is_roomy else 2.4),
        ("LEFTPADDING", *_ALL, 2),
        ("RIGHTPADDING", *_ALL, 2),
        ("TEXTCOLOR", *_ALL, _INK),
    ]
    for row, day in enumerate(card.days, start=1):
        shade = _WARN_SOFT if day.is_error else _HOLIDAY if day.day_kind.is_holiday else None
        if shade is not None:
            style.append(("BACKGROUND", (0, row), (-1, row), shade))
    return style


def _extra_lines(day: CardDay) -> int:
    """How many lines a row has beyond the first: pairs of times stand one under the other."""
    return max(1, *(len(text.split()) for text in (day.came, day.left, day.breaks, day.outings))) - 1


def _foot(card: Card, said: dict[str, str]) -> list[Flowable]:
    parts = [f"{said[name]} {value}" for name, value in breakdown(card.totals, said)]
    return [Spacer(1, 3 * mm), Paragraph(_marked("  /  ".join(parts)), _BODY), Paragraph(_marked(said["note"]), _SMALL)]


def _marked(text: str) -> str:
    """Fit for a paragraph, which reads markup."""
    return escape(_shown(text))


def _shown(text: str) -> str:
    return "".join(_MISSING if ord(character) > 0xFFFF else character for character in text if character.isprintable())
