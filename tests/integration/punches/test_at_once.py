"""Terminals that send punches of one person at the same time, in real transactions."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from django.db import connection
from django_scopes import scope
from tests.integration.punches.conftest import Clock

from kaodoki.people.models import Company
from kaodoki.punches.models import Punch
from kaodoki.punches.resolving import Action, Decision, resolve_punch

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6
DAY = [("in", "09:00"), ("break_start", "12:00"), ("break_end", "12:45"), ("out", "18:00")]


def at_once(calls: Sequence[Callable[[], object]]) -> list[Exception]:
    """Runs all of them in threads that start together; what they raised."""
    start, raised = threading.Barrier(len(calls)), list[Exception]()

    def run(call: Callable[[], object]) -> None:
        start.wait()
        try:
            call()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_day_that_arrives_all_at_once_ends_as_if_it_had_come_in_order(clock: Clock) -> None:
    for round_ in range(ROUNDS):
        calls = [partial(clock.press, kind, f"{10 + round_}T{at}") for kind, at in DAY]

        assert at_once(calls) == []

    expected = [f"{kind} {10 + round_} pending" for round_ in range(ROUNDS) for kind, _ in DAY]
    assert clock.day() == expected


def test_late_punch_and_a_decision_at_the_same_time_do_not_block_each_other(clock: Clock) -> None:
    for round_ in range(ROUNDS):
        day = 10 + round_
        wrong = clock.press("out", f"{day}T18:00")

        raised = at_once(
            [
                partial(clock.press, "in", f"{day}T09:00"),
                partial(discard, clock.company, wrong),
                partial(clock.press, "break_start", f"{day}T12:00"),
            ]
        )

        first, second, last = clock.day()[-3:]
        assert raised == []
        assert (first, second) == (f"in {day} pending", f"break_start {day} pending")
        assert last.startswith(f"out {day} discarded")


def discard(company: Company, punch: Punch) -> None:
    with scope(company=company):
        resolve_punch(punch, Decision(action=Action.DISCARD, note="不要", by="tests"))
