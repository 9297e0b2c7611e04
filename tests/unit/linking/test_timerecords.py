"""Punches in the WebAPI's notation, and finding ours again."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.linking.connectors.king_of_time.timerecords import (
    LONGEST_SPAN,
    MOST_KEYS,
    TimeRecord,
    body_of,
    chunks,
    found_among,
    parse_records,
)
from kaodoki.linking.connectors.protocol import OutgoingPunch
from kaodoki.timekeeping.kinds import Kind

NINE = datetime(2026, 11, 20, 0, 0, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


def punch(
    kind: Kind = Kind.IN, *, at: datetime = NINE, day: date = DAY, key: str = "k1", number: int = 1
) -> OutgoingPunch:
    return OutgoingPunch(punch_id=uuid.UUID(int=number), employee_key=key, punched_at=at, working_date=day, kind=kind)


def record(code: str = "1", *, at: datetime = NINE, day: date = DAY, key: str = "k1") -> TimeRecord:
    return TimeRecord(employee_key=key, working_date=day, punched_at=at, code=code)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.IN, "1"),
        (Kind.OUT, "2"),
        (Kind.BREAK_START, "3"),
        (Kind.BREAK_END, "4"),
        (Kind.GO_OUT, "7"),
        (Kind.RETURN, "8"),
    ],
)
def test_kind_is_sent_as_its_code(kind: Kind, code: str) -> None:
    assert body_of(punch(kind)) == {"time": "2026-11-20T09:00:00+09:00", "date": "2026-11-20", "code": code}


def test_automatic_punch_leaves_the_code_out() -> None:
    assert body_of(punch(Kind.AUTO)) == {"time": "2026-11-20T09:00:00+09:00", "date": "2026-11-20"}


def test_punch_after_midnight_keeps_its_working_day() -> None:
    body = body_of(punch(Kind.OUT, at=datetime(2026, 11, 20, 16, 0, tzinfo=UTC)))

    assert (body["time"], body["date"]) == ("2026-11-21T01:00:00+09:00", "2026-11-20")


@pytest.mark.parametrize(
    ("there", "is_found"),
    [
        (record(), True),
        (record(at=NINE + timedelta(milliseconds=900)), True),
        (record(at=NINE + timedelta(seconds=1)), False),
        (record("2"), False),
        (record(key="k2"), False),
        (record(day=DAY - timedelta(days=1)), False),
    ],
)
def test_chosen_punch_is_found_by_key_date_second_and_code(there: TimeRecord, *, is_found: bool) -> None:
    assert (uuid.UUID(int=1) in found_among([punch()], [there])) is is_found


def test_automatic_punch_is_found_whatever_code_it_was_given() -> None:
    receipts = found_among([punch(Kind.AUTO)], [record("2")])

    assert not receipts[uuid.UUID(int=1)].superseded


def test_later_clock_out_may_have_replaced_a_missing_one() -> None:
    receipts = found_among([punch(Kind.OUT)], [record("2", at=NINE + timedelta(hours=1))])

    assert receipts[uuid.UUID(int=1)].superseded


def test_later_clock_out_says_nothing_about_a_missing_clock_in() -> None:
    assert found_among([punch(Kind.IN)], [record("2", at=NINE + timedelta(hours=9))]) == {}


def test_answer_is_read_with_any_part_missing() -> None:
    good = {"time": "2026-11-20T09:00:00+09:00", "code": "1", "name": "出勤"}
    days = [
        {"date": "2026-11-20", "dailyWorkings": [{"employeeKey": "k1", "timeRecord": [good, {"code": "2"}, None]}]},
        {"date": "2026-11-21", "dailyWorkings": [{"date": "2026-11-21", "employeeKey": "k1"}, {"timeRecord": [good]}]},
        {"date": "2026-11-22"},
        {"dailyWorkings": None},
    ]

    assert parse_records(days) == [record()]


def test_time_without_seconds_or_in_utc_is_the_same_instant() -> None:
    times = ["2026-11-20T09:00+09:00", "2026-11-20T00:00:00Z", "2026-11-20T09:00:00"]
    day = {"date": "2026-11-20", "dailyWorkings": [{"employeeKey": "k1", "timeRecord": [{"time": t} for t in times]}]}

    assert [found.punched_at for found in parse_records([day])] == [NINE, NINE, NINE]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90)), max_size=120))
def test_chunks_lose_nothing_and_stay_within_what_one_read_may_ask(places: list[tuple[int, int]]) -> None:
    punches = [
        punch(day=DAY + timedelta(days=days), key=f"k{key}", number=number) for number, (days, key) in enumerate(places)
    ]

    groups = list(chunks(punches))

    assert sorted(p.punch_id.int for group in groups for p in group) == list(range(len(places)))
    for group in groups:
        assert max(p.working_date for p in group) - min(p.working_date for p in group) <= LONGEST_SPAN
        assert len({p.employee_key for p in group}) <= MOST_KEYS
