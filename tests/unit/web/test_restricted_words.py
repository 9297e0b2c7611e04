"""When linking rests next, in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.restricted_hours import JAPAN, Window, held_until, parse_windows
from kaodoki.web.console.restricted_words import restricted_words, stretches

USUAL = parse_windows([("08:30", "10:00"), ("17:30", "18:30")])
NIGHT = parse_windows([("23:30", "01:00")])


def japan(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-20T08:29:59", "次の制限時間 8:30–10:00"),
        ("2026-11-20T08:30:00", "いま制限時間帯です(8:30–10:00)"),
        ("2026-11-20T10:00:00", "次の制限時間 17:30–18:30"),
        ("2026-11-20T18:30:00", "次の制限時間 あす 8:30–10:00"),
        ("2026-12-31T23:59:00", "次の制限時間 あす 8:30–10:00"),
    ],
)
def test_running_or_next_window_is_said(now: str, said: str) -> None:
    assert restricted_words(USUAL, now=japan(now), zone=JAPAN, language="ja") == said


@pytest.mark.parametrize("now", ["2026-11-20T23:45:00", "2026-11-21T00:59:00"])
def test_window_over_midnight_runs_on_both_days(now: str) -> None:
    assert restricted_words(NIGHT, now=japan(now), zone=JAPAN, language="en") == "Restricted hours now (23:30–1:00)"


def test_window_is_told_by_the_companys_clock() -> None:
    said = restricted_words(USUAL, now=japan("2026-11-20T07:00"), zone=ZoneInfo("Asia/Bangkok"), language="ja")

    assert said == "次の制限時間 6:30–8:00"


def test_without_windows_nothing_is_said() -> None:
    assert restricted_words((), now=japan("2026-11-20T07:00"), zone=JAPAN, language="ja") == ""


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)), st.sampled_from([USUAL, NIGHT, (*USUAL, *NIGHT)]))
def test_agrees_with_what_holds_punches(moment: datetime, windows: tuple[Window, ...]) -> None:
    now = moment.replace(tzinfo=JAPAN)

    said = restricted_words(windows, now=now, zone=JAPAN, language="ja")

    assert said.startswith("いま") == (held_until(now, windows=windows, margin=timedelta()) is not None)


def test_stretches_are_in_order_of_time() -> None:
    found = stretches(tuple(reversed(USUAL)), begins=japan("2026-11-20T09:00"), ends=japan("2026-11-21T09:00"))

    assert [f"{one.begins:%d %H:%M}" for one in found] == ["20 08:30", "20 17:30", "21 08:30"]
