"""The console's pages 打刻: every punch with its state, and one punch with all it went through and what can be done."""

import uuid
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_POST
from django_scopes import scope

from kaodoki.accounts.models import Administrator, Role
from kaodoki.audit.services import record_event
from kaodoki.errors import NotFound
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import Punch, State
from kaodoki.punches.resolving import RESOLVABLE
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.console.integrity import CHOICES, LONGEST_NOTE
from kaodoki.web.console.integrity_texts import INTEGRITY_TEXTS
from kaodoki.web.console.newest_first import as_id, asked_for, newest, page_of, query_for, within
from kaodoki.web.console.punch_lines import COLUMNS, line_of, steps_of
from kaodoki.web.console.punches_texts import PUNCHES_TEXTS
from kaodoki.web.console.reach import reach_of
from kaodoki.web.console.roles import SETTLES
from kaodoki.web.console.texts import STATES, TEXTS
from kaodoki.web.console.views import administrator_of, console_page, console_page_for, render_page
from kaodoki.web.exports.csv_file import Encoding, lines_of
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import chosen_language, in_language

# Words for several states at once, as people ask for them.
GROUPS = {
    "waiting": (State.PENDING, State.HELD, State.SENDING, State.UNCONFIRMED),
    "failed": (State.INTEGRITY_ERROR, State.REJECTED),
}
_FILTERS = ("from", "to", "code", "kind", "state", "terminal")


@require_GET
@console_page
def punches(request: HttpRequest) -> HttpResponse:
    """The newest first, of whom the administrator sees."""
    administrator, language = administrator_of(request), chosen_language(request)
    texts, zone = in_language({**TEXTS, **PUNCHES_TEXTS}, language), _zone(administrator)
    asked = asked_for(request.GET, _FILTERS)
    page, following = page_of(
        _found(administrator, asked, zone), column="punched_at", cursor=request.GET.get("after", "")
    )
    states = [(group, texts[f"state_{group}"]) for group in GROUPS]
    states += [(state.value, _state_name(state, language)) for state in State]
    context: dict[str, object] = {
        "t": texts,
        "lines": [line_of(punch, zone, language) for punch in page],
        "older": query_for(request.GET, following) if following else "",
        "is_later": bool(request.GET.get("after")),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "states": states,
        "terminals": _terminals(administrator),
        "kinds": [(kind.value, KIND_NAMES[kind].in_language(language)) for kind in Kind],
        "may_export": administrator.role in (Role.ALL_RIGHTS, Role.SITE_MANAGER),
    }
    return render_page(request, "console/punches.html", context, language)


@require_GET
@console_page
def punch(request: HttpRequest, punch_id: uuid.UUID) -> HttpResponse:
    """What a punch went through, and, while nothing of it is on its way, the three decisions over it."""
    return punch_page(request, punch_id)


def punch_page(request: HttpRequest, punch_id: uuid.UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was wrong with a decision sent from it. Raises `NotFound` for one out of sight."""
    administrator, language = administrator_of(request), chosen_language(request)
    texts, zone = in_language({**TEXTS, **INTEGRITY_TEXTS, **PUNCHES_TEXTS}, language), _zone(administrator)
    found = _punches(administrator).filter(id=punch_id).first()
    if found is None:
        raise NotFound
    corrections = _punches(administrator).filter(corrects=found).order_by("created_at")
    context: dict[str, object] = {
        "t": texts,
        "problem": problem,
        "punch": found,
        "line": line_of(found, zone, language),
        "steps": steps_of(found, zone, language),
        "corrects": line_of(found.corrects, zone, language) if found.corrects else None,
        "corrections": [line_of(one, zone, language) for one in corrections],
        "may_decide": found.state in RESOLVABLE and administrator.role in SETTLES,
        "may_deliver": found.state in GROUPS["failed"],
        "kinds": {kind.value: KIND_NAMES[kind].in_language(language) for kind in CHOICES},
        "local": f"{found.punched_at.astimezone(zone):%Y-%m-%dT%H:%M:%S}",
        "longest_note": LONGEST_NOTE,
    }
    return render_page(request, "console/punch.html", context, language, status=status)


@require_POST
@console_page_for(Role.SITE_MANAGER)
def punches_csv(request: HttpRequest) -> HttpResponse:
    """What is filtered, as a file; that it was taken is recorded."""
    administrator, language = administrator_of(request), chosen_language(request)
    rows = _found(administrator, asked_for(request.POST, _FILTERS), _zone(administrator))
    record_event(administrator.company_id, "export_made", subject="punches", by=administrator.login, format="csv")
    encoding = Encoding.SHIFT_JIS if request.POST.get("encoding") == Encoding.SHIFT_JIS else Encoding.UTF_8
    return StreamingHttpResponse(  # type: ignore[return-value]  # the frame returns it as it is
        lines_of(_cells(administrator, rows, language), encoding),
        headers={"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="punches.csv"'},
    )


def _punches(administrator: Administrator) -> QuerySet[Punch]:
    rows = Punch.objects.filter(reach_of(administrator).of("employee__site"))
    return rows.select_related("employee", "terminal", "attempt", "corrects__employee", "corrects__terminal")


def _found(administrator: Administrator, asked: dict[str, str], zone: ZoneInfo) -> QuerySet[Punch]:
    rows = within(_punches(administrator), column="punched_at", first=asked["from"], last=asked["to"], zone=zone)
    if asked["code"]:
        rows = rows.filter(employee__employee_code=asked["code"])
    if asked["kind"] in set(Kind):
        rows = rows.filter(kind=asked["kind"])
    if asked["state"] in GROUPS:
        rows = rows.filter(state__in=GROUPS[asked["state"]])
    elif asked["state"] in State.values:
        rows = rows.filter(state=asked["state"])
    terminal = as_id(asked["terminal"])
    return rows if terminal is None else rows.filter(terminal=terminal)


def _cells(administrator: Administrator, rows: QuerySet[Punch], language: str) -> Iterator[list[str]]:
    yield [PUNCHES_TEXTS[name].in_language(language) for name in COLUMNS]
    # The answer is written after the page's own scope has ended.
    with scope(company=administrator.company):
        zone = _zone(administrator)
        for one in newest(rows, column="punched_at"):
            if one is None:
                yield [TEXTS["export_cut"].in_language(language)]
                return
            line = line_of(one, zone, language)
            yield [str(getattr(line, name)) for name in COLUMNS]


def _state_name(state: State, language: str) -> str:
    return STATES[state].in_language(language).format(time="").strip()


def _terminals(administrator: Administrator) -> list[Terminal]:
    return list(Terminal.objects.filter(reach_of(administrator).of("site")).order_by("name"))


def _zone(administrator: Administrator) -> ZoneInfo:
    return zone_of(settings_of(administrator.company))
