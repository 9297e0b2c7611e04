"""What is typed to choose a person over there: one is meant, or nobody is chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.linking.errors import PersonUnknown
from kaodoki.linking.mismatches import There
from kaodoki.linking.person_choice import choice_lines, chosen_key

YAMADA = There(employee_key="a" * 64, employee_code="1001", name="山田 太郎")
SATO = There(employee_key="b" * 64, employee_code="1002", name="佐藤 美咲")
TEXTS = st.sampled_from(["", "1", "1", "2", "01"])


@pytest.mark.parametrize(
    "typed", ["1001 山田 太郎", "1001", " 1001 ", "\N{FULLWIDTH DIGIT ONE}001", "山田太郎", "1001 山田\u3000太郎"]
)
def test_person_is_chosen_by_line_code_or_name_however_wide(typed: str) -> None:
    assert chosen_key(typed, free=[YAMADA, SATO], others=[]) == YAMADA.employee_key


@pytest.mark.parametrize("typed", ["", " ", "\x00", "100", "1003", "太郎", "%"])
def test_what_names_nobody_chooses_nobody(typed: str) -> None:
    with pytest.raises(PersonUnknown):
        chosen_key(typed, free=[YAMADA, SATO], others=[])


@pytest.mark.parametrize("typed", ["1001", "山田 太郎", "1001 山田 太郎"])
def test_what_names_two_chooses_nobody_and_their_lines_tell_them_apart(typed: str) -> None:
    twin = There(employee_key="c" * 64, employee_code=YAMADA.employee_code, name=YAMADA.name)
    two = [YAMADA, twin]

    with pytest.raises(PersonUnknown):
        chosen_key(typed, free=two, others=[])
    assert [chosen_key(line, free=two, others=[]) for line in choice_lines(two)] == ["a" * 64, "c" * 64]


def test_who_is_bound_already_is_found_so_that_the_answer_can_say_so() -> None:
    assert chosen_key("1002", free=[YAMADA], others=[SATO]) == SATO.employee_key


def test_line_of_somebody_free_is_theirs_whoever_is_bound() -> None:
    bound = There(employee_key="d", employee_code="1001", name="山田 太郎")

    assert chosen_key(choice_lines([YAMADA])[0], free=[YAMADA], others=[bound]) == YAMADA.employee_key


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_every_line_chooses_whom_it_stands_for(pairs: list[tuple[str, str]]) -> None:
    people = [There(employee_key=f"key-{n}", employee_code=code, name=name) for n, (code, name) in enumerate(pairs)]

    lines = choice_lines(people)

    assert [chosen_key(line, free=people, others=people) for line in lines] == [one.employee_key for one in people]
