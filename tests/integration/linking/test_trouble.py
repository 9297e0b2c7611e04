"""Whatever goes wrong on the way, a punch arrives once. Against the real attendance server."""

from datetime import datetime, timedelta

import pytest
from tests.integration.linking.conftest import TARO, Office, history_of, state_of
from tests.integration.linking.faulty_proxy import refusal

from kaodoki.linking.connectors.king_of_time.connector import KingOfTime
from kaodoki.linking.connectors.protocol import OutgoingPunch, Receipt
from kaodoki.linking.models import Connection, EmployeeLink
from kaodoki.people.services import create_employee
from kaodoki.punches.models import Punch, State
from kaodoki.punches.services import change_state
from kaodoki.timekeeping.kinds import Kind

REFUSED = refusal("403 Forbidden", b'{"errors":[{"message":"...","code":100}]}')
TOO_MANY = refusal("429 Too Many Requests", b'{"code":"303","message":"Too Many Requests"}')


def retry_after() -> datetime:
    moment = Connection.objects.get().retry_after
    assert moment is not None
    return moment


def test_lost_answer_is_looked_up_after_a_minute_and_never_sent_twice(office: Office) -> None:
    punch = office.punch("1000", office.at(9))
    later = office.punch("1000", office.at(10), Kind.OUT)
    other = office.punch("2000", office.at(11))
    office.proxy.lose_answers = 1

    office.deliver()
    after_sending = [state_of(p) for p in (punch, later, other)]
    office.clock.forward(seconds=59)
    office.deliver()
    after_59_s = state_of(punch)
    office.clock.forward(seconds=1)
    office.deliver()

    assert after_sending == [State.UNCONFIRMED, State.PENDING, State.DELIVERED]
    assert after_59_s == State.UNCONFIRMED
    assert [state_of(p) for p in (punch, later, other)] == [State.DELIVERED] * 3
    assert office.arrived(TARO) == [(office.at(9), "1"), (office.at(10), "2")]
    assert history_of(punch) == [State.SENDING, State.UNCONFIRMED, State.DELIVERED]


def test_automatic_punch_with_a_lost_answer_is_found_by_its_second(office: Office) -> None:
    punch = office.punch("1000", office.at(9), Kind.AUTO)
    office.proxy.lose_answers = 1

    office.deliver()
    office.clock.forward(seconds=60)
    office.deliver()

    assert state_of(punch) == State.DELIVERED
    assert office.arrived(TARO) == [(office.at(9), "1")]


def test_punch_lost_before_it_was_stored_is_sent_again_after_two_look_ups(office: Office) -> None:
    office.punch("2000", office.at(9))
    office.deliver()
    punch = office.punch("1000", office.at(9))
    change_state(punch, State.SENDING, at=office.clock(), note="a drain died before its request left")

    states = []
    for _ in range(3):
        office.deliver()
        states.append(state_of(punch))
        office.clock.forward(seconds=60)

    assert states == [State.UNCONFIRMED, State.UNCONFIRMED, State.DELIVERED]
    assert office.arrived(TARO) == [(office.at(9), "1")]


def test_drain_that_died_after_the_punch_was_stored_leaves_it_there_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    punch = office.punch("1000", office.at(9))
    deliver = KingOfTime.deliver

    def dies(connector: KingOfTime, outgoing: OutgoingPunch) -> Receipt:
        deliver(connector, outgoing)
        raise KeyboardInterrupt

    monkeypatch.setattr(KingOfTime, "deliver", dies)
    with pytest.raises(KeyboardInterrupt):
        office.deliver()
    monkeypatch.undo()
    left_behind = state_of(punch)
    office.deliver()
    office.clock.forward(seconds=60)
    office.deliver()

    assert left_behind == State.SENDING
    assert history_of(punch) == [State.SENDING, State.UNCONFIRMED, State.DELIVERED]
    assert office.arrived(TARO) == [(office.at(9), "1")]


def test_server_away_keeps_the_punch_and_backs_off(office: Office) -> None:
    punch = office.punch("1000", office.at(9))
    Connection.objects.update(base_url="http://127.0.0.1:9/v1.0")

    office.deliver()
    first_pause = retry_after() - office.clock()
    office.clock.moment = retry_after()
    office.deliver()
    second_pause = retry_after() - office.clock()
    after_two_tries = history_of(punch)
    Connection.objects.update(base_url=office.proxy.url)
    office.clock.moment = retry_after()
    office.deliver()

    assert after_two_tries == [State.SENDING, State.PENDING] * 2
    assert second_pause > first_pause
    assert state_of(punch) == State.DELIVERED
    assert Connection.objects.get().retry_after is None


def test_refused_token_stops_everything_and_punches_wait_for_a_new_one(office: Office) -> None:
    punches = [office.punch("1000", office.at(9)), office.punch("2000", office.at(9, 1))]
    office.proxy.refuse_with = REFUSED

    office.deliver()
    office.deliver()
    refused = Connection.objects.get().state
    waiting = [state_of(p) for p in punches]
    requests = len(office.proxy.posts)
    office.proxy.refuse_with = None
    office.link()
    office.deliver()

    assert refused == Connection.State.CREDENTIALS_REFUSED
    assert waiting == [State.PENDING, State.PENDING]
    assert requests == 1
    assert [state_of(p) for p in punches] == [State.DELIVERED] * 2


def test_rate_limit_pauses_for_a_minute(office: Office) -> None:
    punch = office.punch("1000", office.at(9))
    office.proxy.refuse_with = TOO_MANY

    office.deliver()
    office.deliver()
    pause = retry_after() - office.clock()

    assert (state_of(punch), len(office.proxy.posts)) == (State.PENDING, 1)
    assert pause == timedelta(seconds=60)


def test_later_clock_out_over_there_leaves_a_lost_one_to_a_person(office: Office) -> None:
    office.punch("1000", office.at(11), Kind.OUT)
    office.deliver()
    lost = office.punch("1000", office.at(10), Kind.OUT)
    change_state(lost, State.SENDING, at=office.clock())

    office.deliver()
    office.clock.forward(seconds=60)
    office.deliver()

    lost.refresh_from_db()
    assert (lost.state, lost.error) == (State.REJECTED, "perhaps_overwritten")


def test_each_person_waits_for_their_own_lost_punch(office: Office) -> None:
    employees = ("1000", "2000")
    for hour, code in enumerate((*employees, *employees)):
        office.punch(code, office.at(8 + hour // 2, hour % 2))
    office.proxy.lose_answers = 10

    office.deliver()

    assert len(office.proxy.posts) == 2
    assert Punch.objects.filter(state=State.UNCONFIRMED).count() == 2


def test_three_clear_failures_to_answer_in_a_row_stop_the_drain(office: Office) -> None:
    for number in range(3, 7):
        code = f"{number}000"
        employee = create_employee(office.company, code, {"family_name": code}, by="test")
        EmployeeLink.objects.create(
            company=office.company, employee=employee, employee_key=str(number), synced_at=office.clock()
        )
        office.punch(code, office.at(9, number))
    office.proxy.lose_answers = 10

    office.deliver()

    assert Punch.objects.filter(state=State.UNCONFIRMED).count() == 3
    assert Punch.objects.filter(state=State.PENDING).count() == 1
    assert retry_after() > office.clock()
