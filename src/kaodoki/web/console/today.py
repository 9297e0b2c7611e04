"""今日: what needs somebody now, who came when, who is in, how the terminals are, and the newest attempts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki import clock
from kaodoki.people.models import Settings
from kaodoki.people.queries import zone_of
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.restricted_hours import parse_windows
from kaodoki.web.charts import Figure
from kaodoki.web.console import today_queries as numbers
from kaodoki.web.console.menu import SITES
from kaodoki.web.console.presence_queries import SitePresence, Where, presence_by_site
from kaodoki.web.console.queries import is_connected, menu_counts
from kaodoki.web.console.reach import Reach, reach_of
from kaodoki.web.console.restricted_words import restricted_words
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.today_figures import arrivals_figure
from kaodoki.web.console.today_log import LOG_LENGTH, todays_log
from kaodoki.web.console.today_texts import TODAY_TEXTS, WHERE
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.texts import chosen_language, in_language, long_date

MOST_SITES = 12
MOST_SILENT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A terminal that does not answer, and since when."""

    id: str
    name: str
    since: str


@require_GET
@console_page
def today(request: HttpRequest) -> HttpResponse:
    """Everything in sight of the administrator, of the working day that runs."""
    administrator, now, language = administrator_of(request), clock.now(), chosen_language(request)
    settings, reach = administrator.company.settings, reach_of(administrator)
    texts = in_language({**TEXTS, **TODAY_TEXTS}, language)
    local = now.astimezone(zone_of(settings))
    counts = menu_counts(administrator)
    context: dict[str, object] = {
        "t": texts,
        "time": f"{local:%-H:%M}",
        "day": long_date(local, language),
        "restricted": restricted_words(
            parse_windows(settings.restricted_hours), now=now, zone=zone_of(settings), language=language
        ),
        "photos": counts.get("photos"),
        "log": todays_log(reach, settings=settings, now=now, language=language),
        "log_hint": texts["log_hint"].format(count=LOG_LENGTH),
        **_arrivals(reach, settings, now, texts),
        **_punches(reach, settings, now, texts, decides=administrator.role in SITES),
        **_presence(reach, settings, now, texts, language),
        **_terminals(numbers.paired_terminals(reach), now, zone_of(settings), texts),
    }
    return render_page(request, "console/today.html", context, language, counts=counts)


def _arrivals(reach: Reach, settings: Settings, now: datetime, texts: Mapping[str, str]) -> dict[str, object]:
    zone = zone_of(settings)
    found = numbers.arrivals(reach, day=numbers.working_day(settings, now), zone=zone)
    chart: Figure | None = arrivals_figure(
        found,
        windows=parse_windows(settings.restricted_hours),
        now=now,
        zone=zone,
        held=not settings.deliver_in_restricted_hours,
        texts=texts,
    )
    people = texts["of_people"].format(count=numbers.people_count(reach))
    return {"arrivals": chart, "arrived": sum(found.values()), "of_people": people}


def _punches(
    reach: Reach, settings: Settings, now: datetime, texts: Mapping[str, str], *, decides: bool
) -> dict[str, object]:
    """`decides`: the role may say whose an offline attempt is."""
    counters = numbers.punch_counters(reach, now=now)
    offline = numbers.offline_to_decide(reach) if decides else 0
    until = counters.held_until
    return {
        "counters": counters,
        "to_resolve": counters.integrity_errors + counters.rejected + offline,
        "offline_link": texts["offline_link"].format(count=offline) if offline else "",
        "waiting_until": texts["waiting_until"].format(time=f"{until.astimezone(zone_of(settings)):%-H:%M}")
        if until
        else "",
        "integrity_link": texts["integrity_link"].format(count=counters.integrity_errors),
        "rejected_link": texts["rejected_link"].format(count=counters.rejected),
    }


def _presence(
    reach: Reach, settings: Settings, now: datetime, texts: Mapping[str, str], language: str
) -> dict[str, object]:
    sites = presence_by_site(reach, settings=settings, now=now)
    total = {where: sum(site.people[where] for site in sites) for where in Where}
    hidden = len(sites) - MOST_SITES
    return {
        "present": total[Where.IN],
        "away": texts["away"].format(breaks=total[Where.BREAK], outside=total[Where.OUTSIDE]),
        "where_names": [text.in_language(language) for text in WHERE.values()],
        "sites": [_site_row(site, texts) for site in sites[:MOST_SITES]],
        "sites_total": list(total.values()) if len(sites) > 1 else [],
        "more_sites": texts["more_sites"].format(count=hidden) if hidden > 0 else "",
        "presence_hint": texts["who_is_in_hint"].format(hours=settings.open_shift_max_hours),
    }


def _site_row(site: SitePresence, texts: Mapping[str, str]) -> dict[str, object]:
    return {"name": site.site or texts["without_site"], "people": [site.people[where] for where in Where]}


def _terminals(
    terminals: Sequence[Terminal], now: datetime, zone: ZoneInfo, texts: Mapping[str, str]
) -> dict[str, object]:
    silent = [terminal for terminal in terminals if not is_connected(terminal, now=now)]
    hidden = len(silent) - MOST_SILENT
    said = texts["some_silent"].format(count=len(silent)) if silent else texts["all_connected"]
    return {
        "terminal_count": len(terminals),
        "terminals_said": said if terminals else texts["no_terminal"],
        "silent": [_silent(terminal, now, zone, texts) for terminal in silent[:MOST_SILENT]],
        "more_silent": texts["more_terminals"].format(count=hidden) if hidden > 0 else "",
    }


def _silent(terminal: Terminal, now: datetime, zone: ZoneInfo, texts: Mapping[str, str]) -> Silent:
    seen = terminal.last_seen_at.astimezone(zone) if terminal.last_seen_at else None
    if seen is None:
        return Silent(id=str(terminal.id), name=terminal.name, since=texts["never_seen"])
    is_today = seen.date() == now.astimezone(zone).date()
    time = f"{seen:%-H:%M}" if is_today else f"{seen:%-m/%-d %-H:%M}"
    return Silent(id=str(terminal.id), name=terminal.name, since=texts["silent_since"].format(time=time))
