"""An Excel workbook, written row by row. Dates are dates, numbers are numbers, and no text is ever a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from kaodoki.web.exports.cells import printable

Value = str | int | float | date | datetime | None
_HEAD = PatternFill("solid", fgColor="E3ECF4")
_DATE, _WITH_TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
# What Excel takes in one cell.
_LONGEST = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`widths`: of the columns, in characters. Instants are naive, in the company's zone: Excel knows no zones."""

    title: str
    head: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Value]]


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of an .xlsx file."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(target: Any, sheet: Sheet) -> None:  # the library's types do not know its write-only sheets
    for number, width in enumerate(sheet.widths, start=1):
        target.column_dimensions[get_column_letter(number)].width = width
    target.freeze_panes = "A2"
    target.append([_head(target, text) for text in sheet.head])
    for row in sheet.rows:
        target.append([_cell(target, value) for value in row])


def _head(target: Any, text: str) -> Any:
    cell = _cell(target, text)
    cell.font, cell.fill = Font(bold=True), _HEAD
    return cell


def _cell(target: Any, value: Value) -> Any:
    make: Any = WriteOnlyCell
    if isinstance(value, str):
        cell = make(target, value=printable(value)[:_LONGEST])
        cell.data_type = "s"  # the library takes a text that begins with = for a formula
        return cell
    cell = make(target, value=value)
    if isinstance(value, date):
        cell.number_format = _WITH_TIME if isinstance(value, datetime) else _DATE
    return cell
