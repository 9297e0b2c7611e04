"""The console's page of look-alikes (似ている従業員)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki.accounts.models import Role
from kaodoki.accounts.sight import in_sight, sites_of
from kaodoki.enrolment.look_alikes import look_alikes_of
from kaodoki.gallery.calibration import standing_of
from kaodoki.people.models import Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.calibration_words import in_words
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.texts import chosen_language

MOST_SHOWN = 200


@require_GET
@console_page
def look_alikes(request: HttpRequest) -> HttpResponse:
    """The nearest pairs first."""
    administrator, language = administrator_of(request), chosen_language(request)
    company = administrator.company
    if administrator.role not in (Role.ALL_RIGHTS, Role.PHOTO_APPROVER):
        problem = TEXTS["look_alikes_not_allowed"].in_language(language)
        return render_page(request, "console/look_alikes.html", {"problem": problem}, language, status=403)
    zone = zone_of(settings_of(company))
    sites = sites_of(administrator)
    near = in_sight(administrator, site="first__site") | in_sight(administrator, site="second__site")
    pairs = list(look_alikes_of(company).filter(near).order_by("-score", "id")[: MOST_SHOWN + 1])
    rows = [
        {
            "people": [named(one, sites, language) for one in (pair.first, pair.second)],
            "found": f"{pair.found_at.astimezone(zone):%Y-%m-%d %-H:%M}",
            "confirmed_by": pair.confirmed_by,
        }
        for pair in pairs[:MOST_SHOWN]
    ]
    more = TEXTS["look_alikes_more"].in_language(language).format(count=MOST_SHOWN) if len(pairs) > MOST_SHOWN else ""
    sentences = in_words(standing_of(company, settings_of(company)), language)
    context: dict[str, object] = {"rows": rows, "more": more, "calibration": sentences}
    return render_page(request, "console/look_alikes.html", context, language)


def named(person: Employee, sites: frozenset[UUID] | None, language: str) -> tuple[str, str]:
    """Name and code; of somebody at a site that the administrator does not see, only that there is somebody."""
    if sites is None or person.site_id in sites:
        return person.display_name, person.employee_code
    return TEXTS["person_elsewhere"].in_language(language), ""
