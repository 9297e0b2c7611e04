"""CSV as Excel opens it in Japan: UTF-8 with a byte order mark, or Shift_JIS; CRLF; no cell that is a formula."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from kaodoki.web.exports.cells import harmless, printable

BYTE_ORDER_MARK = "\ufeff"
# The printers' mark for a character that is missing (U+3013), which Shift_JIS has.
MISSING = "〓"
_MISSING_HANDLER = "kaodoki.missing"


class Encoding(StrEnum):
    """How the file is written."""

    UTF_8 = "utf-8"
    SHIFT_JIS = "shift_jis"


def _mark_missing(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return MISSING * (error.end - error.start), error.end


codecs.register_error(_MISSING_HANDLER, _mark_missing)


def lines_of(rows: Iterable[Sequence[str]], encoding: Encoding = Encoding.UTF_8) -> Iterator[bytes]:
    """One line a row, encoded, as they are asked for. What Shift_JIS has no character for becomes 〓."""
    is_first = True
    for row in rows:
        text = written(row)
        if encoding is Encoding.SHIFT_JIS:
            # CP932 is what Windows means by Shift_JIS: with ①, ㈱, 髙 and 﨑.
            yield text.encode("cp932", _MISSING_HANDLER)
        else:
            yield (BYTE_ORDER_MARK + text if is_first else text).encode()
        is_first = False


def missing_in(rows: Iterable[Sequence[str]]) -> int:
    """How many characters of the rows Shift_JIS does not have."""
    return sum(_missing(character) for row in rows for cell in row for character in cell)


def written(row: Sequence[str]) -> str:
    """The row as one line with its CRLF."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow([harmless(printable(cell)) for cell in row])
    return file.getvalue()


def _missing(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return True
    return False
