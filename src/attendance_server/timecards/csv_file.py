"""A time card as CSV that Excel opens in Japan: UTF-8 with a byte order mark, CRLF, no cell that is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from attendance_server.timecards.cards import Card, CardDay
from attendance_server.timecards.notation import duration
from attendance_server.timecards.words import weekday_name, words
from attendance_server.timecards.words_of_days import said_late
from attendance_server.work_rules import Kind

BYTE_ORDER_MARK = "\ufeff"
_COLUMNS = (
    "employee_code",
    "name",
    "division",
    "working_type",
    "date",
    "weekday",
    "day_kind",
    "plan",
    "came",
    "left",
    "break_start",
    "break_end",
    "go_out",
    "return",
    "break_time",
    "assigned",
    "unassigned",
    "overtime",
    "late_night",
    "late_night_unassigned",
    "late_night_overtime",
    "work",
    "late",
    "early_leave",
    "closed",
    "is_error",
    "reasons",
    "late_punches",
)
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), full-width forms included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_of(card: Card, language: str) -> bytes:
    """One line a day under a line of names. On holidays the buckets hold the work of that holiday."""
    said = words(language)
    lines = [[said[column] for column in _COLUMNS]]
    lines += [_line(card, day, said, language) for day in card.days]
    return _written(lines).encode()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run is given an apostrophe, which shows it as text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell


def _line(card: Card, day: CardDay, said: dict[str, str], language: str) -> list[str]:
    employee, assignment = card.employee, card.assignment
    return [
        employee.code,
        f"{employee.last_name} {employee.first_name}",
        assignment.division.name,
        assignment.working_type.name,
        day.date.isoformat(),
        weekday_name(day.date.weekday(), language),
        said[f"kind_{day.day_kind.value}"],
        day.leave or day.plan,
        *(" ".join(day.times.get(kind, ())) for kind in Kind),
        *_durations(day),
        said["closed"] if day.is_closed else "",
        said["is_error"] if day.is_error else "",
        " / ".join(said[reason] for reason in day.reasons),
        said_late(day.late, said),
    ]


def _durations(day: CardDay) -> Sequence[str]:
    totals = day.totals
    minutes = (
        totals.break_time,
        totals.assigned,
        totals.unassigned,
        totals.overtime,
        totals.late_night,
        totals.late_night_unassigned,
        totals.late_night_overtime,
        totals.total_work,
        totals.late,
        totals.early_leave,
    )
    is_reckoned = not day.is_error and any(day.times.values())
    return [duration(count) if is_reckoned or count else "" for count in minutes]


def _written(lines: Iterable[Sequence[str]]) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + file.getvalue()
