"""The console's page 監査: who did what, when, to what. Rows are only ever added; nobody can change or delete them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_POST
from django_scopes import scope

from kaodoki.audit.models import AuditEvent
from kaodoki.audit.services import record_event
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.console.audit_texts import ACTIONS, AUDIT_TEXTS
from kaodoki.web.console.newest_first import MOST_EXPORTED
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.exports.csv_file import Encoding, lines_of
from kaodoki.web.texts import chosen_language, in_language

PAGE = 100
_FILTERS = ("from", "to", "action", "by", "subject")


@require_GET
@console_page_for()
def audit(request: HttpRequest) -> HttpResponse:
    """The newest first, a hundred at a time."""
    company, language = administrator_of(request).company, chosen_language(request)
    texts, zone = in_language({**TEXTS, **AUDIT_TEXTS}, language), zone_of(settings_of(company))
    asked = {name: request.GET.get(name, "").strip()[:200] for name in _FILTERS}
    rows = _filtered(company, asked, zone)
    before = request.GET.get("before", "")
    found = list(_before(rows, before)[: PAGE + 1])
    query = request.GET.copy()
    query.pop("lang", None)
    query["before"] = f"{found[PAGE - 1].at.isoformat()}|{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    context: dict[str, object] = {
        "t": texts,
        "lines": [_line(event, zone, language) for event in found[:PAGE]],
        "older": query.urlencode() if len(found) > PAGE else "",
        "is_filtered": any(asked.values()) or bool(before),
        "asked": asked,
        "actions": sorted(
            ((key, text.in_language(language)) for key, text in ACTIONS.items()), key=lambda pair: pair[1]
        ),
    }
    return render_page(request, "console/audit.html", context, language)


@require_POST
@console_page_for()
def audit_csv(request: HttpRequest) -> HttpResponse:
    """What is filtered, as a file; that it was taken is itself in the record."""
    administrator, language = administrator_of(request), chosen_language(request)
    company = administrator.company
    asked = {name: request.POST.get(name, "").strip()[:200] for name in _FILTERS}
    zone = zone_of(settings_of(company))
    record_event(company.id, "export_made", subject="audit", by=administrator.login, format="csv")
    rows = _filtered(company, asked, zone)[: MOST_EXPORTED + 1]
    encoding = Encoding.SHIFT_JIS if request.POST.get("encoding") == Encoding.SHIFT_JIS else Encoding.UTF_8
    head = [AUDIT_TEXTS[key].in_language(language) for key in ("at", "by", "what", "to_what", "details")]
    return StreamingHttpResponse(  # type: ignore[return-value]  # the frame returns it as it is
        lines_of(_cells(company, rows, head, zone, language), encoding),
        headers={"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def _cells(
    company: Company, rows: QuerySet[AuditEvent], head: list[str], zone: ZoneInfo, language: str
) -> Iterator[list[str]]:
    yield head
    # The answer is written after the page's own scope has ended.
    with scope(company=company):
        for place, event in enumerate(rows.iterator(chunk_size=1000)):
            if place == MOST_EXPORTED:
                yield [TEXTS["export_cut"].in_language(language)]
                return
            line = _line(event, zone, language)
            yield [line["at"], line["by"], line["what"], line["subject"], line["details"]]


def _filtered(company: Company, asked: dict[str, str], zone: ZoneInfo) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(company=company).order_by("-at", "-id")
    first, last = _day(asked["from"]), _day(asked["to"])
    if first is not None:
        rows = rows.filter(at__gte=datetime.combine(first, time(), zone))
    if last is not None:
        rows = rows.filter(at__lt=datetime.combine(last + timedelta(days=1), time(), zone))
    if asked["action"]:
        rows = rows.filter(action=asked["action"])
    if asked["by"]:
        rows = rows.filter(by=asked["by"])
    return rows.filter(subject=asked["subject"]) if asked["subject"] else rows


def _before(rows: QuerySet[AuditEvent], cursor: str) -> QuerySet[AuditEvent]:
    """Those after the cursor's row in this order; the index begins there, however long the record is."""
    at_text, _, pk = cursor.partition("|")
    try:
        at, row = datetime.fromisoformat(at_text), int(pk)
    except ValueError:
        return rows
    if at.tzinfo is None or not 0 < row < 2**63:
        return rows
    return rows.filter(at__lte=at).exclude(at=at, id__gte=row)


def _day(text: str) -> date | None:
    """None for what is not a day of our time."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2999, 12, 31) else None


def _line(event: AuditEvent, zone: ZoneInfo, language: str) -> dict[str, str]:
    action = ACTIONS.get(event.action)
    return {
        "at": f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        "by": event.by,
        "what": action.in_language(language) if action else event.action,
        "subject": event.subject,
        "details": " · ".join(f"{name}: {_short(value)}" for name, value in event.details.items()),
    }


def _short(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
