"""A submission as the page 顔写真の承認 shows it: who, the pictures, what stands out."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaodoki.enrolment.examining import COMPONENTS, components_of
from kaodoki.enrolment.models import Photo, Submission
from kaodoki.enrolment.reasons import RejectReason, Risk
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import settings_of, zone_of

# Each picture is opened and sent; more at once would be a heap nobody looks through.
PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A submission whose face would be taken for `others`; None: this administrator is not to learn for whom."""

    submission_id: uuid.UUID
    others: Sequence[Employee] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture with its name, and the parts of its quality: name, whether good."""

    photo_id: uuid.UUID
    name: str
    said: str
    components: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One submission. `risks`: sentences. `duplicate` and `others`: what to confirm, and the pictures to compare."""

    submission: Submission
    name: str
    time_said: str
    approve_said: str
    reject_said: str
    pictures: Sequence[Picture]
    approved: Picture | None
    risks: Sequence[str]
    duplicate: str = ""
    may_confirm: bool = False
    others: Sequence[Picture] = ()


def cards_of(
    submissions: Iterable[Submission],
    company: Company,
    texts: dict[str, str],
    language: str,
    *,
    warned: Warned | None = None,
) -> list[Card]:
    """The cards of these submissions, with two more queries for all of them."""
    found, zone = list(submissions), zone_of(settings_of(company))
    handed_in = _photos_of(found)
    before = _newest_approved([one.employee_id for one in found])
    others = _newest_approved([other.id for other in (warned.others or ())]) if warned else {}
    cards = []
    for submission in found:
        name = submission.employee.display_name or submission.employee.employee_code
        approved = before.get(submission.employee_id)
        is_warned = warned is not None and warned.submission_id == submission.id
        cards.append(
            Card(
                submission=submission,
                name=name,
                time_said=texts["submitted_at"].format(
                    time=f"{submission.submitted_at.astimezone(zone):%Y-%m-%d %-H:%M}"
                ),
                approve_said=texts["approve_name"].format(name=name),
                reject_said=texts["reject_name"].format(name=name),
                pictures=[_picture(photo, name, texts) for photo in handed_in.get(submission.id, ())],
                approved=_plain(approved, name, texts["last_approved"], texts) if approved else None,
                risks=[Risk(code).message(language) for code in submission.findings],
                duplicate=_duplicate(warned, texts) if is_warned and warned else "",
                may_confirm=bool(is_warned and warned and warned.others),
                others=[_other(photo, texts) for photo in others.values()] if is_warned else (),
            )
        )
    return cards


def reasons_in(language: str) -> list[tuple[str, str]]:
    """Code and sentence of each reason to send a photo back."""
    return [(reason.value, reason.message(language)) for reason in RejectReason]


def _photos_of(submissions: Sequence[Submission]) -> dict[uuid.UUID, list[Photo]]:
    found: dict[uuid.UUID, list[Photo]] = {}
    for photo in Photo.objects.filter(submission__in=submissions).defer("sealed").order_by("created_at", "id"):
        if photo.submission_id is not None:
            found.setdefault(photo.submission_id, []).append(photo)
    return found


def _newest_approved(employees: Sequence[uuid.UUID]) -> dict[uuid.UUID, Photo]:
    rows = Photo.objects.filter(employee__in=employees, status=Photo.Status.APPROVED).select_related("employee")
    return {photo.employee_id: photo for photo in rows.defer("sealed").order_by("created_at")}


def _picture(photo: Photo, name: str, texts: dict[str, str]) -> Picture:
    pose = texts[f"pose_{photo.pose}"]
    good = components_of(photo.quality)
    return Picture(
        photo_id=photo.id,
        name=pose,
        said=texts["picture_of"].format(name=name, pose=pose),
        components=[(texts[f"component_{code}"], good[code]) for code in COMPONENTS],
    )


def _plain(photo: Photo, name: str, shown_as: str, texts: dict[str, str]) -> Picture:
    return Picture(photo_id=photo.id, name=shown_as, said=texts["picture_of"].format(name=name, pose=shown_as))


def _other(photo: Photo, texts: dict[str, str]) -> Picture:
    name = f"{photo.employee.display_name} ({photo.employee.employee_code})"
    said = texts["photo_of"].format(name=name)
    return Picture(photo_id=photo.id, name=name, said=said)


def _duplicate(warned: Warned, texts: dict[str, str]) -> str:
    if not warned.others:
        return texts["duplicate_hidden"]
    names = "、".join(f"{other.display_name} ({other.employee_code})" for other in warned.others)
    return texts["duplicate"].format(names=names)
