"""CSV files as spreadsheets save them in Japan: UTF-8 with or without a byte order mark, or Shift_JIS (cp932)."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from attendance_server.loading.cells import narrow
from attendance_server.loading.problems import LoadRefused, Problem, Words

MAX_ROWS = 200_000
_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_A_WORKBOOK = Words(
    ja="Excelブックです。「名前を付けて保存」で「CSV UTF-8(コンマ区切り)」を選び、保存したファイルを指定してください。",
    en="This is a workbook. Choose Save As, “CSV UTF-8 (comma delimited)”, and give that file.",
)
_UNREADABLE = Words(
    ja="文字コードが分かりません。ExcelのCSV(UTF-8 または Shift_JIS)で保存し直してください。",
    en="The characters are in no known encoding. Save it again as CSV in UTF-8 or Shift_JIS.",
)
_BROKEN = Words(
    ja="CSVとして読めません(引用符が閉じていないなど)。Excelで開いて保存し直してください。",
    en="This is no CSV (a quotation mark may be left open). Open it in a spreadsheet and save it again.",
)
_TOO_LONG = Words(
    ja=f"行が多すぎます。{MAX_ROWS:,}行以内のファイルに分けてください。",
    en=f"There are too many lines. Split it into files of at most {MAX_ROWS:,}.",
)
_EMPTY = Words(
    ja="空のファイルです。1行目に見出しを入れてください。", en="The file is empty. Line 1 holds the headings."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it was given."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row that is not empty: its cells by heading, stripped; `number` counts from 1, with the headings."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file with its headings, half-width and in order."""

    file: str
    headings: Sequence[str]
    lines: Sequence[Line]


def read_sheet(file: File) -> Sheet:
    """Raises LoadRefused."""
    rows = _rows(file)
    headings = [narrow(heading) for heading in rows[0][1]]
    while headings and not headings[-1]:
        headings.pop()
    twice = next((heading for heading in headings if headings.count(heading) > 1), None)
    if twice is not None:
        raise _refused(file, Words(ja=f"見出し「{twice}」が2つあります。", en=f"The heading “{twice}” is there twice."))
    lines = [_line(file, number, cells, headings) for number, cells in rows[1:] if any(cell.strip() for cell in cells)]
    return Sheet(file=file.name, headings=headings, lines=lines)


def _rows(file: File) -> list[tuple[int, list[str]]]:
    """Each row with the number that a spreadsheet gives it."""
    text = _decoded(file)
    if not text.strip():
        raise _refused(file, _EMPTY)
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _refused(file, _BROKEN) from error
    if len(rows) > MAX_ROWS:
        raise _refused(file, _TOO_LONG)
    return list(enumerate(rows, start=1))


def _decoded(file: File) -> str:
    if file.content.startswith((_WORKBOOK, _OLD_WORKBOOK)):
        raise _refused(file, _A_WORKBOOK)
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = file.content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _refused(file, _UNREADABLE)


def _line(file: File, number: int, cells: Sequence[str], headings: Sequence[str]) -> Line:
    if any(cell.strip() for cell in cells[len(headings) :]):
        words = Words(
            ja='見出しより右にも値があります。見出しのない列を削除してください(値の中の「,」は " で囲みます)。',
            en="There is a value right of the headings. Delete columns without a heading (quote a “,” in a value).",
        )
        raise LoadRefused([Problem(words=words, file=file.name, line=number)])
    padded = [*cells, *[""] * len(headings)]
    return Line(number=number, cells={name: padded[at].strip() for at, name in enumerate(headings)})


def _refused(file: File, words: Words) -> LoadRefused:
    return LoadRefused([Problem(words=words, file=file.name)])
