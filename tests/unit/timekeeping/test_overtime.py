"""Remaining overtime."""

from datetime import UTC, datetime

import pytest

from kaodoki.timekeeping.overtime import remaining_overtime

AS_OF = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(("worked", "left", "over"), [(1200, 2400, 0), (0, 3600, 0), (3600, 0, 0), (3700, 0, 100)])
def test_cap_minus_overtime_is_never_negative(worked: int, left: int, over: int) -> None:
    found = remaining_overtime(worked_minutes=worked, cap_minutes=3600, as_of=AS_OF)

    assert (found.minutes, found.exceeded_minutes, found.cap_minutes) == (left, over, 3600)
