"""The window around now is read alike by both programs, midnight included."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kaodoki.project.demo.days import JAPAN
from kaodoki.project.demo.restricted import MARGIN_SECONDS, window_around
from kaodoki.timekeeping.restricted_hours import held_until, parse_windows


@given(microseconds=st.integers(0, 3 * 24 * 60 * 60 * 1_000_000))
def test_now_is_held_until_the_window_and_its_margin_are_over(microseconds: int) -> None:
    aware = datetime(2026, 12, 30, tzinfo=JAPAN) + timedelta(microseconds=microseconds)
    window = window_around(aware)

    until = held_until(aware, windows=parse_windows(window.as_setting), margin=timedelta(seconds=MARGIN_SECONDS))

    assert until == window.released_at
    assert timedelta(seconds=5) < window.end - aware < timedelta(seconds=20)


def test_a_window_may_cross_midnight() -> None:
    window = window_around(datetime(2026, 12, 31, 23, 59, 58, tzinfo=JAPAN))

    assert window.as_option == ["23:59:54-00:00:08"]
    assert window.as_setting == [["23:59:54", "00:00:08"]]
    assert window.end.date().isoformat() == "2027-01-01"
