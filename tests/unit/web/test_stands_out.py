"""Only what is surely no chance is said of a person or a terminal."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.evaluation.intervals import NORMAL_QUANTILE, wilson
from kaodoki.web.console.stands_out import Tries, standing_out, wilson_low


def tries(name: str, accepted: int, rejected: int) -> Tries[str]:
    return Tries(id=name, accepted=accepted, rejected=rejected)


OTHERS = [tries(f"{number}", 95, 5) for number in range(20)]


def test_somebody_rejected_far_more_often_is_found_with_how_often() -> None:
    (found,) = standing_out([*OTHERS, tries("tanaka", 74, 26)])

    assert found.tries.id == "tanaka"
    assert found.others_rate == pytest.approx(0.05)
    assert found.times == pytest.approx(5.2)


@pytest.mark.parametrize(
    ("accepted", "rejected"),
    [(9, 10), (40, 4), (91, 9), (28, 5)],
    ids=["too few looks", "too few rejections", "less than twice as often", "could be chance among so many"],
)
def test_what_may_be_chance_is_not_said(accepted: int, rejected: int) -> None:
    assert standing_out([*OTHERS, tries("tanaka", accepted, rejected)]) == []


def test_same_is_enough_where_only_one_other_is_looked_at() -> None:
    assert [found.tries.id for found in standing_out([tries("all", 1900, 100), tries("tanaka", 28, 5)])] == ["tanaka"]


def test_surest_comes_first() -> None:
    found = standing_out([*OTHERS, tries("often", 60, 40), tries("oftenest", 20, 80)])

    assert [one.tries.id for one in found] == ["oftenest", "often"]


def test_only_one_rejected_at_all_has_no_multiple() -> None:
    (found,) = standing_out([tries("all", 500, 0), tries("tanaka", 50, 20)])

    assert (found.tries.id, found.times) == ("tanaka", None)


@pytest.mark.parametrize("alone", [[], [tries("tanaka", 1, 99)], [tries("tanaka", 1, 99), tries("sato", 3, 0)]])
def test_without_others_to_compare_with_nothing_is_said(alone: list[Tries[str]]) -> None:
    assert standing_out(alone) == []


def test_thousand_people_alike_give_hardly_a_false_alarm() -> None:
    chance = random.Random(36)
    alarms = 0

    for _ in range(20):
        rejected = [sum(chance.random() < 0.05 for _ in range(60)) for _ in range(300)]
        alarms += len(standing_out([tries(f"{place}", 60 - count, count) for place, count in enumerate(rejected)]))

    # At 5 % each, 20 rounds of 300 people would give about 150; shared among all, less than one a round.
    assert alarms <= 10


@given(st.integers(0, 500), st.integers(1, 500))
def test_lower_bound_is_that_of_the_evaluation_sheet(hits: int, trials: int) -> None:
    hits = min(hits, trials)

    assert wilson_low(hits, trials, NORMAL_QUANTILE) == pytest.approx(wilson(hits, trials).low, abs=1e-12)


@pytest.mark.parametrize(("hits", "trials"), [(1, 0), (3, 2), (-1, 5)])
def test_impossible_counts_are_refused(hits: int, trials: int) -> None:
    with pytest.raises(ValueError, match=f"{hits} of {trials}"):
        wilson_low(hits, trials, 2)


def test_rate_of_nothing_is_none() -> None:
    assert tries("x", 0, 0).rate == 0
