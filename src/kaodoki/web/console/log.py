"""The console's page 顔認証ログ: every attempt at the terminals, what came of it, and as a file."""

import uuid
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_POST
from django_scopes import scope

from kaodoki.accounts.models import Administrator, Role
from kaodoki.audit.services import record_event
from kaodoki.errors import NotFound
from kaodoki.identification import Outcome
from kaodoki.people.models import Site
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.kept_frames import open_frame
from kaodoki.punches.models import Attempt, KeptFrame, Method, SealedAttempt
from kaodoki.terminals.models import Terminal
from kaodoki.web.console.log_lines import COLUMNS, OUTCOME_NAMES, Line, line_of
from kaodoki.web.console.log_texts import LOG_TEXTS
from kaodoki.web.console.newest_first import as_id, asked_for, newest, page_of, query_for, within
from kaodoki.web.console.reach import reach_of
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, console_page_for, render_page
from kaodoki.web.exports.csv_file import Encoding, lines_of
from kaodoki.web.texts import chosen_language, in_language

OFFLINE = "offline"
_FILTERS = ("from", "to", "terminal", "site", "outcome", "method", "code")
_SEES_PICTURES = (Role.ALL_RIGHTS, Role.SITE_MANAGER)


@require_GET
@console_page
def log(request: HttpRequest) -> HttpResponse:
    """The newest first, of whom and of which terminals the administrator sees."""
    administrator, language = administrator_of(request), chosen_language(request)
    texts, zone = in_language({**TEXTS, **LOG_TEXTS}, language), _zone(administrator)
    asked = asked_for(request.GET, _FILTERS)
    rows = _found(administrator, asked, zone)
    page, following = page_of(rows, column="recorded_at", cursor=request.GET.get("after", ""))
    sees_pictures = administrator.role in _SEES_PICTURES
    context: dict[str, object] = {
        "t": texts,
        "lines": [_line(attempt, zone, language, sees_pictures=sees_pictures) for attempt in page],
        "older": query_for(request.GET, following) if following else "",
        "is_later": bool(request.GET.get("after")),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "terminals": _terminals(administrator),
        "sites": _sites(administrator),
        "outcomes": [(outcome, OUTCOME_NAMES[outcome].in_language(language)) for outcome in OUTCOME_NAMES],
        "methods": [(method, texts[f"method_{method}"]) for method in (*Method.values, OFFLINE)],
        "may_export": sees_pictures,
    }
    return render_page(request, "console/log.html", context, language)


@require_POST
@console_page_for(Role.SITE_MANAGER)
def log_csv(request: HttpRequest) -> HttpResponse:
    """What is filtered, as a file; that it was taken is recorded."""
    administrator, language = administrator_of(request), chosen_language(request)
    rows = _found(administrator, asked_for(request.POST, _FILTERS), _zone(administrator))
    record_event(administrator.company_id, "export_made", subject="log", by=administrator.login, format="csv")
    encoding = Encoding.SHIFT_JIS if request.POST.get("encoding") == Encoding.SHIFT_JIS else Encoding.UTF_8
    return StreamingHttpResponse(  # type: ignore[return-value]  # the frame returns it as it is
        lines_of(_cells(administrator, rows, language), encoding),
        headers={"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="face-log.csv"'},
    )


@require_GET
@console_page_for(Role.SITE_MANAGER)
def log_picture(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """The face that was kept of an attempt, by the company's policy; that it was looked at is in the audit trail."""
    administrator = administrator_of(request)
    seen = Attempt.objects.filter(reach_of(administrator).of_attempts(), id=attempt_id)
    frame = KeptFrame.objects.filter(attempt__in=seen).select_related("company", "attempt__employee").first()
    if frame is None:
        raise NotFound
    who = frame.attempt.employee
    subject = who.employee_code if who else str(attempt_id)
    record_event(administrator.company_id, "log_picture_viewed", subject=subject, by=administrator.login)
    return HttpResponse(open_frame(frame), content_type="image/jpeg")


def _found(administrator: Administrator, asked: dict[str, str], zone: ZoneInfo) -> QuerySet[Attempt]:
    rows = Attempt.objects.filter(reach_of(administrator).of_attempts())
    rows = within(rows, column="recorded_at", first=asked["from"], last=asked["to"], zone=zone)
    terminal = as_id(asked["terminal"])
    if terminal is not None:
        rows = rows.filter(terminal=terminal)
    if asked["site"]:
        # Attempts belong to their person's site; those of nobody to the site of their terminal.
        nobodys = Q(employee__isnull=True, terminal__site__code=asked["site"])
        rows = rows.filter(Q(employee__site__code=asked["site"]) | nobodys)
    if asked["outcome"] in OUTCOME_NAMES:
        rows = rows.filter(outcome=asked["outcome"])
    elif not asked["code"]:
        rows = rows.exclude(outcome=Outcome.NO_FACE)  # nobody stood there: whoever wants these asks for them
    if asked["method"] in Method.values:
        rows = rows.filter(method=asked["method"])
    if asked["method"] == OFFLINE:
        rows = rows.filter(sealed_as__isnull=False)
    if asked["code"]:
        rows = rows.filter(employee__employee_code=asked["code"])
    kept = KeptFrame.objects.filter(attempt=OuterRef("pk"))
    sealed = SealedAttempt.objects.filter(record=OuterRef("pk"))
    return rows.select_related("employee", "punch", "terminal").annotate(
        has_picture=Exists(kept), is_offline=Exists(sealed)
    )


def _line(attempt: Attempt, zone: ZoneInfo, language: str, *, sees_pictures: bool) -> Line:
    found = vars(attempt)
    has_picture = sees_pictures and bool(found["has_picture"])
    return line_of(attempt, zone, language, has_picture=has_picture, is_offline=bool(found["is_offline"]))


def _cells(administrator: Administrator, rows: QuerySet[Attempt], language: str) -> Iterator[list[str]]:
    yield [LOG_TEXTS[name].in_language(language) for name in COLUMNS]
    # The answer is written after the page's own scope has ended.
    with scope(company=administrator.company):
        zone = _zone(administrator)
        for attempt in newest(rows, column="recorded_at"):
            if attempt is None:
                yield [TEXTS["export_cut"].in_language(language)]
                return
            line = _line(attempt, zone, language, sees_pictures=False)
            yield [str(getattr(line, name)) for name in COLUMNS]


def _terminals(administrator: Administrator) -> list[Terminal]:
    return list(Terminal.objects.filter(reach_of(administrator).of("site")).order_by("name"))


def _sites(administrator: Administrator) -> list[Site]:
    return list(Site.objects.filter(reach_of(administrator).of("id")).order_by("code"))


def _zone(administrator: Administrator) -> ZoneInfo:
    return zone_of(settings_of(administrator.company))
