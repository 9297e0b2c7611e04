"""An administrator's decision about a punch that was not delivered, from the list of errors or the punch's own page."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kaodoki.accounts.errors import Forbidden
from kaodoki.errors import KaodokiError, NotFound
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.queries import punches_of
from kaodoki.punches.resolving import Action, Decision, resolve_punch
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.integrity import LONGEST_NOTE, integrity_page
from kaodoki.web.console.integrity_texts import INTEGRITY_TEXTS
from kaodoki.web.console.punches import punch_page
from kaodoki.web.console.reach import reach_of
from kaodoki.web.console.roles import SETTLES, names_of
from kaodoki.web.console.views import administrator_of, console_page
from kaodoki.web.texts import chosen_language

PUNCH_PAGE = "punch"
"""What the form says that was sent from the punch's own page."""


@require_POST
@console_page
def decide(request: HttpRequest, punch_id: uuid.UUID) -> HttpResponse:
    """One of the three actions, with its note; what cannot be done is said on the page, and nothing has changed."""
    administrator, language = administrator_of(request), chosen_language(request)
    if administrator.role not in SETTLES:
        forbidden = Forbidden(role=names_of(SETTLES, language))
        return _refused(request, punch_id, forbidden.message(language), status=status_of(forbidden))
    reach = reach_of(administrator)
    punch = punches_of(administrator.company).filter(reach.of("employee__site"), id=punch_id).first()
    if punch is None:
        raise NotFound
    try:
        zone = zone_of(settings_of(administrator.company))
        decision = _decision(request.POST, zone, by=administrator.login)
    except ValueError:
        problem = "form_wrong" if _note(request.POST) else "note_needed"
        return _refused(request, punch_id, INTEGRITY_TEXTS[problem].in_language(language), status=422)
    try:
        resolve_punch(punch, decision)
    except KaodokiError as error:
        return _refused(request, punch_id, error.message(language), status=status_of(error))
    if _is_from_punch(request):
        return redirect("console:punch", punch_id)
    return redirect("console:integrity")


def _refused(request: HttpRequest, punch_id: uuid.UUID, problem: str, *, status: int) -> HttpResponse:
    if _is_from_punch(request):
        return punch_page(request, punch_id, problem=problem, status=status)
    return integrity_page(request, problem=problem, status=status)


def _is_from_punch(request: HttpRequest) -> bool:
    return request.POST.get("from") == PUNCH_PAGE


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
