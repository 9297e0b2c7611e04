"""The demo's days must not meet at any minute of any month."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.project.demo.days import JAPAN, moment, plan_days, until_border_has_passed, working_date

BEGINNING = datetime(2024, 1, 1, tzinfo=JAPAN)
MINUTES = st.integers(0, 10 * 366 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))


@given(now=MINUTES)
def test_no_day_is_used_twice_and_all_can_be_read_in_one_request(now: datetime) -> None:
    days = plan_days(now)

    used = [days.today, days.full, days.overnight, days.without_clock_in, *days.overtime]

    assert len(set(used)) == len(used)
    assert (max(used) - min(used)).days < 62


@given(now=MINUTES)
def test_every_month_that_may_be_asked_for_has_its_overtime(now: datetime) -> None:
    days = plan_days(now)

    asked = {f"{day:%Y-%m}" for day in (days.full, days.today, now.date(), (now + timedelta(minutes=5)).date())}

    assert asked <= set(days.months)
    for month in days.months:
        assert sum(f"{day:%Y-%m}" == month for day in days.overtime) == 5


@given(now=MINUTES)
def test_past_punches_are_within_35_days_and_tomorrow_is_never_touched_by_overtime(now: datetime) -> None:
    days = plan_days(now)

    assert timedelta() < now - moment(days.without_clock_in, 18) < timedelta(days=35)
    assert now - moment(days.full, 18, 30) > timedelta()
    assert {days.today, days.today + timedelta(days=1)}.isdisjoint(days.overtime)


def test_five_past_midnight_on_new_year_is_still_december() -> None:
    days = plan_days(datetime(2027, 1, 1, 0, 5, tzinfo=JAPAN))

    assert days.today.isoformat() == "2026-12-31"
    assert days.months == ("2026-12", "2027-01")


def test_25_hours_are_one_in_the_night_of_the_next_day() -> None:
    at = moment(datetime(2026, 11, 30, tzinfo=JAPAN).date(), 25)

    assert at.isoformat() == "2026-12-01T01:00:00+09:00"
    assert working_date(at).isoformat() == "2026-11-30"


@pytest.mark.parametrize(("hour", "minute", "second", "seconds"), [
    (12, 0, 0, 0),
    (1, 59, 57, 4),
    (23, 59, 52, 9),
    (2, 0, 0, 0),
])  # fmt: skip
def test_the_wait_leads_past_a_border_that_is_near(hour: int, minute: int, second: int, seconds: int) -> None:
    now = datetime(2026, 11, 20, hour, minute, second, tzinfo=JAPAN)

    wait = until_border_has_passed(now, needed=timedelta(seconds=10))

    assert wait.total_seconds() == seconds
