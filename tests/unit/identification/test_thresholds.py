"""Thresholds: the calibrated table, and sensible values between and beyond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.faces.pack import read_pack
from kaodoki.identification import false_identification_rate, threshold

CALIBRATION = read_pack().calibration

SIZES = st.integers(0, 2_000_000)
RATES = st.floats(1e-5, 0.5)


@pytest.mark.parametrize(
    ("gallery_size", "fpir", "expected"),
    [
        (100, 0.01, 0.412),
        (100, 0.003, 0.439),
        (1000, 0.003, 0.487),
        (5000, 0.001, 0.592),
        (1, 0.003, 0.439),
        (0, 0.003, 0.439),
        (50_000, 0.003, 0.591),
        (316, 0.01, 0.437),
        (100, 0.2, 0.412),
    ],
)
def test_table_and_what_lies_between(gallery_size: int, fpir: float, expected: float) -> None:
    assert threshold(CALIBRATION, gallery_size=gallery_size, fpir=fpir) == pytest.approx(expected, abs=1e-3)


@given(sizes=st.tuples(SIZES, SIZES), fpir=RATES)
def test_more_people_never_lower_the_threshold(sizes: tuple[int, int], fpir: float) -> None:
    low, high = (threshold(CALIBRATION, gallery_size=size, fpir=fpir) for size in sorted(sizes))

    assert low <= high + 1e-12


@given(size=SIZES, rates=st.tuples(RATES, RATES))
def test_a_stricter_wish_never_lowers_the_threshold(size: int, rates: tuple[float, float]) -> None:
    strict, lax = (threshold(CALIBRATION, gallery_size=size, fpir=rate) for rate in sorted(rates))

    assert strict >= lax - 1e-12


@given(size=SIZES, fpir=st.floats(2e-4, 0.01))
def test_rate_is_the_threshold_read_backwards(size: int, fpir: float) -> None:
    score = threshold(CALIBRATION, gallery_size=size, fpir=fpir)

    assert false_identification_rate(CALIBRATION, gallery_size=size, score=score) == pytest.approx(fpir, rel=1e-6)


def test_no_rate_below_the_measured_ones_is_claimed() -> None:
    assert false_identification_rate(CALIBRATION, gallery_size=100, score=0.99) == 1e-4
    assert false_identification_rate(CALIBRATION, gallery_size=100, score=-1) == 1
