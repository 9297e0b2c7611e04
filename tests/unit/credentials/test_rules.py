"""Which PINs are taken, and how long wrong ones cost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.credentials.rules import LONGEST_WAIT, is_fit, wait_after


@pytest.mark.parametrize("pin", ["492817", "000001", "123457", "1029384756"])
def test_pin_of_six_digits_or_more_is_taken(pin: str) -> None:
    assert is_fit(pin)


@pytest.mark.parametrize(
    "pin",
    ["", "12345", "49281", "123456", "654321", "890123", "777777", "4928171234567", "49281a", "492 817", "49281７"],
)
def test_pin_that_is_short_guessable_or_no_number_is_not(pin: str) -> None:
    assert not is_fit(pin)


def test_first_mistakes_are_free_and_the_wait_doubles_from_then_on() -> None:
    assert [wait_after(failures).total_seconds() for failures in range(7)] == [0, 0, 0, 5, 10, 20, 40]


@given(st.integers(min_value=0, max_value=2**31))
def test_wait_is_never_for_good_and_never_shrinks(failures: int) -> None:
    assert timedelta(0) <= wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT
