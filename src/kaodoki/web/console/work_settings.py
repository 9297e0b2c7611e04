"""The console's page 就労管理: the three settings that must agree on both sides, and the restricted hours."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kaodoki.accounts.models import Administrator, Role
from kaodoki.errors import NotFound
from kaodoki.people.errors import SettingsOutdated
from kaodoki.people.models import Site
from kaodoki.people.queries import settings_of
from kaodoki.people.services import change_settings, change_site_day_start
from kaodoki.web.console import work_form, work_page
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.console.work_form import SITE, Changes
from kaodoki.web.console.work_texts import WORK_TEXTS
from kaodoki.web.texts import chosen_language, in_language

SAVED_KEY = "work_settings_saved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a form. `form`: what was typed, to be shown again; None: what is stored is shown."""

    status: int = 200
    form: QueryDict | None = None
    problems: Collection[str] = frozenset()
    moved: Collection[str] = frozenset()
    problem: str = ""
    saved: list[str] | None = field(default=None)


@require_http_methods(["GET", "POST"])
@console_page
def work(request: HttpRequest) -> HttpResponse:
    """就労管理. A form with anything wrong in it changes nothing and is shown again as it was typed."""
    administrator = administrator_of(request)
    if request.method == "GET":
        return _page(request, Answer(saved=request.session.pop(SAVED_KEY, None)))
    if administrator.role != Role.ALL_RIGHTS:
        return _page(request, Answer(status=403, problem="not_allowed"))
    changes = work_form.read_changes(request.POST)
    answer = Answer(form=request.POST, problems=changes.problems)
    if changes.problems:
        return _page(request, replace(answer, status=422, problem="not_saved"))
    if "try" in request.POST:
        return _page(request, answer)
    moved = _save(administrator, changes)
    if moved:
        return _page(request, replace(answer, status=409, problem="not_saved", moved=moved))
    request.session[SAVED_KEY] = sorted(changes.expected)
    return redirect("console:work")


def _save(administrator: Administrator, changes: Changes) -> set[str]:
    """Everything or nothing: the fields that somebody else has changed since the page was made, or none."""
    company, by = administrator.company, administrator.login
    try:
        with transaction.atomic():
            if changes.settings:
                expected = {name: changes.expected[name] for name in changes.settings}
                change_settings(company, changes.settings, by=by, expected=expected)
            for site, day_start in changes.sites.items():
                before = str(changes.expected[f"{SITE}{site}"])
                change_site_day_start(company, _id(site), day_start, by=by, expected=before)
    except SettingsOutdated:
        return _moved(administrator, changes)
    return set()


def _moved(administrator: Administrator, changes: Changes) -> set[str]:
    settings = settings_of(administrator.company)
    sites = {f"{SITE}{pk}": start for pk, start in Site.objects.values_list("id", "day_start")}
    return {
        name
        for name, before in changes.expected.items()
        if (sites.get(name) if name.startswith(SITE) else getattr(settings, name)) != before
    }


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def _page(request: HttpRequest, answer: Answer) -> HttpResponse:
    language, administrator = chosen_language(request), administrator_of(request)
    texts = in_language({**TEXTS, **WORK_TEXTS}, language)
    shown = work_page.shown_page(administrator.company, answer.form, language)
    context = {
        "t": texts,
        "problem": texts[answer.problem] if answer.problem else "",
        "saved": "" if answer.saved is None else work_page.saved_words(answer.saved, language),
        "problems": work_page.problem_words(administrator.company, answer.problems, answer.moved, language),
        "may_change": administrator.role == Role.ALL_RIGHTS,
        **shown,
    }
    return render_page(request, "console/work_settings.html", context, language, status=answer.status)
