"""PINs in a real database: who has one, and what guessing costs."""

import statistics
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from kaodoki.audit.models import AuditEvent
from kaodoki.credentials.errors import PinBlocked, PinRefused, PinUnfit
from kaodoki.credentials.models import Pin, WrongPin
from kaodoki.credentials.pins import clear_pin, draw_pin, employee_by_pin, has_pin, set_pin
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_employee
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.services import create_terminal

PIN = "492817"


@pytest.fixture
def employee(in_scope: Company) -> Employee:
    made = create_employee(in_scope, "0012", {"family_name": "佐藤", "given_name": "美咲"}, by="tests")
    set_pin(made, PIN, by="tests")
    return made


@pytest.fixture
def terminal(in_scope: Company) -> Terminal:
    return terminal_of(in_scope)


def terminal_of(company: Company) -> Terminal:
    fields = {"name": "入口", "site": None, "punch_selection": "in", "accepts_past": False}
    return create_terminal(company, **fields, by="tests").terminal  # type: ignore[arg-type]


def guess(terminal: Terminal, code: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(PinRefused):
            employee_by_pin(terminal, code, "000000")


def test_code_and_pin_find_the_person(employee: Employee, terminal: Terminal) -> None:
    assert employee_by_pin(terminal, " 0012 ", PIN) == employee
    assert has_pin(employee)


@pytest.mark.parametrize(("code", "pin"), [("0012", "492818"), ("9999", PIN), ("12", PIN), ("", ""), ("0012", "")])
def test_wrong_code_and_wrong_pin_are_refused_alike(
    employee: Employee, terminal: Terminal, code: str, pin: str
) -> None:
    with pytest.raises(PinRefused) as refused:
        employee_by_pin(terminal, code, pin)

    assert refused.value.details == {}


def test_code_that_nobody_has_takes_as_long_as_a_wrong_pin(employee: Employee, in_scope: Company) -> None:
    taken: dict[str, list[float]] = {"0012": [], "9999": []}
    for _ in range(5):
        for code, times in taken.items():
            terminal = terminal_of(in_scope)
            start = time.thread_time()
            guess(terminal, code, 1)
            times.append(time.thread_time() - start)

    ratio = statistics.median(taken["0012"]) / statistics.median(taken["9999"])
    assert 0.5 < ratio < 2


@pytest.mark.parametrize("code", ["0012", "9999"])
def test_guessing_waits_longer_and_longer_whether_or_not_the_code_exists(
    employee: Employee, terminal: Terminal, code: str
) -> None:
    guess(terminal, code, 3)

    with pytest.raises(PinBlocked) as blocked:
        employee_by_pin(terminal, code, PIN)

    assert blocked.value.details == {"seconds": 5}


def test_wait_is_over_by_itself_and_the_right_pin_ends_it(employee: Employee, terminal: Terminal) -> None:
    guess(terminal, "0012", 3)

    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        assert employee_by_pin(terminal, "0012", PIN) == employee
    assert not WrongPin.objects.exists()


def test_colleague_and_another_terminal_are_not_held_up(
    employee: Employee, terminal: Terminal, in_scope: Company
) -> None:
    guess(terminal, "0012", 3)
    colleague = create_employee(in_scope, "0013", {"family_name": "高橋"}, by="tests")
    set_pin(colleague, "508246", by="tests")

    assert employee_by_pin(terminal, "0013", "508246") == colleague
    assert employee_by_pin(terminal_of(in_scope), "0012", PIN) == employee


def test_one_pin_tried_over_many_codes_is_slowed_down(employee: Employee, terminal: Terminal) -> None:
    for number in range(20):
        guess(terminal, f"{number + 5000}", 1)

    with pytest.raises(PinBlocked):
        employee_by_pin(terminal, "0012", PIN)


@pytest.mark.parametrize("pin", ["12345", "123456", "abcdef"])
def test_unfit_pin_changes_nothing(employee: Employee, terminal: Terminal, pin: str) -> None:
    with pytest.raises(PinUnfit):
        set_pin(employee, pin, by="tests")

    assert employee_by_pin(terminal, "0012", PIN) == employee


def test_drawn_pin_works_and_is_nowhere_in_the_database(employee: Employee, terminal: Terminal) -> None:
    drawn = draw_pin(employee, by="tests")

    assert employee_by_pin(terminal, "0012", drawn) == employee
    assert Pin.objects.get().pin_hash.startswith("$argon2id$")
    assert drawn not in str(list(AuditEvent.objects.values_list("details", "subject", "action")))


def test_cleared_pin_is_refused(employee: Employee, terminal: Terminal) -> None:
    assert clear_pin(employee, by="tests")

    guess(terminal, "0012", 1)
    assert not has_pin(employee)
    assert not clear_pin(employee, by="tests")


def test_erased_person_has_no_pin(employee: Employee, terminal: Terminal) -> None:
    Employee.objects.filter(pk=employee.pk).update(erased_at=timezone.now())

    guess(terminal, "0012", 1)
    assert not has_pin(employee)


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_are_counted_one_by_one(company: Company) -> None:
    with scope(company=company):
        set_pin(create_employee(company, "0012", {"family_name": "佐藤"}, by="tests"), PIN, by="tests")
        terminal = terminal_of(company)
    said: list[str] = []

    def try_once() -> None:
        try:
            with scope(company=company):
                employee_by_pin(terminal, "0012", "000000")
        except (PinRefused, PinBlocked) as error:
            said.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["pin_blocked"] * 5 + ["pin_refused"] * 3
