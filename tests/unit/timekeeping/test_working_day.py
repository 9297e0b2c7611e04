"""The working day and its notation past 24:00."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.working_day import parse_day_start, working_date, working_time

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("local", "day_start", "day", "shown"),
    [
        ("2026-11-20T01:00:00", "00:00", date(2026, 11, 20), "01:00"),
        ("2026-11-20T01:00:00", "02:00", date(2026, 11, 19), "25:00"),
        ("2026-11-20T01:59:59", "02:00", date(2026, 11, 19), "25:59"),
        ("2026-11-20T02:00:00", "02:00", date(2026, 11, 20), "02:00"),
        ("2027-01-01T00:30:00", "05:00", date(2026, 12, 31), "24:30"),
    ],
)
def test_punch_after_midnight_belongs_to_previous_working_day(
    local: str, day_start: str, day: date, shown: str
) -> None:
    instant = datetime.fromisoformat(local).replace(tzinfo=TOKYO)

    found = working_date(instant, zone=TOKYO, day_start=parse_day_start(day_start))

    assert found == day
    assert working_time(instant, zone=TOKYO, day=found) == shown


@given(
    instant=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    day_start=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_every_instant_lies_within_24_hours_of_its_working_day_start(instant: datetime, day_start: time) -> None:
    day = working_date(instant, zone=TOKYO, day_start=day_start)

    begins = datetime.combine(day, day_start, TOKYO)

    assert begins <= instant < begins + timedelta(hours=24)


@given(instant=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))
def test_working_time_says_the_instant_again(instant: datetime) -> None:
    day = working_date(instant, zone=TOKYO, day_start=time(5, 0))

    hours, minutes = working_time(instant, zone=TOKYO, day=day).split(":")

    said = datetime.combine(day, time(0), TOKYO) + timedelta(hours=int(hours), minutes=int(minutes))
    assert timedelta(0) <= instant - said < timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "2:00", "24:00", "02:60", "0200", "aa:bb"])
def test_day_start_that_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        parse_day_start(text)
