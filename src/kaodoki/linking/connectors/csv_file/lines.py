"""A punch as a line of CSV, in the import format of KING OF TIME or in a plain one. Pure."""

import csv
import io
from datetime import datetime, timedelta
from enum import StrEnum

from kaodoki.linking.connectors.protocol import OutgoingPunch, Rejected
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.restricted_hours import JAPAN

# WebAPI reference, 6.1 and 6.6: the import knows these kinds only, takes so many rows at once, and times so far away.
CODES = {Kind.IN: "1", Kind.OUT: "2", Kind.BREAK_START: "3", Kind.BREAK_END: "4"}
MOST_ROWS = 1_000
OLDEST = timedelta(days=180)
FURTHEST = timedelta(days=30)
# What a spreadsheet takes for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@")
KIND_NOT_IN_FORMAT = "kind_not_in_csv_format"
CODE_NOT_IN_FORMAT = "employee_code_not_in_csv_format"
TIME_NOT_IN_FORMAT = "time_not_in_csv_import_span"


class Format(StrEnum):
    """What stands in the files."""

    KING_OF_TIME = "king_of_time"
    PLAIN = "plain"

    @property
    def encoding(self) -> str:
        """The vendor's templates are opened by spreadsheets for Japan, which expect this of a CSV file."""
        return "cp932" if self is Format.KING_OF_TIME else "utf-8"

    @property
    def heading(self) -> str:
        """The first line of every file."""
        if self is Format.KING_OF_TIME:
            return _line(["従業員コード", "名前", "打刻種別コード", "打刻"])
        return _line(["punch_id", "employee_code", "punched_at", "working_date", "kind", "division_code"])


def line_of(punch: OutgoingPunch, format_: Format, *, now: datetime) -> str:
    """The punch as a line with its line break. Raises `Rejected` where the format has no place for it."""
    code = punch.employee_key
    if not _fits(code, format_.encoding):
        raise Rejected(CODE_NOT_IN_FORMAT)
    local = punch.punched_at.astimezone(JAPAN)
    if format_ is Format.PLAIN:
        day, kind, division = punch.working_date.isoformat(), punch.kind.value, punch.division_code or ""
        return _line([str(punch.punch_id), code, local.isoformat(), day, kind, division])
    if punch.kind not in CODES:
        raise Rejected(KIND_NOT_IN_FORMAT)
    if not -OLDEST <= punch.punched_at - now <= FURTHEST:
        raise Rejected(TIME_NOT_IN_FORMAT)
    # The name is there for people only, and a connector does not know it.
    return _line([code, "", CODES[punch.kind], f"{local:%Y%m%d%H%M}"])


def _fits(text: str, encoding: str) -> bool:
    if text.startswith(FORMULA_STARTS) or not text.isprintable():
        return False
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _line(values: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue()
