"""A file of each kind to begin with: its headings and rows that can be loaded as they are."""

import csv
import io

from attendance_server.loading.load import TABLES
from attendance_server.loading.sheets import File
from attendance_server.loading.tables import REMOVAL, Table

BYTE_ORDER_MARK = "\ufeff"  # without it Excel in Japan takes UTF-8 for Shift_JIS


def example_files(language: str) -> list[File]:
    """In "ja" or "en"; together they are a small company."""
    return [File(name=f"{table.name.said(language)}.csv", content=_content(table, language)) for table in TABLES]


def _content(table: Table, language: str) -> bytes:
    columns = [column.example.said(language).split("|") for column in table.columns]
    headings = [column.heading.said(language) for column in table.columns]
    length = max(len(cells) for cells in columns)
    rows = [[cells[at] if at < len(cells) else "" for cells in columns] for at in range(length)]
    if table.can_remove:
        headings.append(REMOVAL.said(language))
        rows = [[*row, ""] for row in rows]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()
