"""The console's page 顔写真の承認: the queue by risk, pictures side by side, and the decision."""

import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.sight import in_sight
from kaodoki.audit.services import record_event
from kaodoki.enrolment.deciding import approve, reject
from kaodoki.enrolment.errors import PhotoDuplicate
from kaodoki.enrolment.models import Photo, Submission
from kaodoki.enrolment.portraits import portrait_of
from kaodoki.enrolment.services import open_as_jpeg
from kaodoki.errors import KaodokiError, NotFound
from kaodoki.people.models import Employee
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.photo_cards import PAGE, Card, Warned, cards_of, reasons_in
from kaodoki.web.console.photos_texts import PHOTOS_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language

SAID_KEY = "photos_said"
_DECIDERS = (Role.PHOTO_APPROVER, Role.SITE_MANAGER)
# Who may learn whom a face is taken for, and say that they are two people; as over the API.
_MAY_CONFIRM = (Role.ALL_RIGHTS, Role.PHOTO_APPROVER)


@require_GET
@console_page_for(*_DECIDERS)
def photos(request: HttpRequest) -> HttpResponse:
    """What waits, the riskiest first."""
    return _page(request, said=request.session.pop(SAID_KEY, None))


@require_POST
@console_page_for(*_DECIDERS)
def decide_photo(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """`action`: approve (with `confirm` after a duplicate was shown) or reject (with `reason` and `note`)."""
    administrator = administrator_of(request)
    submission = waiting_for(administrator).filter(pk=submission_id).first()
    if submission is None:
        raise NotFound
    try:
        if request.POST.get("action") == "reject":
            reason, note = request.POST.get("reason", ""), request.POST.get("note", "").strip()
            reject(submission, reason=reason, note=note, by=administrator.login)
            request.session[SAID_KEY] = ["rejected", 1]
        else:
            confirms = "confirm" in request.POST and administrator.role in _MAY_CONFIRM
            approve(submission, by=administrator.login, confirm_duplicate=confirms, names_others=True)
            request.session[SAID_KEY] = ["approved", 1]
    except PhotoDuplicate as duplicate:
        warned = Warned(submission_id=submission.id, others=_others(administrator, duplicate))
        return _page(request, warned=warned, status=409)
    except KaodokiError as error:
        return _page(request, problem=error.message(chosen_language(request)), status=status_of(error))
    return redirect("console:photos")


@require_POST
@console_page_for(*_DECIDERS)
def approve_clean(request: HttpRequest) -> HttpResponse:
    """Approves those of the page in which nothing stood out; whatever stands out by now is left."""
    if "seen" not in request.POST:
        language = chosen_language(request)
        return _page(request, problem=PHOTOS_TEXTS["bulk_needed"].in_language(language), status=422)
    administrator = administrator_of(request)
    done = left = 0
    for submission in waiting_for(administrator).filter(pk__in=_ids(request), risk=0)[:PAGE]:
        try:
            approve(submission, by=administrator.login)
            done += 1
        except KaodokiError:
            left += 1
    request.session[SAID_KEY] = ["approved", done, left]
    return redirect("console:photos")


@require_GET
@console_page_for(*_DECIDERS)
def photo_picture(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    """One photo as a portrait, or with `?whole` as it was taken; that it was looked at is in the audit trail."""
    administrator = administrator_of(request)
    seen = in_sight(administrator, site="employee__site")
    photo = (
        Photo.objects.filter(seen, company=administrator.company, id=photo_id)
        .select_related("employee", "company")
        .first()
    )
    if photo is None:
        raise NotFound
    record_event(administrator.company_id, "photo_viewed", subject=photo.employee.employee_code, by=administrator.login)
    picture = open_as_jpeg(photo) if "whole" in request.GET else portrait_of(photo)
    return HttpResponse(picture, content_type="image/jpeg")


def waiting_for(administrator: Administrator) -> QuerySet[Submission]:
    """The submissions that this administrator may decide, the riskiest first, then the oldest."""
    seen = in_sight(administrator, site="employee__site")
    open_ones = Submission.objects.filter(seen, company=administrator.company, status=Submission.Status.SUBMITTED)
    return open_ones.select_related("employee", "company").order_by("-risk", "submitted_at", "id")


def _ids(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for text in request.POST.getlist("submission"):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _others(administrator: Administrator, duplicate: PhotoDuplicate) -> Sequence[Employee] | None:
    """Whom the face is taken for; None where this administrator is not to learn it."""
    codes = duplicate.details.get("employee_codes")
    if administrator.role not in _MAY_CONFIRM or not isinstance(codes, list):
        return None
    seen = Employee.objects.filter(in_sight(administrator), company=administrator.company, employee_code__in=codes)
    found = list(seen)
    return found if len(found) == len(codes) else None


def _page(
    request: HttpRequest,
    *,
    said: object = None,
    problem: str = "",
    warned: Warned | None = None,
    status: int = 200,
) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    texts = in_language({**TEXTS, **PHOTOS_TEXTS}, language)
    waiting = waiting_for(administrator)
    shown: QuerySet[Submission] = waiting
    if warned is not None:  # the one in question comes first
        shown = waiting.filter(Q(pk=warned.submission_id))
    cards: list[Card] = cards_of(shown[:PAGE], administrator.company, texts, language, warned=warned)
    count = waiting.count()
    context: dict[str, object] = {
        "t": texts,
        "cards": cards,
        "waiting_said": texts["waiting"].format(count=count) if count else "",
        "is_alone": warned is not None,
        "clean": [card.submission for card in cards if not card.risks] if warned is None else [],
        "may_import": administrator.role != Role.SITE_MANAGER,
        "bulk_said": texts["bulk"].format(count=sum(not card.risks for card in cards)),
        "reasons": reasons_in(language),
        "said": _said(said, texts),
        "problem": problem,
    }
    return render_page(request, "console/photos.html", context, language, status=status)


def _said(said: object, texts: dict[str, str]) -> str:
    if not isinstance(said, list) or not said or said[0] not in ("approved", "rejected"):
        return ""
    sentence = texts[said[0]].format(count=said[1])
    return f"{sentence} {texts['not_approved'].format(count=said[2])}" if len(said) > 2 and said[2] else sentence
