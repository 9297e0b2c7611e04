"""IDデータ詳細: one working day of a person, punches and looks in the order they came."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki.errors import NotFound
from kaodoki.people.models import Employee
from kaodoki.people.queries import day_start_of, settings_of, zone_of
from kaodoki.punches.models import Attempt, Method, Punch, State
from kaodoki.web.console.employee import person_of
from kaodoki.web.console.employee_texts import EMPLOYEE_TEXTS
from kaodoki.web.console.texts import OUTCOMES, STATES, TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import chosen_language, in_language, long_date

_EARLIEST, _LATEST = date(2000, 1, 2), date(2999, 12, 30)
_TONES = {State.DELIVERED: "good", State.INTEGRITY_ERROR: "warn", State.REJECTED: "warn", State.DISCARDED: "mute"}


@require_GET
@console_page
def employee_day(request: HttpRequest, employee_code: str, day: str) -> HttpResponse:
    """`day`: YYYY-MM-DD, a working day (勤務日), which may run past midnight."""
    person = person_of(administrator_of(request), employee_code)
    wanted = _day(day)
    language = chosen_language(request)
    texts = in_language({**TEXTS, **EMPLOYEE_TEXTS}, language)
    settings = settings_of(person.company)
    zone = zone_of(settings)
    begins = datetime.combine(wanted, day_start_of(settings, person.site), zone)
    punches = Punch.objects.filter(employee=person, working_date=wanted).select_related("terminal", "attempt")
    context: dict[str, object] = {
        "t": texts,
        "person": person,
        "day_said": texts["day_said"].format(year=wanted.year, day=long_date(begins, language)),
        "before": str(wanted - timedelta(days=1)),
        "after": str(wanted + timedelta(days=1)),
        "punches": [_punch(punch, zone, language) for punch in punches.order_by("punched_at", "created_at")],
        "looks": _looks(person, begins, zone, language),
    }
    return render_page(request, "console/employee_day.html", context, language)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error
    if not _EARLIEST <= found <= _LATEST:
        raise NotFound
    return found


def _punch(punch: Punch, zone: ZoneInfo, language: str) -> dict[str, object]:
    held = f"{punch.held_until.astimezone(zone):%-H:%M}" if punch.held_until else ""
    wall_clock = f"{punch.punched_at.astimezone(zone):%H:%M}"
    return {
        "time": f"{punch.punched_at.astimezone(zone):%-H:%M:%S}",
        "working_time": punch.working_time if punch.working_time != wall_clock else "",
        "kind": punch.kind,
        "kind_name": KIND_NAMES[punch.kind].in_language(language),
        "terminal": punch.terminal.name if punch.terminal else "",
        "method": _method(punch.attempt, language) if punch.attempt else "",
        "state": STATES[punch.state].in_language(language).format(time=held).strip(),
        "tone": _TONES.get(State(punch.state), "waiting"),
        "is_undone": punch.state == State.DISCARDED,
        "corrects": punch.corrects_id is not None,
    }


def _looks(person: Employee, begins: datetime, zone: ZoneInfo, language: str) -> list[dict[str, str]]:
    """Looks of that day that became no punch."""
    found = Attempt.objects.filter(
        employee=person, punch=None, recorded_at__gte=begins, recorded_at__lt=begins + timedelta(days=1)
    )
    return [
        {
            "time": f"{attempt.recorded_at.astimezone(zone):%-H:%M:%S}",
            "terminal": attempt.terminal.name,
            "outcome": OUTCOMES[attempt.outcome].in_language(language),
        }
        for attempt in found.select_related("terminal").order_by("recorded_at")[:100]
    ]


def _method(attempt: Attempt, language: str) -> str:
    return EMPLOYEE_TEXTS[f"method_{Method(attempt.method).value}"].in_language(language)
