"""What `kaodoki calibrate` prints. Imported after Django is set up."""

from collections.abc import Iterator

from django_scopes import scope

from kaodoki.gallery.calibration import Standing, measure_company, standing_of
from kaodoki.people.queries import settings_of
from kaodoki.project.administration import company_by_code
from kaodoki.web.calibration_words import in_words
from kaodoki.web.texts import Text

GALLERY = Text("登録者 {people:,} 人、モデル {pack}", "{people:,} people enrolled, pack {pack}")
THRESHOLD = Text(
    "しきい値 {needed:.3f} = モデルの校正 {of_pack:.3f} + 拠点の補正 {margin:+.3f}(標準誤差 {error:.3f})",
    "threshold {needed:.3f} = the pack's {of_pack:.3f} + this site's margin {margin:+.3f} (standard error {error:.3f})",
)


def lines(company_code: str, *, measure: bool, language: str) -> Iterator[str]:
    """The company's threshold and what it is worth, measured anew before unless told otherwise."""
    company = company_by_code(company_code)
    with scope(company=company):
        settings = settings_of(company)
        if measure:
            measure_company(company, settings)
        yield from _described(standing_of(company, settings), language)


def _described(standing: Standing, language: str) -> Iterator[str]:
    yield GALLERY.in_language(language).format(people=standing.people, pack=standing.pack)
    yield THRESHOLD.in_language(language).format(
        needed=standing.needed,
        of_pack=standing.of_pack,
        margin=standing.site.margin,
        error=standing.site.standard_error,
    )
    yield from in_words(standing, language)
