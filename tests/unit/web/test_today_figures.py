"""The chart of arrivals: its hours, its columns, and what it says."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.restricted_hours import parse_windows
from kaodoki.web.charts import Figure
from kaodoki.web.console.today_figures import COARSE, FINE, arrivals_figure, axis_for
from kaodoki.web.console.today_texts import TODAY_TEXTS
from kaodoki.web.texts import in_language

ZONE = ZoneInfo("Asia/Tokyo")
TEXTS = in_language(TODAY_TEXTS, "ja")
USUAL = parse_windows([("08:30", "10:00"), ("17:30", "18:30")])


def at(hour: int, minute: int = 0, *, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def chart(arrivals: dict[datetime, int], *, held: bool = True) -> Figure:
    found = arrivals_figure(arrivals, windows=USUAL, now=at(20), zone=ZONE, held=held, texts=TEXTS)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("first", "last", "begins", "ends", "step"),
    [
        (at(8, 5), at(8, 55), at(8), at(10), FINE),
        (at(8, 5), at(9, 55), at(8), at(10), FINE),
        (at(8), at(10), at(8), at(11), FINE),
        (at(6, 30), at(13, 55), at(6), at(14), FINE),
        (at(6, 30), at(14), at(6), at(15), COARSE),
        (at(23, 50), at(23, 50), at(23), at(1, day=21), FINE),
    ],
)
def test_axis_has_whole_hours_around_the_arrivals(
    first: datetime, last: datetime, begins: datetime, ends: datetime, step: timedelta
) -> None:
    axis = axis_for({first: 1, last: 1})

    assert (axis.begins, axis.ends, axis.step) == (begins, ends, step)


@given(st.dictionaries(st.integers(0, 287), st.integers(1, 40), min_size=1))
def test_nobody_is_lost_whatever_the_hours(by_step: dict[int, int]) -> None:
    arrivals = {at(0) + FINE * place: people for place, people in by_step.items()}

    found = chart(arrivals)

    assert sum(int(row[1]) for row in found.table.rows) == sum(by_step.values())
    assert all(len(drawing.bars) == len(found.table.rows) for drawing in found.drawings)


def test_nobody_yet_is_no_chart() -> None:
    assert arrivals_figure({}, windows=USUAL, now=at(8), zone=ZONE, held=True, texts=TEXTS) is None


def test_bars_and_bands_say_what_they_are() -> None:
    found = chart({at(8, 40): 3, at(8, 45): 7})

    assert found.title == "出勤の時間帯(5分ごと)"
    assert [bar.told for bar in found.drawings[0].bars] == ["8:40–8:45 3 名", "8:45–8:50 7 名"]
    assert [band.told for band in found.drawings[0].bands] == ["8:30–10:00 連携なし(打刻は保留)"]
    assert [key.tone for key in found.keys] == ["bar", "band"]
    assert found.table.rows == (("8:40–8:45", "3"), ("8:45–8:50", "7"))


def test_restricted_hours_in_which_punches_are_sent_do_not_claim_to_hold_them() -> None:
    found = chart({at(8, 40): 3}, held=False)

    assert [band.told for band in found.drawings[0].bands] == ["8:30–10:00 制限時間帯(打刻は送信)"]


def test_chart_outside_the_restricted_hours_has_no_band() -> None:
    found = chart({at(13, 40): 3})

    assert ([drawing.bands for drawing in found.drawings], [key.tone for key in found.keys]) == ([(), (), ()], ["bar"])
