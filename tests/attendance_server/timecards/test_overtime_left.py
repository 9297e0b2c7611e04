"""What article 36 leaves, on the card: by person, and nothing of it for who is exempt."""

import pytest
from django.test import Client

from attendance_server.timecards.overtime_left import said_of
from attendance_server.webapi.models import Employee
from attendance_server.work_rules import Agreement, Month, MonthHours, check_article36
from tests.attendance_server.caller import Caller
from tests.attendance_server.loading.files import counts, file

NOVEMBER = Month(year=2026, number=11)
PLAIN, VARIABLE, EXEMPT = (Agreement().about(own) for own in ("", "variable_hours", "exempt"))


@pytest.mark.parametrize(
    ("overtime", "holiday_work", "agreement", "language", "said"),
    [
        (10 * 60, 0, PLAIN, "ja", "あと35:00(月45時間)"),
        (10 * 60, 0, PLAIN, "en", "35:00 left (45 h a month)"),
        (10 * 60, 0, VARIABLE, "ja", "あと32:00(月42時間)"),
        (10 * 60, 60 * 60, PLAIN, "ja", "あと29:59(休日労働を含む月100時間未満)"),
        (45 * 60 + 30, 0, PLAIN, "ja", "0:30超過(月45時間)"),
        (45 * 60 + 30, 0, PLAIN, "en", "0:30 over (45 h a month)"),
        (45 * 60 + 30, 55 * 60, PLAIN, "ja", "0:30超過(月45時間)、0:31超過(休日労働を含む月100時間未満)"),
        (200 * 60, 0, EXEMPT, "ja", "適用除外"),
        (200 * 60, 0, EXEMPT, "en", "Exempt"),
    ],
)
def test_the_limit_that_counts_is_named(
    overtime: int, holiday_work: int, agreement: Agreement, language: str, said: str
) -> None:
    hours = {NOVEMBER: MonthHours(overtime=overtime, legal_holiday_work=holiday_work)}

    assert said_of(check_article36(hours, month=NOVEMBER, agreement=agreement), agreement, language) == said


@pytest.mark.parametrize(
    ("cell", "coverage", "said"),
    [
        ("", "", "あと41:00(月45時間)"),
        ("原則", "standard", "あと41:00(月45時間)"),
        ("変形労働時間制", "variable_hours", "あと38:00(月42時間)"),
        ("適用除外", "exempt", "適用除外"),
    ],
)
def test_the_card_follows_the_coverage_that_was_loaded(
    api: Caller, administrator: Client, cell: str, coverage: str, said: str
) -> None:
    api.punch_day(("1", "09:00"), ("2", "21:00"))  # 12 h, 4 of them overtime

    counts(file("従業員.csv", "従業員コード,36協定の適用区分", f"1000,{cell}"))
    page = administrator.get("/timecards/?employee=1000&month=2026-11").content.decode()

    assert Employee.objects.get(code="1000").article36_coverage == coverage
    assert f">{said}</span>" in page
    assert ("時間)" in page) == (coverage != "exempt")


def test_overtime_of_the_months_before_counts(api: Caller, administrator: Client) -> None:
    for number in range(1, 16):
        api.punch_day(("1", "00:00"), ("2", "23:59"), date=f"2026-10-{number:02d}")

    page = administrator.get("/timecards/?employee=1000&month=2026-11").content.decode()
    exempt = Employee.objects.filter(code="1000").update(article36_coverage="exempt")
    of_exempt = administrator.get("/timecards/?employee=1000&month=2026-11").content.decode()

    # November itself has nothing: what is broken is a mean that October spoils.
    assert "超過(休日労働を含む2か月平均80時間)" in page
    assert exempt == 1
    assert "超過" not in of_exempt
