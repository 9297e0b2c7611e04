"""Thresholds: the measured curve read for a gallery and a wish, and sensible values between and beyond."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.faces.pack import read_pack
from kaodoki.identification import false_identification_rate, threshold
from kaodoki.identification.thresholds import match_rate, score_at

PACK = read_pack().calibration
CURVE = replace(PACK, fmr=(1e-2, 1e-4, 1e-5), scores=(0.3, 0.4, 0.45), per_tenfold=0.06)

SIZES = st.integers(0, 2_000_000)
RATES = st.floats(1e-5, 0.5)


@pytest.mark.parametrize(
    ("gallery_size", "fpir", "expected"),
    [
        (100, 0.01, 0.400),
        (1000, 0.01, 0.450),
        (10_000, 0.01, 0.510),
        (1000, 0.001, 0.510),
        (100, 0.1, 0.349),
        (1, 0.01, 0.400),
        (0, 0.01, 0.400),
        (316, 0.01, 0.425),
    ],
)
def test_the_curve_is_read_at_the_rate_for_one_of_the_gallery(gallery_size: int, fpir: float, expected: float) -> None:
    assert threshold(CURVE, gallery_size=gallery_size, fpir=fpir) == pytest.approx(expected, abs=1e-3)


@given(sizes=st.tuples(SIZES, SIZES), fpir=RATES)
def test_more_people_never_lower_the_threshold(sizes: tuple[int, int], fpir: float) -> None:
    low, high = (threshold(PACK, gallery_size=size, fpir=fpir) for size in sorted(sizes))

    assert low <= high + 1e-12


@given(size=SIZES, rates=st.tuples(RATES, RATES))
def test_a_stricter_wish_never_lowers_the_threshold(size: int, rates: tuple[float, float]) -> None:
    strict, lax = (threshold(PACK, gallery_size=size, fpir=rate) for rate in sorted(rates))

    assert strict >= lax - 1e-12


@given(size=SIZES, fpir=st.floats(2e-4, 0.9))
def test_rate_is_the_threshold_read_backwards(size: int, fpir: float) -> None:
    score = threshold(PACK, gallery_size=size, fpir=fpir)

    assert false_identification_rate(PACK, gallery_size=size, score=score) == pytest.approx(fpir, rel=1e-6)


@given(score=st.floats(0.2, 0.9))
def test_score_and_rate_are_each_others_reverse(score: float) -> None:
    assert score_at(PACK, match_rate(PACK, score)) == pytest.approx(score, abs=1e-9)


def test_no_rate_below_the_measured_ones_is_claimed() -> None:
    assert false_identification_rate(PACK, gallery_size=100, score=0.99) == 1e-4
    assert false_identification_rate(PACK, gallery_size=100, score=-1) == 1
