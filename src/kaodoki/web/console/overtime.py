"""The console's page on overtime (残業時間): the month of everybody, the nearest to a limit first."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki import clock
from kaodoki.accounts.sight import in_sight
from kaodoki.linking.overtime_overview import OvertimeLine, overtime_lines
from kaodoki.people.models import Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.console.linking_texts import LINKING_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.overtime_words import article36_words, coverage_words, forecast_words, hours_and_minutes
from kaodoki.web.texts import chosen_language, in_language

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertimeRow:
    """One person as read. `tone` is the class that colours what is left."""

    name: str
    employee_code: str
    total: str
    holiday_work: str
    left: str
    tone: str
    outlook: str
    outlook_tone: str
    article36: str
    coverage: str
    article36_tone: str
    warning: str


@require_GET
@console_page
def overtime(request: HttpRequest) -> HttpResponse:
    """Those with the most overtime first."""
    language, administrator = chosen_language(request), administrator_of(request)
    company = administrator.company
    people = Employee.objects.filter(in_sight(administrator), company=company, erased_at__isnull=True)
    employees = list(people.order_by("employee_code"))
    lines = overtime_lines(company, employees, now=clock.now())
    lines.sort(key=lambda line: -line.minutes)
    texts = in_language({**TEXTS, **LINKING_TEXTS}, language)
    told = max((line.as_of for line in lines), default=None)
    at = f"{told.astimezone(zone_of(settings_of(company))):%-m/%-d %-H:%M}" if told else ""
    context: dict[str, object] = {
        "t": texts,
        "rows": [_row(line, texts, language) for line in lines[:MOST_SHOWN]],
        "as_of": texts["as_of"].format(time=at) if at else "",
        "more": texts["more_overtime"].format(count=MOST_SHOWN) if len(lines) > MOST_SHOWN else "",
    }
    return render_page(request, "console/overtime.html", context, language)


def _row(line: OvertimeLine, texts: dict[str, str], language: str) -> OvertimeRow:
    least = line.article36.least
    ends_over = line.forecast is not None and line.forecast.reached_on is not None
    return OvertimeRow(
        name=line.employee.display_name,
        employee_code=line.employee.employee_code,
        total=hours_and_minutes(line.minutes),
        holiday_work=hours_and_minutes(line.holiday_minutes),
        left=_left(line, texts),
        tone="tone-warn" if line.remaining and line.remaining.exceeded_minutes else "",
        outlook=forecast_words(line, language),
        outlook_tone="tone-warn" if line.forecast and line.forecast.is_reached else "tone-waiting" if ends_over else "",
        article36=article36_words(line, language),
        coverage=coverage_words(line.coverage, language),
        article36_tone="tone-warn" if least and least.exceeded_minutes else "",
        warning=texts["warned"].format(time=hours_and_minutes(line.warning_minutes))
        if line.warning_minutes is not None
        else "",
    )


def _left(line: OvertimeLine, texts: dict[str, str]) -> str:
    if line.remaining is None:
        return texts["no_cap"]
    if line.remaining.exceeded_minutes:
        return texts["over"].format(time=hours_and_minutes(line.remaining.exceeded_minutes))
    return hours_and_minutes(line.remaining.minutes)
