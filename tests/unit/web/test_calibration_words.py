"""A wish is told as a wish, with the bounds it lies between and where those come from."""

import pytest

from kaodoki.gallery.calibration import Standing
from kaodoki.identification.site import ExpectedRate, SiteMargin
from kaodoki.web.calibration_words import in_words


def standing(*, is_measured: bool, low: float = 0.0009, high: float = 0.011) -> Standing:
    return Standing(
        pack="made-1",
        people=40,
        of_pack=0.4,
        site=SiteMargin(margin=0.04, standard_error=0.03),
        is_measured=is_measured,
        expected=ExpectedRate(wanted=0.003, low=low, high=high),
    )


def test_own_employees_are_what_measured_bounds_come_from() -> None:
    assert in_words(standing(is_measured=True), "ja") == [
        "登録されていない人が従業員と取り違えられるのを、およそ 330 回に 1 回に抑えることを目標にした設定です。",
        "この会社の登録者どうしを比べた結果からは、実際には 91 回に 1 回から 1,100 回に 1 回の間と見込まれます"
        "(95 % の確かさ)。",
        "端末の前で実際に数えた割合ではありません。",
    ]
    assert in_words(standing(is_measured=True), "en") == [
        "The setting aims at no more than about one stranger in 330 being taken for an employee.",
        "Judging by your own employees, compared with each other, "
        "it really lies between one in 91 and one in 1,100 (95 % sure).",
        "It is not a share that anybody counted in front of your terminals.",
    ]


@pytest.mark.parametrize(
    ("language", "judged_by", "bounds"),
    [
        ("ja", "この会社以外の人たちの写真からは", " 91 回に 1 回から 1,100 回に 1 回の間"),
        ("en", "Judging by people from elsewhere", "between one in 91 and one in 1,100"),
    ],
)
def test_without_a_measurement_the_bounds_are_the_pack_s(language: str, judged_by: str, bounds: str) -> None:
    _, told, _ = in_words(standing(is_measured=False), language)

    assert judged_by in told
    assert bounds in told
    assert "30" in told


@pytest.mark.parametrize(
    ("language", "bound"), [("ja", "10,000 回に 1 回未満の間"), ("en", "and fewer than one in 10,000 (95 % sure)")]
)
def test_a_bound_below_what_can_be_claimed_names_no_number_of_its_own(language: str, bound: str) -> None:
    assert bound in in_words(standing(is_measured=True, low=0.0001), language)[1]
