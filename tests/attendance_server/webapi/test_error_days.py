"""Error days (エラー勤務) of the reference that punches alone do not show: plan and working type make them."""

from datetime import time

import pytest
from django.test import Client

from attendance_server.webapi.models import WorkingType
from tests.attendance_server.caller import DAY, Caller

ZEROS = dict.fromkeys(["assigned", "overtime", "late", "earlyLeave", "totalWork", "breakTime"], 0)
CARD = "/timecards/?employee=1000&month=2026-11"


@pytest.fixture
def nine_to_six(api: Caller) -> WorkingType:
    found = WorkingType.objects.get(code="1")
    found.planned_start, found.planned_end, found.planned_break_minutes = time(9), time(18), 60
    found.save()
    return found


def test_a_day_of_nothing_but_lateness_is_an_error_day(
    api: Caller, administrator: Client, nine_to_six: WorkingType
) -> None:
    api.punch_day(("1", "10:00"), ("2", "10:00"))

    totals = api.totals()

    assert totals["isError"]
    assert {name: totals[name] for name in ZEROS} == ZEROS
    assert "遅刻・早退だけで労働時間がありません" in administrator.get(CARD).content.decode()


def test_one_minute_of_work_makes_a_day_of_it(api: Caller, nine_to_six: WorkingType) -> None:
    api.punch_day(("1", "10:00"), ("2", "10:01"))

    totals = api.totals()

    assert not totals["isError"]
    assert (totals["late"], totals["earlyLeave"], totals["totalWork"]) == (60, 419, 1)


def test_without_a_plan_nobody_is_late_and_there_is_no_error(api: Caller) -> None:
    api.punch_day(("1", "10:00"), ("2", "10:00"))

    assert not api.totals()["isError"]


def test_a_punch_of_somebody_with_discretionary_hours_is_an_error_day(
    api: Caller, administrator: Client, nine_to_six: WorkingType
) -> None:
    nine_to_six.rules = {"is_discretionary": True}
    nine_to_six.save()
    api.punch_day(("1", "09:00"), ("2", "18:00"))

    totals = api.totals()

    assert totals["isError"]
    assert {name: totals[name] for name in ZEROS} == ZEROS
    assert "裁量労働の対象者に打刻があります" in administrator.get(CARD).content.decode()


def test_a_planned_day_without_punches_is_no_error(api: Caller, nine_to_six: WorkingType) -> None:
    nine_to_six.rules = {"is_discretionary": True}
    nine_to_six.save()

    assert not api.get(f"/daily-workings/{DAY}").json()["dailyWorkings"][0]["isError"]
