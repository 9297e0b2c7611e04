"""Employees from a CSV file: chosen, looked at with every wrong line named, then applied."""

import base64
import binascii
import zlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from kaodoki.accounts.models import Role
from kaodoki.errors import KaodokiError
from kaodoki.people.csv_people import MOST_BYTES, PeopleFileUnreadable, Reading, apply_people, read_people
from kaodoki.people.models import Employee
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.first_steps_texts import FIRST_STEPS_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language

SHOWN = 50
_KEPT, _SAID = "people_file", "people_said"
# With the byte order mark by which Excel knows UTF-8.
_EXAMPLE = (
    "\ufeff従業員コード,姓,名,セイ,メイ,メールアドレス,拠点コード\r\n"
    "0001,山田,花子,ヤマダ,ハナコ,hanako@example.jp,\r\n"
    "0002,佐藤,次郎,サトウ,ジロウ,,\r\n"
)


@require_http_methods(["GET", "POST"])
@console_page_for(Role.ALL_RIGHTS)
def people(request: HttpRequest) -> HttpResponse:
    """`look`: reads the file and shows what would happen; `apply`: does it; `drop`: forgets the file."""
    action = request.POST.get("action", "")
    if action == "drop":
        request.session.pop(_KEPT, None)
        return redirect("console:first_people")
    try:
        if action == "look":
            return _looked(request)
        if action == "apply":
            return _applied(request)
    except KaodokiError as error:
        request.session.pop(_KEPT, None)
        return _page(request, problem=error.message(chosen_language(request)), status=status_of(error))
    return _page(request)


@require_GET
@console_page_for(Role.ALL_RIGHTS)
def example(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """A file to begin with, as Excel in Japan opens it."""
    answer = HttpResponse(_EXAMPLE.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="employees.csv"'
    return answer


def _looked(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None or not upload.name or upload.size is None or upload.size > MOST_BYTES:
        raise PeopleFileUnreadable(
            reason_ja="5MBまでのCSVファイルを選んでください", reason="choose a CSV file of at most 5 MB"
        )
    data = upload.read()
    reading = read_people(administrator_of(request).company, data)
    if not reading.problems:  # kept until it is applied or dropped, so that nobody has to choose it twice
        request.session[_KEPT] = base64.b64encode(zlib.compress(data)).decode()
    return _page(request, reading=reading, status=422 if reading.problems else 200)


def _applied(request: HttpRequest) -> HttpResponse:
    administrator = administrator_of(request)
    data = _kept(request)
    if data is None:
        return redirect("console:first_people")
    done = apply_people(administrator.company, data, by=administrator.login)
    request.session.pop(_KEPT, None)
    request.session[_SAID] = [len(done.new), len(done.changed)]
    return redirect("console:first_people")


def _kept(request: HttpRequest) -> bytes | None:
    try:
        return zlib.decompress(base64.b64decode(request.session[_KEPT]))
    except (KeyError, TypeError, binascii.Error, zlib.error):
        return None


def _page(
    request: HttpRequest, *, reading: Reading | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    language, company = chosen_language(request), administrator_of(request).company
    texts = in_language({**TEXTS, **FIRST_STEPS_TEXTS}, language)
    said: list[int] | None = request.session.pop(_SAID, None)
    data = _kept(request) if reading is None and not problem else None
    if data is not None:  # left before it was applied
        reading = read_people(company, data)
    context: dict[str, object] = {
        "t": texts,
        "problem": problem,
        "said": texts["people_done"].format(new=said[0], changed=said[1]) if said else "",
        "people_now": texts["people_now"].format(
            count=Employee.objects.filter(company=company, erased_at__isnull=True).count()
        ),
        "reading": _shown(reading, texts, language) if reading else None,
    }
    return render_page(request, "console/first_people.html", context, language, status=status)


def _shown(reading: Reading, texts: dict[str, str], language: str) -> dict[str, object]:
    new, changed = [(line, True) for line in reading.new], [(line, False) for line in reading.changed]
    counts = {"new": len(new), "changed": len(changed), "unchanged": reading.unchanged}
    return {
        "counts": texts["people_counts"].format(**counts),
        "can_apply": not reading.problems and bool(new or changed),
        "nothing_new": not reading.problems and not new and not changed,
        "problems": [(each.number, each.ja if language == "ja" else each.en) for each in reading.problems],
        "lines": (new + changed)[:SHOWN],
        "more": texts["people_more"].format(count=SHOWN) if len(new) + len(changed) > SHOWN else "",
    }
