"""Who does not match, and who is bound by code: tables, and what must hold whatever the lists are."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.linking.mismatch_words import label_of, reason_of
from kaodoki.linking.mismatches import (
    FIXES,
    Fix,
    Here,
    Mismatch,
    Problem,
    There,
    bindings_by_code,
    find_mismatches,
)

TODAY = date(2026, 11, 18)
CODES = st.sampled_from(["1", "2", "3", "01", "4"])
KEYS = st.sampled_from(["a", "b", "c", "d", "e"])


def here(number: int, code: str, key: str | None = None, *, name: str = "", lost: bool = False) -> Here:
    return Here(employee_id=UUID(int=number), employee_code=code, name=name, employee_key=key, lost_key=lost)


def there(key: str, code: str, *, name: str = "", resigned_on: date | None = None) -> There:
    return There(employee_key=key, employee_code=code, name=name, resigned_on=resigned_on)


@st.composite
def companies(draw: st.DrawFn) -> tuple[list[Here], list[There]]:
    codes = draw(st.lists(CODES, unique=True, max_size=5))
    keys = [key if draw(st.booleans()) else None for key in draw(st.permutations("abcde"))]
    employees = [here(number, code, keys[number], lost=draw(st.booleans())) for number, code in enumerate(codes)]
    people = [
        there(key, draw(CODES), resigned_on=draw(st.sampled_from([None, TODAY, date(2026, 1, 1)])))
        for key in draw(st.lists(KEYS, unique=True, max_size=5))
    ]
    return employees, people


@given(companies())
def test_binding_by_code_gives_nobody_two_keys_no_key_to_two_and_no_key_of_another_code(
    lists: tuple[list[Here], list[There]],
) -> None:
    employees, people = lists

    found = bindings_by_code(employees=employees, people=people, refused=(), today=TODAY)

    by_id = {employee.employee_id: employee for employee in employees}
    by_key = {person.employee_key: person for person in people}
    assert len(set(found.values())) == len(found)
    assert not set(found.values()) & {employee.employee_key for employee in employees}
    for employee_id, key in found.items():
        assert by_id[employee_id].employee_key is None
        assert not by_id[employee_id].lost_key
        assert by_key[key].employee_code == by_id[employee_id].employee_code
        assert not by_key[key].has_resigned(TODAY)


@given(companies())
def test_every_line_is_one_of_its_own_and_has_words_and_a_fix(lists: tuple[list[Here], list[There]]) -> None:
    found = find_mismatches(employees=lists[0], people=lists[1], today=TODAY)

    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert one.fixes
        assert all(reason_of(one, language) for language in ("ja", "en"))


@given(companies())
def test_who_is_bound_to_the_same_code_is_no_line(lists: tuple[list[Here], list[There]]) -> None:
    employees, people = lists
    codes = {person.employee_key: person.employee_code for person in people if not person.has_resigned(TODAY)}
    fine = {one.employee_id for one in employees if codes.get(one.employee_key or "") == one.employee_code}

    found = find_mismatches(employees=employees, people=people, today=TODAY)

    assert not fine & {one.here.employee_id for one in found if one.here}


def test_exchange_of_three_codes_is_three_changes_and_a_chain_to_a_taken_code_is_none() -> None:
    ring = [here(1, "1", "a"), here(2, "2", "b"), here(3, "3", "c")]
    turned = [there("a", "2"), there("b", "3"), there("c", "1")]
    chain = [*ring[:2], here(3, "3")]

    around = find_mismatches(employees=ring, people=turned, today=TODAY)
    stuck = find_mismatches(employees=chain, people=turned[:2], today=TODAY)

    assert {one.problem for one in around} == {Problem.CODE_CHANGED}
    assert {one.problem for one in stuck} == {Problem.CLAIMED_TWICE}


def test_pair_that_was_parted_is_not_bound_again() -> None:
    employees, people = [here(1, "1")], [there("a", "1")]

    found = bindings_by_code(employees=employees, people=people, refused={(UUID(int=1), "a")}, today=TODAY)

    assert found == {}


def test_somebody_missing_here_who_may_be_an_employee_is_said_to_be() -> None:
    found = find_mismatches(
        employees=[here(1, "0126", name="渡辺 健")], people=[there("a", "126", name="渡辺 健")], today=TODAY
    )

    assert [one.problem for one in found] == [Problem.MISSING_THERE, Problem.MISSING_HERE]
    assert "0126 渡辺 健と同じ人かもしれません" in reason_of(found[1], "ja")
    assert "the same person as 0126 渡辺 健" in reason_of(found[1], "en")


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_can_be_left_out_of_the_list(problem: Problem) -> None:
    assert Fix.IGNORE in FIXES[problem]
    assert Mismatch(problem=problem).id.startswith(problem)


@pytest.mark.parametrize("fix", list(Fix))
def test_every_fix_has_a_label_in_both_languages(fix: Fix) -> None:
    assert label_of(fix, "ja", employee_code="1") != label_of(fix, "en", employee_code="1")
