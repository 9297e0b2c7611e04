"""The console's page on face models: how a renewal stands, how two packs agree, and who must enrol again."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kaodoki.accounts.models import Administrator
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.renewal.queries import Renewal, ScoreSummary, agreement_of, renewal_of
from kaodoki.renewal.words import REASONS, VERDICTS
from kaodoki.web.console.pack_texts import PACK_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import console_page
from kaodoki.web.texts import chosen_language, in_language

# Longer lists are for `kaodoki packs renewal`.
MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """One verdict as a person reads it."""

    name: str
    count: int
    deciding: str
    trial: str


@require_GET
@console_page
def packs(request: HttpRequest) -> HttpResponse:
    """Reading only: packs are changed on the command line, by whoever runs the server."""
    company = cast(Administrator, request.user).company
    language = chosen_language(request)
    state = renewal_of(company)
    context = {
        "t": in_language({**TEXTS, **PACK_TEXTS}, language),
        "language": language,
        "company": company,
        "state": state,
        "said": _said(state, company, language),
        "verdicts": _verdicts(company, language) if state.trial else [],
        "people": [(person, REASONS[person.reason][language]) for person in state.re_enrol[:MOST_PEOPLE]],
    }
    return render(request, "console/packs.html", context)


def _said(state: Renewal, company: Company, language: str) -> dict[str, str]:
    texts = in_language(PACK_TEXTS, language)
    zone = zone_of(settings_of(company))
    started, switched = (
        at and f"{at.astimezone(zone):%Y-%m-%d %-H:%M}" for at in (state.started_at, state.switched_at)
    )
    more = max(0, len(state.re_enrol) - MOST_PEOPLE)
    return {
        "since": texts["since"].format(time=started) if started else "",
        "switched": texts["switched"].format(time=switched) if switched else "",
        "people_ready": texts["people_ready"].format(ready=state.people_ready, people=state.people),
        "photos_left": texts["photos_left"].format(count=state.photos_left),
        "recomputing": texts["recomputing"].format(count=state.deciding_left) if state.deciding_left else "",
        "more_people": texts["more_people"].format(count=more) if more else "",
        "problem": texts["problem"].format(code=state.problem) if state.problem else "",
    }


def _verdicts(company: Company, language: str) -> list[VerdictLine]:
    return [
        VerdictLine(
            name=VERDICTS[row.verdict][language],
            count=row.count,
            deciding=_scores(row.deciding),
            trial=_scores(row.trial),
        )
        for row in agreement_of(company)
    ]


def _scores(scores: ScoreSummary | None) -> str:
    return f"{scores.mean:.2f} ({scores.low:.2f}–{scores.high:.2f})" if scores else ""
