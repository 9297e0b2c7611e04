"""How a site's day start and its division's day border differ."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.day_borders import day_border_difference
from kaodoki.timekeeping.restricted_hours import JAPAN
from kaodoki.timekeeping.working_day import working_date

MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


@pytest.mark.parametrize(
    ("day_start", "day_border", "expected"),
    [
        ("00:00", "00:00", None),
        ("05:00", "05:00", None),
        ("02:00", "00:00", ("00:00", "02:00", 120, True)),
        ("00:00", "05:00", ("00:00", "05:00", 300, False)),
        ("04:00", "05:00", ("04:00", "05:00", 60, False)),
        ("23:00", "01:00", ("01:00", "23:00", 1320, True)),
    ],
)
def test_difference_is_the_hours_that_the_two_sides_count_to_different_days(
    day_start: str, day_border: str, expected: tuple[str, str, int, bool] | None
) -> None:
    found = day_border_difference(day_start=time.fromisoformat(day_start), day_border=time.fromisoformat(day_border))

    said = found and (f"{found.begins:%H:%M}", f"{found.ends:%H:%M}", found.minutes, found.is_day_start_later)
    assert said == expected


@given(
    day_start=MINUTES,
    day_border=MINUTES,
    instant=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
)
def test_outside_of_it_both_sides_agree_and_inside_they_are_a_day_apart(
    day_start: time, day_border: time, instant: datetime
) -> None:
    found = day_border_difference(day_start=day_start, day_border=day_border)

    ours = working_date(instant, zone=JAPAN, day_start=day_start)
    theirs = working_date(instant, zone=JAPAN, day_start=day_border)
    wall = instant.astimezone(JAPAN).time()
    is_inside = found is not None and found.begins <= wall < found.ends
    later = timedelta(days=1) if found is not None and found.is_day_start_later else timedelta(days=-1)
    assert theirs - ours == (later if is_inside else timedelta(0))
