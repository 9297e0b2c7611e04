"""The console's page 顔写真の案内: who has no photo yet, and a link for each, by e-mail or as a letter to print."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import segno
from django.conf import settings as installation
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kaodoki import clock
from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.sight import in_sight
from kaodoki.enrolment.inviting import Invited, invite
from kaodoki.enrolment.models import Invitation, Photo, Submission
from kaodoki.errors import KaodokiError
from kaodoki.mailing.sending import is_configured, send_now
from kaodoki.people.models import Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.console.invitations_texts import INVITATIONS_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language

# Each mail is handed over while the administrator waits: the link in it is kept nowhere.
MOST_AT_ONCE = 50
LISTED = 200
_INVITERS = (Role.SITE_MANAGER, Role.PHOTO_APPROVER)


@require_http_methods(["GET", "POST"])
@console_page_for(*_INVITERS)
def invitations(request: HttpRequest) -> HttpResponse:
    """POST `employee` (several) and `channel`: mails are sent, or letters shown, this once."""
    if request.method == "GET":
        return _page(request)
    administrator, language = administrator_of(request), chosen_language(request)
    chosen = list(_people(administrator).filter(pk__in=_ids(request))[:MOST_AT_ONCE])
    if not chosen:
        return _page(request, problem=INVITATIONS_TEXTS["nobody"].in_language(language), status=422)
    if request.POST.get("channel") == "email":
        return _mail(request, administrator, chosen)
    made = [invite(employee, Invitation.Channel.LETTER, by=administrator.login) for employee in chosen]
    return _letters(request, made)


def _mail(request: HttpRequest, administrator: Administrator, chosen: Sequence[Employee]) -> HttpResponse:
    language = chosen_language(request)
    if not is_configured():
        return _page(request, problem=INVITATIONS_TEXTS["mail_off"].in_language(language), status=422)
    failed = []
    for employee in chosen:
        if not employee.email:
            failed.append(employee.employee_code)
            continue
        try:
            made = invite(employee, Invitation.Channel.EMAIL, by=administrator.login)
            send_now(employee.email, *_mail_text(request, made, _zone(administrator)))
        except KaodokiError:
            failed.append(employee.employee_code)
    said = INVITATIONS_TEXTS["mailed"].in_language(language).format(count=len(chosen) - len(failed))
    sentence = INVITATIONS_TEXTS["not_mailed"].in_language(language)
    problem = sentence.format(count=len(failed), names=", ".join(failed)) if failed else ""
    return _page(request, said=said, problem=problem)


def _mail_text(request: HttpRequest, made: Invited, zone: ZoneInfo) -> tuple[str, str]:
    """Subject and body, in both languages."""
    values = {
        "company": made.invitation.company.name,
        "url": _address(request, made),
        "time": _time(made.invitation.expires_at, zone),
    }
    subject, body = INVITATIONS_TEXTS["mail_subject"], INVITATIONS_TEXTS["mail_body"]
    return f"{subject.ja} / {subject.en}", f"{body.ja}\n\n--\n\n{body.en}".format(**values)


def _letters(request: HttpRequest, made: Sequence[Invited]) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    texts, zone = in_language({**TEXTS, **INVITATIONS_TEXTS}, language), _zone(administrator)
    letters = [
        {
            "name": one.invitation.employee.display_name,
            "code": one.invitation.employee.employee_code,
            "url": _address(request, one),
            "svg": segno.make(_address(request, one), error="m").svg_inline(
                scale=5, border=2, light="#ffffff", svgclass="qr", omitsize=False
            ),
            "said": texts["qr_said"].format(name=one.invitation.employee.display_name),
            "until": texts["letter_until"].format(time=_time(one.invitation.expires_at, zone)),
        }
        for one in made
    ]
    return render_page(request, "console/letters.html", {"t": texts, "letters": letters}, language)


def _address(request: HttpRequest, made: Invited) -> str:
    path = reverse("my_photo:invitation", args=[made.token])
    return f"{installation.TABLETS_URL}{path}" if installation.TABLETS_URL else request.build_absolute_uri(path)


def _without_photo(administrator: Administrator) -> QuerySet[Employee]:
    """Those whose photo is not approved, by code."""
    approved = Photo.objects.filter(employee=OuterRef("pk"), status=Photo.Status.APPROVED)
    return _people(administrator).filter(~Exists(approved))


def _people(administrator: Administrator) -> QuerySet[Employee]:
    people = Employee.objects.filter(in_sight(administrator), company=administrator.company, erased_at__isnull=True)
    return people.select_related("company").order_by("employee_code")


def _page(request: HttpRequest, *, said: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    administrator, language = administrator_of(request), chosen_language(request)
    texts = in_language({**TEXTS, **INVITATIONS_TEXTS}, language)
    people = _without_photo(administrator)
    listed = people.prefetch_related(
        Prefetch("invitations", Invitation.objects.order_by("-created_at")),
        Prefetch("submissions", Submission.objects.order_by("-submitted_at")),
    )[:LISTED]
    zone = _zone(administrator)
    context: dict[str, object] = {
        "t": texts,
        "rows": [_row(employee, zone, texts) for employee in listed],
        "choose_said": texts["choose"].format(count=people.count()),
        "hint_said": texts["choose_hint"].format(most=MOST_AT_ONCE),
        "may_mail": is_configured(),
        "said": said,
        "problem": problem,
    }
    return render_page(request, "console/invitations.html", context, language, status=status)


def _row(employee: Employee, zone: ZoneInfo, texts: dict[str, str]) -> dict[str, object]:
    name = employee.display_name or employee.employee_code
    return {
        "employee": employee,
        "name": name,
        "choose_said": texts["choose_name"].format(name=name),
        "standing": _standing(employee, zone, texts),
    }


def _standing(employee: Employee, zone: ZoneInfo, texts: dict[str, str]) -> str:
    submission = next(iter(employee.submissions.all()), None)
    if submission and submission.status == Submission.Status.SUBMITTED:
        return texts["waiting"]
    if submission and submission.status == Submission.Status.REJECTED:
        return texts["sent_back"]
    newest = next(iter(employee.invitations.all()), None)
    if newest is None:
        return texts["not_invited"]
    if newest.used_at:
        return texts["opened"].format(time=_time(newest.used_at, zone))
    if newest.expires_at < clock.now():
        return texts["expired"]
    return texts["invited"].format(time=_time(newest.created_at, zone))


def _ids(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for text in request.POST.getlist("employee"):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _zone(administrator: Administrator) -> ZoneInfo:
    return zone_of(settings_of(administrator.company))


def _time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %-H:%M}"
