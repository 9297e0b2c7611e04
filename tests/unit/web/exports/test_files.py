"""What a file may hold, and in which characters."""

import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kaodoki.web.exports.cells import harmless
from kaodoki.web.exports.csv_file import Encoding, lines_of, missing_in
from kaodoki.web.exports.excel_file import Sheet, Value, workbook_of


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_run_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_utf8_begins_with_a_mark_and_ends_its_lines_as_excel_wants() -> None:
    assert b"".join(lines_of([["氏名"], ["佐藤"]])) == b"\xef\xbb\xbf" + "氏名\r\n佐藤\r\n".encode()


def test_shift_jis_has_the_characters_windows_has_and_marks_the_others() -> None:
    rows = [["髙橋 﨑山 ①㈱", "𠮷田 😀"]]

    assert b"".join(lines_of(rows, Encoding.SHIFT_JIS)).decode("cp932") == "髙橋 﨑山 ①㈱,〓田 〓\r\n"
    assert missing_in(rows) == 2


@given(cells=st.lists(st.text(max_size=30), min_size=1, max_size=4), encoding=st.sampled_from(Encoding))
def test_any_text_can_be_written(cells: list[str], encoding: Encoding) -> None:
    (line,) = lines_of([cells], encoding)

    assert line.endswith(b"\r\n")
    assert b"\x00" not in line


def test_a_workbook_holds_dates_numbers_and_no_formula() -> None:
    row: list[Value] = ["=HYPERLINK(1)", 5, date(2026, 11, 20), datetime(2026, 11, 20, 9, 0, 5), "a\x00b", None]
    content = workbook_of([Sheet(title="打刻", head=list("abcdef"), widths=[9] * 6, rows=[row])])

    sheet = load_workbook(io.BytesIO(content))["打刻"]

    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.value for cell in cells] == [
        "=HYPERLINK(1)",
        5,
        datetime(2026, 11, 20),
        datetime(2026, 11, 20, 9, 0, 5),
        "ab",
        None,
    ]
    assert cells[0].data_type == "s"
    assert sheet.freeze_panes == "A2"
