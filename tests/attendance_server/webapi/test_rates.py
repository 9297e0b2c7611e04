"""Counting requests over five minutes."""

from attendance_server.webapi.rates import RateCounter


def test_the_rate_is_that_of_the_last_five_minutes() -> None:
    counter = RateCounter()

    waits = [counter.wait_s("a", limit=2, now_s=moment) for moment in (0.0, 100.0, 299.9, 300.0, 300.1, 400.0)]

    assert waits == [0, 0, 1, 0, 100, 0]


def test_each_caller_has_a_rate_of_its_own() -> None:
    counter = RateCounter()

    assert [counter.wait_s(caller, limit=1, now_s=0.0) for caller in ("a", "b", "a")] == [0, 0, 300]


def test_a_limit_of_zero_refuses_everything() -> None:
    assert RateCounter().wait_s("a", limit=0, now_s=5.0) == 300


def test_callers_that_went_away_are_forgotten() -> None:
    counter = RateCounter()
    for number in range(1500):
        counter.wait_s(str(number), limit=1, now_s=float(number))

    assert len(counter._moments) < 1000
