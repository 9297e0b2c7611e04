"""The console's page on people and sites that must match those of the attendance system (従業員の連携)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kaodoki import clock
from kaodoki.accounts.errors import Forbidden
from kaodoki.accounts.models import Role
from kaodoki.accounts.sight import sites_of
from kaodoki.linking.mismatch_words import label_of, reason_of
from kaodoki.linking.mismatches import Fix, Mismatch, There
from kaodoki.linking.models import EmployeeLink, SiteLink
from kaodoki.linking.people import free_people, ignored_ids, mismatches, people_at_work
from kaodoki.linking.people_fixes import fix_mismatch, show_again
from kaodoki.linking.person_choice import choice_lines, chosen_key
from kaodoki.linking.queries import connection_of
from kaodoki.linking.sites import (
    align_day_start,
    bind_site,
    border_differences,
    divisions_there,
    note_difference,
    site_divisions,
)
from kaodoki.linking.sync import sync_company
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import day_start_of, settings_of, zone_of
from kaodoki.web.border_words import border_words
from kaodoki.web.console.linking_texts import LINKING_TEXTS
from kaodoki.web.console.roles import names_of
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.texts import chosen_language, in_language

MOST_SHOWN = 100
# One list for all lines: whoever is not among them is chosen by typing code or name.
MOST_SUGGESTED = 1000
BY_CODE = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class MismatchLine:
    """One line as a person reads it. `bind_to`: whom one click binds to, with what the button says.

    `is_doubtful`: no button is put forward, because another employee is concerned.
    """

    id: str
    title: str
    person: str
    reason: str
    bind_to: list[tuple[str, str]]
    buttons: list[tuple[str, str]]
    may_choose: bool
    is_doubtful: bool


@require_GET
@console_page
def linked_people(request: HttpRequest) -> HttpResponse:
    """Who does not match, with a button for each; the sites with their divisions."""
    language, company, now = chosen_language(request), administrator_of(request).company, clock.now()
    if sites_of(administrator_of(request)) is not None:  # people over there belong to no site of ours
        raise Forbidden(role=names_of([Role.ALL_RIGHTS], chosen_language(request)))
    hidden, found = ignored_ids(), mismatches(now=now)
    shown = [one for one in found if one.id not in hidden]
    left_out = [one for one in found if one.id in hidden]
    more = len(shown) - MOST_SHOWN
    texts = in_language({**TEXTS, **LINKING_TEXTS}, language)
    context: dict[str, object] = {
        "t": texts,
        "connection": connection_of(company),
        "said": _said(company, language),
        "lines": [_line(one, language) for one in shown[:MOST_SHOWN]],
        "more": texts["more_mismatches"].format(count=more) if more > 0 else "",
        "ignored": [_line(one, language) for one in left_out[:MOST_SHOWN]],
        "ignored_said": texts["ignored"].format(count=len(left_out)),
        "free": choice_lines(free_people(now=now))[:MOST_SUGGESTED],
        "may_change": administrator_of(request).role == Role.ALL_RIGHTS,
        **_sites(company, language),
    }
    return render_page(request, "console/linked_people.html", context, language)


@require_POST
@console_page
def fix(request: HttpRequest, mismatch_id: str) -> HttpResponse:
    """One click on a line of the list; `again` takes it back among those shown."""
    company, by = _changing(request)
    chosen = request.POST.get("fix", "")
    if chosen == "again":
        show_again(company, mismatch_id, by=by)
    elif chosen in set(Fix):
        now, typed = clock.now(), request.POST.get("person")
        key = request.POST.get("employee_key") or None
        if typed is not None:
            key = chosen_key(typed, free=free_people(now=now), others=people_at_work(now=now))
        fix_mismatch(company, mismatch_id, Fix(chosen), now=now, by=by, employee_key=key)
    return redirect("console:linked_people")


@require_POST
@console_page
def sync_now(request: HttpRequest) -> HttpResponse:
    """Fetches people, divisions and overtime at once."""
    company, _ = _changing(request)
    sync_company(company, now=clock.now())
    return redirect("console:linked_people")


@require_POST
@console_page
def site(request: HttpRequest, site_code: str) -> HttpResponse:
    """Binds a site to the division that was chosen."""
    company, by = _changing(request)
    chosen = request.POST.get("division", BY_CODE)
    bind_site(company, site_code, None if chosen == BY_CODE else chosen, by=by)
    return redirect("console:linked_people")


@require_POST
@console_page
def border(request: HttpRequest, difference_id: str) -> HttpResponse:
    """Aligns the day start with the day border, or leaves the difference as it is."""
    company, by = _changing(request)
    if request.POST.get("fix") == "align":
        align_day_start(company, difference_id, by=by)
    else:
        note_difference(company, difference_id, now=clock.now(), by=by)
    return redirect("console:linked_people")


def _changing(request: HttpRequest) -> tuple[Company, str]:
    """The company, and who changes it. Raises `Forbidden`: only all_rights may link systems."""
    administrator = administrator_of(request)
    if administrator.role != Role.ALL_RIGHTS:
        raise Forbidden(role=names_of([Role.ALL_RIGHTS], chosen_language(request)))
    return administrator.company, administrator.login


def _said(company: Company, language: str) -> dict[str, str]:
    texts = in_language(LINKING_TEXTS, language)
    connection = connection_of(company)
    people = Employee.objects.filter(erased_at__isnull=True)
    linked = EmployeeLink.objects.filter(employee__in=people).count()
    at = (
        connection.last_sync_at.astimezone(zone_of(settings_of(company)))
        if connection and connection.last_sync_at
        else None
    )
    return {
        "count": texts["linked_count"].format(people=people.count(), linked=linked),
        "sync": texts["last_sync"].format(time=f"{at:%-m/%-d %-H:%M}") if at else texts["never_synced"],
    }


def _line(one: Mismatch, language: str) -> MismatchLine:
    first = one.candidates[0] if one.candidates else one.there
    code, name = (first.employee_code, first.name) if first else ("", "")
    return MismatchLine(
        id=one.id,
        title=LINKING_TEXTS[f"code_{one.problem}"].in_language(language),
        person=_person(one),
        reason=reason_of(one, language),
        bind_to=[(each.employee_key, _bind_label(each, one, language)) for each in one.candidates],
        buttons=[
            (fix.value, label_of(fix, language, employee_code=code, name=name))
            for fix in one.fixes
            if fix is not Fix.BIND
        ],
        may_choose=Fix.BIND in one.fixes and not one.candidates,
        is_doubtful=one.other is not None,
    )


def _bind_label(person: There, one: Mismatch, language: str) -> str:
    """Where names are alike too, the beginning of the key tells two people apart."""
    alike = sum((each.employee_code, each.name) == (person.employee_code, person.name) for each in one.candidates) > 1
    name = f"{person.name} {person.employee_key[:6]}…" if alike else person.name
    return label_of(Fix.BIND, language, employee_code=person.employee_code, name=name)


def _person(one: Mismatch) -> str:
    person = one.here or one.there
    return f"{person.employee_code} {person.name}".strip() if person else ""


def _sites(company: Company, language: str) -> dict[str, object]:
    divisions, settings = divisions_there(), settings_of(company)
    texts = in_language(LINKING_TEXTS, language)
    chosen = dict(SiteLink.objects.values_list("site_id", "division_code"))
    return {
        "divisions": divisions,
        "sites": [
            {
                "site": each.site,
                "day_start": day_start_of(settings, each.site),
                "division": each.division,
                "chosen": chosen.get(each.site.pk, BY_CODE),
                "save_said": texts["save_name"].format(name=each.site.name),
            }
            for each in site_divisions(divisions)
        ],
        "differences": [
            {
                "found": found,
                "said": border_words(found, language),
                "align": texts["align"].format(time=f"{found.day_border:%-H:%M}"),
            }
            for found in border_differences(company, divisions)
        ],
    }
