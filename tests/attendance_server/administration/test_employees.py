"""The list of employees."""

from datetime import date

import pytest
from django.test import Client

from attendance_server.webapi.models import Assignment, Division, Employee, WorkingType
from tests.attendance_server.caller import HANAKO, TARO, Caller

PAGE = "/administration/employees/"


def names(client: Client, query: str = "") -> list[str]:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return [name for name in ("太郎", "花子") if f"勤怠 {name}</b>" in answer.content.decode()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["太郎", "花子"]),
        ("?q=1000", ["太郎"]),
        ("?q=花", ["花子"]),
        ("?q=勤怠太郎", ["太郎"]),
        ("?q=勤怠 太郎", ["太郎"]),
        ("?q=キンタイ ハナコ", ["花子"]),
        ("?q=ﾊﾅｺ", ["花子"]),
        ("?q=１０００", ["太郎"]),
        ("?q=%", []),
        ("?q=_", []),
        ("?q=.*", []),
        ("?division=2000", []),
        ("?division=1000&q=2000", ["花子"]),
        ("?division=%00", []),
        ("?q=%00", ["太郎", "花子"]),
        ("?page=99", ["太郎", "花子"]),
        ("?page=x", ["太郎", "花子"]),
    ],
)
def test_search_by_code_name_reading_and_division(administrator: Client, query: str, found: list[str]) -> None:
    assert names(administrator, query) == found


def test_nobody_found_says_what_to_do(administrator: Client) -> None:
    assert "条件を変えて検索してください" in administrator.get(f"{PAGE}?q=zzz").content.decode()


def test_people_who_left_are_shown_only_on_request(administrator: Client) -> None:
    Employee.objects.filter(key=HANAKO).update(resignation_date=date(2026, 11, 19))
    Employee.objects.filter(key=TARO).update(resignation_date=date(2026, 11, 20))

    assert names(administrator) == ["太郎"]
    assert names(administrator, "?resigned=on") == ["太郎", "花子"]


def test_a_hostile_search_is_shown_as_text(administrator: Client) -> None:
    shown = administrator.get(PAGE, {"q": '"><script>alert(1)</script>', "division": "'><b>"}).content.decode()

    assert "<script" not in shown
    assert "<b>'" not in shown
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in shown


def test_a_row_leads_to_the_time_card_also_with_a_strange_code(api: Caller, administrator: Client) -> None:
    Employee.objects.filter(key=TARO).update(code="a&month=x/#?")

    shown = administrator.get(PAGE).content.decode()

    link = "/timecards/?employee=a%26month%3Dx%2F%23%3F"
    assert f'href="{link}"' in shown
    assert "太郎" in administrator.get(link).content.decode()


def test_many_people_come_in_pages_and_keep_the_search(administrator: Client) -> None:
    people = [
        Employee(key=f"{n:064x}", code=f"x{n:03d}", last_name="山田", first_name=str(n), gender="male")
        for n in range(120)
    ]
    Employee.objects.bulk_create(people)
    division, kind = Division.objects.get(code="1000"), WorkingType.objects.get()
    Assignment.objects.bulk_create(
        Assignment(employee=p, effective_from=date(1, 1, 1), division=division, working_type=kind) for p in people
    )

    shown = administrator.get(f"{PAGE}?q=山田&page=2").content.decode()

    assert "120 名" in shown
    assert "2 / 3" in shown
    assert "x050" in shown
    assert "x100" not in shown
    assert "?q=%E5%B1%B1%E7%94%B0&amp;page=3" in shown
