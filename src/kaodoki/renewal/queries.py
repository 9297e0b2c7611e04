"""How far a renewal is, who must enrol again, and how the packs agree. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from kaodoki.enrolment.models import Photo
from kaodoki.gallery.models import StoredTemplate
from kaodoki.gallery.packs import deciding_pack_id
from kaodoki.people.models import Company, Employee
from kaodoki.renewal.models import Agreement, RenewedPhoto, Trial


class Reason(StrEnum):
    """Why nothing could be computed for a person."""

    PHOTO_DELETED = "photo_deleted"
    PHOTO_UNREADABLE = "photo_unreadable"
    NO_FACE = "no_face"


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
    re_enrol: tuple[ReEnrolment, ...]

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


def renewal_of(company: Company) -> Renewal:
    """How it stands now. A new version of the built-in pack is a renewal too, without a trial."""
    trial = Trial.objects.filter(company=company).first()
    packs = packs_of(company)
    enrolled = _enrolled(company)
    return Renewal(
        deciding=packs[0],
        trial=company.trial_pack,
        started_at=trial.started_at if trial else None,
        switched_at=trial.switched_at if trial else None,
        problem=trial.problem if trial else "",
        people=enrolled.count(),
        people_ready=enrolled.filter(_has_template(packs[-1])).count(),
        photos_left=sum(photos_without_template(company, pack).count() for pack in packs),
        re_enrol=tuple(people_without_template(company, packs[-1])),
    )


def packs_of(company: Company) -> list[str]:
    """The pack that decides, then the one on trial, if there is one."""
    return [deciding_pack_id(company), *([company.trial_pack] if company.trial_pack else [])]


def photos_without_template(company: Company, pack: str) -> QuerySet[Photo]:
    """Approved photos of people who are there, not yet looked at with `pack` and not enrolled with it; oldest first."""
    looked_at = RenewedPhoto.objects.filter(photo_id=OuterRef("pk"), pack=pack)
    own = StoredTemplate.objects.filter(pk=OuterRef("template_id"), pack=pack)
    kept = Photo.objects.filter(company=company, status=Photo.Status.APPROVED, employee__erased_at__isnull=True)
    return kept.filter(~Exists(looked_at), ~Exists(own)).order_by("created_at", "pk")


def people_without_template(company: Company, pack: str) -> list[ReEnrolment]:
    """Whom `pack` would not know although they are enrolled, and for whom no photo is left to look at."""
    waiting = photos_without_template(company, pack).filter(employee_id=OuterRef("pk"))
    unknown = _enrolled(company).exclude(_has_template(pack)).exclude(Exists(waiting)).order_by("employee_code")
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
    rows = Agreement.objects.filter(company=company, deciding=deciding_pack_id(company), trial=company.trial_pack)
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


def _enrolled(company: Company) -> QuerySet[Employee]:
    any_template = StoredTemplate.objects.filter(employee_id=OuterRef("pk"))
    return Employee.objects.filter(Exists(any_template), company=company, erased_at__isnull=True)


def _has_template(pack: str) -> Q:
    return Q(Exists(StoredTemplate.objects.filter(employee_id=OuterRef("pk"), pack=pack)))


def _reason(results: set[str]) -> Reason:
    """The one that says most: a photo without a face for this pack can be taken again with care."""
    if RenewedPhoto.Result.NO_FACE in results:
        return Reason.NO_FACE
    return Reason.PHOTO_UNREADABLE if RenewedPhoto.Result.UNREADABLE in results else Reason.PHOTO_DELETED


def _summary(count: int, total: float, low: float | None, high: float | None) -> ScoreSummary | None:
    if not count or low is None or high is None:
        return None
    return ScoreSummary(count=count, mean=total / count, low=low, high=high)
