"""Integrity errors wait for a person or for the punch that explains them; a night arrives on the day it began."""

from datetime import timedelta

import pytest
import time_machine
from tests.integration.linking.conftest import TARO, Office, state_of
from tests.integration.punches.conftest import Clock

from kaodoki.people.models import Employee, Settings
from kaodoki.punches.models import State
from kaodoki.punches.resolving import Action, Decision, resolve_punch
from kaodoki.terminals.services import create_terminal

MINUTE = timedelta(minutes=1)


@pytest.fixture
def taro(office: Office) -> Clock:
    """太郎, at a terminal where the kind is chosen."""
    Settings.objects.update(undo_seconds=0)
    new = create_terminal(
        office.company, name="入口", site=None, punch_selection="chosen", accepts_past=True, by="tests"
    )
    return Clock(company=office.company, employee=Employee.objects.get(employee_code="1000"), terminal=new.terminal)


def test_error_is_not_sent_before_the_punch_that_explains_it_has_come(office: Office, taro: Clock) -> None:
    clock_out = taro.press_at("out", office.at(11), now=office.clock())
    office.deliver()
    before = (state_of(clock_out), office.arrived(TARO))

    taro.press_at("in", office.at(9), now=office.clock())
    office.deliver()

    assert before == (State.INTEGRITY_ERROR, [])
    assert office.arrived(TARO) == [(office.at(9), "1"), (office.at(11), "2")]


def test_decision_to_deliver_sends_the_error_as_it_is(office: Office, taro: Clock) -> None:
    clock_out = taro.press_at("out", office.at(11), now=office.clock())

    with time_machine.travel(office.clock(), tick=False):
        resolve_punch(clock_out, Decision(action=Action.DELIVER, note="出勤は紙で確認", by="tests"))
    office.deliver()

    assert state_of(clock_out) == State.DELIVERED
    assert office.arrived(TARO) == [(office.at(11), "2")]


def test_night_shift_arrives_on_the_day_of_its_clock_in(office: Office, taro: Clock) -> None:
    Settings.objects.update(working_day_rule="open_shift")
    next_morning = office.at(6) + timedelta(days=1)
    taro.press_at("in", office.at(22), now=office.at(22))
    clock_out = taro.press_at("out", next_morning, now=next_morning)
    office.clock.moment = next_morning + MINUTE

    office.deliver()

    clock_out.refresh_from_db()
    assert (clock_out.state, clock_out.working_date, clock_out.working_time) == (State.DELIVERED, office.day, "30:00")
    assert office.arrived(TARO) == [(office.at(22), "1"), (next_morning, "2")]
