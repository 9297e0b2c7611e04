"""Counting requests over five minutes, in a real PostgreSQL."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from attendance_server.webapi.models import RequestMoment, RequestRing
from attendance_server.webapi.rates import forget_all, forget_idle, wait_s


@pytest.mark.django_db
def test_the_rate_is_that_of_the_last_five_minutes() -> None:
    waits = [wait_s("a", limit=2, now_s=moment) for moment in (0.0, 100.0, 299.9, 300.0, 300.1, 400.0)]

    assert waits == [0, 0, 1, 0, 100, 0]


@pytest.mark.django_db
def test_refused_requests_are_not_counted() -> None:
    wait_s("a", limit=1, now_s=0.0)

    refused = [wait_s("a", limit=1, now_s=float(moment)) for moment in range(1, 300)]

    assert refused == list(range(299, 0, -1))
    assert wait_s("a", limit=1, now_s=300.0) == 0


@pytest.mark.django_db
def test_each_caller_has_a_rate_of_its_own() -> None:
    assert [wait_s(caller, limit=1, now_s=0.0) for caller in ("a", "b", "a")] == [0, 0, 300]


@pytest.mark.django_db
def test_a_limit_of_zero_refuses_everything() -> None:
    assert wait_s("a", limit=0, now_s=5.0) == 300


@pytest.mark.django_db
def test_a_clock_set_back_by_an_hour_shuts_nobody_out() -> None:
    wait_s("a", limit=1, now_s=4000.0)

    assert wait_s("a", limit=1, now_s=400.0) == 0


@pytest.mark.django_db
def test_a_changed_limit_counts_from_its_change() -> None:
    for moment in range(5):
        wait_s("a", limit=5, now_s=float(moment))

    assert [wait_s("a", limit=2, now_s=10.0 + moment) for moment in range(3)] == [0, 0, 298]


@pytest.mark.django_db
def test_callers_that_went_away_are_forgotten_and_others_are_not() -> None:
    for caller in ("gone", "there"):
        wait_s(caller, limit=1, now_s=0.0 if caller == "gone" else 200.0)

    forget_idle(now_s=301.0)

    assert [ring.caller for ring in RequestRing.objects.all()] == ["1 there"]
    assert RequestMoment.objects.count() == 1
    assert wait_s("there", limit=1, now_s=301.0) > 0


@pytest.fixture
def counted(transactional_db: None) -> Iterator[list[int]]:
    forget_all()
    yield []
    forget_all()


def test_many_at_once_never_exceed_the_limit_and_use_it_up(counted: list[int]) -> None:
    def ask() -> None:
        try:
            counted.extend(wait_s("busy", limit=50) for _ in range(25))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(counted) == 200
    assert counted.count(0) == 50
