"""Employees from a CSV file: what is read, what is wrong, and all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from kaodoki.accounts.services import create_administrator
from kaodoki.audit.models import AuditEvent
from kaodoki.people.csv_people import PeopleFileUnreadable, apply_people, read_people
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee, create_site

PASSWORD = "a-long-password-for-tests"
HEADING = "従業員コード,姓,名,セイ,メイ,メールアドレス,拠点コード"


def file_of(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join((HEADING, *lines, "")).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_people_come_in_with_their_leading_zeros_however_excel_saved_them(in_scope: Company, encoding: str) -> None:
    create_site(in_scope, "1000", "本社")

    apply_people(in_scope, file_of("0001,髙橋,花子,タカハシ,ハナコ,h@example.jp,1000", encoding=encoding), by="yamada")

    person = Employee.objects.get()
    assert (person.employee_code, person.display_name, person.email) == ("0001", "髙橋 花子", "h@example.jp")
    assert (person.family_name_kana, person.given_name_kana) == ("タカハシ", "ハナコ")
    assert person.site is not None
    assert person.site.code == "1000"
    event = AuditEvent.objects.get(action="employees_imported")
    assert (event.by, event.details) == ("yamada", {"created": 1, "changed": 0})


@pytest.mark.parametrize(
    "text",
    [
        "employee_code,family_name,given_name\n0001,Sato,Jiro\n",
        "Employee Code\tFamily Name\tGiven Name\n0001\tSato\tJiro\n",
        "氏名,社員番号,備考\nSato Jiro,0001,x\n",
        "氏名,社員番号\nSato\u3000Jiro,0001\n",
        '従業員コード,姓,名\n"0001","Sato","Jiro"\n\n,,\n',
    ],
)
def test_columns_are_known_by_the_names_that_people_give_them(in_scope: Company, text: str) -> None:
    apply_people(in_scope, text.encode(), by="yamada")

    person = Employee.objects.get()
    assert (person.employee_code, person.family_name, person.given_name) == ("0001", "Sato", "Jiro")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",山田,花子,,,,", "従業員コードがないか"),
        ("../..,山田,花子,,,,", "従業員コードがないか"),
        ("..,山田,花子,,,,", "従業員コードがないか"),
        ("0002,,花子,,,,", "姓と名が必要"),
        ("0002,山田,花子,,,no address,", "メールアドレスの形式"),
        ("0002,山田,花子,,,,9999", "拠点コード 9999 は登録されていません"),
        ("0001,山田,花子,,,,", "2行目と同じ従業員コード"),
        (f"0002,{'山' * 101},花子,,,,", "姓は100文字まで"),
        ("0002,山田\u202e,花子,,,,", "姓は100文字まで"),
        ("0002,山田,花子,,,,,,", "列の数が1行目より多く"),
    ],
)
def test_a_wrong_line_is_named_and_nobody_comes_in(in_scope: Company, line: str, said: str) -> None:
    data = file_of("0001,佐藤,次郎,,,,", line)

    reading = read_people(in_scope, data)
    with pytest.raises(PeopleFileUnreadable):
        apply_people(in_scope, data, by="yamada")

    assert {problem.number for problem in reading.problems} == {3}
    assert any(said in problem.ja for problem in reading.problems)
    assert all(problem.en.isascii() for problem in reading.problems)
    assert not Employee.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00\x01",
        "名前,年齢\n山田,20\n".encode(),
        HEADING.encode(),
        b'code\n"0001\n',
        b"\x00" * 20,
        b"x" * 5_000_001,
        b"code,name\n" + b"1,a b\n" * 20_002,
    ],
    ids=["empty", "no text", "no codes", "nobody", "open quote", "zeros", "too large", "too many"],
)
def test_what_is_no_file_of_people_is_refused_with_a_reason(in_scope: Company, data: bytes) -> None:
    with pytest.raises(PeopleFileUnreadable) as refused:
        read_people(in_scope, data)

    assert "{" not in refused.value.message("ja") + refused.value.message("en")


def test_known_people_are_changed_only_where_the_file_says_so(in_scope: Company) -> None:
    site = create_site(in_scope, "1000", "本社")
    create_employee(in_scope, "0001", {"family_name": "山田", "given_name": "花子", "site_code": site.code}, by="tests")
    create_employee(in_scope, "0002", {"family_name": "佐藤", "given_name": "次郎"}, by="tests")

    done = apply_people(in_scope, "従業員コード,姓\n0001,鈴木\n0002,佐藤\n".encode(), by="yamada")

    first = Employee.objects.select_related("site").get(employee_code="0001")
    assert (first.family_name, first.given_name, first.site) == ("鈴木", "花子", site)
    assert ([line.employee_code for line in done.changed], done.unchanged, done.new) == (["0001"], 1, ())


def test_another_companys_people_and_sites_are_not_met(in_scope: Company) -> None:
    other = create_company("other", "Other")
    with scope(company=other):
        create_site(other, "1000", "Elsewhere")
        create_employee(other, "0001", {"family_name": "A", "given_name": "B"}, by="tests")

    reading = read_people(in_scope, file_of("0001,山田,花子,,,,1000"))

    assert [line.employee_code for line in reading.new] == ["0001"]
    assert len(reading.problems) == 1


def test_ten_thousand_people_take_a_bounded_number_of_questions(in_scope: Company) -> None:
    data = file_of(*(f"{number:05},山田,花子,,,," for number in range(10_000)))

    with CaptureQueriesContext(connection) as asked:
        apply_people(in_scope, data, by="yamada")

    assert Employee.objects.count() == 10_000
    assert len(asked) < 40


def logged_in(company: Company) -> Client:
    create_administrator(company, "admin", PASSWORD, "all_rights")
    client = Client()
    assert client.login(username="admin", password=PASSWORD)
    return client


def look(client: Client, data: bytes) -> str:
    answer = client.post("/console/first-steps/people", {"action": "look", "file": SimpleUploadedFile("a.csv", data)})
    return answer.content.decode()


def test_page_shows_first_and_stores_then_also_after_it_was_left(company: Company) -> None:
    client = logged_in(company)

    page = look(client, file_of("0001,山田,花子,,,,"))
    with scope(company=company):
        before = Employee.objects.count()
    again = client.get("/console/first-steps/people").content.decode()
    client.post("/console/first-steps/people", {"action": "apply"})
    twice = client.post("/console/first-steps/people", {"action": "apply"})

    assert "新規 1 名" in page
    assert "新規 1 名" in again
    assert (before, twice.status_code) == (0, 302)
    with scope(company=company):
        assert Employee.objects.count() == 1


def test_page_forgets_a_file_when_asked_to(company: Company) -> None:
    client = logged_in(company)
    look(client, file_of("0001,山田,花子,,,,"))

    client.post("/console/first-steps/people", {"action": "drop"})

    assert "この内容で登録する" not in client.get("/console/first-steps/people").content.decode()


def test_markup_in_a_file_stays_text(company: Company) -> None:
    page = look(logged_in(company), file_of("0001,<script>alert(1)</script>,花子,,,,"))

    assert "<script>" not in page


def test_the_example_can_be_read(in_scope: Company) -> None:
    data = logged_in(in_scope).get("/console/first-steps/people/example.csv").content

    assert not read_people(in_scope, data).problems
