"""従業員を登録する: one person typed in. Many come by CSV."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kaodoki.accounts.models import Role
from kaodoki.accounts.sight import sites_of
from kaodoki.errors import KaodokiError
from kaodoki.people.rules import EMPLOYEE_CODE, LONGEST_EMPLOYEE_CODE
from kaodoki.people.services import create_employee
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.employee import done
from kaodoki.web.console.employee_form import coverages, read_person, sites_for
from kaodoki.web.console.employee_texts import EMPLOYEE_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language


@require_http_methods(["GET", "POST"])
@console_page_for(Role.SITE_MANAGER)
def new_employee(request: HttpRequest) -> HttpResponse:
    """The form; whoever is added is shown on the page where photo, PIN and card follow."""
    if request.method == "GET":
        return _page(request, {})
    administrator, language = administrator_of(request), chosen_language(request)
    texts = in_language(EMPLOYEE_TEXTS, language)
    code, read = request.POST.get("employee_code", "").strip(), read_person(request.POST, administrator)
    typed = {**read.typed, "employee_code": code[:LONGEST_EMPLOYEE_CODE]}
    problems = [f"wrong_{name}" for name in read.problems]
    if len(code) > LONGEST_EMPLOYEE_CODE or not EMPLOYEE_CODE.fullmatch(code):
        problems.insert(0, "wrong_employee_code")
    if problems:
        return _page(request, typed, problem=" ".join(texts[problem] for problem in problems), status=422)
    try:
        person = create_employee(administrator.company, code, read.fields, by=administrator.login)
    except KaodokiError as error:
        return _page(request, typed, problem=error.message(language), status=status_of(error))
    return done(request, person, "added")


def _page(request: HttpRequest, typed: dict[str, str], *, problem: str = "", status: int = 200) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    context: dict[str, object] = {
        "t": in_language({**TEXTS, **EMPLOYEE_TEXTS}, language),
        "values": typed,
        "problem": problem,
        "sites": sites_for(administrator),
        "may_have_no_site": sites_of(administrator) is None,
        "coverages": coverages(language),
    }
    return render_page(request, "console/employee_new.html", context, language, status=status)
