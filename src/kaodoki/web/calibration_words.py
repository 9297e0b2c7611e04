"""What a company's calibration means, in plain sentences, for the console and the command line."""

from kaodoki.gallery.calibration import Standing
from kaodoki.identification.site import FEWEST_PEOPLE
from kaodoki.web.texts import Text

STRANGERS = Text(
    "登録されていない人が従業員と取り違えられるのは、およそ {number:,} 回に 1 回の見込みです。",
    "About one stranger in {number:,} would be taken for an employee.",
)
MEASURED = Text(
    "この会社の登録者どうしの比較から補正しています。",
    "The threshold is adjusted by comparing your own employees with each other.",
)
NOT_MEASURED = Text(
    "登録者が {fewest} 人以上になると、登録者どうしの比較で補正します。それまではモデルの標準の余裕を使います。",
    "From {fewest} people on it is adjusted by comparing your own employees; until then by the model's margin.",
)


def in_words(standing: Standing, language: str) -> list[str]:
    """One sentence on what to expect, one on where that comes from."""
    source = MEASURED if standing.is_measured else NOT_MEASURED
    return [
        STRANGERS.in_language(language).format(number=standing.expected.one_in),
        source.in_language(language).format(fewest=FEWEST_PEOPLE),
    ]
