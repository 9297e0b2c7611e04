"""The order of kinds in a working day."""

from datetime import UTC, datetime, timedelta

import pytest

from kaodoki.timekeeping.integrity import DayPunch, integrity_error
from kaodoki.timekeeping.kinds import Kind

NINE = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def day(*kinds: str) -> list[DayPunch]:
    return [DayPunch(kind=Kind(kind), punched_at=NINE + timedelta(hours=hour)) for hour, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "error"),
    [
        ("in", None),
        ("out", "no_clock_in"),
        ("break_start", "no_clock_in"),
        ("in in", "already_in"),
        ("in out", None),
        ("in out in", None),
        ("in out out", "no_clock_in"),
        ("in break_start break_end out", None),
        ("in break_end", "no_break_start"),
        ("in break_start out", "break_not_ended"),
        ("in go_out return out", None),
        ("in go_out out", "not_returned"),
        ("in return", "no_go_out"),
        ("auto out", None),
        ("out auto", None),
    ],
)
def test_last_punch_of_the_day_is_judged_by_those_before_it(kinds: str, error: str | None) -> None:
    *before, last = day(*kinds.split())

    assert integrity_error(last, others=before) == error


def test_order_of_arrival_does_not_matter() -> None:
    *before, last = day("in", "break_start", "break_end", "out")

    assert integrity_error(last, others=list(reversed(before))) is None


def test_later_punches_do_not_judge_an_earlier_one() -> None:
    first, *later = day("in", "out", "in")

    assert integrity_error(first, others=later) is None
