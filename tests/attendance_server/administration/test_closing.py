"""The page on which months are closed."""

from datetime import date

import pytest
from django.test import Client

from attendance_server.webapi.models import MonthClosing
from tests.attendance_server.caller import Caller

PAGE = "/administration/closing/"
DAY = "2026-10-30"


def act(client: Client, action: str, *, division: str = "1000", month: str = "2026-10") -> tuple[int, str]:
    answer = client.post(PAGE, {"action": action, "division": division, "month": month}, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_month_before_is_shown_first(administrator: Client) -> None:
    shown = administrator.get(PAGE).content.decode()

    assert "2026年10月" in shown
    assert shown.count("未締め") == 2


def test_closing_fixes_the_totals_and_tells_who_did_it(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), ("2", "18:00"), date=DAY)

    status, shown = act(administrator, "close")
    api.punch_day(("2", "19:00"), date=DAY)

    assert (status, "締めました。" in shown) == (200, True)
    assert "2026-11-20 12:00 admin" in shown
    assert shown.count("未締め") == 1
    assert (api.totals(DAY)["isClosing"], api.totals(DAY)["totalWork"]) == (True, 540)
    assert "締め済み" in administrator.get("/timecards/?employee=1000&month=2026-10").content.decode()


def test_reopening_totals_the_punches_anew(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), ("2", "18:00"), date=DAY)
    act(administrator, "close")
    api.punch_day(("2", "19:00"), date=DAY)

    status, shown = act(administrator, "reopen")

    assert (status, "締めを解除しました。" in shown) == (200, True)
    assert api.totals(DAY)["isError"]
    assert not MonthClosing.objects.exists()


def test_error_days_are_named_before_closing(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), date=DAY)
    api.punch_day(("1", "09:00"), date="2026-10-29")
    api.punch_day(("1", "09:00"), date="2026-11-02")  # the month after

    shown = administrator.get(PAGE).content.decode()

    assert "2 日" in shown
    assert '<a href="/timecards/?employee=1000&amp;month=2026-10">勤怠 太郎</a> (2)' in shown


def test_what_cannot_be_done_is_said(administrator: Client) -> None:
    act(administrator, "close")

    assert act(administrator, "close")[0] == 409
    assert "すでに締められています" in act(administrator, "close")[1]
    assert "期間が終わっていない月は締められません" in act(administrator, "close", month="2026-11")[1]
    assert act(administrator, "close", month="2026-11")[0] == 409
    assert "この月は締められていません" in act(administrator, "reopen", division="2000")[1]
    assert act(administrator, "close", division="9999")[0] == 404
    assert act(administrator, "close", division="\x00")[0] == 404
    assert MonthClosing.objects.count() == 1


def test_a_month_that_is_not_over_has_no_button(administrator: Client) -> None:
    shown = administrator.get(f"{PAGE}?month=2026-11").content.decode()

    assert 'value="close"' not in shown
    assert 'value="close"' in administrator.get(f"{PAGE}?month=2026-10").content.decode()


@pytest.mark.parametrize("month", ["x", "2026-13", "0001-01", "9998-12", "%00"])
def test_a_month_that_is_none_is_the_month_before(administrator: Client, month: str) -> None:
    answer = administrator.get(f"{PAGE}?month={month}&done=<b>")

    assert answer.status_code == 200
    assert "2026年10月" in answer.content.decode()


@pytest.mark.parametrize("month", ["", "x", "0001-01"])
def test_a_post_without_a_month_closes_nothing(administrator: Client, month: str) -> None:
    assert act(administrator, "close", month=month)[0] == 400
    assert not MonthClosing.objects.filter(month=date(2026, 10, 1)).exists()


def test_a_post_without_an_action_closes_nothing(administrator: Client) -> None:
    assert act(administrator, "")[0] == 400
    assert not MonthClosing.objects.exists()
