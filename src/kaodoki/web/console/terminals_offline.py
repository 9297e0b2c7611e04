"""オフライン打刻の確認: attempts kept offline without anybody recognised; an administrator decides whose they are."""

import uuid
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kaodoki.accounts.models import Role
from kaodoki.accounts.sight import in_sight
from kaodoki.audit.services import record_event
from kaodoki.clocking.sealed_review import assign_sealed, discard_sealed
from kaodoki.errors import KaodokiError, NotFound
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.kept_frames import open_frame
from kaodoki.punches.models import KeptFrame, SealedAttempt, SealedState
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.terminals_offline_texts import OFFLINE_TEXTS, REASONS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import chosen_language, in_language

MOST_SHOWN = 50
CHOICES = tuple(Kind)


@require_GET
@console_page_for(Role.SITE_MANAGER)
def offline_attempts(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return _page(request)


@require_POST
@console_page_for(Role.SITE_MANAGER)
def decide_offline(request: HttpRequest, sealed_id: uuid.UUID) -> HttpResponse:
    """Assigns or discards; what cannot be done is said on the page."""
    administrator, language = administrator_of(request), chosen_language(request)
    seen = SealedAttempt.objects.filter(in_sight(administrator, site="terminal__site"), id=sealed_id)
    if not seen.exists():
        raise NotFound
    action, code, kind = (request.POST.get(name, "").strip() for name in ("action", "employee_code", "kind"))
    is_complete = action == "discard" or (action == "assign" and code and kind in {one.value for one in CHOICES})
    if not is_complete:
        return _page(request, problem=OFFLINE_TEXTS["offline_form_wrong"].in_language(language), status=422)
    try:
        if action == "discard":
            discard_sealed(sealed_id, by=administrator.login)
        else:
            # Whoever looks after one site makes no punch for another's people.
            if not Employee.objects.filter(in_sight(administrator), employee_code=code).exists():
                raise EmployeeUnknown(employee_code=code)
            assign_sealed(sealed_id, employee_code=code, kind=Kind(kind), by=administrator.login)
    except KaodokiError as error:
        return _page(request, problem=error.message(language), status=status_of(error))
    return redirect("console:offline_attempts")


@require_GET
@console_page_for(Role.SITE_MANAGER)
def offline_picture(request: HttpRequest, sealed_id: uuid.UUID) -> HttpResponse:
    """The cut-out face, while it is kept."""
    administrator = administrator_of(request)
    seen = SealedAttempt.objects.filter(in_sight(administrator, site="terminal__site"), id=sealed_id)
    row = seen.filter(state=SealedState.REVIEW).first()
    kept = KeptFrame.objects.filter(purpose=KeptFrame.Purpose.REVIEW).select_related("company")
    frame = kept.filter(attempt_id=row.record_id).first() if row and row.record_id else None
    if frame is None:
        raise NotFound
    record_event(
        administrator.company_id, "offline_picture_viewed", subject=str(frame.attempt_id), by=administrator.login
    )
    return HttpResponse(open_frame(frame), content_type="image/jpeg")


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    zone = zone_of(settings_of(administrator.company))
    texts = in_language(OFFLINE_TEXTS, language)
    waiting = SealedAttempt.objects.filter(
        in_sight(administrator, site="terminal__site"), company=administrator.company, state=SealedState.REVIEW
    )
    found = list(
        waiting.select_related("terminal", "record__employee")
        .prefetch_related("record__kept_frames")
        .order_by("received_at", "id")[: MOST_SHOWN + 1]
    )
    context: dict[str, object] = {
        "t": {**in_language(TEXTS, language), **texts},
        "problem": problem,
        "rows": [_row(row, zone, texts, language) for row in found[:MOST_SHOWN]],
        "more": texts["offline_more"].format(count=MOST_SHOWN) if len(found) > MOST_SHOWN else "",
        "kinds": {kind.value: KIND_NAMES[kind].in_language(language) for kind in CHOICES},
    }
    return render_page(request, "console/terminals_offline.html", context, language, status=status)


def _row(row: SealedAttempt, zone: ZoneInfo, texts: dict[str, str], language: str) -> dict[str, object]:
    time = f"{row.captured_at.astimezone(zone):%Y-%m-%d %-H:%M:%S}" if row.captured_at else ""
    known = row.record.employee.employee_code if row.record and row.record.employee else row.typed_code
    reason = REASONS.get(row.reason)
    return {
        "id": row.id,
        "time": time,
        "terminal": row.terminal.name,
        "reason": reason.in_language(language) if reason else row.reason,
        "kind": row.kind,
        "code": known,
        "has_picture": bool(row.record and row.record.kept_frames.all()),
        "picture_said": texts["offline_picture"].format(time=time),
        "is_clock_sure": row.is_clock_sure,
        "missing": texts["offline_missing"].format(count=row.missing) if row.missing else "",
    }
