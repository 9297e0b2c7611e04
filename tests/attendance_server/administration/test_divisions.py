"""The divisions and their day border."""

from datetime import time

import pytest
from django.test import Client

from attendance_server.webapi.models import Division
from tests.attendance_server.caller import Caller

PAGE = "/administration/divisions/"


def border(code: str = "1000") -> time:
    return Division.objects.get(code=code).day_border


def test_divisions_are_listed_with_people_and_day_border(administrator: Client) -> None:
    shown = administrator.get(PAGE).content.decode()

    assert "本社" in shown
    assert 'value="05:00"' in shown
    assert 'data-name="在籍者">2</td>' in shown


def test_the_day_border_can_be_changed_and_the_webapi_tells_it(api: Caller, administrator: Client) -> None:
    answer = administrator.post(PAGE, {"division": "1000", "day_border": "04:30"}, follow=True)

    assert "日付変更時間を変更しました" in answer.content.decode()
    assert api.get("/divisions").json()[0]["dayBorderTime"] == "04:30"
    assert border("2000") == time(5, 0)


def test_a_changed_border_counts_for_punches_without_a_working_day(api: Caller, administrator: Client) -> None:
    punch = {"isOmittedWorkingDay": True, "code": "1", "date": None}
    before = api.punch("2026-11-20T03:00:00+09:00", **punch).json()["date"]  # type: ignore[arg-type]

    administrator.post(PAGE, {"division": "1000", "day_border": "04:30"})

    after = api.punch("2026-11-20T03:00:00+09:00", **punch).json()["date"]  # type: ignore[arg-type]
    assert (before, after) == ("2026-11-20", "2026-11-19")


@pytest.mark.parametrize("wrong", ["", "24:00", "5:00", "05:60", "05:00:00", "x", "０５:００", "05:00\n"])
def test_another_time_changes_nothing_and_says_so(administrator: Client, wrong: str) -> None:
    answer = administrator.post(PAGE, {"division": "2000", "day_border": wrong})

    assert answer.status_code == 400
    assert "変更していません" in answer.content.decode()
    assert border("2000") == time(5, 0)


@pytest.mark.parametrize("code", ["", "9999", "\x00"])
def test_an_unknown_division_changes_nothing(administrator: Client, code: str) -> None:
    assert administrator.post(PAGE, {"division": code, "day_border": "01:00"}).status_code == 400
    assert (border(), border("2000")) == (time(0, 0), time(5, 0))
