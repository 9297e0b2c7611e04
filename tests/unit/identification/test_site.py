"""A site's own strangers move the threshold, by how much is known of them."""

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.identification.test_calibration import people

from kaodoki.faces.pack import read_pack
from kaodoki.identification.calibration import count_strangers, fitted
from kaodoki.identification.site import (
    FEWEST_PEOPLE,
    MARGIN_SD,
    MOST_PEOPLE,
    SiteMargin,
    SiteMeasurement,
    expected_rate,
    measure_site,
    one_in,
    site_margin,
)
from kaodoki.identification.thresholds import LOWEST_RATE, threshold

PACK = fitted(
    count_strangers(people(1500, seed=1), np.arange(1500)), replace(read_pack().calibration, site_margin=0.04)
)


def measured(count: int, *, common: float, seed: int = 2) -> SiteMeasurement:
    found = measure_site(people(count, seed=seed, common=common), PACK, gallery_size=600, wanted=0.02)
    assert found is not None
    return found


@pytest.mark.parametrize("count", [30, 60, 100, 600])
def test_people_like_those_of_the_pack_shift_nothing(count: int) -> None:
    """On average over many such companies: no bias, however small they are."""
    runs = [measured(count, common=0.3, seed=seed) for seed in range(40, 80 if count < 600 else 45)]

    assert {(run.people, run.pairs) for run in runs} == {(count, count * (count - 1) // 2)}
    assert abs(float(np.mean([run.shift for run in runs]))) < 0.01


@pytest.mark.parametrize(("count", "least"), [(600, 0.2), (2500, 0.5)])
def test_people_who_look_more_alike_raise_the_threshold_until_the_wanted_rate_holds(count: int, least: float) -> None:
    """The room, the camera and the population are in the shift: strangers of the same kind pass at the wanted rate, or
    less often where the rarest pairs seen are commoner than the threshold needs and the pack's curve is steeper."""
    enrolled, strangers = people(count, seed=3, common=0.6), people(20_000, seed=4, common=0.6)
    wanted = 0.02
    site = site_margin(PACK, measure_site(enrolled, PACK, gallery_size=count, wanted=wanted))

    def passed(margin: float) -> float:
        needed = threshold(PACK, gallery_size=count, fpir=wanted) + margin
        return float(((strangers @ enrolled.T).max(axis=1) >= needed).mean())

    assert passed(0.0) > 3 * wanted
    assert least * wanted < passed(site.margin) < 2 * wanted


def test_few_people_say_nothing_and_the_margin_of_the_pack_holds() -> None:
    assert measure_site(people(FEWEST_PEOPLE - 1, seed=5), PACK, gallery_size=600, wanted=0.02) is None
    assert site_margin(PACK, None) == SiteMargin(margin=0.04, standard_error=MARGIN_SD)


def test_the_more_people_the_surer() -> None:
    small, large = measured(60, common=0.5), measured(1200, common=0.5)

    assert large.standard_error < small.standard_error
    assert site_margin(PACK, large).standard_error < site_margin(PACK, small).standard_error < MARGIN_SD
    assert (
        abs(site_margin(PACK, large).margin - large.shift) < abs(site_margin(PACK, small).margin - small.shift) + 0.01
    )


def test_error_covers_what_other_people_of_the_same_kind_show() -> None:
    runs = [measured(200, common=0.45, seed=seed) for seed in range(10, 30)]

    spread = float(np.std([run.shift for run in runs]))
    claimed = float(np.median([run.standard_error for run in runs]))
    assert 0.5 < claimed / spread < 2.5


def test_a_huge_company_is_drawn_from() -> None:
    found = measure_site(people(MOST_PEOPLE + 300, seed=6), PACK, gallery_size=600, wanted=0.02)

    assert found is not None
    assert found.people == MOST_PEOPLE


def test_wish_stays_the_wish_and_the_bounds_tell_how_much_is_known() -> None:
    unsure, sure = (
        expected_rate(PACK, SiteMargin(margin=0.04, standard_error=error), gallery_size=1000, wanted=0.003)
        for error in (0.03, 0.005)
    )

    assert unsure.wanted == sure.wanted == 0.003
    assert unsure.low < sure.low < 0.003 < sure.high < unsure.high


def test_nothing_rarer_is_claimed_than_was_measured() -> None:
    found = expected_rate(PACK, SiteMargin(margin=0.04, standard_error=0.3), gallery_size=1000, wanted=0.0001)

    assert (found.low, found.wanted) == (LOWEST_RATE, 0.0001)
    assert found.high == 1.0


@pytest.mark.parametrize(("rate", "number"), [(0.003, 330), (0.0025, 400), (0.0101, 99), (0.5, 2), (1.0, 1)])
def test_one_in_so_many_is_a_round_number(rate: float, number: int) -> None:
    assert one_in(rate) == number
