"""The page データ出力 and what comes of it."""

import csv
import hashlib
import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.integration.api_client import jst

from kaodoki.accounts.models import Administrator, AdministratorSite
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee, create_site
from kaodoki.punches.models import OvertimeBalance, Punch, PunchEvent
from kaodoki.web.exports import inspection

PAGE = "/console/exports"
MORNING = jst("2026-11-20T09:00:00")


def administrator(company: Company, role: str = "all_rights") -> Client:
    made = Administrator.objects.create(company=company, login=role, role=role)
    client = Client()
    client.force_login(made)
    return client


def person(company: Company, code: str, site: str = "") -> Employee:
    names = {"family_name": "佐藤", "given_name": "美咲", "site_code": site}
    return create_employee(company, code, names, by="tests")


def punch(employee: Employee, kind: str, at: datetime, **columns: object) -> Punch:
    values = {"working_date": at.date(), "working_time": f"{at:%H:%M}", "state": "delivered", **columns}
    return Punch.objects.create(
        company=employee.company,
        employee=employee,
        kind=kind,
        punched_at=at,
        deliver_after=at,
        created_at=at,
        **values,
    )


@pytest.fixture
def worked(in_scope: Company) -> Employee:
    """A day, the wrong clock-out of which was corrected into the night, and a punch of another month."""
    somebody = person(in_scope, "0012")
    punch(somebody, "in", MORNING)
    wrong = punch(somebody, "out", MORNING + timedelta(hours=9), state="discarded")
    PunchEvent.objects.create(
        company=in_scope, punch=wrong, state="discarded", at=MORNING, note="退勤を押し忘れた", by="yamada"
    )
    punch(
        somebody,
        "out",
        MORNING + timedelta(hours=16),
        corrects=wrong,
        working_date=MORNING.date(),
        working_time="25:00",
    )
    punch(somebody, "in", MORNING - timedelta(days=40))
    OvertimeBalance.objects.create(company=in_scope, employee=somebody, month="2026-11", minutes=125, as_of=MORNING)
    return somebody


def download(client: Client, **form: str) -> bytes:
    answer = client.post(PAGE, {"month": "2026-11", "site": "", "format": "csv", **form})
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    return bytes(answer.content)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_every_punch_of_the_month_also_what_was_corrected_and_why(in_scope: Company, worked: Employee) -> None:
    head, *lines = rows_of(download(administrator(in_scope)))

    assert head[:4] == ["従業員コード", "氏名", "勤務日", "勤務時刻"]
    assert [line[3] for line in lines] == ["09:00", "18:00", "25:00"]
    wrong, right = lines[1], lines[2]
    assert wrong[head.index("状態")] == "取消"
    assert wrong[head.index("理由")] == "退勤を押し忘れた"
    assert wrong[head.index("処理者")] == "yamada"
    assert right[head.index("訂正元")] == wrong[head.index("打刻ID")]


def test_the_hashes_can_be_checked_without_our_software(in_scope: Company, worked: Employee) -> None:
    content = download(administrator(in_scope)).decode("utf-8-sig")

    last = hashlib.sha256(f"{in_scope.code}|*|2026-11".encode()).hexdigest()
    for line in content.split("\r\n")[1:-1]:
        cells, _, given = line.rpartition(",")
        last = hashlib.sha256((last + cells).encode()).hexdigest()
        assert given == last


def test_the_inspectors_pdf_has_the_sum_and_the_last_hash_on_each_page(in_scope: Company, worked: Employee) -> None:
    archive = zipfile.ZipFile(io.BytesIO(download(administrator(in_scope), format="inspection")))

    pdf, lines = archive.read("kaodoki_2026-11_all.pdf"), rows_of(archive.read("kaodoki_2026-11_all.csv"))

    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "打刻記録" in text
    assert "打刻のある日 1 日 ・ 在社時間 16:00 ・ 残業 2:05" in text
    assert "25:00" in text
    assert lines[-1][-1] in text


