"""What a company's calibration means, in plain sentences, for the console and the command line.

A wish is called a wish: the threshold is set for it, and only the bounds say what is known of its coming true.
"""

from kaodoki.gallery.calibration import Standing
from kaodoki.identification.site import FEWEST_PEOPLE, one_in
from kaodoki.identification.thresholds import LOWEST_RATE
from kaodoki.web.texts import Text

WISH = Text(
    "登録されていない人が従業員と取り違えられるのを、およそ {wanted:,} 回に 1 回に抑えることを目標にした設定です。",
    "The setting aims at no more than about one stranger in {wanted:,} being taken for an employee.",
)
BOUNDS_OF_SITE = Text(
    "この会社の登録者どうしを比べた結果からは、実際には{often}から{seldom}の間と見込まれます(95 % の確かさ)。",
    "Judging by your own employees, compared with each other, it really lies between {often} and {seldom} (95 % sure).",
)
BOUNDS_OF_PACK = Text(
    "モデルの校正に使われた、この会社以外の人たちの写真からは、実際には{often}から{seldom}の間と見込まれます"
    "(95 % の確かさ)。登録者が {fewest} 人以上になると、登録者どうしを比べて、より確かになります。",
    "Judging by people from elsewhere, whom the model was calibrated on, it really lies between {often} and {seldom} "
    "(95 % sure). From {fewest} people on your own employees are compared with each other, which makes it surer.",
)
NOT_COUNTED = Text(
    "端末の前で実際に数えた割合ではありません。",
    "It is not a share that anybody counted in front of your terminals.",
)
ONE_IN = Text(" {number:,} 回に 1 回", "one in {number:,}")
RARER = Text(" {number:,} 回に 1 回未満", "fewer than one in {number:,}")


def in_words(standing: Standing, language: str) -> list[str]:
    """What is wished for, between which bounds it lies and where they come from, and what they are not."""
    expected = standing.expected
    bounds = BOUNDS_OF_SITE if standing.is_measured else BOUNDS_OF_PACK
    return [
        WISH.in_language(language).format(wanted=one_in(expected.wanted)),
        bounds.in_language(language).format(
            often=_rate(expected.high, language), seldom=_rate(expected.low, language), fewest=FEWEST_PEOPLE
        ),
        NOT_COUNTED.in_language(language),
    ]


def _rate(rate: float, language: str) -> str:
    text = RARER if rate <= LOWEST_RATE else ONE_IN
    return text.in_language(language).format(number=one_in(rate))
