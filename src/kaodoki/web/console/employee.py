"""The console's page IDデータ詳細: one person with photos, consent, PIN, card and link, and what is done for them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.sight import in_sight
from kaodoki.credentials.cards import active_card, issue_card, revoke_card
from kaodoki.credentials.pins import clear_pin, draw_pin
from kaodoki.errors import KaodokiError
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Employee
from kaodoki.people.services import change_employee
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.employee_form import read_person
from kaodoki.web.console.employee_page import Rights, page_of
from kaodoki.web.console.employee_texts import EMPLOYEE_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import View, administrator_of, console_page, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language

SAID_KEY = "employee_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is shown on top of the page. `said`: a key of the texts; `problem`: a sentence; `typed`: the form again."""

    said: str = ""
    problem: str = ""
    findings: tuple[str, ...] = ()
    typed: dict[str, str] | None = None
    asks_to_confirm: bool = False
    status: int = 200


def person_of(administrator: Administrator, employee_code: str) -> Employee:
    """The person of that code whom the administrator sees, or `EmployeeUnknown`."""
    seen = Employee.objects.filter(in_sight(administrator), company=administrator.company, erased_at__isnull=True)
    person = seen.filter(employee_code=employee_code.replace("\x00", "")).select_related("company", "site").first()
    if person is None:
        raise EmployeeUnknown(employee_code=employee_code[:64])
    return person


def shown(request: HttpRequest, person: Employee, answer: Answer) -> HttpResponse:
    """The page."""
    language, administrator = chosen_language(request), administrator_of(request)
    texts = in_language({**TEXTS, **EMPLOYEE_TEXTS}, language)
    context: dict[str, object] = {
        "t": texts,
        "said": texts[answer.said] if answer.said else "",
        "problem": answer.problem,
        "findings": answer.findings,
        "asks_to_confirm": answer.asks_to_confirm,
        **page_of(administrator, person, texts, language=language, typed=answer.typed),
    }
    return render_page(request, "console/employee.html", context, language, status=answer.status)


def done(request: HttpRequest, person: Employee, said: str) -> HttpResponse:
    """Back to the page, which says so once."""
    request.session[SAID_KEY] = said
    return redirect("console:employee", person.employee_code)


def changing(*roles: Role) -> Callable[[View], View]:
    """A POST by these roles about a person in sight; an expected error is said on the person's page."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, employee_code: str, **more: object) -> HttpResponse:
            person = person_of(administrator_of(request), employee_code)
            try:
                return view(request, person, **more)
            except KaodokiError as error:
                problem = error.message(chosen_language(request))
                return shown(request, person, Answer(problem=problem, status=status_of(error)))

        return require_POST(console_page_for(*roles)(guarded))

    return guard


@require_GET
@console_page
def employee(request: HttpRequest, employee_code: str) -> HttpResponse:
    """Everyone may look at those in their sight; photos and look-alikes are for those who decide over photos."""
    person = person_of(administrator_of(request), employee_code)
    said = request.session.pop(SAID_KEY, "")
    return shown(request, person, Answer(said=said if said in EMPLOYEE_TEXTS else ""))


@changing(Role.SITE_MANAGER)
def change(request: HttpRequest, person: Employee) -> HttpResponse:
    """Name, reading, e-mail and site."""
    administrator, language = administrator_of(request), chosen_language(request)
    read = read_person(request.POST, administrator)
    if read.problems:
        texts = in_language(EMPLOYEE_TEXTS, language)
        problem = " ".join(texts[f"wrong_{name}"] for name in read.problems)
        return shown(request, person, Answer(problem=problem, typed=read.typed, status=422))
    change_employee(person, read.fields, by=administrator.login)
    return done(request, person, "changed")


@changing(Role.SITE_MANAGER)
def pin(request: HttpRequest, person: Employee) -> HttpResponse:
    """`action` draw: a new PIN, in this answer and nowhere else; clear: none from now on."""
    by = administrator_of(request).login
    if request.POST.get("action") == "clear":
        clear_pin(person, by=by)
        return done(request, person, "pin_cleared")
    return _once(request, person, {"pin": draw_pin(person, by=by)})


@changing(Role.SITE_MANAGER)
def card(request: HttpRequest, person: Employee) -> HttpResponse:
    """`action` issue: a new card to print, in this answer and nowhere else; revoke: it stops working."""
    by = administrator_of(request).login
    if request.POST.get("action") == "revoke":
        active = active_card(person)
        if active is not None:
            revoke_card(active, by=by)
        return done(request, person, "card_revoked")
    return _once(request, person, {"svg": issue_card(person, by=by).svg})


def _once(request: HttpRequest, person: Employee, secret: dict[str, object]) -> HttpResponse:
    language = chosen_language(request)
    context: dict[str, object] = {
        "t": in_language({**TEXTS, **EMPLOYEE_TEXTS}, language),
        "person": person,
        "rights": Rights.of(administrator_of(request)),
        **secret,
    }
    return render_page(request, "console/employee_once.html", context, language)
