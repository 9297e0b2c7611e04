"""Closed months: punches arrive, totals stay."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from attendance_server.webapi import clock
from attendance_server.webapi.closing import close_month, reopen_month
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import ClosedDay, Division, WorkingType
from attendance_server.webapi.switches import ClosedTotals
from tests.attendance_server.caller import HANAKO, TARO, Caller, error_code

OCTOBER = date(2026, 10, 1)
DAY = "2026-10-30"


def close(code: str = "1000", month: date = OCTOBER) -> None:
    close_month(Division.objects.get(code=code), month, by="admin", now=clock.now())


def work_a_day(api: Caller, noon: time_machine.Traveller, date: str = DAY) -> None:
    api.punch_day(("1", "09:00"), ("2", "18:00"), date=date)


def test_a_late_punch_for_a_closed_day_is_taken_and_changes_no_total(api: Caller, noon: time_machine.Traveller) -> None:
    work_a_day(api, noon)
    before, month = api.totals(DAY), api.get("/monthly-workings/2026-10").json()[0]
    close()

    answer = api.punch("19:00", date=DAY, code="2")

    after = api.totals(DAY)
    assert answer.status_code == 201
    assert len(api.get(f"/daily-workings/timerecord/{DAY}").json()["dailyWorkings"][0]["timeRecord"]) == 3
    assert after == {**before, "isClosing": True}
    assert api.get("/monthly-workings/2026-10").json()[0] == {**month, "isClosing": True}


def test_a_first_punch_for_a_closed_day_is_taken_and_counts_nothing(api: Caller) -> None:
    close()

    api.punch_day(("1", "09:00"), ("2", "18:00"), date=DAY)

    assert api.get(f"/daily-workings/{DAY}").json()["dailyWorkings"] == []
    assert api.get("/monthly-workings/2026-10").json() == []
    assert len(api.get(f"/daily-workings/timerecord/{DAY}").json()["dailyWorkings"][0]["timeRecord"]) == 2


def test_an_error_day_stays_open(api: Caller) -> None:
    api.punch_day(("1", "09:00"), date=DAY)
    close()

    api.punch_day(("2", "18:00"), date=DAY)

    totals = api.totals(DAY)
    assert (totals["totalWork"], totals["isClosing"], totals["isError"]) == (540, False, False)


def test_a_reopened_month_follows_the_punches_again(api: Caller, noon: time_machine.Traveller) -> None:
    work_a_day(api, noon)
    close()
    api.punch_day(("2", "19:00"), date=DAY)

    assert reopen_month(Division.objects.get(code="1000"), OCTOBER)

    totals = api.totals(DAY)
    assert (totals["isClosing"], totals["isError"]) == (False, True)
    assert not ClosedDay.objects.exists()
    assert not reopen_month(Division.objects.get(code="1000"), OCTOBER)


def test_only_the_divisions_people_are_closed_by_the_day(api: Caller) -> None:
    api.call("PUT", f"/employees/{TARO}?updateDate=2026-10-16", {"divisionCode": "2000"})

    close("2000")

    assert set(ClosedDay.objects.values_list("employee__key", flat=True)) == {TARO}
    assert ClosedDay.objects.count() == 16
    assert not ClosedDay.objects.filter(date__lt=date(2026, 10, 16)).exists()


def test_the_period_follows_the_closing_day_of_the_working_type(api: Caller) -> None:
    WorkingType.objects.update(closing_day=15)

    close()

    days = ClosedDay.objects.filter(employee__key=HANAKO).order_by("date").values_list("date", flat=True)
    assert (days[0], days[len(days) - 1], len(days)) == (date(2026, 9, 16), date(2026, 10, 15), 30)


def test_a_month_that_is_not_over_or_closed_already_is_refused(api: Caller) -> None:
    close()

    for month, reason in ((OCTOBER, Reason.MONTH_CLOSED), (date(2026, 11, 1), Reason.MONTH_NOT_OVER)):
        with pytest.raises(WebApiError) as raised:
            close(month=month)
        assert raised.value.reason is reason


def test_schedules_of_closed_days_cannot_be_changed(api: Caller) -> None:
    close()

    for method in ("PUT", "DELETE"):
        assert error_code(api.call(method, f"/daily-schedules/{TARO}/{DAY}", {})) == 912


def test_switch_totals_of_closed_days_that_move(
    api: Caller, noon: time_machine.Traveller, switch: Callable[..., None]
) -> None:
    switch(closed_totals=ClosedTotals.MOVING)
    close()

    work_a_day(api, noon)

    totals = api.totals(DAY)
    assert (totals["isClosing"], totals["totalWork"]) == (True, 540)