def test_many_people_fill_many_pages_each_with_its_number(in_scope: Company) -> None:
    for number in range(30):
        somebody = person(in_scope, f"{number:04}")
        punch(somebody, "in", MORNING)
        punch(somebody, "out", MORNING + timedelta(hours=8))

    archive = zipfile.ZipFile(io.BytesIO(download(administrator(in_scope), format="inspection")))

    pages = PdfReader(io.BytesIO(archive.read("kaodoki_2026-11_all.pdf"))).pages
    assert len(pages) == 3
    assert "2 / 3 ページ" in pages[1].extract_text()
    assert "0029" in pages[2].extract_text()


def test_a_month_without_punches_says_so(in_scope: Company) -> None:
    archive = zipfile.ZipFile(io.BytesIO(download(administrator(in_scope), format="inspection")))

    text = PdfReader(io.BytesIO(archive.read("kaodoki_2026-11_all.pdf"))).pages[0].extract_text()
    assert "この月の打刻はありません" in text


def test_excel_has_punches_and_overtime(in_scope: Company, worked: Employee) -> None:
    book = load_workbook(io.BytesIO(download(administrator(in_scope), format="excel")))

    assert book["打刻"]["E2"].value == datetime(2026, 11, 20, 9, 0)
    assert [cell.value for cell in book["残業時間"][2]] == ["0012", "2026-11", 125]


def test_shift_jis_is_what_old_payroll_reads(in_scope: Company, worked: Employee) -> None:
    assert "佐藤 美咲" in download(administrator(in_scope), format="csv_sjis").decode("cp932")


def test_a_site_manager_has_only_their_sites(in_scope: Company) -> None:
    mine, other = create_site(in_scope, "100", "本社"), create_site(in_scope, "200", "大阪")
    for code, site in (("0001", "100"), ("0002", "200")):
        punch(person(in_scope, code, site), "in", MORNING)
    client = administrator(in_scope, "site_manager")
    AdministratorSite.objects.create(company=in_scope, administrator=Administrator.objects.get(), site=mine)

    all_of_mine = rows_of(download(client))

    assert [line[0] for line in all_of_mine[1:]] == ["0001"]
    assert client.post(PAGE, {"month": "2026-11", "site": other.code, "format": "csv"}).status_code == 422
    assert "大阪" not in client.get(PAGE).content.decode()


def test_another_companys_punches_are_not_in_it(in_scope: Company, worked: Employee) -> None:
    client = administrator(create_company("other", "他社"))

    assert len(rows_of(download(client))) == 1


@pytest.mark.parametrize("role", ["viewer", "photo_approver"])
def test_others_may_not_export(in_scope: Company, role: str) -> None:
    client = administrator(in_scope, role)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"month": "2026-11", "format": "csv"}).status_code == 403


@pytest.mark.parametrize(
    "form",
    [
        {"month": "2026-13"},
        {"month": ""},
        {"month": "1999-01"},
        {"site": "nowhere"},
        {"site": "\x00"},
        {"format": "exe"},
    ],
)
def test_what_cannot_be_exported_is_said(in_scope: Company, form: dict[str, str]) -> None:
    answer = administrator(in_scope).post(PAGE, {"month": "2026-11", "site": "", "format": "csv", **form})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_too_much_for_one_file_is_said_before_it_is_read(
    in_scope: Company, worked: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "MOST_PUNCHES", 2)

    answer = administrator(in_scope).post(PAGE, {"month": "2026-11", "site": "", "format": "csv"})

    assert answer.status_code == 422
    assert "拠点を選んで" in answer.content.decode()


def test_an_export_is_in_the_audit_trail(in_scope: Company, worked: Employee) -> None:
    download(administrator(in_scope), format="excel")

    event = AuditEvent.objects.get(action="export_made")
    assert (event.by, event.subject, event.details) == ("all_rights", "2026-11", {"format": "excel"})
