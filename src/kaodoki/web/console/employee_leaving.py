"""IDデータ詳細: withdrawing consent for a person, and erasing one who has left; each asked twice, with a receipt."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kaodoki.accounts.models import Role
from kaodoki.audit.models import AuditEvent
from kaodoki.enrolment.services import erase_employee
from kaodoki.enrolment.withdrawing import withdraw
from kaodoki.people.models import Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.console.employee import person_of
from kaodoki.web.console.employee_texts import EMPLOYEE_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language


@require_http_methods(["GET", "POST"])
@console_page_for(Role.SITE_MANAGER)
def withdraw_consent(request: HttpRequest, employee_code: str) -> HttpResponse:
    """For somebody who says so at the desk: photos and templates go at once, PIN and card stay."""
    person = person_of(administrator_of(request), employee_code)
    if request.method == "GET":
        return _asked(request, person, "withdraw")
    if request.POST.get("code", "").strip() != person.employee_code:
        return _asked(request, person, "withdraw", problem="code_differs", status=422)
    withdraw(person, by=administrator_of(request).login)
    return _receipt(request, person, "withdraw", "consent_withdrawn")


@require_http_methods(["GET", "POST"])
@console_page_for()
def erase(request: HttpRequest, employee_code: str) -> HttpResponse:
    """Name, face, PIN and card go at once; code and punches stay as the law wants."""
    person = person_of(administrator_of(request), employee_code)
    if request.method == "GET":
        return _asked(request, person, "erase")
    if request.POST.get("code", "").strip() != person.employee_code:
        return _asked(request, person, "erase", problem="code_differs", status=422)
    erase_employee(person, by=administrator_of(request).login)
    return _receipt(request, person, "erase", "employee_erased")


def _asked(request: HttpRequest, person: Employee, what: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    language = chosen_language(request)
    texts = in_language({**TEXTS, **EMPLOYEE_TEXTS}, language)
    context: dict[str, object] = {
        "t": texts,
        "person": person,
        "title": texts[f"{what}_title"],
        "hint": texts[f"{what}_hint"],
        "button": texts[f"{what}_button"],
        "code_said": texts["type_code"].format(code=person.employee_code),
        "problem": texts[problem] if problem else "",
    }
    return render_page(request, "console/employee_leaving.html", context, language, status=status)


def _receipt(request: HttpRequest, person: Employee, what: str, action: str) -> HttpResponse:
    """What the audit record says of it: the two cannot differ."""
    language = chosen_language(request)
    texts = in_language({**TEXTS, **EMPLOYEE_TEXTS}, language)
    events = AuditEvent.objects.filter(company=person.company, action=action, subject=person.employee_code)
    event = events.latest("id")
    at = event.at.astimezone(zone_of(settings_of(person.company)))
    context: dict[str, object] = {
        "t": texts,
        "person": person,
        "is_gone": what == "erase",
        "title": texts["receipt"],
        "rows": [
            (texts["receipt_number"], str(event.pk)),
            (texts["receipt_time"], f"{at:%Y-%m-%d %H:%M:%S}"),
            (texts["employee_code"], person.employee_code),
            (texts["receipt_what"], texts[f"{what}_title"]),
            (texts["receipt_photos"], str(event.details.get("photos_erased", 0))),
            (texts["receipt_templates"], str(event.details.get("templates_erased", 0))),
            (texts["receipt_by"], event.by),
        ],
    }
    return render_page(request, "console/employee_receipt.html", context, language)
