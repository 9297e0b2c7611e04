"""Mistakes that people make in spreadsheets: each is found, and the sentence tells where and what to do."""

import pytest

from tests.attendance_server.caller import Caller
from tests.attendance_server.loading.files import counts, file, problems


def test_lost_zeros_are_recognised(api: Caller) -> None:
    found = problems(file("従業員.csv", "従業員コード,グループコード", "1000,1"))

    assert found == [
        "従業員.csv 2行目「グループコード」: 「1」は登録されていません。「0001」ではありませんか"
        "(Excelは先頭の0を消すため、列の表示形式を「文字列」にしてください)。"
    ]


def test_unknown_people_are_named(api: Caller) -> None:
    found = problems(file("休暇付与.csv", "従業員コード,休暇コード,付与日,日数", "9999,1,2026/4/1,10"))

    assert found == [
        "休暇付与.csv 2行目「従業員コード」: 「9999」は登録されていません。"
        "コードを確認するか、先に登録してください(同じフォルダーのCSVに入れても登録できます)。"
    ]


def test_the_same_twice_is_found_over_files(api: Caller) -> None:
    one = file("所属.csv", "所属コード,所属名", "3000,大阪")
    other = file("所属_追加.csv", "所属コード,所属名", "3000,神戸")

    assert problems(one, other) == [
        "所属_追加.csv 2行目: 所属.csv 2行目と同じものが2行あります。どちらかを削除してください。"
    ]


def test_unknown_headings_and_missing_ones(api: Caller) -> None:
    found = problems(file("所属.csv", "コード,所属名", "3000,大阪"))

    assert found == [
        "所属.csv 1行目「コード」: この見出しは使えません。使える見出し: 所属コード・所属名・日付変更時間。",
        "所属.csv 1行目: 見出し「所属コード」の列がありません。列を追加してください。",
    ]


@pytest.mark.parametrize(
    ("name", "headings", "line", "column"),
    [
        ("所属.csv", "所属コード,所属名", ",大阪", "所属コード"),
        ("会社カレンダー.csv", "日付,区分", "2026-02-29,平日", "日付"),
        ("会社カレンダー.csv", "日付,区分,削除", "2026-02-28,平日,たぶん", "削除"),
        ("雇用区分.csv", "雇用区分コード,所定始業,所定終業", "1,9:00,", "所定終業"),
        ("雇用区分.csv", "雇用区分コード,法定休日,法定外休日", "1,日,土日", "法定外休日"),
        ("雇用区分.csv", "雇用区分コード,法定休日", "1,盆", "法定休日"),
        ("雇用区分.csv", "雇用区分コード,締め日", "1,32", "締め日"),
        ("雇用区分.csv", "雇用区分コード,出勤の丸め", "1,15分", "出勤の丸め"),
        ("雇用区分.csv", "雇用区分コード,割増残業の始まり(分)", "1,3600;2700", "割増残業の始まり(分)"),
        ("雇用区分.csv", "雇用区分コード,定時の休憩", "1,12時から", "定時の休憩"),
        ("雇用区分.csv", "雇用区分コード,週の起算曜日", "1,土日", "週の起算曜日"),
        ("従業員.csv", "従業員コード,時給(円)", "1000,-5", "時給(円)"),
        ("従業員.csv", "従業員コード,メールアドレス", "1000,taro", "メールアドレス"),
        ("従業員.csv", "従業員コード,性別", "1000,男子", "性別"),
        ("休暇付与.csv", "従業員コード,休暇コード,付与日,日数", "1000,1,2026/4/1,0.3", "日数"),
        ("休暇付与.csv", "従業員コード,休暇コード,付与日,日数", "1000,1,2026/4/1,", "日数"),
        ("休暇付与.csv", "従業員コード,休暇コード,付与日,日数,有効期限", "1000,1,2026/4/1,1,2026/3/31", "有効期限"),
        ("スケジュール.csv", "従業員コード,日付,出勤予定,退勤予定", "1000,2026/11/20,9:00,48:00", "退勤予定"),
        ("スケジュール.csv", "従業員コード,日付,出勤予定,退勤予定", "1000,2026/11/20,22:00,7:00", "退勤予定"),
        ("スケジュール.csv", "従業員コード,日付,半休の休暇コード,半休の種類", "1000,2026/11/20,1,", "半休の種類"),
        (
            "スケジュール.csv",
            "従業員コード,日付,時間休の休暇コード,時間休の始まり,時間休の終わり",
            "1000,2026/11/20,1,15:00,",
            "時間休の終わり",
        ),
        (
            "申請.csv",
            "申請番号,種類,従業員コード,対象日,申請日,開始",
            "1,時間外勤務,1000,2026/11/20,2026/11/20,9:00",
            "終了",
        ),
        (
            "申請.csv",
            "申請番号,種類,従業員コード,対象日,申請日,開始",
            "1,打刻,1000,2026/11/20,2026/11/20,9:00",
            "打刻種別",
        ),
    ],
)
def test_each_mistake_names_its_column(api: Caller, name: str, headings: str, line: str, column: str) -> None:
    found = problems(file(name, headings, line))

    assert len(found) == 1, found
    assert found[0].startswith(f"{name} 2行目「{column}」: ")


@pytest.mark.parametrize("cell", ["2026-11-20", "2026/11/20", "2026/1/5", "2026年11月20日", "2026.11.20"])
def test_dates_are_taken_as_spreadsheets_write_them(api: Caller, cell: str) -> None:
    assert counts(file("会社カレンダー.csv", "日付,区分", f"{cell},平日"))["会社カレンダー"] == (1, 0, 0, 0)


def test_a_file_of_unknown_name_and_an_empty_folder_are_refused(api: Caller) -> None:
    assert problems(file("データ.csv", "所属コード,所属名", "1,a"))[0].startswith("データ.csv: ファイル名から")
    assert problems()[0].startswith("*.csv: 読み込むCSVファイルがありません。")


def test_a_value_without_a_heading_is_refused(api: Caller) -> None:
    assert problems(file("所属.csv", "所属コード,所属名", "3000,大阪,梅田"))[0].startswith(
        "所属.csv 2行目: 見出しより右"
    )
    assert problems(file("所属.csv", "所属コード,所属名,所属名", "3000,大阪,梅田"))[0].startswith("所属.csv: 見出し")


def test_empty_lines_and_columns_are_no_mistake(api: Caller) -> None:
    assert counts(file("所属.csv", "所属コード,所属名,,", "3000,大阪,,", ",,,", "", "3001,神戸"))["所属"] == (
        2,
        0,
        0,
        0,
    )
