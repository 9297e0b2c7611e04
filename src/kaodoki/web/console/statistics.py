"""統計: how well faces are told, how soon punches arrive, and the month's overtime, of whom the administrator sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki import clock
from kaodoki.accounts.models import Role
from kaodoki.identification import Outcome
from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import zone_of
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.restricted_hours import JAPAN
from kaodoki.web.console import statistics_figures as figures
from kaodoki.web.console import statistics_queries as numbers
from kaodoki.web.console.reach import Reach, reach_of
from kaodoki.web.console.stands_out import FEWEST_TRIES, Finding, Tries, standing_out, together
from kaodoki.web.console.statistics_scores import scores_figure
from kaodoki.web.console.statistics_texts import STATISTICS_TEXTS
from kaodoki.web.console.statistics_values import Delays, Period, last_days
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.overtime_words import hours_and_minutes
from kaodoki.web.texts import chosen_language, in_language

PERIODS_DAYS = (7, 30, 90)
CHOSEN_DAYS = 30
MOST_PEOPLE, MOST_TERMINALS, MOST_FINDINGS = 10, 30, 10

Context = dict[str, object]
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """A person or a terminal in a table. `percent` is a number for the meter, `rate` its text."""

    name: str
    code: str
    tries: str
    rejected: str
    rate: str
    percent: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCard:
    """What stands out, in words; `terminal` is the id of its page, if it is one."""

    name: str
    code: str
    said: str
    counts: str
    terminal: str = ""


@require_GET
@console_page_for(Role.SITE_MANAGER, Role.VIEWER)
def statistics(request: HttpRequest) -> HttpResponse:
    """Of the last 7, 30 or 90 days; overtime of the running month."""
    administrator, now, language = administrator_of(request), clock.now(), chosen_language(request)
    settings, reach = administrator.company.settings, reach_of(administrator)
    texts = in_language({**TEXTS, **STATISTICS_TEXTS}, language)
    days = _days(request)
    period = last_days(days, now=now, zone=zone_of(settings))
    context: Context = {
        "t": texts,
        "days": days,
        "periods": [(each, texts["last_days"].format(days=each)) for each in PERIODS_DAYS],
        **_rejections(reach, period, texts),
        **_scores(reach, period, settings, texts),
        **_delays(reach, period, settings, texts),
        **_overtime(reach, settings, now.astimezone(JAPAN).date(), texts),
    }
    return render_page(request, "console/statistics.html", context, language)


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return next((days for days in PERIODS_DAYS if str(days) == asked), CHOSEN_DAYS)


def _rejections(reach: Reach, period: Period, texts: Texts) -> Context:
    outcomes = numbers.outcomes_by_terminal(reach, period)
    terminals, people = numbers.tries_by_terminal(outcomes), numbers.tries_by_person(reach, period)
    everything = together(terminals)
    often = [one for one in people if one.all >= FEWEST_TRIES and one.rejected]
    worst = sorted(often, key=lambda one: (-one.rate, -one.all))[:MOST_PEOPLE]
    found = standing_out(people)[:MOST_FINDINGS], standing_out(terminals)[:MOST_FINDINGS]
    shown = sorted(terminals, key=lambda one: (-one.rate, -one.all))[:MOST_TERMINALS]
    names = _people([*worst, *(one.tries for one in found[0])])
    places = dict(Terminal.objects.filter(pk__in=outcomes).values_list("pk", "name"))
    return {
        "everything": _all_in_words(everything, texts) if everything.all else "",
        "rejections_hint": texts["rejections_hint"].format(seconds=int(numbers.TRIED_AGAIN_WITHIN.total_seconds())),
        "rates": figures.people_by_rate(people, texts) if people else None,
        "findings": [
            *(_card(one, *names[one.tries.id], texts=texts) for one in found[0] if one.tries.id in names),
            *(_card(one, places[one.tries.id], "", texts=texts, kind="terminal") for one in found[1]),
        ],
        "worst": [_rate_row(one, *names[one.id]) for one in worst if one.id in names],
        "nobody_rejected": texts["nobody_rejected"].format(fewest=FEWEST_TRIES),
        "worst_hint": texts["most_rejected_hint"].format(fewest=FEWEST_TRIES, count=MOST_PEOPLE),
        "terminals": [_rate_row(one, places[one.id], "", outcomes[one.id]) for one in shown],
        "reasons": [texts[outcome.value] for outcome in numbers.REJECTED],
    }


def _people(tries: Sequence[Tries[UUID]]) -> dict[UUID, tuple[str, str]]:
    wanted = Employee.objects.filter(pk__in={one.id for one in tries}, erased_at__isnull=True)
    return {one.pk: (one.display_name, one.employee_code) for one in wanted}


def _all_in_words(everything: Tries[str], texts: Texts) -> str:
    percent = figures.percent_text(everything.rate)
    return texts["rejections_all"].format(
        tries=f"{everything.all:,}", rejected=f"{everything.rejected:,}", percent=percent
    )


def _card(finding: Finding[UUID], name: str, code: str, *, texts: Texts, kind: str = "person") -> FindingCard:
    tries, times = finding.tries, finding.times
    said = texts[f"{kind}_only"] if times is None else texts[f"{kind}_often"].format(times=f"{times:.1f}")
    counts = texts["finding_counts"].format(
        tries=f"{tries.all:,}", rejected=f"{tries.rejected:,}", percent=figures.percent_text(tries.rate)
    )
    return FindingCard(
        name=name, code=code, said=said, counts=counts, terminal=str(tries.id) if kind == "terminal" else ""
    )


def _rate_row(tries: Tries[UUID], name: str, code: str, outcomes: Mapping[str, int] | None = None) -> RateRow:
    reasons: tuple[Outcome, ...] = numbers.REJECTED if outcomes is not None else ()
    return RateRow(
        name=name,
        code=code,
        tries=f"{tries.all:,}",
        rejected=f"{tries.rejected:,}",
        rate=figures.percent_text(tries.rate),
        percent=round(figures.PERCENT * tries.rate, 1),
        reasons=tuple(f"{(outcomes or {}).get(reason, 0):,}" for reason in reasons),
    )


def _scores(reach: Reach, period: Period, settings: Settings, texts: Texts) -> Context:
    switched = numbers.pack_switched_at(reach, period)
    since = f"{switched.astimezone(zone_of(settings)):%Y-%m-%d %-H:%M}" if switched else ""
    compared = replace(period, begins=switched) if switched else period
    return {
        "scores": scores_figure(numbers.scores(reach, compared), texts),
        "scores_since": texts["scores_since"].format(time=since) if since else "",
    }


def _delays(reach: Reach, period: Period, settings: Settings, texts: Texts) -> Context:
    not_held, held = numbers.delays(reach, period)
    said = " ".join(
        _delays_said(delays, texts[name], texts)
        for delays, name in ((not_held, "delays_said"), (held, "delays_held_said"))
        if delays.count
    )
    return {
        "delays_hint": texts["delays_hint"].format(seconds=settings.undo_seconds),
        "delays": figures.delays_figure(not_held, held, texts, description=said) if said else None,
    }


def _delays_said(delays: Delays, text: str, texts: Texts) -> str:
    median, p95 = (figures.duration_text(delays.percentile(share) or 0, texts) for share in (0.5, 0.95))
    return text.format(count=f"{delays.count:,}", median=median, p95=p95)


def _overtime(reach: Reach, settings: Settings, day: date, texts: Texts) -> Context:
    cap, law = settings.overtime_cap_minutes, figures.month_limit(settings.article36_coverage)
    limits = {name: limit for name, limit in (("cap", cap), ("law", law)) if limit is not None}
    counts = numbers.overtime_counts(reach, day)
    title = texts["overtime_month"].format(month=day.month, name=f"{day:%B}")
    if not counts:
        return {"overtime_title": title, "overtime": None}
    over = numbers.people_over(reach, day, limits)
    said = [texts["overtime_said"].format(people=over[""])]
    said += [
        texts[f"over_{name}"].format(time=hours_and_minutes(limit), count=over[name]) for name, limit in limits.items()
    ]
    figure = figures.overtime_figure(counts, cap_minutes=cap, law_minutes=law, description=" ".join(said), texts=texts)
    return {"overtime_title": title, "overtime": figure}
