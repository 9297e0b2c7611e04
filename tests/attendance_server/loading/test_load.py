"""Company data from CSV files: what is stored, and that nothing is stored by halves."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from attendance_server.loading.examples import example_files
from attendance_server.loading.sheets import File
from attendance_server.webapi.models import (
    Application,
    Assignment,
    CalendarDay,
    Division,
    Employee,
    EmployeeGroup,
    HolidayGrant,
    MonthClosing,
    Schedule,
    WorkingType,
)
from tests.attendance_server.caller import TARO, Caller
from tests.attendance_server.loading.files import counts, file, problems

EMPLOYEE_HEADINGS = "従業員コード,姓,名,性別,所属コード,雇用区分コード"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_examples_are_a_company_and_the_second_time_nothing_new(db: None, language: str) -> None:
    first = counts(*example_files(language))
    again = counts(*example_files(language))

    assert {name: changed for name, (_, *changed) in first.items()} == {name: [0, 0, 0] for name in first}
    assert {name: done[:3] for name, done in again.items()} == dict.fromkeys(first, (0, 0, 0))
    assert first["従業員"][0] == again["従業員"][3] == 2
    assert Employee.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_whatever_excel_saves_is_read(api: Caller, encoding: str) -> None:
    assert counts(file("所属.csv", "所属コード,所属名", "3000,髙島屋前", encoding=encoding))["所属"] == (1, 0, 0, 0)
    assert Division.objects.get(code="3000").name == "髙島屋前"


def test_a_name_that_macos_took_apart_tells_the_kind_of_file(api: Caller) -> None:
    taken_apart = "従業員ク\u3099ルーフ\u309a.csv"

    assert counts(file(taken_apart, "グループコード,グループ名", "9,監査"))["従業員グループ"] == (1, 0, 0, 0)


def test_one_mistake_keeps_everything_out(api: Caller) -> None:
    good = file("所属.csv", "所属コード,所属名", "3000,大阪")
    bad = file("会社カレンダー.csv", "日付,区分", "2026/12/31,法定外休日", "2026/12/32,やすみ")

    found = problems(good, bad)

    assert found == [
        "会社カレンダー.csv 3行目「日付」: 「2026/12/32」は使えません。日付(例: 2026/11/20)を入力してください。",
        "会社カレンダー.csv 3行目「区分」: 「やすみ」は使えません。"
        "次のいずれか: 平日・法定休日・法定外休日を入力してください。",
    ]
    assert not Division.objects.filter(code="3000").exists()
    assert not CalendarDay.objects.exists()


def test_problems_are_said_in_english_too(api: Caller) -> None:
    bad = file("divisions.csv", "Division code,Division name,Day border", "3000,Osaka,25:00")

    assert problems(bad, language="en") == [
        "divisions.csv, line 2, “Day border”: “25:00” is of no use. Enter a time from 0:00 to 23:59, such as 9:00."
    ]


def test_a_person_comes_with_division_type_groups_and_wage_and_keeps_the_key(api: Caller) -> None:
    headings = f"{EMPLOYEE_HEADINGS},グループコード,入社日,時給(円),交通費(円/日)"
    new = file("従業員.csv", headings, '3001,高橋,健,男性,2000,1,0001;0003,2026/4/1,"1,500",480')
    assert counts(new)["従業員"] == (1, 0, 0, 0)
    key = Employee.objects.get(code="3001").key

    raised = file("従業員.csv", "従業員コード,時給(円)", "3001,1600")
    assert counts(raised)["従業員"] == (0, 1, 0, 0)

    person = Employee.objects.get(code="3001")
    assert (person.key, len(key)) == (key, 64)
    assert (person.hourly_wage_yen, person.commuting_yen_a_day) == (1600, 480)
    assert person.hired_date == date(2026, 4, 1)
    assert set(person.groups.values_list("code", flat=True)) == {"0001", "0003"}
    assert api.get("/employees/3001").json()["divisionCode"] == "2000"


def test_a_transfer_holds_from_its_date_and_is_loaded_once(api: Caller) -> None:
    move = file("従業員.csv", "従業員コード,所属コード,異動日", "1000,2000,2026/12/1")

    assert counts(move)["従業員"] == (0, 1, 0, 0)
    assert counts(move)["従業員"] == (0, 0, 0, 1)

    assert Assignment.objects.filter(employee__key=TARO).count() == 2
    assert api.get("/employees/1000?date=2026-11-30").json()["divisionCode"] == "1000"
    assert api.get("/employees/1000?date=2026-12-01").json()["divisionCode"] == "2000"


def test_a_transfer_without_a_date_holds_from_today_on(api: Caller) -> None:
    counts(file("従業員.csv", "従業員コード,所属コード", "1000,2000"))

    assert Assignment.objects.filter(employee__key=TARO).latest("effective_from").effective_from == date(2026, 11, 20)


def test_an_empty_cell_takes_away_and_a_missing_column_does_not(api: Caller) -> None:
    counts(file("従業員.csv", "従業員コード,時給(円),交通費(円/日),グループコード", "1000,1200,300,0003"))
    counts(file("従業員.csv", "従業員コード,時給(円),グループコード", "1000,,"))

    person = Employee.objects.get(key=TARO)
    assert (person.hourly_wage_yen, person.commuting_yen_a_day, person.groups.count()) == (None, 300, 0)


def test_what_a_person_needs_can_neither_be_left_out_nor_taken_away(api: Caller) -> None:
    without = file("従業員.csv", "従業員コード,姓", "3001,高橋")
    emptied = file("従業員.csv", "従業員コード,姓,所属コード", "1000,,")

    assert [text.partition("」")[0] for text in problems(without)] == [
        f"従業員.csv 2行目「{name}" for name in ("名", "性別", "所属コード", "雇用区分コード")
    ]
    assert [text.partition("」")[0] for text in problems(emptied)] == [
        f"従業員.csv 2行目「{name}" for name in ("姓", "所属コード")
    ]


def test_rules_of_a_working_type_become_what_the_reckoning_reads(api: Caller) -> None:
    headings = "雇用区分コード,雇用区分名,締め日,所定始業,所定終業,法定休日,法定外休日,定時の休憩,出勤の丸め"
    night = "9,夜勤,15日,22:00,7:00,日,土,,15分切り上げ"
    assert counts(file("雇用区分.csv", headings, night))["雇用区分"] == (1, 0, 0, 0)

    found = WorkingType.objects.get(code="9")

    assert (found.closing_day, found.planned_start, found.planned_end) == (15, time(22), time(7))
    assert (found.legal_holiday_weekdays, found.general_holiday_weekdays) == ([6], [5])
    assert found.rules == {"punch_rounding": {"1": [15, "up"]}}


def test_a_rule_is_taken_out_again_and_others_stay(api: Caller) -> None:
    headings = "雇用区分コード,出勤の丸め,退勤の丸め,週の上限(分),在社時間による休憩"
    counts(file("雇用区分.csv", headings, "1,15分切り上げ,5分切り捨て,2400,361=45;481=60"))
    counts(file("雇用区分.csv", "雇用区分コード,出勤の丸め,週の上限(分)", "1,,"))

    assert WorkingType.objects.get(code="1").rules == {
        "punch_rounding": {"2": [5, "down"]},
        "presence_breaks": [[361, 45], [481, 60]],
    }


def test_grants_are_balances_of_the_webapi(api: Caller) -> None:
    counts(file("休暇付与.csv", "従業員コード,休暇コード,付与日,日数,有効期限", "1000,1,2026/4/1,10.5,2028/3/31"))

    assert HolidayGrant.objects.get().days == Decimal("10.5")
    remained = api.get("/monthly-workings/holiday-remained/1/2026-11").json()[0]["holidayRemained"]
    assert remained[0] == {"day": 10.5, "minutes": 0, "code": 1, "name": "有休"}


def test_a_grant_is_removed_again_and_removing_twice_changes_nothing(api: Caller) -> None:
    headings = "従業員コード,休暇コード,付与日,日数,削除"
    counts(file("休暇付与.csv", headings, "1000,1,2026/4/1,10,"))

    assert counts(file("休暇付与.csv", headings, "1000,1,2026/4/1,,○"))["休暇付与"] == (0, 0, 1, 0)
    assert counts(file("休暇付与.csv", headings, "1000,1,2026/4/1,,○"))["休暇付与"] == (0, 0, 0, 1)
    assert not HolidayGrant.objects.exists()


def test_a_planned_night_ends_the_next_morning(api: Caller) -> None:
    headings = "従業員コード,日付,出勤予定,退勤予定,休憩予定(分),勤務地の所属コード"
    counts(file("スケジュール.csv", headings, "1000,2026/11/20,17:00,25:30,60,2000"))

    plan = Schedule.objects.get()
    assert plan.clock_out == datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    answer = api.get("/daily-schedules/2026-11-20").json()["dailySchedules"][0]
    assert (answer["clockOutSchedule"], answer["workPlaceDivisionCode"]) == ("2026-11-21T01:30+09:00", "2000")


def test_half_days_and_hours_of_leave_are_counted(api: Caller) -> None:
    headings = "従業員コード,日付,半休の休暇コード,半休の種類,時間休の休暇コード,時間休の始まり,時間休の終わり"
    counts(file("スケジュール.csv", headings, "1000,2026/11/19,1,午前休,,,", "1000,2026/11/20,,,1,15:00,17:00"))

    months = api.get("/monthly-workings/2026-11").json()
    taken = next(item for item in months if item["employeeKey"] == TARO)["holidaysObtained"]
    assert taken == [{"dayCount": 0.5, "minutes": 120, "code": 1, "name": "有休"}]


def test_a_closed_day_is_not_planned_anew(api: Caller) -> None:
    division = Division.objects.get(code="1000")
    closing = MonthClosing.objects.create(
        division=division, month=date(2026, 10, 1), closed_at=datetime(2026, 11, 1, tzinfo=UTC), closed_by="a"
    )
    plan = file("スケジュール.csv", "従業員コード,日付,備考", "1000,2026/10/30,早番")
    counts(plan)
    closing.days.create(employee=Employee.objects.get(key=TARO), date=date(2026, 10, 30), totals={})

    assert counts(plan)["スケジュール"] == (0, 0, 0, 1)
    changed = problems(file("スケジュール.csv", "従業員コード,日付,備考", "1000,2026/10/30,遅番"))
    removed = problems(file("スケジュール.csv", "従業員コード,日付,削除", "1000,2026/10/30,○"))
    said = "締め済みの勤務日は変更できません。締めを解除してから読み込んでください。"
    assert changed == removed == [f"スケジュール.csv 2行目: {said}"]


def test_applications_are_answered_by_kind(api: Caller) -> None:
    headings = "申請番号,種類,従業員コード,対象日,申請日,状態,開始,終了,打刻種別,申請者コメント"
    asked = file(
        "申請.csv",
        headings,
        "1,時間外勤務,1000,2026/11/20,2026/11/19,承認済み,18:00,25:00,,月末",
        "2,打刻,1000,2026/11/20,2026/11/20,,9:00,,出勤,打刻忘れ",
        "3,スケジュール,1000,2026/11/24,2026/11/20,申請中,10:00,19:00,,",
    )
    assert counts(asked)["申請"] == (3, 0, 0, 0)
    assert counts(asked)["申請"] == (0, 0, 0, 3)

    overtime = api.get("/requests/overtimes/2026-11").json()["overtimeRequests"][0]
    assert (overtime["status"], overtime["applicant"]["key"], overtime["message"]) == ("approved", TARO, "月末")
    assert overtime["requested"]["end"] == "2026-11-21T01:00+09:00"
    punch = api.get("/requests/timerecords/2026-11").json()["requests"][0]
    assert punch["requested"] == {"code": "1", "time": "2026-11-20T09:00:00+09:00"}
    schedule = api.get("/requests/schedules/2026-11").json()["scheduleRequests"][0]
    assert schedule["requested"]["clockInSchedule"] == "2026-11-24T10:00+09:00"
    assert Application.objects.count() == 3


def test_groups_have_categories(api: Caller) -> None:
    counts(file("従業員グループ.csv", "グループコード,グループ名,カテゴリコード,カテゴリ名", "0009,監査,A,本部"))

    assert EmployeeGroup.objects.get(code="0009").category_name == "本部"


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xff\xfe\x00\xd8\x81", b"", b'a,"b\r\n'])
def test_what_is_no_csv_is_refused_with_what_to_do(db: None, content: bytes) -> None:
    assert len(problems(File(name="所属.csv", content=content))) == 1
