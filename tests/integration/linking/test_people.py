"""People who do not match: found after a real sync, mended by one click, and never sent to the wrong person."""

from datetime import timedelta

import pytest
from tests.integration.linking.conftest import TARO, Office, state_of
from tests.integration.linking.people_there import PeopleThere, fresh_code

from kaodoki.audit.models import AuditEvent
from kaodoki.linking.connectors.protocol import Person
from kaodoki.linking.errors import FixNotOffered, KeyTaken, MismatchGone, PersonUnknown
from kaodoki.linking.mismatches import Fix, Mismatch, Problem
from kaodoki.linking.models import AttendancePerson, EmployeeLink
from kaodoki.linking.people import ignored_ids, map_employees, mismatches
from kaodoki.linking.people_fixes import bind_employee, fix_mismatch, show_again, unbind_employee
from kaodoki.linking.sync import sync_company
from kaodoki.people.errors import EmployeeExists
from kaodoki.people.models import Employee, Settings
from kaodoki.people.services import create_employee
from kaodoki.punches.models import State


def test_changed_code_is_listed_and_taken_over_with_one_click(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    hire_here(office, code)
    there.change(key, code=f"{code}-new")
    sync(office)

    [found] = about(office, code)
    fix(office, found, Fix.TAKE_OVER_CODE)

    assert (found.problem, found.there and found.there.employee_code) == (Problem.CODE_CHANGED, f"{code}-new")
    assert key_of(f"{code}-new") == key
    assert about(office, f"{code}-new") == []
    assert AuditEvent.objects.filter(action="employee_code_taken_over", details__former=code).exists()


def test_punches_of_a_changed_code_still_reach_the_same_person(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    hire_here(office, code)
    there.change(key, code=f"{code}-new")
    sync(office)
    punch = office.punch(code, office.at(9))

    office.deliver()

    assert state_of(punch) == State.DELIVERED
    assert office.arrived(key) == [(office.at(9), "1")]


def test_codes_that_two_people_exchanged_are_exchanged_here_in_one_click(office: Office) -> None:
    there = PeopleThere.of(office)
    (first, first_key), (second, second_key) = there.hire(), there.hire()
    hire_here(office, first)
    hire_here(office, second)
    there.change(first_key, code=f"{first}-for-a-moment")
    there.change(second_key, code=first)
    there.change(first_key, code=second)
    sync(office)

    found = about(office, first)
    fix(office, found[0], Fix.TAKE_OVER_CODE)

    assert [one.problem for one in found] == [Problem.CODE_CHANGED]
    assert (key_of(first), key_of(second)) == (second_key, first_key)
    assert about(office, first) + about(office, second) == []


def test_code_of_another_employee_is_claimed_twice_and_not_taken_over(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    hire_here(office, code)
    other = fresh_code()
    create_employee(office.company, other, {"family_name": "別"}, by="test")
    there.change(key, code=other)
    sync(office)

    [found] = about(office, code)
    with pytest.raises(FixNotOffered):
        fix(office, found, Fix.TAKE_OVER_CODE)
    fix(office, found, Fix.UNBIND)

    assert found.problem is Problem.CLAIMED_TWICE
    assert found.other is not None
    assert found.other.employee_code == other
    assert key_of(other) == key, "unbound from the one, the key is bound by code to the other"
    assert [one.problem for one in about(office, code)] == [Problem.MISSING_THERE]


def test_resigned_person_keeps_the_link_until_it_is_ended_and_then_leaves_the_list(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    hire_here(office, code)
    there.change(key, resignationDate=(office.day - timedelta(days=1)).isoformat())
    sync(office)

    [found] = about(office, code)
    bound_before = key_of(code)
    fix(office, found, Fix.UNBIND)
    sync(office)

    assert (found.problem, bound_before) == (Problem.RESIGNED, key)
    assert key_of(code) is None
    assert shown(office, code) == []


def test_last_day_of_work_is_not_yet_resigned(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    hire_here(office, code)
    there.change(key, resignationDate=office.day.isoformat())

    sync(office)

    assert about(office, code) == []


def test_resigned_stranger_is_neither_bound_nor_kept(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    there.change(key, resignationDate=(office.day - timedelta(days=1)).isoformat())

    hire_here(office, code)

    assert key_of(code) is None
    assert not AttendancePerson.objects.filter(employee_key=key).exists()


def test_deleted_and_entered_again_is_asked_about_before_a_punch_leaves(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    hire_here(office, code)
    there.delete(key)
    _, new_key = there.hire(code)
    sync(office)
    punch = office.punch(code, office.at(9))
    office.deliver()

    [found] = about(office, code)
    state_before = state_of(punch)
    fix(office, found, Fix.BIND)
    office.deliver()

    assert (found.problem, state_before) == (Problem.KEY_REPLACED, State.NOT_LINKED)
    assert key_of(code) == new_key
    assert office.arrived(new_key) == [(office.at(9), "1")]


def test_two_people_over_there_with_one_code_are_told_apart_by_a_person(office: Office) -> None:
    # The attendance server refuses a second one, so this list is given by hand.
    code = fresh_code()
    create_employee(office.company, code, {"family_name": "山田"}, by="test")
    twins = [Person(employee_code=code, employee_key="a" * 64), Person(employee_code=code, employee_key="b" * 64)]
    map_employees(office.company, [*twins, Person(employee_code="1000", employee_key=TARO)], now=office.clock())

    [found] = about(office, code)
    with pytest.raises(PersonUnknown):
        fix(office, found, Fix.BIND)
    fix(office, found, Fix.BIND, employee_key="b" * 64)

    assert found.problem is Problem.CODE_NOT_UNIQUE
    assert [one.employee_key[0] for one in found.candidates] == ["a", "b"]
    assert key_of(code) == "b" * 64


def test_missing_here_is_created_with_name_and_link(office: Office) -> None:
    code, key = PeopleThere.of(office).hire(name="高橋 一郎")
    sync(office)

    [found] = about(office, code)
    fix(office, found, Fix.CREATE)

    assert found.problem is Problem.MISSING_HERE
    assert Employee.objects.get(employee_code=code).display_name == "高橋 一郎"
    assert key_of(code) == key


def test_missing_there_names_whoever_has_the_same_name_or_the_code_without_zeros(office: Office) -> None:
    there = PeopleThere.of(office)
    number = str(int(fresh_code()[1:6], 16) + 10_000)
    same_name, _ = there.hire(name="鈴木 珠子")
    same_code, same_code_key = there.hire(number)
    mine = f"00{same_code}"
    create_employee(office.company, mine, {"family_name": "鈴木", "given_name": "珠子"}, by="test")
    sync(office)

    [found] = about(office, mine)
    fix(office, found, Fix.BIND, employee_key=same_code_key)

    assert found.problem is Problem.MISSING_THERE
    assert {one.employee_code for one in found.candidates} == {same_name, same_code}
    assert key_of(mine) == same_code_key


def test_unbound_by_hand_is_not_bound_again_by_code(office: Office) -> None:
    unbind_employee(office.company, "1000", now=office.clock(), by="test")

    sync(office)

    assert key_of("1000") is None
    bind_employee(office.company, "1000", TARO, now=office.clock(), by="test")
    assert key_of("1000") == TARO


def test_key_that_is_bound_already_is_refused(office: Office) -> None:
    with pytest.raises(KeyTaken) as caught:
        bind_employee(office.company, "9999", TARO, now=office.clock(), by="test")

    assert caught.value.details == {"employee_code": "1000"}
    assert key_of("9999") is None


def test_ignored_mismatch_stays_hidden_until_something_about_it_changes(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    hire_here(office, code)
    there.change(key, code=f"{code}-b")
    sync(office)
    fix(office, about(office, code)[0], Fix.IGNORE)
    sync(office)
    hidden = shown(office, code)

    there.change(key, code=f"{code}-c")
    sync(office)

    assert hidden == []
    assert [one.there and one.there.employee_code for one in shown(office, code)] == [f"{code}-c"]


def test_ignored_mismatch_can_be_shown_again(office: Office) -> None:
    [found] = about(office, "9999")
    fix(office, found, Fix.IGNORE)

    show_again(office.company, found.id, by="test")

    assert shown(office, "9999") == [found]
    with pytest.raises(MismatchGone):
        show_again(office.company, found.id, by="test")


def test_settled_mismatch_cannot_be_fixed_twice(office: Office) -> None:
    code, _ = PeopleThere.of(office).hire()
    sync(office)
    [found] = about(office, code)
    fix(office, found, Fix.CREATE)

    with pytest.raises(MismatchGone):
        fix(office, found, Fix.CREATE)


def test_code_of_an_erased_employee_is_not_taken_over_and_nothing_changes(office: Office) -> None:
    there = PeopleThere.of(office)
    code, key = there.hire()
    hire_here(office, code)
    erased = fresh_code()
    create_employee(office.company, erased, {"family_name": "元"}, by="test")
    Employee.objects.filter(employee_code=erased).update(erased_at=office.clock())
    there.change(key, code=erased)
    sync(office)

    with pytest.raises(EmployeeExists):
        fix(office, about(office, code)[0], Fix.TAKE_OVER_CODE)

    assert key_of(code) == key


def test_list_and_fixes_need_nothing_from_the_other_side_in_restricted_hours(office: Office) -> None:
    code, key = PeopleThere.of(office).hire()
    sync(office)
    Settings.objects.update(restricted_hours=[["00:00", "23:59"]])
    office.proxy.refuse_with = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"

    [found] = about(office, code)
    fix(office, found, Fix.CREATE)

    assert key_of(code) == key


def hire_here(office: Office, code: str) -> None:
    create_employee(office.company, code, {"family_name": code}, by="test")
    sync(office)


def sync(office: Office) -> None:
    sync_company(office.company, now=office.clock())


def about(office: Office, code: str) -> list[Mismatch]:
    return [
        one
        for one in mismatches(now=office.clock())
        if code in {one.here and one.here.employee_code, one.there and one.here is None and one.there.employee_code}
    ]


def shown(office: Office, code: str) -> list[Mismatch]:
    return [one for one in about(office, code) if one.id not in ignored_ids()]


def fix(office: Office, mismatch: Mismatch, action: Fix, employee_key: str | None = None) -> None:
    fix_mismatch(office.company, mismatch.id, action, now=office.clock(), by="test", employee_key=employee_key)


def key_of(code: str) -> str | None:
    link = EmployeeLink.objects.filter(employee__employee_code=code).first()
    return link.employee_key if link else None
