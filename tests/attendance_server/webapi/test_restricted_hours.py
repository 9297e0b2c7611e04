"""Windows as pure values."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.webapi.restricted_hours import Bounds, is_restricted, parse_windows, restricted_message
from attendance_server.work_rules.values import JST

HALF_OPEN = Bounds.HALF_OPEN


def at(moment: str) -> datetime:
    return datetime.combine(datetime(2026, 11, 20, tzinfo=JST), time.fromisoformat(moment), tzinfo=JST)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("23:29:59", False), ("23:30", True), ("00:00", True), ("00:14:59", True), ("00:15", False), ("12:00", False)],
)
def test_a_window_may_cross_midnight(moment: str, *, expected: bool) -> None:
    assert is_restricted(at(moment), parse_windows("23:30-00:15"), HALF_OPEN) is expected


@pytest.mark.parametrize(
    ("bounds", "start", "end"),
    [(Bounds.HALF_OPEN, True, False), (Bounds.INCLUSIVE, True, True), (Bounds.EXCLUSIVE, False, False)],
)
def test_bounds(bounds: Bounds, *, start: bool, end: bool) -> None:
    windows = parse_windows("08:30:15-08:30:20")

    assert is_restricted(at("08:30:15"), windows, bounds) is start
    assert is_restricted(at("08:30:17"), windows, bounds)
    assert is_restricted(at("08:30:20"), windows, bounds) is end


def test_an_empty_setting_is_no_window() -> None:
    assert parse_windows("") == ()


@pytest.mark.parametrize("text", ["08:30", "8:30-10:00", "08:30-24:00", "08:30-08:30", "08:30-10:00;17:30-18:30"])
def test_a_malformed_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="window"):
        parse_windows(text)


def test_the_message_names_seconds_only_where_there_are_some() -> None:
    message = restricted_message(parse_windows("08:30-10:00,17:30:05-18:30"))

    assert message == "次の時間帯（JST）はAPIへのアクセスが禁止されています [08:30 ～ 10:00, 17:30:05 ～ 18:30]"


@given(st.times(), st.times(), st.times())
def test_a_window_and_its_complement_cover_the_day_once(start: time, end: time, moment: time) -> None:
    start, end, moment = (value.replace(microsecond=0, fold=0) for value in (start, end, moment))
    if start == end:
        return
    window, rest = parse_windows(f"{start}-{end},{end}-{start}")

    assert window.contains(moment, HALF_OPEN) != rest.contains(moment, HALF_OPEN)
    assert parse_windows(window.setting) == (window,)
