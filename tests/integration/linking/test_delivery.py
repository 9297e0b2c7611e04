"""Punches arrive in order, on their day, and outside the restricted hours. Against the real attendance server."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django_scopes import scope
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.integration.linking.conftest import HANAKO, TARO, Office, history_of, state_of
from tests.integration.linking.faulty_proxy import refusal

from kaodoki.linking.connectors.king_of_time.connector import KingOfTime
from kaodoki.linking.connectors.protocol import OutgoingPunch, Receipt
from kaodoki.linking.locks import drain_lock
from kaodoki.linking.models import Connection
from kaodoki.people.models import Settings
from kaodoki.punches.models import Punch, PunchEvent, State
from kaodoki.punches.queue import DELIVER_TASK
from kaodoki.timekeeping.kinds import Kind

RESTRICTED = refusal("403 Forbidden", b'{"errors":[{"message":"...","code":104}]}')


def wake_times() -> set[float]:
    jobs = ProcrastinateJob.objects.filter(task_name=DELIVER_TASK, status="todo")
    return {at.timestamp() for at in jobs.values_list("scheduled_at", flat=True) if at}


def test_punches_of_a_day_arrive_with_time_code_and_working_day(office: Office) -> None:
    first = office.punch("1000", office.at(9), Kind.IN)
    office.punch("1000", office.at(12), Kind.OUT)

    office.deliver()

    assert office.arrived(TARO) == [(office.at(9), "1"), (office.at(12), "2")]
    first.refresh_from_db()
    assert (first.state, first.delivered_at) == (State.DELIVERED, office.clock())
    assert history_of(first) == [State.SENDING, State.DELIVERED]


def test_punch_after_midnight_arrives_on_the_day_before(office: Office) -> None:
    office.punch("1000", office.at(9), Kind.IN)
    late = office.punch("1000", office.at(1) + timedelta(days=1), Kind.OUT)
    office.clock.forward(hours=14)

    office.deliver()

    assert state_of(late) == State.DELIVERED
    assert office.arrived(TARO)[-1] == (office.at(1) + timedelta(days=1), "2")


def test_punch_waits_until_it_can_no_longer_be_undone(office: Office) -> None:
    punch = office.punch("1000", office.at(12), deliver_after=office.at(12, 0, 10))

    office.deliver()
    before = state_of(punch)
    office.clock.forward(seconds=10)
    office.deliver()

    assert before == State.PENDING
    assert office.at(12, 0, 11).timestamp() in wake_times()
    assert state_of(punch) == State.DELIVERED


def test_person_unknown_over_there_is_not_linked_and_delays_nobody(office: Office) -> None:
    stranger = office.punch("9999", office.at(8))
    known = office.punch("1000", office.at(9))

    office.deliver()

    assert (state_of(stranger), state_of(known)) == (State.NOT_LINKED, State.DELIVERED)


def test_rejected_punch_says_why_and_the_next_one_goes_on(office: Office) -> None:
    office.proxy.refuse_with = refusal("400 Bad Request", b'{"errors":[{"message":"...","code":280}]}')
    office.proxy.refuse_only = b"POST"
    bad = office.punch("1000", office.at(9))
    also_bad = office.punch("1000", office.at(10))

    office.deliver()

    bad.refresh_from_db()
    assert (bad.state, bad.error) == (State.REJECTED, "webapi_280")
    assert (state_of(also_bad), len(office.proxy.posts)) == (State.REJECTED, 2)


def test_clock_out_after_a_rejected_clock_in_is_an_integrity_error_and_not_sent(office: Office) -> None:
    office.proxy.refuse_with = refusal("400 Bad Request", b'{"errors":[{"message":"...","code":280}]}')
    office.proxy.refuse_only = b"POST"
    clock_in = office.punch("1000", office.at(9), Kind.IN)
    clock_out = office.punch("1000", office.at(18), Kind.OUT, deliver_after=office.at(9))

    office.deliver()

    clock_out.refresh_from_db()
    assert (state_of(clock_in), clock_out.state, clock_out.error) == (State.REJECTED, "integrity_error", "no_clock_in")
    assert len(office.proxy.posts) == 1


def test_clock_out_after_a_rejected_clock_in_is_sent_where_nobody_checks(office: Office) -> None:
    Settings.objects.update(integrity_check=False)
    office.proxy.refuse_with = refusal("400 Bad Request", b'{"errors":[{"message":"...","code":280}]}')
    office.proxy.refuse_only = b"POST"
    office.punch("1000", office.at(9), Kind.IN)
    clock_out = office.punch("1000", office.at(18), Kind.OUT, deliver_after=office.at(9))

    office.deliver()

    assert (state_of(clock_out), len(office.proxy.posts)) == (State.REJECTED, 2)


def test_punch_past_the_deadline_is_rejected_with_what_to_do_and_never_sent(office: Office) -> None:
    too_late = office.punch("1000", office.at(9), working_date=office.day - timedelta(days=2))
    last_day = office.punch("1000", office.at(10), working_date=office.day - timedelta(days=1))

    office.deliver()

    too_late.refresh_from_db()
    assert (too_late.state, too_late.error) == (State.REJECTED, "past_deadline")
    assert "enter it there" in PunchEvent.objects.filter(punch=too_late).latest("id").note
    assert (state_of(last_day), len(office.proxy.posts)) == (State.DELIVERED, 1)


def test_restricted_hours_hold_everything_and_release_it_in_order(office: Office) -> None:
    Settings.objects.update(restricted_hours=[["12:00", "13:00"]], restricted_hours_margin_seconds=60)
    out = office.punch("1000", office.at(12, 30), Kind.OUT)
    clock_in = office.punch("1000", office.at(9), Kind.IN)
    office.proxy.refuse_with = refusal("500 Never Asked", b"")

    office.deliver()
    office.clock.moment = office.at(13, 0, 59)
    office.deliver()
    held = [state_of(clock_in), state_of(out)]
    woken = wake_times()
    office.proxy.refuse_with = None
    office.clock.moment = office.at(13, 1)
    office.deliver()

    clock_in.refresh_from_db()
    assert held == [State.HELD, State.HELD]
    assert office.at(13, 1, 1).timestamp() in woken
    assert clock_in.held_until == office.at(13, 1)
    assert history_of(clock_in) == [State.HELD, State.SENDING, State.DELIVERED]
    assert office.arrived(TARO) == [(office.at(9), "1"), (office.at(12, 30), "2")]
    assert [b'"code":"1"' in post for post in office.proxy.posts] == [True, False]


def test_company_that_wishes_so_sends_in_restricted_hours_but_looks_nothing_up(office: Office) -> None:
    Settings.objects.update(restricted_hours=[["11:00", "13:00"]], deliver_in_restricted_hours=True)
    lost = office.punch("1000", office.at(9))
    other = office.punch("2000", office.at(9, 1))
    office.proxy.lose_answers = 1

    office.deliver()
    office.clock.forward(minutes=10)
    office.deliver()
    in_the_window = [state_of(lost), state_of(other)]
    office.clock.moment = office.at(13, 1)
    office.deliver()

    assert in_the_window == [State.UNCONFIRMED, State.DELIVERED]
    assert state_of(lost) == State.DELIVERED
    assert len(office.arrived(TARO)) == 1


def test_window_that_only_the_other_side_knows_holds_the_punch(office: Office) -> None:
    punch = office.punch("1000", office.at(9))
    office.proxy.refuse_with = RESTRICTED

    office.deliver()
    held = state_of(punch)
    office.proxy.refuse_with = None
    office.clock.forward(seconds=60)
    office.deliver()

    assert held == State.HELD
    assert state_of(punch) == State.DELIVERED


def test_cancelled_punch_is_not_sent(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = office.punch("2000", office.at(9))
    cancelled = office.punch("1000", office.at(10))
    deliver = KingOfTime.deliver

    def cancel_meanwhile(connector: KingOfTime, outgoing: OutgoingPunch) -> Receipt:
        with scope(company=office.company):
            _with_own_connection(lambda: Punch.objects.filter(pk=cancelled.pk).update(state=State.DISCARDED))
        return deliver(connector, outgoing)

    monkeypatch.setattr(KingOfTime, "deliver", cancel_meanwhile)
    office.deliver()

    assert (state_of(first), state_of(cancelled)) == (State.DELIVERED, State.DISCARDED)
    assert office.arrived(TARO) == []


def test_drain_next_to_another_one_does_nothing_but_come_again(office: Office) -> None:
    punch = office.punch("1000", office.at(9))
    seen: list[str] = []
    held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with drain_lock(office.company.id):
            held.set()
            may_end.wait(10)

    other = threading.Thread(target=_with_own_connection, args=(hold,))
    other.start()
    held.wait(10)
    office.deliver()
    seen.append(state_of(punch))
    may_end.set()
    other.join()
    office.deliver()

    assert seen == [State.PENDING]
    assert office.at(12, 0, 3).timestamp() in wake_times()
    assert state_of(punch) == State.DELIVERED


def test_company_without_connection_marks_punches_and_delivers_them_once_linked(office: Office) -> None:
    Connection.objects.all().delete()
    punch = office.punch("1000", office.at(9))

    office.deliver()
    unlinked = state_of(punch)
    office.link()
    office.deliver()

    assert unlinked == State.NOT_LINKED
    assert state_of(punch) == State.DELIVERED
    assert office.arrived(HANAKO) == []


def _with_own_connection(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connection.close()
