"""The console's page on face models: how a renewal stands, how two packs agree, and who must enrol again."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki.accounts.sight import in_sight
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.renewal.queries import Renewal, ScoreSummary, agreement_of, renewal_of
from kaodoki.renewal.words import REASONS, VERDICTS
from kaodoki.web.console.pack_texts import PACK_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
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
    administrator, language = administrator_of(request), chosen_language(request)
    company = administrator.company
    state = renewal_of(company, most=MOST_PEOPLE)
    listed = Employee.objects.filter(
        in_sight(administrator), employee_code__in=[person.employee_code for person in state.re_enrol]
    )
    seen = set(listed.values_list("employee_code", flat=True))
    context: dict[str, object] = {
        "t": in_language({**TEXTS, **PACK_TEXTS}, language),
        "state": state,
        "said": _said(state, company, language),
        "verdicts": _verdicts(company, language) if state.trial else [],
        "people": [
            (person, REASONS[person.reason][language]) for person in state.re_enrol if person.employee_code in seen
        ],
    }
    return render_page(request, "console/packs.html", context, language)


def _said(state: Renewal, company: Company, language: str) -> dict[str, str]:
    texts = in_language(PACK_TEXTS, language)
    zone = zone_of(settings_of(company))
    started, switched = (
        at and f"{at.astimezone(zone):%Y-%m-%d %-H:%M}" for at in (state.started_at, state.switched_at)
    )
    more = state.re_enrol_count - len(state.re_enrol)
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
