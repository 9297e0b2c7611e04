"""What the page IDデータ詳細 shows of one person. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from kaodoki import clock
from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.sight import sites_of
from kaodoki.consent.models import ConsentRecord
from kaodoki.credentials.cards import active_card
from kaodoki.credentials.models import Pin
from kaodoki.enrolment.examining import COMPONENTS, components_of
from kaodoki.enrolment.look_alikes import look_alikes_of
from kaodoki.enrolment.models import Invitation, Photo
from kaodoki.linking.models import EmployeeLink
from kaodoki.mailing.sending import is_configured
from kaodoki.people.models import Employee
from kaodoki.people.queries import day_start_of, settings_of, zone_of
from kaodoki.timekeeping.working_day import working_date
from kaodoki.web.console.employee_form import NAMES, coverages, sites_for

Context = dict[str, object]
MOST_PHOTOS, MOST_CONSENTS, MOST_LOOK_ALIKES = 12, 20, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What this administrator may do with people in their sight."""

    changes: bool
    sees_photos: bool
    confirms: bool
    """May learn whom a face is taken for, and say that they are two people."""
    erases: bool

    @classmethod
    def of(cls, administrator: Administrator) -> "Rights":
        role = administrator.role
        return cls(
            changes=role in (Role.ALL_RIGHTS, Role.SITE_MANAGER),
            sees_photos=role in (Role.ALL_RIGHTS, Role.SITE_MANAGER, Role.PHOTO_APPROVER),
            confirms=role in (Role.ALL_RIGHTS, Role.PHOTO_APPROVER),
            erases=role == Role.ALL_RIGHTS,
        )


def page_of(
    administrator: Administrator,
    person: Employee,
    texts: dict[str, str],
    *,
    language: str,
    typed: dict[str, str] | None,
) -> Context:
    """All of it; a fixed number of queries."""
    settings, rights = settings_of(person.company), Rights.of(administrator)
    zone = zone_of(settings)
    today = working_date(clock.now(), zone=zone, day_start=day_start_of(settings, person.site))
    stored = {
        **{name: getattr(person, name) for name in NAMES},
        "email": person.email,
        "site_code": person.site.code if person.site else "",
        "article36_coverage": person.article36_coverage,
    }
    return {
        "person": person,
        "rights": rights,
        "values": typed or stored,
        "sites": sites_for(administrator),
        "coverages": coverages(language),
        "may_have_no_site": sites_of(administrator) is None,
        "photos": _photos(person, texts, zone) if rights.sees_photos else [],
        "consents": _consents(person, texts, zone),
        "invited_said": _invited(person, texts, zone),
        "may_mail": bool(person.email) and is_configured(),
        "credentials": _credentials(person, texts, zone),
        "linked_said": _linked(person, texts, zone),
        "look_alikes": _look_alikes(person, zone, administrator) if rights.confirms else [],
        "today": f"{today}",
    }


def _photos(person: Employee, texts: dict[str, str], zone: ZoneInfo) -> list[Context]:
    rows = Photo.objects.filter(employee=person).select_related("submission").defer("sealed").order_by("-created_at")
    return [_photo(photo, person, texts, zone) for photo in rows[:MOST_PHOTOS]]


def _photo(photo: Photo, person: Employee, texts: dict[str, str], zone: ZoneInfo) -> Context:
    good = components_of(photo.quality)
    decided_by = photo.submission.decided_by if photo.submission else ""
    return {
        "id": photo.id,
        "alt": texts["photo_of"].format(name=person.display_name or person.employee_code),
        "state": texts[f"photo_{photo.status}"],
        "tone": "good" if photo.status == Photo.Status.APPROVED else "waiting",
        "is_removable": photo.status == Photo.Status.APPROVED,
        "since": texts["photo_since"].format(time=_time(photo.created_at, zone)),
        "by": texts["photo_by"].format(by=decided_by) if decided_by else "",
        "weak": [texts[f"component_{code}"] for code in COMPONENTS if not good[code]],
    }


def _consents(person: Employee, texts: dict[str, str], zone: ZoneInfo) -> list[Context]:
    rows = ConsentRecord.objects.filter(employee=person).order_by("-id")[:MOST_CONSENTS]
    return [
        {
            "time": _time(record.recorded_at, zone),
            "what": texts[f"consent_{record.action}_said"],
            "version": record.notice_version,
            "by": record.declared_by,
        }
        for record in rows
    ]


def _invited(person: Employee, texts: dict[str, str], zone: ZoneInfo) -> str:
    newest = Invitation.objects.filter(employee=person).order_by("-created_at").first()
    if newest is None:
        return texts["not_invited"]
    if newest.used_at:
        return texts["invitation_opened"].format(time=_time(newest.used_at, zone))
    return texts["invited"].format(time=_time(newest.created_at, zone), until=_time(newest.expires_at, zone))


def _credentials(person: Employee, texts: dict[str, str], zone: ZoneInfo) -> Context:
    pin, card = Pin.objects.filter(employee=person).first(), active_card(person)
    return {
        "has_pin": pin is not None,
        "pin_said": texts["pin_since"].format(time=_time(pin.set_at, zone)) if pin else texts["no_pin"],
        "has_card": card is not None,
        "card_said": texts["card_since"].format(time=_time(card.issued_at, zone)) if card else texts["no_card"],
    }


def _linked(person: Employee, texts: dict[str, str], zone: ZoneInfo) -> str:
    link = EmployeeLink.objects.filter(employee=person).first()
    return texts["linked_since"].format(time=_time(link.synced_at, zone)) if link else texts["not_linked_person"]


def _look_alikes(person: Employee, zone: ZoneInfo, administrator: Administrator) -> list[Context]:
    pairs = look_alikes_of(person.company).filter(Q(first=person) | Q(second=person)).order_by("-score")
    sites = sites_of(administrator)
    found: list[Context] = []
    for pair in pairs[:MOST_LOOK_ALIKES]:
        other = pair.second if pair.first_id == person.pk else pair.first
        is_seen = sites is None or other.site_id in sites
        found.append(
            {
                "other": other if is_seen else None,
                "found": _time(pair.found_at, zone),
                "confirmed_by": pair.confirmed_by,
            }
        )
    return found


def _time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %-H:%M}"
