"""The kiosk's page, its pairing, and enrolling oneself in the demo."""

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from kaodoki.enrolment.services import register_photo
from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_employee
from kaodoki.terminals.errors import TerminalRefused
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.services import pair, terminal_by_token
from kaodoki.web.api.authentication import TERMINAL_COOKIE
from kaodoki.web.api.failures import error_answer
from kaodoki.web.client_address import client_address
from kaodoki.web.kiosk.installing import kiosk_version
from kaodoki.web.kiosk.texts import TEXTS, texts_for_page

# A kiosk stays paired until somebody revokes it; 400 days is the longest that browsers keep a cookie.
COOKIE_AGE_S = 400 * 24 * 60 * 60
# Visitors of the demo get codes from here on, away from the demo's own people.
FIRST_VISITOR_CODE = 9001
LARGEST_SNAPSHOT = 2_000_000


@require_GET
@ensure_csrf_cookie
@never_cache
def kiosk(request: HttpRequest) -> HttpResponse:
    """The page itself; what it shows is decided by its script and the terminal API."""
    return render(request, "kiosk/page.html", _context())


@require_POST
@never_cache
def pair_terminal(request: HttpRequest) -> HttpResponse:
    """Turns a pairing code into the terminal's cookie, which the page's script cannot read."""
    try:
        _, token = pair(request.POST.get("pairing_code", ""), address=client_address(request))
    except KaodokiError as error:
        return error_answer(request, error)
    response = JsonResponse({"paired": True})
    response.set_cookie(
        TERMINAL_COOKIE, token, max_age=COOKIE_AGE_S, httponly=True, samesite="Strict", secure=request.is_secure()
    )
    return response


@require_http_methods(["GET", "POST"])
@ensure_csrf_cookie
@never_cache
def enrol_yourself(request: HttpRequest) -> HttpResponse:
    """Only in the demo and at a paired terminal: a visitor becomes an employee with one snapshot."""
    if not settings.DEMO:
        raise Http404
    try:
        terminal = terminal_by_token(request.COOKIES.get(TERMINAL_COOKIE, ""))
    except TerminalRefused as error:
        return redirect("kiosk:page") if request.method == "GET" else error_answer(request, error)
    if request.method == "GET":
        return render(request, "kiosk/enrol_yourself.html", _context())
    try:
        employee = _enrol_visitor(request, terminal)
    except KaodokiError as error:
        return error_answer(request, error)
    return JsonResponse({"employee_code": employee.employee_code, "display_name": employee.display_name}, status=201)


def _context() -> dict[str, object]:
    shown = {"texts": texts_for_page(), "no_script": TEXTS["no_script"], "demo": settings.DEMO}
    return {**shown, "version": kiosk_version()}


def _enrol_visitor(request: HttpRequest, terminal: Terminal) -> Employee:
    name = request.POST.get("name", "").strip()[:100]
    photo = request.FILES.get("photo")
    if not name or photo is None or (photo.size or 0) > LARGEST_SNAPSHOT:
        raise InvalidInput(reason="name, photo")
    # One transaction: a refused photo leaves no employee behind.
    with scope(company=terminal.company), transaction.atomic():
        code = _next_visitor_code(terminal.company)
        employee = create_employee(terminal.company, code, {"family_name": name}, by="enrol-yourself")
        consent = request.POST.get("consent") == "true"
        register_photo(employee, photo.read(), consent=consent, by="enrol-yourself")
    return employee


def _next_visitor_code(company: Company) -> str:
    visitors = Employee.objects.filter(company=company, employee_code__regex=r"^9\d{3}$")
    codes = visitors.values_list("employee_code", flat=True)
    return str(max((int(code) for code in codes), default=FIRST_VISITOR_CODE - 1) + 1)
