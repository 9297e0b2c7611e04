"""The console's page of integrity errors (整合性エラー): each with its reason, its day, and three ways to settle it."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kaodoki.accounts.models import Role
from kaodoki.errors import KaodokiError, NotFound
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.queries import punches_of
from kaodoki.punches.resolving import Action, Decision, resolve_punch
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.integrity_lines import MOST_SHOWN, NEWEST_SHOWN, decision_lines, error_lines
from kaodoki.web.console.integrity_texts import INTEGRITY_TEXTS
from kaodoki.web.console.reach import reach_of
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import chosen_language, in_language

LONGEST_NOTE = 200
# What can be chosen in a correction: whoever corrects says what it was.
CHOICES = tuple(kind for kind in Kind if kind is not Kind.AUTO)


@require_GET
@console_page
def integrity(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what was decided."""
    return _page(request)


@require_POST
@console_page
def decide(request: HttpRequest, punch_id: uuid.UUID) -> HttpResponse:
    """One of the three actions, with its note; what cannot be done is said on the page, and nothing has changed."""
    administrator, language = administrator_of(request), chosen_language(request)
    if administrator.role != Role.ALL_RIGHTS:
        return _page(request, problem=TEXTS["not_allowed"].in_language(language), status=403)
    punch = punches_of(administrator.company).filter(id=punch_id).first()
    if punch is None:
        raise NotFound
    try:
        zone = zone_of(settings_of(administrator.company))
        decision = _decision(request.POST, zone, by=administrator.login)
    except ValueError:
        problem = "form_wrong" if _note(request.POST) else "note_needed"
        return _page(request, problem=INTEGRITY_TEXTS[problem].in_language(language), status=422)
    try:
        resolve_punch(punch, decision)
    except KaodokiError as error:
        return _page(request, problem=error.message(language), status=status_of(error))
    if request.POST.get("from") == "punch":
        return redirect("console:punch", punch_id)
    return redirect("console:integrity")


def _decision(form: QueryDict, zone: ZoneInfo, *, by: str) -> Decision:
    """The form as it was sent. Raises ValueError for anything that the page itself would not send."""
    action, note = Action(form.get("action", "")), _note(form)
    if not note:
        raise ValueError("a note is needed")
    if action is not Action.CORRECT:
        return Decision(action=action, note=note, by=by)
    at = datetime.fromisoformat(form.get("punched_at", ""))
    if at.tzinfo is not None:
        raise ValueError("a local time is needed")
    return Decision(
        action=action, note=note, by=by, kind=Kind(form.get("kind", "")), punched_at=at.replace(tzinfo=zone)
    )


def _note(form: QueryDict) -> str:
    """The reason given, or nothing where there is none that can be kept."""
    note = form.get("note", "").strip()
    return note if len(note) <= LONGEST_NOTE else ""


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    settings = settings_of(administrator.company)
    texts = in_language(INTEGRITY_TEXTS, language)
    errors, has_more = error_lines(reach_of(administrator), zone_of(settings), language)
    context: dict[str, object] = {
        "t": {**in_language(TEXTS, language), **texts},
        "problem": problem,
        "is_off": not settings.integrity_check,
        "errors": errors,
        "more": texts["more_wait"].format(count=MOST_SHOWN) if has_more else "",
        "decisions": decision_lines(reach_of(administrator), zone_of(settings), language),
        "decided_hint": texts["decided_hint"].format(count=NEWEST_SHOWN),
        "kinds": {kind.value: KIND_NAMES[kind].in_language(language) for kind in CHOICES},
        "may_change": administrator.role == Role.ALL_RIGHTS,
        "longest_note": LONGEST_NOTE,
    }
    return render_page(request, "console/integrity.html", context, language, status=status)
