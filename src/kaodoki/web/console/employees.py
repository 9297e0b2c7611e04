"""The console's page 従業員: everybody an administrator sees, found by code, name or reading, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_POST
from django_scopes import scope

from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.sight import in_sight, sites_of
from kaodoki.audit.services import record_event
from kaodoki.people.models import Employee, Site
from kaodoki.web.console.employee_states import FaceState, face_state, in_state, with_states
from kaodoki.web.console.employees_texts import EMPLOYEES_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, console_page_for, render_page
from kaodoki.web.exports.csv_file import Encoding, lines_of
from kaodoki.web.texts import chosen_language, in_language

PAGE = 50
LONGEST_SEARCH = 100
_FILTERS = ("q", "site", "state")
_TONES = {
    FaceState.ENROLLED: "good",
    FaceState.SUBMITTED: "waiting",
    FaceState.MISSING: "mute",
    FaceState.WITHDRAWN: "mute",
}
_COLUMNS = ("employee_code", "name", "kana", "email", "site", "face", "pin", "card", "linked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person as the list shows them."""

    employee_code: str
    name: str
    kana: str
    email: str
    site: str
    face: str
    tone: str
    pin: str
    card: str
    linked: str


@require_GET
@console_page
def employees(request: HttpRequest) -> HttpResponse:
    """Fifty at a time in the order of their codes; a page costs the same wherever it lies."""
    administrator, language = administrator_of(request), chosen_language(request)
    texts = in_language({**TEXTS, **EMPLOYEES_TEXTS}, language)
    asked = _asked(request.GET)
    after = request.GET.get("after", "").replace("\x00", "")[:64]
    rows = _found(administrator, asked)
    page = list(rows.filter(employee_code__gt=after)[: PAGE + 1] if after else rows[: PAGE + 1])
    query = request.GET.copy()
    query.pop("lang", None)
    if len(page) > PAGE:
        query["after"] = page[PAGE - 1].employee_code
    is_filtered = any(asked.values())
    context: dict[str, object] = {
        "t": texts,
        "lines": [_line(person, texts) for person in page[:PAGE]],
        "more": query.urlencode() if len(page) > PAGE else "",
        "is_later": bool(after),
        "asked": asked,
        "is_filtered": is_filtered,
        "sites": _sites(administrator),
        "states": [(state.value, texts[f"face_{state.value}"]) for state in FaceState],
        "people_said": texts["people"].format(count=_people(administrator).count()),
        "may_export": administrator.role in (Role.ALL_RIGHTS, Role.SITE_MANAGER),
        "may_import": administrator.role == Role.ALL_RIGHTS,
        "may_add": administrator.role in (Role.ALL_RIGHTS, Role.SITE_MANAGER),
    }
    return render_page(request, "console/employees.html", context, language)


@require_POST
@console_page_for(Role.SITE_MANAGER)
def employees_csv(request: HttpRequest) -> HttpResponse:
    """What is filtered, as a file; that it was taken is recorded."""
    administrator, language = administrator_of(request), chosen_language(request)
    texts = in_language({**TEXTS, **EMPLOYEES_TEXTS}, language)
    rows = _found(administrator, _asked(request.POST))
    record_event(administrator.company_id, "export_made", subject="employees", by=administrator.login, format="csv")
    encoding = Encoding.SHIFT_JIS if request.POST.get("encoding") == Encoding.SHIFT_JIS else Encoding.UTF_8
    return StreamingHttpResponse(  # type: ignore[return-value]  # the frame returns it as it is
        lines_of(_cells(administrator, rows, texts), encoding),
        headers={"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="employees.csv"'},
    )


def _cells(administrator: Administrator, rows: QuerySet[Employee], texts: dict[str, str]) -> Iterator[list[str]]:
    yield [texts[name] for name in _COLUMNS]
    # The answer is written after the page's own scope has ended.
    with scope(company=administrator.company):
        for person in rows.iterator(chunk_size=1000):
            line = _line(person, texts)
            yield [getattr(line, name) for name in _COLUMNS]


def _asked(form: QueryDict) -> dict[str, str]:
    return {name: form.get(name, "").replace("\x00", "").strip()[:LONGEST_SEARCH] for name in _FILTERS}


def _people(administrator: Administrator) -> QuerySet[Employee]:
    return Employee.objects.filter(in_sight(administrator), company=administrator.company, erased_at__isnull=True)


def _found(administrator: Administrator, asked: dict[str, str]) -> QuerySet[Employee]:
    people = with_states(_people(administrator)).select_related("site").order_by("employee_code")
    for word in asked["q"].split():
        people = people.filter(
            Q(employee_code__startswith=word)
            | Q(family_name__icontains=word)
            | Q(given_name__icontains=word)
            | Q(family_name_kana__icontains=word)
            | Q(given_name_kana__icontains=word)
        )
    if asked["site"]:
        people = people.filter(site__code=asked["site"])
    return in_state(people, asked["state"])


def _sites(administrator: Administrator) -> list[Site]:
    seen = sites_of(administrator)
    sites = Site.objects.filter(company=administrator.company).order_by("code")
    return list(sites if seen is None else sites.filter(pk__in=seen))


def _line(person: Employee, texts: dict[str, str]) -> Line:
    facts = vars(person)
    state = face_state(consent=facts["consent"], is_waiting=facts["is_waiting"], is_enrolled=facts["is_enrolled"])
    mark = {True: texts["yes"], False: ""}
    return Line(
        employee_code=person.employee_code,
        name=person.display_name,
        kana=f"{person.family_name_kana} {person.given_name_kana}".strip(),
        email=person.email,
        site=person.site.name if person.site else "",
        face=texts[f"face_{state.value}"],
        tone=_TONES[state],
        pin=mark[facts["has_pin"]],
        card=mark[facts["has_card"]],
        linked=mark[facts["is_linked"]],
    )
