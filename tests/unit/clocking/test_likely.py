"""Which kind is offered largest."""

from datetime import UTC, datetime, timedelta

import pytest

from kaodoki.clocking.likely import likely_after
from kaodoki.timekeeping.kinds import Kind

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SHIFT = timedelta(hours=16)


@pytest.mark.parametrize(
    ("last", "likely"),
    [
        (Kind.IN, Kind.OUT),
        (Kind.OUT, Kind.IN),
        (Kind.BREAK_START, Kind.BREAK_END),
        (Kind.BREAK_END, Kind.OUT),
        (Kind.GO_OUT, Kind.RETURN),
        (Kind.RETURN, Kind.OUT),
    ],
)
def test_likely_kind_follows_the_last_one(last: Kind, likely: Kind) -> None:
    at = NOW - timedelta(hours=8)

    found = likely_after(last, at, now=NOW, longest_shift=SHIFT)

    assert (found.kind, found.after, found.at) == (likely, last, at)


@pytest.mark.parametrize(("last", "hours"), [(None, 0), (Kind.AUTO, 1), (Kind.IN, 17)])
def test_day_begins_where_nothing_is_open(last: Kind | None, hours: int) -> None:
    found = likely_after(last, NOW - timedelta(hours=hours), now=NOW, longest_shift=SHIFT)

    assert (found.kind, found.after) == (Kind.IN, None)
