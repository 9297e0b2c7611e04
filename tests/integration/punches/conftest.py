"""Punches as terminals make them, without the face that would come first."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_scopes import scope
from tests.integration.api_client import jst

from kaodoki.clocking.record import place_punch
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.punches.models import Attempt, Punch
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.services import create_terminal
from kaodoki.timekeeping.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One employee and a terminal where the kind is chosen."""

    company: Company
    employee: Employee
    terminal: Terminal

    def press(self, kind: str, at: str, *, chosen: bool = True) -> Punch:
        """A punch of November 2026, Japan time, recorded now: `20T09:00`."""
        return self.press_at(kind, november(at), now=timezone.now(), chosen=chosen)

    def press_at(self, kind: str, when: datetime, *, now: datetime, chosen: bool = True) -> Punch:
        """A punch of `when`, recorded at `now`."""
        with scope(company=self.company), transaction.atomic():
            locked = Employee.objects.select_for_update(no_key=True).get(pk=self.employee.pk)
            attempt = Attempt(
                company=self.company,
                terminal=self.terminal,
                attempt_id=uuid.uuid4(),
                captured_at=when,
                recorded_at=now,
                outcome="identified",
                employee=locked,
            )
            settings = Settings.objects.get(company=self.company)
            place_punch(attempt, locked, Kind(kind), chosen=chosen, at=when, now=now, settings=settings)
            attempt.save(force_insert=True)
        assert attempt.punch is not None
        return attempt.punch

    def set(self, **values: object) -> None:
        """Changes the company's settings."""
        with scope(company=self.company):
            Settings.objects.filter(company=self.company).update(**values)

    def day(self) -> list[str]:
        """All punches by time: `in 20 pending`, `out 21 integrity_error no_clock_in`."""
        with scope(company=self.company):
            rows = Punch.objects.filter(employee=self.employee).order_by("punched_at", "created_at")
            return [f"{p.kind} {p.working_date.day} {p.state} {p.error}".strip() for p in rows]


def november(text: str) -> datetime:
    """`20T09:00` of November 2026 in Japan."""
    day, _, clock_time = text.partition("T")
    return jst(f"2026-11-{day}T{clock_time if clock_time.count(':') == 2 else clock_time + ':00'}")


@pytest.fixture(autouse=True)
def end_of_november() -> Iterator[None]:
    """All of these punches are a few days old, whenever the tests run."""
    with time_machine.travel(november("30T12:00"), tick=True):
        yield


@pytest.fixture
def employee(company: Company) -> Employee:
    """A person without a site."""
    with scope(company=company):
        return Employee.objects.create(company=company, employee_code="0012", created_at=timezone.now())


@pytest.fixture
def clock(company: Company, employee: Employee) -> Clock:
    """Chosen kinds, the day start at midnight."""
    with scope(company=company):
        new = create_terminal(company, name="入口", site=None, punch_selection="chosen", accepts_past=True, by="tests")
    return Clock(company=company, employee=employee, terminal=new.terminal)


@pytest.fixture
def night(clock: Clock) -> Clock:
    """The same with the rule of the open shift."""
    clock.set(working_day_rule="open_shift")
    return clock


@pytest.fixture
def mark(company: Company) -> Callable[[Punch, str], None]:
    """Puts a punch into a state as the delivery would."""

    def put(punch: Punch, state: str) -> None:
        with scope(company=company):
            Punch.objects.filter(pk=punch.pk).update(state=state)

    return put
