"""What changes in the middle of a drain: nothing goes where, or as, it no longer should. The real attendance server."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.integration.linking.conftest import HANAKO, TARO, Office, state_of

from kaodoki.linking.connectors.king_of_time.connector import KingOfTime
from kaodoki.linking.connectors.protocol import CredentialsRefused
from kaodoki.linking.lanes import Lanes
from kaodoki.linking.models import Connection, EmployeeLink
from kaodoki.linking.services import remove_connection
from kaodoki.linking.sync import sync_company
from kaodoki.linking.waiting import WaitingLine
from kaodoki.people.models import Employee, Settings
from kaodoki.punches.arranging import rearrange_later
from kaodoki.punches.models import Punch, State
from kaodoki.timekeeping.kinds import Kind

Once = Callable[[type[Any], str, Callable[[], None]], None]


@pytest.fixture
def once_after(monkeypatch: pytest.MonkeyPatch) -> Once:
    """Does something once, right after a method of the delivery returned for the first time."""

    def patch(kind: type[Any], name: str, action: Callable[[], None]) -> None:
        original, left = getattr(kind, name), [action]

        def then(self: object, *args: object) -> object:
            result = original(self, *args)
            if left:
                left.pop()()
            return result

        monkeypatch.setattr(kind, name, then)

    return patch


def test_punch_that_is_moved_to_another_day_meanwhile_leaves_with_that_day(office: Office, once_after: Once) -> None:
    Settings.objects.update(working_day_rule="open_shift", integrity_check=False)
    office.clock.forward(hours=1)
    office.punch("1000", office.at(1), Kind.AUTO)
    out = office.punch("1000", office.at(2), Kind.OUT)
    evening = office.at(22) - timedelta(days=1)

    def arrive_late() -> None:
        office.punch("1000", evening, Kind.IN, working_date=office.day - timedelta(days=1), state=State.DELIVERED)
        employee = Employee.objects.select_related("site").get(employee_code="1000")
        with transaction.atomic():
            rearrange_later(employee, since=evening, at=office.clock(), settings=Settings.objects.get())

    once_after(Lanes, "answers", arrive_late)
    office.deliver()

    out.refresh_from_db()
    assert (out.state, out.working_date) == (State.DELIVERED, office.day - timedelta(days=1))
    assert f'"date":"{out.working_date}"'.encode() in office.proxy.posts[-1].replace(b" ", b"")


def test_unlinking_stops_a_drain_that_is_under_way(office: Office, once_after: Once) -> None:
    first = office.punch("1000", office.at(8))
    others = [office.punch("1000", office.at(hour)) for hour in (9, 10)]

    once_after(Lanes, "answers", lambda: _unlink(office))
    office.deliver()

    assert state_of(first) == State.DELIVERED
    assert len(office.proxy.posts) == 1
    assert {state_of(punch) for punch in others} <= {State.PENDING, State.NOT_LINKED}


def test_drain_under_way_sends_nothing_more_to_a_system_that_is_not_the_company_s_now(
    office: Office, once_after: Once
) -> None:
    punches = [office.punch("1000", office.at(hour)) for hour in (8, 9)]

    once_after(Lanes, "answers", _link_elsewhere)
    office.deliver()

    assert [state_of(punch) for punch in punches] == [State.DELIVERED, State.PENDING]
    assert len(office.proxy.posts) == 1


def test_person_who_is_bound_to_another_key_meanwhile_is_sent_under_that_key(office: Office, once_after: Once) -> None:
    punch = office.punch("1000", office.at(9))

    def bind_anew() -> None:
        EmployeeLink.objects.filter(employee_key=HANAKO).delete()
        EmployeeLink.objects.filter(employee_key=TARO).update(employee_key=HANAKO)

    once_after(WaitingLine, "next", bind_anew)
    office.deliver()

    assert state_of(punch) == State.DELIVERED
    assert (office.arrived(HANAKO), office.arrived(TARO)) == ([(office.at(9), "1")], [])


def test_person_whom_a_sync_binds_meanwhile_is_not_left_behind(office: Office, once_after: Once) -> None:
    EmployeeLink.objects.filter(employee_key=TARO).delete()
    early, late = office.punch("1000", office.at(9)), office.punch("1000", office.at(10), Kind.OUT)

    once_after(WaitingLine, "next", lambda: sync_company(office.company, now=office.clock()))
    office.deliver()

    assert [state_of(punch) for punch in (early, late)] == [State.DELIVERED] * 2
    assert office.arrived(TARO) == [(office.at(9), "1"), (office.at(10), "2")]


def test_token_that_may_not_read_overtime_still_delivers(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> list[object]:
        raise CredentialsRefused

    monkeypatch.setattr(KingOfTime, "monthly_overtime", refuse)
    punch = office.punch("1000", office.at(9))

    sync_company(office.company, now=office.clock())
    office.deliver()

    assert state_of(punch) == State.DELIVERED
    assert Connection.objects.get().state == Connection.State.LINKED


def _link_elsewhere() -> None:
    Connection.objects.update(base_url="http://127.0.0.1:9/v1.0")


def _unlink(office: Office) -> None:
    remove_connection(office.company, by="test")
    assert not Connection.objects.exists()
    assert Punch.objects.filter(state=State.SENDING).count() <= 1
