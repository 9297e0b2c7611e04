"""The page where the first administrator is made, and what leads to it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kaodoki.errors import KaodokiError
from kaodoki.vault.first_run import is_set_up_code
from kaodoki.web.api.failures import status_of
from kaodoki.web.first_run.founding import Founding, found, is_first_run, problems_of, waiting_company
from kaodoki.web.first_run.texts import FIRST_RUN_TEXTS
from kaodoki.web.texts import chosen_language, in_language

GetResponse = Callable[[HttpRequest], HttpResponse]

FIELDS = ("company_name", "name", "login", "email", "password", "password_again")
SECRETS = ("password", "password_again")
_CODE = "first_run_code"


def lead_to_first_run(get_response: GetResponse) -> GetResponse:
    """Django's middleware form: as long as nobody can log in, the console's door leads to the set-up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_door = request.path in ("/console/", resolve_url(settings.LOGIN_URL)) and request.method == "GET"
        if is_door and not request.user.is_authenticated and is_first_run():
            return redirect("first_run:set_up")
        return get_response(request)

    return middleware


@sensitive_post_parameters("password", "password_again", "code")
@require_http_methods(["GET", "POST"])
@never_cache
def first_run(request: HttpRequest) -> HttpResponse:
    """With the code that the server shows: the form; without: where to find the code; afterwards: the login."""
    if not is_first_run():
        request.session.pop(_CODE, None)
        return redirect(settings.LOGIN_URL)
    if "code" in request.GET or "code" in request.POST:
        return _with_code(request, request.POST.get("code") or request.GET.get("code", ""))
    if not is_set_up_code(str(request.session.get(_CODE, "")), settings.SECRET_KEY):
        return _page(request, "code")
    return _found(request) if request.method == "POST" else _page(request, "form")


def _with_code(request: HttpRequest, code: str) -> HttpResponse:
    if not is_set_up_code(code, settings.SECRET_KEY):
        return _page(request, "code", problem="code_wrong", status=403)
    request.session[_CODE] = code
    return redirect("first_run:set_up")  # so that the code stays in no address


def _found(request: HttpRequest) -> HttpResponse:
    values = {name: request.POST.get(name, "") for name in FIELDS}
    stripped = {name: value if name in SECRETS else value.strip() for name, value in values.items()}
    founding = Founding(**stripped)
    problems = problems_of(founding, needs_company=waiting_company() is None)
    if problems:
        return _page(request, "form", values=stripped, problems=problems, status=422)
    try:
        administrator = found(founding)
    except KaodokiError as error:
        said = error.message(chosen_language(request))
        return _page(request, "form", values=stripped, said=said, status=status_of(error))
    language = chosen_language(request)
    login(request, administrator, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.pop(_CODE, None)
    return redirect(f"{reverse('console:first_steps')}?lang={language}")


def _page(
    request: HttpRequest,
    part: str,
    *,
    problem: str = "",
    said: str = "",
    values: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    language = chosen_language(request)
    texts = in_language(FIRST_RUN_TEXTS, language)
    kept = {name: value for name, value in (values or {}).items() if name not in SECRETS}
    context: dict[str, object] = {
        "t": texts,
        "language": language,
        "problem": said or (texts[problem] if problem else ""),
        "values": kept,
        "problems": {name: texts[key] for name, key in (problems or {}).items()},
        "company": waiting_company(),
    }
    return render(request, f"first_run/{part}.html", context, status=status)
