"""What `kaodoki gallery look-alikes` prints. Imported after Django is set up."""

from collections.abc import Iterator

from django_scopes import scope

from kaodoki.enrolment.look_alikes import find_all_look_alikes, look_alikes_of
from kaodoki.people.models import Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.project.administration import company_by_code
from kaodoki.web.texts import Text

NOBODY = Text("取り違えるおそれのある従業員はいません。", "No two employees look alike.")
PAIR = Text(
    "{one}  ⇔  {other}  類似度 {score:.3f}  {found}{confirmed}",
    "{one}  ⇔  {other}  score {score:.3f}  {found}{confirmed}",
)
CONFIRMED = Text("  別人と確認: {by}", "  told apart by {by}")


def lines(company_code: str, *, recompute: bool, language: str) -> Iterator[str]:
    """The nearest pairs first, one a line; compared anew before if asked."""
    company = company_by_code(company_code)
    with scope(company=company):
        if recompute:
            find_all_look_alikes(company, by="command line")
        zone = zone_of(settings_of(company))
        pairs = list(look_alikes_of(company).order_by("-score", "id"))
        for pair in pairs:
            confirmed = CONFIRMED.in_language(language).format(by=pair.confirmed_by) if pair.confirmed_by else ""
            yield PAIR.in_language(language).format(
                one=_named(pair.first),
                other=_named(pair.second),
                score=pair.score,
                found=f"{pair.found_at.astimezone(zone):%Y-%m-%d}",
                confirmed=confirmed,
            )
        if not pairs:
            yield NOBODY.in_language(language)


def _named(employee: Employee) -> str:
    return f"{employee.employee_code} {employee.display_name}".strip()
