"""いまいる人, by name: everybody who punched lately and where they are by it. Read at assembly points, too."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki import clock
from kaodoki.people.models import Site
from kaodoki.people.queries import zone_of
from kaodoki.punches.models import Punch
from kaodoki.web.console.presence_queries import Wanted, Where, people_by_code
from kaodoki.web.console.reach import reach_of
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.today_texts import TODAY_TEXTS, WHERE
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import chosen_language, in_language

PAGE = 100
LONGEST_CODE = 64
EVERYBODY = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A line of the list."""

    name: str
    employee_code: str
    site: str
    where: str
    kind: str
    kind_name: str
    time: str


@require_GET
@console_page
def presence(request: HttpRequest) -> HttpResponse:
    """By employee code; those in now, unless others are asked for."""
    administrator, now, language = administrator_of(request), clock.now(), chosen_language(request)
    settings, reach, wanted = administrator.company.settings, reach_of(administrator), _wanted(request)
    texts = in_language({**TEXTS, **TODAY_TEXTS}, language)
    found = people_by_code(reach, wanted, settings=settings, now=now)
    zone = zone_of(settings)
    shown = [_person(punch, where, zone, texts, language) for punch, where in found[:PAGE]]
    sites = Q() if reach.sites is None else Q(pk__in=reach.sites)
    context: dict[str, object] = {
        "t": texts,
        "people": shown,
        "wanted": wanted,
        "hint": texts["who_is_in_hint"].format(hours=settings.open_shift_max_hours),
        "sites": Site.objects.filter(sites, company=administrator.company).order_by("code"),
        "wheres": [(where.value, text.in_language(language)) for where, text in WHERE.items()],
        "next": _address(wanted, shown[-1].employee_code) if len(found) > PAGE else "",
        "next_text": texts["next_page"].format(count=PAGE),
        "first": _address(wanted, "") if wanted.after else "",
        "time": f"{now.astimezone(zone):%-H:%M}",
    }
    return render_page(request, "console/presence.html", context, language)


def _wanted(request: HttpRequest) -> Wanted:
    site, after = (request.GET.get(name, "")[:LONGEST_CODE].replace("\0", "") for name in ("site", "after"))
    where = request.GET.get("where", Where.IN.value)
    return Wanted(site=site, where=Where(where) if where in set(Where) else None, after=after, most=PAGE + 1)


def _address(wanted: Wanted, after: str) -> str:
    return "?" + urlencode({"site": wanted.site, "where": wanted.where or EVERYBODY, "after": after})


def _person(punch: Punch, where: Where, zone: ZoneInfo, texts: Mapping[str, str], language: str) -> Person:
    employee = punch.employee
    return Person(
        name=employee.display_name,
        employee_code=employee.employee_code,
        site=employee.site.name if employee.site else texts["without_site"],
        where=WHERE[where].in_language(language),
        kind=punch.kind,
        kind_name=KIND_NAMES[punch.kind].in_language(language),
        time=f"{punch.punched_at.astimezone(zone):%-m/%-d %-H:%M}",
    )
