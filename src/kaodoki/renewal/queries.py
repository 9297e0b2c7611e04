"""How far a renewal is, who must enrol again, and how the packs agree. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from kaodoki import clock
from kaodoki.enrolment.models import Photo
from kaodoki.gallery.models import StoredTemplate
from kaodoki.gallery.packs import deciding_pack_id, trial_pack_id
from kaodoki.people.models import Company, Employee
from kaodoki.renewal.errors import PhotoFailed
from kaodoki.renewal.models import Agreement, Problem, RenewedPhoto, Trial

RETRY_AFTER: Final = {
    RenewedPhoto.Result.FAILED: timedelta(hours=1),
    RenewedPhoto.Result.UNREADABLE: timedelta(days=1),
}
"""How long a failure stands. Neither a busy machine nor a wrong key for a day says anything about the photo itself."""


class Reason(StrEnum):
    """Why nothing could be computed for a person."""

    PHOTO_DELETED = "photo_deleted"
    PHOTO_UNREADABLE = "photo_unreadable"
    NO_FACE = "no_face"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReEnrolment:
    """A person whom the pack would not know, and why."""

    employee_code: str
    display_name: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """How far the templates of a pack are that is on trial; without a trial, of the one that decides."""

    deciding: str
    trial: str
    """Empty: none."""
    started_at: datetime | None
    switched_at: datetime | None
    problem: str
    """The code of what stops the computing; empty if nothing does."""
    people: int
    """With a template of any pack."""
    people_ready: int
    """With a template of the `target`."""
    photos_left: int
    deciding_left: int
    """Of these, the photos for the pack that decides: until they are computed, their people may not be recognised."""
    re_enrol: tuple[ReEnrolment, ...]
    """The first of them, as many as were asked for."""
    re_enrol_count: int
    """All of them."""

    @property
    def target(self) -> str:
        return self.trial or self.deciding

    @property
    def is_complete(self) -> bool:
        return not self.photos_left and not self.re_enrol


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSummary:
    """Scores of the best candidates, of one pack under one verdict."""

    count: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCount:
    """One verdict, how often, and both packs' scores; None where there were none."""

    verdict: str
    count: int
    deciding: ScoreSummary | None
    trial: ScoreSummary | None


def renewal_of(company: Company, *, most: int | None = None) -> Renewal:
    """How it stands now, with at most `most` of those who must enrol again; None: all.

    A new version of the built-in pack is a renewal too, without a trial.
    """
    trial = Trial.objects.filter(company=company).first()
    problem = Problem.objects.filter(company=company).first()
    packs = packs_of(company)
    enrolled = _enrolled(company)
    left = [photos_without_template(company, pack).count() for pack in packs]
    return Renewal(
        deciding=packs[0],
        trial=trial_pack_id(company),
        started_at=trial.started_at if trial else None,
        switched_at=trial.switched_at if trial else None,
        problem=problem.code if problem else _failures(company),
        people=enrolled.count(),
        people_ready=enrolled.filter(_has_template(packs[-1])).count(),
        photos_left=sum(left),
        deciding_left=left[0],
        re_enrol=tuple(people_without_template(company, packs[-1], most=most)),
        re_enrol_count=_unknown(company, packs[-1]).count(),
    )


def packs_of(company: Company) -> list[str]:
    """The pack that decides, then the one on trial, if there is one."""
    trial = trial_pack_id(company)
    return [deciding_pack_id(company), *([trial] if trial else [])]


def kept_photos(company: Company) -> QuerySet[Photo]:
    """Approved photos of people who are there."""
    return Photo.objects.filter(company=company, status=Photo.Status.APPROVED, employee__erased_at__isnull=True)


def photos_without_template(company: Company, pack: str) -> QuerySet[Photo]:
    """Kept photos not enrolled with `pack` nor looked at with it, in no order. Reads all P of them: see `walk`.

    Where a look failed, the photo counts as not looked at again after `RETRY_AFTER`.
    """
    looked_at = RenewedPhoto.objects.filter(_stands(), photo_id=OuterRef("pk"), pack=pack)
    own = StoredTemplate.objects.filter(pk=OuterRef("template_id"), pack=pack)
    return kept_photos(company).filter(~Exists(looked_at), ~Exists(own))


def people_without_template(company: Company, pack: str, *, most: int | None = None) -> list[ReEnrolment]:
    """Whom `pack` would not know although they are enrolled, and for whom no photo is left to look at."""
    unknown = list(_unknown(company, pack)[:most])
    results: dict[object, set[str]] = {}
    rows = RenewedPhoto.objects.filter(company=company, pack=pack, employee__in=unknown)
    for employee_id, result in rows.values_list("employee_id", "result"):
        results.setdefault(employee_id, set()).add(result)
    return [
        ReEnrolment(
            employee_code=employee.employee_code,
            display_name=employee.display_name,
            reason=_reason(results.get(employee.pk, set())),
        )
        for employee in unknown
    ]


def agreement_of(company: Company) -> list[VerdictCount]:
    """What live attempts showed of the packs as they stand now, in the order of `Agreement.Verdict`."""
    rows = Agreement.objects.filter(company=company, deciding=deciding_pack_id(company), trial=trial_pack_id(company))
    by_verdict = {row.verdict: row for row in rows}
    return [
        VerdictCount(
            verdict=verdict,
            count=row.count,
            deciding=_summary(row.deciding_count, row.deciding_sum, row.deciding_low, row.deciding_high),
            trial=_summary(row.trial_count, row.trial_sum, row.trial_low, row.trial_high),
        )
        for verdict in Agreement.Verdict.values
        if (row := by_verdict.get(verdict)) is not None
    ]


def _failures(company: Company) -> str:
    """The code of photos that failed and wait to be tried again; empty if there are none."""
    failed = RenewedPhoto.objects.filter(company=company, pack__in=packs_of(company), result=RenewedPhoto.Result.FAILED)
    kept = Photo.objects.filter(pk=OuterRef("photo_id"), status=Photo.Status.APPROVED)
    return PhotoFailed.code if failed.filter(Exists(kept)).exists() else ""


def _stands() -> Q:
    now = clock.now()
    stands = ~Q(result__in=list(RETRY_AFTER))
    for result, after in RETRY_AFTER.items():
        stands |= Q(result=result, at__gt=now - after)
    return stands


def _unknown(company: Company, pack: str) -> QuerySet[Employee]:
    waiting = photos_without_template(company, pack).filter(employee_id=OuterRef("pk"))
    return _enrolled(company).exclude(_has_template(pack)).exclude(Exists(waiting)).order_by("employee_code")


def _enrolled(company: Company) -> QuerySet[Employee]:
    any_template = StoredTemplate.objects.filter(employee_id=OuterRef("pk"))
    return Employee.objects.filter(Exists(any_template), company=company, erased_at__isnull=True)


def _has_template(pack: str) -> Q:
    return Q(Exists(StoredTemplate.objects.filter(employee_id=OuterRef("pk"), pack=pack)))


def _reason(results: set[str]) -> Reason:
    """The one that says most: a photo without a face for this pack can be taken again with care."""
    if RenewedPhoto.Result.NO_FACE in results:
        return Reason.NO_FACE
    if RenewedPhoto.Result.FAILED in results:
        return Reason.FAILED
    return Reason.PHOTO_UNREADABLE if RenewedPhoto.Result.UNREADABLE in results else Reason.PHOTO_DELETED


def _summary(count: int, total: float, low: float | None, high: float | None) -> ScoreSummary | None:
    if not count or low is None or high is None:
        return None
    return ScoreSummary(count=count, mean=total / count, low=low, high=high)
