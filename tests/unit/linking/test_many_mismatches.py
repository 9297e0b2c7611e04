"""Codes that went on from person to person, and many of one name: the right lines, and none walked twice."""

import time
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from kaodoki.linking.mismatches import MOST_ALIKE, Here, Problem, There, find_mismatches

TODAY = date(2026, 11, 18)
MANY = 10_000
# Walked anew for each person it was twenty seconds and more; once it is a tenth of one.
PATIENCE_S = 4.0


def find(employees: list[Here], people: list[There]) -> dict[UUID, Problem]:
    found = find_mismatches(employees=employees, people=people, today=TODAY)
    return {one.here.employee_id: one.problem for one in found if one.here}


def company(moves: Mapping[int, int]) -> tuple[list[Here], list[There]]:
    """Person i has code i here; over there the code that `moves` gives, and nobody is bound who is not in it."""
    codes = range(max(len(moves), 8))
    employees = [
        Here(
            employee_id=UUID(int=code),
            employee_code=str(code),
            name="",
            employee_key=str(code) if code in moves else None,
        )
        for code in codes
    ]
    return employees, [There(employee_key=str(one), employee_code=str(code), name="") for one, code in moves.items()]


@given(st.dictionaries(st.integers(0, 7), st.integers(0, 9), max_size=8))
@example({0: 1, 1: 2, 2: 1, 3: 0})
@example({3: 0, 0: 1, 1: 2, 2: 0})
@example({0: 1, 1: 9, 2: 1, 3: 2})
def test_code_is_taken_over_where_its_holder_moves_on_to_a_free_one_or_all_go_round(moves: dict[int, int]) -> None:
    found = find(*company(moves))

    for one, code in moves.items():
        way = [code]
        while way[-1] in moves and way[-1] != moves[way[-1]] and way[-1] != one and len(way) <= len(moves):
            way.append(moves[way[-1]])
        may = way[-1] == one or way[-1] >= 8
        expected = Problem.CODE_CHANGED if may else Problem.CLAIMED_TWICE
        assert found.get(UUID(int=one)) == (None if code == one else expected)


def test_renumbering_of_a_whole_company_is_found_at_once() -> None:
    employees, people = company({code: code + 1 for code in range(MANY)})
    begun = time.process_time()

    found = find(employees, people)

    assert time.process_time() - begun < PATIENCE_S
    assert set(found.values()) == {Problem.CODE_CHANGED}


def test_renumbering_that_ends_at_a_taken_code_is_found_at_once() -> None:
    employees, people = company({code: code + 1 for code in range(MANY - 1)})
    employees.append(Here(employee_id=UUID(int=MANY), employee_code=str(MANY - 1), name=""))
    begun = time.process_time()

    found = find(employees, people)

    assert time.process_time() - begun < PATIENCE_S
    assert list(found.values()).count(Problem.CLAIMED_TWICE) == MANY - 1


def test_many_of_one_name_are_not_all_put_to_each_other() -> None:
    employees, people = namesakes(MANY)
    begun = time.process_time()

    found = find_mismatches(employees=employees, people=people, today=TODAY)

    assert time.process_time() - begun < PATIENCE_S
    assert all(not one.candidates for one in found)
    assert all(one.other for one in found if one.problem is Problem.MISSING_HERE)


def test_as_many_of_one_name_as_a_person_can_tell_apart_are_put_forward() -> None:
    found = find_mismatches(employees=namesakes(1)[0], people=namesakes(MOST_ALIKE)[1], today=TODAY)

    assert len(found[0].candidates) == MOST_ALIKE


def test_code_with_another_zero_is_put_forward_whatever_the_name_is() -> None:
    employee = Here(employee_id=UUID(int=1), employee_code="0126", name="佐藤 一")
    people = [*namesakes(MOST_ALIKE + 1)[1], There(employee_key="x", employee_code="126", name="佐藤 一")]

    found = find_mismatches(employees=[employee], people=people, today=TODAY)

    assert [one.employee_key for one in found[0].candidates] == ["x"]


def namesakes(count: int) -> tuple[list[Here], list[There]]:
    employees = [Here(employee_id=UUID(int=n), employee_code=f"a{n}", name="佐藤 一") for n in range(count)]
    return employees, [There(employee_key=f"k{n}", employee_code=f"b{n}", name="佐藤 一") for n in range(count)]
