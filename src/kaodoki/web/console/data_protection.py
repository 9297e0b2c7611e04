"""The console's pages データ保護 (what is kept, until when, and what was erased) and 同意の説明 (the notice)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kaodoki import clock
from kaodoki.accounts.models import Role
from kaodoki.audit.models import AuditEvent
from kaodoki.consent.models import ConsentRecord
from kaodoki.consent.notices import LONGEST, current_notice, publish_notice
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.retention import next_photo_due
from kaodoki.errors import InvalidInput
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import KeptFrame, Punch
from kaodoki.punches.retention import next_punch_due
from kaodoki.web.console.data_protection_texts import DATA_PROTECTION_TEXTS
from kaodoki.web.console.setting_groups import DATA_PROTECTION
from kaodoki.web.console.setting_pages import settings_page
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, console_page_for, render_page
from kaodoki.web.texts import chosen_language, in_language

RECEIPTS = 50
PUBLISHED_KEY = "notice_published"
_ERASING = ("consent_withdrawn", "employee_erased", "photos_expired", "punches_expired")


@require_http_methods(["GET", "POST"])
@console_page_for()
def data_protection(request: HttpRequest) -> HttpResponse:
    """Retention as settings, what is kept now, and the receipts."""
    company, language = administrator_of(request).company, chosen_language(request)
    texts, zone = in_language(DATA_PROTECTION_TEXTS, language), zone_of(settings_of(company))
    extra = {
        "said_here": texts,
        "kept": _kept(company, zone, texts),
        "receipts": _receipts(company, zone, texts),
        "receipts_said": texts["receipts_hint"].format(count=RECEIPTS),
        "consents_said": _consents(company, texts),
    }
    return settings_page(request, DATA_PROTECTION, extra=extra, template="console/data_protection.html")


@require_http_methods(["GET", "POST"])
@console_page
def notice(request: HttpRequest) -> HttpResponse:
    """Everyone reads it; all-rights administrators publish another."""
    administrator, language = administrator_of(request), chosen_language(request)
    texts = in_language({**TEXTS, **DATA_PROTECTION_TEXTS}, language)
    may_publish = administrator.role == Role.ALL_RIGHTS
    typed, problem, status = {"ja": "", "en": ""}, "", 200
    if request.method == "POST" and may_publish:
        typed = {name: request.POST.get(name, "").replace("\r\n", "\n")[: LONGEST + 1] for name in typed}
        try:
            published = publish_notice(administrator.company, ja=typed["ja"], en=typed["en"], by=administrator.login)
        except InvalidInput:
            problem, status = texts["notice_needed"], 422
        else:
            request.session[PUBLISHED_KEY] = published.version
            return redirect("console:notice")
    elif request.method == "POST":
        problem, status = texts["read_only_notice"], 403
    now, version = current_notice(administrator.company), request.session.pop(PUBLISHED_KEY, "")
    context: dict[str, object] = {
        "t": texts,
        "now_said": texts["notice_now"].format(version=now.version),
        "sections": now.sections(language),
        "said": texts["published"].format(version=version) if version else "",
        "problem": problem,
        "typed": typed,
        "may_publish": may_publish,
        "longest": LONGEST,
    }
    return render_page(request, "console/notice.html", context, language, status=status)


def _kept(company: Company, zone: ZoneInfo, texts: dict[str, str]) -> list[tuple[str, int, str]]:
    """Each kind of data with its number and the day on which the next of it goes."""
    now = clock.now()
    templates = StoredTemplate.objects.filter(company=company).values("employee").distinct().count()
    photos = Photo.objects.filter(company=company).count()
    punches_due = next_punch_due(company)
    return [
        (texts["photos"], photos, _due(next_photo_due(company, now=now), zone, texts["on_leaving"])),
        (texts["templates"], templates, texts["on_leaving"]),
        *(_frames(company, purpose, texts, zone) for purpose in KeptFrame.Purpose),
        (
            texts["punches"],
            Punch.objects.filter(company=company).count(),
            f"{punches_due}" if punches_due else texts["no_due"],
        ),
    ]


def _frames(
    company: Company, purpose: KeptFrame.Purpose, texts: dict[str, str], zone: ZoneInfo
) -> tuple[str, int, str]:
    found = KeptFrame.objects.filter(company=company, purpose=purpose)
    first = found.aggregate(at=Min("kept_until"))["at"]
    return texts[f"{purpose.value}_frames"], found.count(), _due(first, zone, texts["no_due"])


def _due(at: datetime | None, zone: ZoneInfo, never: str) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}" if at else never


def _consents(company: Company, texts: dict[str, str]) -> str:
    """By the newest record of each person who is still here."""
    people = Employee.objects.filter(company=company, erased_at__isnull=True)
    newest = (
        ConsentRecord.objects.filter(company=company, employee__erased_at__isnull=True)
        .values("employee")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    given = ConsentRecord.objects.filter(id__in=newest, action=ConsentRecord.Action.GIVEN).count()
    withdrawn = ConsentRecord.objects.filter(id__in=newest, action=ConsentRecord.Action.WITHDRAWN).count()
    return texts["consents_said"].format(people=people.count(), given=given, withdrawn=withdrawn)


def _receipts(company: Company, zone: ZoneInfo, texts: dict[str, str]) -> list[dict[str, object]]:
    rows = AuditEvent.objects.filter(company=company, action__in=_ERASING).order_by("-at", "-id")[:RECEIPTS]
    return [_receipt(event, zone, texts) for event in rows]


def _receipt(event: AuditEvent, zone: ZoneInfo, texts: dict[str, str]) -> dict[str, object]:
    photos = event.details.get("photos_erased", event.details.get("photos", "—"))
    if event.action == "punches_expired":
        whom, erased = "—", texts["punches_said"].format(count=event.subject)
    elif event.action == "photos_expired":
        whom = texts["people_said"].format(count=event.subject)
        erased = texts["erased_said"].format(photos=photos, templates=0)
    else:
        whom = event.subject
        erased = texts["erased_said"].format(photos=photos, templates=event.details.get("templates_erased", 0))
    return {
        "number": event.pk,
        "at": f"{event.at.astimezone(zone):%Y-%m-%d %-H:%M}",
        "whom": whom,
        "reason": texts[event.action],
        "erased": erased,
        "by": event.by,
    }
