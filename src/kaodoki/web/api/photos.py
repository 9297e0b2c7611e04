"""Photos and their approval."""

import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import StringConstraints

from kaodoki.accounts.models import Role
from kaodoki.enrolment.deciding import approve, reject
from kaodoki.enrolment.errors import SubmissionDecided
from kaodoki.enrolment.models import Photo, Submission
from kaodoki.errors import InvalidInput, NotFound
from kaodoki.people.models import Company
from kaodoki.web.api.authentication import company_of, require, token_of
from kaodoki.web.api.paging import PAGE, Json, page_by_time

router = Router(tags=["photos"])

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class Approval(Schema):
    """`confirm_duplicate`: that the person is not the other employee whom the photo matches."""

    confirm_duplicate: bool = False


class Rejection(Schema):
    """`reason` is one of the codes that the employee is told in words."""

    reason: str
    note: Note = ""


@router.get("")
def list_photos(request: HttpRequest, status: str | None = None, cursor: str | None = None, limit: int = PAGE) -> Json:
    """Photos, oldest first; never the pictures themselves."""
    if status is not None and status not in Photo.Status.values:
        raise InvalidInput(reason=f"status: {', '.join(Photo.Status.values)}")
    rows = Photo.objects.filter(company=company_of(request), **({"status": status} if status else {}))
    rows = rows.select_related("employee", "submission").defer("sealed")
    return page_by_time(rows, column="created_at", cursor=cursor, limit=limit, show=photo_json)


@router.post("/{photo_id}/approve")
def approve_photo(request: HttpRequest, photo_id: uuid.UUID, body: Approval | None = None) -> Json:
    """Approves the photo with all that was handed in with it. Only a photo approver may confirm a duplicate."""
    by = require(request, Role.PHOTO_APPROVER, Role.SITE_MANAGER)
    confirms = bool(body and body.confirm_duplicate)
    if confirms:
        require(request, Role.PHOTO_APPROVER)
    names_others = token_of(request).role in (Role.ALL_RIGHTS, Role.PHOTO_APPROVER)
    submission = _submission_of(company_of(request), photo_id)
    approve(submission, by=by, confirm_duplicate=confirms, names_others=names_others)
    return _submission_json(Submission.objects.get(pk=submission.pk))


@router.post("/{photo_id}/reject")
def reject_photo(request: HttpRequest, photo_id: uuid.UUID, body: Rejection) -> Json:
    """Sends it back, with all that was handed in with it; the pictures are erased at once."""
    by = require(request, Role.PHOTO_APPROVER, Role.SITE_MANAGER)
    submission = _submission_of(company_of(request), photo_id)
    return _submission_json(reject(submission, reason=body.reason, note=body.note, by=by))


def photo_json(photo: Photo) -> Json:
    """A photo as the API shows it."""
    submission = photo.submission
    return {
        "photo_id": str(photo.id),
        "employee_code": photo.employee.employee_code,
        "status": photo.status,
        "pose": photo.pose or None,
        "quality": photo.quality,
        "created_at": photo.created_at.isoformat(),
        "submission": _submission_json(submission) if submission else None,
    }


def _submission_json(submission: Submission) -> Json:
    return {
        "submission_id": str(submission.id),
        "status": submission.status,
        "risk": submission.risk,
        "findings": submission.findings,
        "submitted_at": submission.submitted_at.isoformat(),
        "decided_at": submission.decided_at.isoformat() if submission.decided_at else None,
        "reason": submission.reason or None,
    }


def _submission_of(company: Company, photo_id: uuid.UUID) -> Submission:
    photo = Photo.objects.filter(company=company, id=photo_id).select_related("submission").defer("sealed").first()
    if photo is None:
        raise NotFound
    if photo.submission is None:
        raise SubmissionDecided
    submission: Submission = photo.submission
    return submission
