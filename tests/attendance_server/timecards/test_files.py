"""A time card as PDF, as CSV and on paper."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from attendance_server import timecards
from attendance_server.timecards.csv_file import harmless
from attendance_server.webapi import clock
from attendance_server.webapi.closing import close_month
from attendance_server.webapi.models import Division, Employee
from tests.attendance_server.caller import TARO, Caller

WEEKDAYS = "月火水木金土日"


def close_october() -> None:
    for division in Division.objects.all():
        close_month(division, date(2026, 10, 1), by="admin", now=clock.now())


def work_into_the_night(api: Caller) -> None:
    api.punch_day(("1", "09:00"), ("3", "12:00"), ("4", "13:00"), ("2", "2026-11-21T01:00:00+09:00"))
    api.punch_day(("1", "09:00"), date="2026-11-19")


def pdf_text(client: Client, query: str = "?employee=1000&month=2026-11") -> str:
    answer = client.get(f"/timecards/card.pdf{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    return pages[0].extract_text()


def csv_lines(client: Client, query: str = "?employee=1000&month=2026-11") -> list[bytes]:
    answer = client.get(f"/timecards/card.csv{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return bytes(answer.content).split(b"\r\n")


def test_the_pdf_is_one_page_with_the_night_as_25_00(api: Caller, administrator: Client) -> None:
    work_into_the_night(api)

    shown = pdf_text(administrator)

    for part in ("タイムカード 2026年11月", "勤怠 太郎 (1000)", "本社 / 正社員", "25:00", "12:00–13:00", "15:00"):
        assert part in shown, part
    assert "退勤の打刻がありません" in shown.replace("\n", "")
    assert all(f"11/{day:02d} {WEEKDAYS[(day + 5) % 7]}" in shown for day in range(1, 31))


def test_the_pdf_speaks_english(api: Caller, administrator: Client) -> None:
    work_into_the_night(api)

    shown = pdf_text(administrator, "?employee=1000&month=2026-11&lang=en")

    assert all(part in shown for part in ("Time card Nov 2026", "Overtime", "25:00", "11/20 Fri"))
    assert "No clock-out" in shown.replace("\n", " ")


def test_the_pdf_of_a_month_of_31_full_days_is_one_page_still(api: Caller, administrator: Client) -> None:
    for day in range(1, 32):
        date = f"2026-10-{day:02d}"
        times = ("1", "08:00"), ("3", "12:00"), ("4", "13:00"), ("3", "15:00"), ("4", "15:10"), ("2", "23:30")
        api.punch_day(*times, ("7", "16:00"), ("8", "16:30"), date=date)

    assert pdf_text(administrator, "?employee=1000&month=2026-10").count("23:30") == 31


def test_markup_and_rare_characters_in_a_name_break_no_pdf(api: Caller, administrator: Client) -> None:
    Employee.objects.filter(key=TARO).update(last_name="<b>&\x07", first_name="𠮷 髙﨑</para>")

    shown = pdf_text(administrator)

    assert "<b>& 〓 髙﨑</para> (1000)" in shown


def test_the_csv_is_these_bytes(api: Caller, administrator: Client) -> None:
    work_into_the_night(api)

    lines = csv_lines(administrator)

    head = (
        "従業員コード,氏名,所属,雇用区分,勤務日,曜日,勤務日種別,予定,出勤,退勤,休憩開始,休憩終了,外出,戻り,"
        "休憩時間,所定,所定外,残業,深夜所定,深夜所定外,深夜残業,労働合計,遅刻,早退,締め済み,エラー,エラー理由,"
        "締め後の打刻"
    )
    assert lines[0] == b"\xef\xbb\xbf" + head.encode()
    assert lines[1] == "1000,勤怠 太郎,本社,正社員,2026-11-01,日,平日,,,,,,,,,,,,,,,,,,,,,".encode()
    assert (
        lines[19]
        == (
            "1000,勤怠 太郎,本社,正社員,2026-11-19,木,平日,,09:00,,,,,,,,,,,,,,,,,エラー,退勤の打刻がありません,"
        ).encode()
    )
    assert (
        lines[20]
        == (
            "1000,勤怠 太郎,本社,正社員,2026-11-20,金,平日,,09:00,25:00,12:00,13:00,,,"
            "1:00,8:00,0:00,4:00,0:00,0:00,3:00,15:00,0:00,0:00,,,,"
        ).encode()
    )
    assert len(lines) == 32
    assert lines[31] == b""


def test_the_csv_speaks_english(api: Caller, administrator: Client) -> None:
    lines = csv_lines(administrator, "?employee=1000&month=2026-11&lang=en")

    assert lines[0].startswith(b"\xef\xbb\xbfEmployee code,Name,Division")
    assert b",2026-11-20,Fri,Weekday," in lines[20]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", " =", "\n="])
def test_no_cell_is_a_formula(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", ["", "25:00", "0121", "A=1", "勤怠 太郎", "12:00–13:00"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_hostile_names_codes_and_early_punches_are_text_in_the_csv(api: Caller, administrator: Client) -> None:
    name = {"last_name": '=HYPERLINK("https://evil.example")', "first_name": "a\r\nb"}
    Employee.objects.filter(key=TARO).update(code="@SUM(1)", **name)
    api.punch("2026-11-19T23:30:00+09:00", date="2026-11-20", code="1")

    answer = administrator.get("/timecards/card.csv?employee=%40SUM(1)&month=2026-11")

    shown = answer.content.decode("utf-8-sig")
    assert '\'@SUM(1),"\'=HYPERLINK(""https://evil.example"") a\r\nb",本社' in shown
    assert ",'-00:30," in shown
    assert answer["Content-Disposition"] == 'attachment; filename="timecard__SUM_1__2026-11.csv"'


def test_what_is_only_for_the_screen_is_not_printed() -> None:
    style = (Path(timecards.__file__).parent / "static/timecards/print.css").read_text()

    assert "size: A4 portrait" in style
    assert ".menu, .tools" in style


def test_punches_after_the_closing_stand_in_both_files_as_what_they_are(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), ("2", "18:00"), date="2026-10-30")
    close_october()
    api.punch_day(("2", "2026-10-31T01:30:00+09:00"), date="2026-10-30")

    shown = pdf_text(administrator, "?employee=1000&month=2026-10").replace("\n", "")
    lines = [line.decode("utf-8-sig").split(",") for line in csv_lines(administrator, "?employee=1000&month=2026-10")]

    assert "締め後の打刻 退勤 25:30" in shown
    assert lines[0][-1] == "締め後の打刻"
    (day,) = (line for line in lines if "2026-10-30" in line)
    assert day[-1] == "退勤 25:30"
    assert day[9] == "18:00"
