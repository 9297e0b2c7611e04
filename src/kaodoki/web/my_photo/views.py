"""The invitation, the consent, how it stands, and the end of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kaodoki.consent.notices import NoticeChanged, agree, current_notice
from kaodoki.consent.services import consent_version, has_consent
from kaodoki.enrolment.errors import InvitationUsed
from kaodoki.enrolment.inviting import find_invitation, is_open, open_on_phone
from kaodoki.enrolment.models import Submission
from kaodoki.enrolment.reasons import RejectReason
from kaodoki.enrolment.withdrawing import Receipt, withdraw
from kaodoki.people.models import Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.my_photo.page import closed, page
from kaodoki.web.my_photo.phone import employee_of, invitation_of, let_in, phone_page
from kaodoki.web.my_photo.texts import MY_PHOTO_TEXTS
from kaodoki.web.texts import chosen_language, in_language


@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation. A look does not use it up, so that no mail scanner does; the button does."""
    found = find_invitation(token)
    mine = invitation_of(request)
    if found is not None and mine is not None and mine.id == found.id:
        return redirect("my_photo:status")
    if found is None or not is_open(found):
        return closed(request)
    if request.method == "GET":
        return page(request, "open", {"company": found.company.name, "lead": _open_title(request, found.company.name)})
    try:
        open_on_phone(found)
    except InvitationUsed:
        return closed(request)
    response = redirect("my_photo:status")
    let_in(request, response, found)
    return response


@require_GET
@phone_page(closed)
def status(request: HttpRequest) -> HttpResponse:
    """How it stands; whoever has not agreed yet reads the notice first."""
    employee, language = employee_of(request), chosen_language(request)
    if not has_consent(employee):
        return redirect("my_photo:consent")
    texts = in_language(MY_PHOTO_TEXTS, language)
    newest = Submission.objects.filter(employee=employee).order_by("-submitted_at", "-id").first()
    version = consent_version(employee)
    context: dict[str, object] = {
        "hello": texts["hello"].format(name=employee.display_name or employee.employee_code),
        "submission": _submission(employee, newest, texts, language) if newest else None,
        "consented": texts["consented"].format(version=version),
    }
    return page(request, "status", context)


@require_http_methods(["GET", "POST"])
@phone_page(closed)
def consent(request: HttpRequest) -> HttpResponse:
    """The notice, and the person's own yes to the very version shown."""
    employee, language = employee_of(request), chosen_language(request)
    problem, code = "", 200
    if request.method == "POST":
        try:
            if "agree" in request.POST:
                agree(employee, request.POST.get("version", ""), declared_by=employee.employee_code)
                return redirect("my_photo:capture")
            problem, code = MY_PHOTO_TEXTS["agree_needed"].in_language(language), 422
        except NoticeChanged as error:
            problem, code = error.message(language), 409
    notice = current_notice(employee.company)
    context: dict[str, object] = {
        "notice": notice,
        "sections": notice.sections(language),
        "version_said": MY_PHOTO_TEXTS["version"].in_language(language).format(version=notice.version),
        "problem": problem,
    }
    return page(request, "consent", context, status=code)


@require_http_methods(["GET", "POST"])
@phone_page(closed)
def withdraw_consent(request: HttpRequest) -> HttpResponse:
    """Asks once, then erases and shows the receipt."""
    employee = employee_of(request)
    if request.method == "GET":
        return page(request, "withdraw", {})
    receipt = withdraw(employee, by=employee.employee_code)
    return page(request, "receipt", {"receipt_said": _receipt(employee, receipt, chosen_language(request))})


def _open_title(request: HttpRequest, company: str) -> str:
    return MY_PHOTO_TEXTS["open_title"].in_language(chosen_language(request)).format(company=company)


def _submission(employee: Employee, submission: Submission, texts: dict[str, str], language: str) -> dict[str, object]:
    zone = zone_of(settings_of(employee.company))
    at = f"{submission.submitted_at.astimezone(zone):%Y-%m-%d %-H:%M}"
    reason = RejectReason(submission.reason).message(language) if submission.reason else ""
    return {
        "status": submission.status,
        "name": texts[f"status_{submission.status}"],
        "more": texts[f"status_{submission.status}_more"],
        "at": texts["submitted_at"].format(time=at),
        "reason": reason,
        "note": submission.reason_note,
    }


def _receipt(employee: Employee, receipt: Receipt, language: str) -> str:
    at = receipt.at.astimezone(zone_of(settings_of(employee.company)))
    sentence = MY_PHOTO_TEXTS["receipt"].in_language(language)
    return sentence.format(time=f"{at:%Y-%m-%d %-H:%M}", photos=receipt.photos, templates=receipt.templates)
