"""Approving (承認) a submission, and sending it back (差戻し). Each is decided once, whoever is first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.consent.services import ConsentMissing, has_consent
from kaodoki.enrolment.errors import PhotoDuplicate, PhotoRefused, ReasonUnknown, SubmissionDecided
from kaodoki.enrolment.examining import Good, good_picture
from kaodoki.enrolment.look_alikes import duplicates_of, keep_look_alikes
from kaodoki.enrolment.models import Photo, Submission
from kaodoki.enrolment.reasons import RejectReason
from kaodoki.enrolment.services import open_photo
from kaodoki.faces import Template
from kaodoki.gallery.models import StoredTemplate
from kaodoki.gallery.services import gallery_of, hold_gallery, store_template
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    photo: Photo
    template: Template


def approve(
    submission: Submission, *, by: str, confirm_duplicate: bool = False, names_others: bool = False
) -> Submission:
    """The pictures become the person's face: from the next attempt on the terminals know it.

    They take the place of everything that was enrolled of the person before: who hands in new pictures has changed, or
    was recognised badly. Raises `SubmissionDecided`, `ConsentMissing`, `EmployeeUnknown`, `PhotoDuplicate` (unless
    confirmed), `PhotoRefused` if a newer pack's gate does not take a picture, or `Busy`; nothing has changed then.
    """
    if submission.status != Submission.Status.SUBMITTED:
        raise SubmissionDecided
    company = Company.objects.get(pk=submission.company_id)
    seen = [_seen(photo, company.pack) for photo in submission.photos.select_related("company").order_by("created_at")]
    if not seen:
        raise SubmissionDecided
    pack = seen[0].template.pack
    # What has to be loaded is loaded before anybody waits for this transaction.
    gallery_of(company, pack)
    with transaction.atomic():
        employee, locked = _lock(submission)
        if not has_consent(employee):
            raise ConsentMissing
        gallery = gallery_of(hold_gallery(company), pack)
        found = {other.id: other for one in seen for other in duplicates_of(employee, one.template, gallery)}
        others = list(found.values())
        if others and not confirm_duplicate:
            raise PhotoDuplicate(**({"employee_codes": [o.employee_code for o in others]} if names_others else {}))
        _replace(employee, seen)
        keep_look_alikes(employee, pack, gallery, confirmed=others, by=by)
        _decide(locked, Submission.Status.APPROVED, by=by)
        record_event(locked.company_id, "photo_approved", subject=employee.employee_code, by=by, pictures=len(seen))
        _record_confirmed(employee, others, by=by)
    return locked


def reject(submission: Submission, *, reason: str, note: str = "", by: str) -> Submission:
    """Sends it back; the pictures are erased at once. Raises `SubmissionDecided`, `ReasonUnknown`."""
    if reason not in set(RejectReason):
        raise ReasonUnknown(known=", ".join(RejectReason))
    with transaction.atomic():
        employee, locked = _lock(submission)
        locked.photos.all().delete()
        _decide(locked, Submission.Status.REJECTED, by=by, reason=reason, note=note)
        record_event(locked.company_id, "photo_rejected", subject=employee.employee_code, by=by, reason=reason)
    return locked


def _seen(photo: Photo, pack: str) -> _Seen:
    looked_at = good_picture(open_photo(photo), pose=photo.pose, pack=pack)
    if isinstance(looked_at, Good):
        return _Seen(photo=photo, template=looked_at.template)
    raise PhotoRefused(findings=[finding.value for finding in looked_at], pose=photo.pose)


def _lock(submission: Submission) -> tuple[Employee, Submission]:
    """The person's row before the submission's, as everybody does; both as they are now."""
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("company")
    employee = rows.filter(pk=submission.employee_id, erased_at__isnull=True).first()
    if employee is None:
        raise EmployeeUnknown(employee_code=submission.employee.employee_code)
    locked = Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if locked is None or locked.status != Submission.Status.SUBMITTED:
        raise SubmissionDecided
    return employee, locked


def _replace(employee: Employee, seen: Sequence[_Seen]) -> None:
    """The new templates and photos instead of the old ones. Who was told apart from whom stays known."""
    StoredTemplate.objects.filter(employee=employee).delete()
    Photo.objects.filter(employee=employee, status=Photo.Status.APPROVED).delete()
    for one in seen:
        template_id: UUID = store_template(employee, one.template)
        one.photo.status, one.photo.template_id = Photo.Status.APPROVED, template_id
        one.photo.save(update_fields=["status", "template_id"])


def _decide(submission: Submission, status: str, *, by: str, reason: str = "", note: str = "") -> None:
    submission.status, submission.decided_at, submission.decided_by = status, clock.now(), by[:200]
    submission.reason, submission.reason_note = reason, note[:200]
    submission.save(update_fields=["status", "decided_at", "decided_by", "reason", "reason_note"])


def _record_confirmed(employee: Employee, others: Sequence[Employee], *, by: str) -> None:
    if others:
        codes = [other.employee_code for other in others]
        record_event(
            employee.company_id, "duplicate_confirmed", subject=employee.employee_code, by=by, employee_codes=codes
        )
