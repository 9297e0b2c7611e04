"""What every connector promises, whatever stands behind it. A new one adds a fixture of its name: its other side."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.integration.linking.conftest import HANAKO, TARO, TOKEN
from tests.integration.linking.faulty_proxy import FaultyProxy
from tests.integration.linking.other_sides import (
    AttendanceServer,
    ImportFolder,
    OtherSide,
    WebhookReceiver,
    free_port,
    punch_at,
    start_receiver,
)

from kaodoki.linking.connectors.protocol import (
    Ambiguous,
    Connector,
    ConnectorFault,
    CredentialsRefused,
    RateLimited,
    Rejected,
    Unavailable,
)
from kaodoki.linking.connectors.registry import CONNECTORS
from kaodoki.timekeeping.kinds import Kind


@pytest.fixture
def king_of_time(proxy: FaultyProxy, days: Iterator[date]) -> OtherSide:
    return AttendanceServer(proxy=proxy, token=TOKEN, people=(TARO, HANAKO), day=next(days))


@pytest.fixture
def csv_file(tmp_path: Path) -> OtherSide:
    return ImportFolder(allowed=tmp_path)


@pytest.fixture
def webhook(tmp_path: Path) -> Iterator[WebhookReceiver]:
    port, file = free_port(), tmp_path / "received"
    process = start_receiver(port, file)
    try:
        yield WebhookReceiver(port=port, file=file)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(params=sorted(CONNECTORS))
def side(request: pytest.FixtureRequest) -> OtherSide:
    found: OtherSide = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def connector(side: OtherSide) -> Iterator[Connector]:
    with closing(side.open()) as connector:
        connector.check()
        yield connector


def test_other_side_is_that_of_the_connector_it_is_asked_for(side: OtherSide, request: pytest.FixtureRequest) -> None:
    assert side.name == request.node.callspec.params["side"]


def test_what_cannot_be_read_back_drops_repeats(connector: Connector) -> None:
    assert connector.capabilities.read_back or connector.capabilities.drops_repeats


def test_repeat_adds_nothing_exactly_where_that_is_promised(side: OtherSide, connector: Connector) -> None:
    punch = punch_at(side, side.people[0], 9, 0, Kind.IN)

    receipts = [connector.deliver(punch), connector.deliver(punch)]
    connector.close()

    assert [receipt.punch_id for receipt in receipts] == [punch.punch_id] * 2
    assert len(side.arrived()) == (1 if connector.capabilities.drops_repeats else 2)


def test_punches_arrive_as_they_were_in_order_per_person(side: OtherSide, connector: Connector) -> None:
    taro, hanako = side.people
    punches = [
        punch_at(side, taro, 9, 0, Kind.IN),
        punch_at(side, hanako, 9, 1, Kind.IN),
        punch_at(side, taro, 12, 0, Kind.BREAK_START),
        punch_at(side, taro, 13, 0, Kind.BREAK_END),
        punch_at(side, hanako, 17, 0, Kind.OUT),
        punch_at(side, taro, 18, 0, Kind.OUT),
    ]

    receipts = [connector.deliver(punch) for punch in punches]
    connector.close()

    arrived = side.arrived()
    assert [receipt.punch_id for receipt in receipts] == [punch.punch_id for punch in punches]
    for person in side.people:
        sent = [(p.employee_key, p.punched_at, p.kind.value) for p in punches if p.employee_key == person]
        assert [one for one in arrived if one[0] == person] == sent
    assert len(arrived) == len(punches)


def test_punch_whose_answer_was_lost_ends_up_there_once(side: OtherSide, connector: Connector) -> None:
    punch = punch_at(side, side.people[0], 9, 0, Kind.IN)
    if side.lose_next_answer():
        with pytest.raises(Ambiguous):
            connector.deliver(punch)
    else:
        connector.deliver(punch)

    # What delivery does: where it can ask, it asks, and where it cannot, it sends again.
    if connector.capabilities.read_back:
        assert connector.find_many([punch])[punch.punch_id].punch_id == punch.punch_id
    else:
        connector.deliver(punch)
    connector.close()

    assert len(side.arrived()) == 1


def test_only_what_arrived_is_found(side: OtherSide, connector: Connector) -> None:
    there = [punch_at(side, person, 9, minute, Kind.IN) for minute, person in enumerate(side.people)]
    missing = punch_at(side, side.people[0], 10, 0, Kind.OUT)
    for punch in there:
        connector.deliver(punch)

    found = connector.find_many([*there, missing])

    expected = {punch.punch_id for punch in there} if connector.capabilities.read_back else set()
    assert set(found) == expected
    assert {receipt.punch_id for receipt in found.values()} == expected
    assert connector.find_many([]) == {}


def test_rejected_punch_says_why_in_few_words_and_the_next_one_arrives(side: OtherSide, connector: Connector) -> None:
    with pytest.raises(Rejected) as caught:
        connector.deliver(side.refused())
    connector.deliver(punch_at(side, side.people[0], 9, 0, Kind.IN))
    connector.close()

    assert 0 < len(caught.value.reason) <= 64
    assert caught.value.reason.isascii()
    assert len(side.arrived()) == 1


def test_bad_credentials_are_told_from_everything_else(side: OtherSide) -> None:
    refused = side.open_refused()
    if refused is None:
        assert not CONNECTORS[side.name].needs_secret
        return

    with closing(refused):
        with pytest.raises(CredentialsRefused):
            refused.check()
        with pytest.raises(CredentialsRefused):
            refused.deliver(punch_at(side, side.people[0], 9, 0, Kind.IN))


def test_place_where_nobody_answers_is_unavailable_and_certainly_stores_nothing(side: OtherSide) -> None:
    punch = punch_at(side, side.people[0], 9, 0, Kind.IN)

    with closing(side.open_away()) as connector:
        with pytest.raises(Unavailable):
            connector.deliver(punch)
        if connector.capabilities.read_back:
            with pytest.raises(Unavailable):
                connector.find_many([punch])

    assert side.arrived() == []


def test_what_a_connector_cannot_do_it_says_and_answers_with_nothing(side: OtherSide, connector: Connector) -> None:
    can = connector.capabilities

    people = {person.employee_key for person in connector.list_people()}
    connector.deliver(punch_at(side, side.people[0], 9, 0, Kind.IN))

    assert people >= set(side.people) if can.people else people == set()
    assert bool(connector.list_divisions()) == can.divisions
    overtime = {entry.employee_key for entry in connector.monthly_overtime(f"{side.day:%Y-%m}")}
    assert (side.people[0] in overtime) if can.overtime else overtime == set()


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_arrives_or_is_rejected_and_nothing_else(side: OtherSide, connector: Connector, kind: Kind) -> None:
    punch = punch_at(side, side.people[0], 9, 0, kind)

    try:
        connector.deliver(punch)
    except Rejected:
        return
    connector.close()
    if kind not in {Kind.GO_OUT, Kind.RETURN}:
        assert [one[0] for one in side.arrived()] == [side.people[0]]


def test_closing_twice_does_no_harm(connector: Connector) -> None:
    connector.close()
    connector.close()


@pytest.mark.parametrize(
    ("status", "fault"),
    [(429, RateLimited), (410, CredentialsRefused), (307, Unavailable), (503, Unavailable), (500, Ambiguous)],
)
def test_refusing_receiver_is_understood(webhook: WebhookReceiver, status: int, fault: type[ConnectorFault]) -> None:
    webhook.tell(status)

    with closing(webhook.open()) as connector:
        with pytest.raises(fault) as caught:
            connector.deliver(punch_at(webhook, "1000", 9, 0, Kind.IN))
        connector.deliver(punch_at(webhook, "1000", 10, 0, Kind.OUT))

    assert getattr(caught.value, "retry_after_s", 30.0) in {30.0, None}
    assert [one[2] for one in webhook.arrived()] == ["out"]
