"""A submission (申請): what an employee hands in, looked at and put into the queue. No template comes of it yet."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations

import numpy as np
from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.consent.services import ConsentMissing, has_consent
from kaodoki.enrolment.errors import PhotoRefused, PicturesDiffer, PicturesWrong
from kaodoki.enrolment.examining import Component, Examination, Good, Pose, examine_picture, good_picture
from kaodoki.enrolment.look_alikes import duplicates_of
from kaodoki.enrolment.models import Photo, Submission
from kaodoki.enrolment.reasons import Risk
from kaodoki.enrolment.services import seal_photo
from kaodoki.faces.pack import Calibration
from kaodoki.gallery.packs import find_pack
from kaodoki.gallery.services import gallery_of
from kaodoki.identification.thresholds import score_at
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee

__all__ = ["Component", "Examination", "Picture", "Pose", "examine_picture", "open_submission_of", "submit_pictures"]

MOST_PICTURES = 3
# One stranger in a thousand looks so much like somebody: pictures below that are hardly of one person.
SAME_PERSON_FMR = 1e-3
# Below this unified quality (0 to 100) an administrator should look twice. Chosen, not measured.
LOW_QUALITY = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What came from the phone. `pose`: front, left or right."""

    pose: str
    data: bytes = field(repr=False)


def submit_pictures(employee: Employee, pictures: Sequence[Picture], *, notice_version: str) -> Submission:
    """Checks, seals and queues the pictures; an earlier submission that is still open is withdrawn by it.

    Raises `ConsentMissing`, `PicturesWrong`, `PhotoRefused` (with the pose), `PicturesDiffer`, `EmployeeUnknown`, an
    image error or `Busy`; nothing is kept then.
    """
    poses = [picture.pose for picture in pictures]
    if not 1 <= len(poses) <= MOST_PICTURES or len(set(poses)) != len(poses) or not set(poses) <= set(Pose):
        raise PicturesWrong(most=MOST_PICTURES)
    if not has_consent(employee):
        raise ConsentMissing
    good = [_good(picture, employee.company) for picture in pictures]
    calibration = find_pack(good[0].template.pack).calibration
    if not _show_one_person(good, calibration):
        raise PicturesDiffer
    risks = _risks(employee, good, calibration)
    with transaction.atomic():
        locked = Employee.objects.select_for_update(no_key=True).filter(pk=employee.pk, erased_at__isnull=True).first()
        if locked is None:
            raise EmployeeUnknown(employee_code=employee.employee_code)
        # Withdrawn while the pictures were looked at: nothing may come to be after the receipt.
        if not has_consent(locked):
            raise ConsentMissing
        locked.company = employee.company
        _withdraw_open(locked)
        return _queue(locked, good, risks, notice_version)


def open_submission_of(employee: Employee) -> Submission | None:
    """The one that waits for a decision, if there is one."""
    return Submission.objects.filter(employee=employee, status=Submission.Status.SUBMITTED).first()


def _good(picture: Picture, company: Company) -> Good:
    looked_at = good_picture(picture.data, pose=picture.pose, pack=company.pack)
    if isinstance(looked_at, Good):
        return looked_at
    raise PhotoRefused(findings=[finding.value for finding in looked_at], pose=picture.pose)


def _show_one_person(good: Sequence[Good], calibration: Calibration) -> bool:
    least = score_at(calibration, SAME_PERSON_FMR)
    return all(one.template.similarity(other.template) >= least for one, other in combinations(good, 2))


def _risks(employee: Employee, good: Sequence[Good], calibration: Calibration) -> list[Risk]:
    """For the administrator only: the employee is never told whom they look like."""
    gallery = gallery_of(Company.objects.get(pk=employee.company_id), good[0].template.pack)
    risks = []
    if any(duplicates_of(employee, picture.template, gallery) for picture in good):
        risks.append(Risk.LOOKS_LIKE_ANOTHER)
    before = gallery.index.vector_of(employee.id)
    if before is not None:
        mean = np.mean([picture.template.vector for picture in good], axis=0)
        similarity = float(before @ (mean / np.linalg.norm(mean)))
        if similarity < score_at(calibration, SAME_PERSON_FMR):
            risks.append(Risk.UNLIKE_LAST_PHOTO)
    if min(picture.quality.score for picture in good) < LOW_QUALITY:
        risks.append(Risk.LOW_QUALITY)
    return risks


def _withdraw_open(employee: Employee) -> None:
    opened = Submission.objects.filter(employee=employee, status=Submission.Status.SUBMITTED)
    for submission in opened.select_for_update():
        submission.status, submission.decided_at = Submission.Status.WITHDRAWN, clock.now()
        submission.save(update_fields=["status", "decided_at"])
        submission.photos.all().delete()


def _queue(employee: Employee, good: Sequence[Good], risks: Sequence[Risk], notice_version: str) -> Submission:
    submission = Submission.objects.create(
        company=employee.company,
        employee=employee,
        notice_version=notice_version,
        risk=sum(risk.weight for risk in risks),
        findings=[risk.value for risk in risks],
        submitted_at=clock.now(),
    )
    for picture in good:
        photo = seal_photo(employee, picture.kept, status=Photo.Status.SUBMITTED, quality=asdict(picture.quality))
        photo.submission, photo.pose = submission, picture.pose
        photo.save(force_insert=True)
    record_event(
        employee.company_id,
        "photo_submitted",
        subject=employee.employee_code,
        by=employee.employee_code,
        pictures=len(good),
    )
    return submission
