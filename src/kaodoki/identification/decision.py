"""The decision: who it is, that nobody can say for sure, or that it is nobody enrolled."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from kaodoki.faces.gate import Finding
from kaodoki.faces.pack import Calibration
from kaodoki.identification.attempt import Probe
from kaodoki.identification.outcome import Outcome
from kaodoki.identification.thresholds import threshold

Id = TypeVar("Id", bound=Hashable)


class Liveness(StrEnum):
    """What is known of the face being a live one."""

    NOT_CHECKED = "not_checked"
    LIVE = "live"
    DOUBTFUL = "doubtful"
    """A challenge should settle it."""
    ATTACK = "attack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Generic[Id]):
    """A gallery entry with its cosine to the probe."""

    employee_id: Id
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the company wants, and the size of the gallery that was searched (people, not templates)."""

    gallery_size: int
    wanted_fpir: float = 0.003
    site_margin: float | None = None
    """None: the pack's."""
    runner_up_margin: float | None = None
    """None: the pack's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Generic[Id]):
    outcome: Outcome
    employee_id: Id | None
    """Set only if identified: a candidate who is not accepted is named nowhere."""
    score: float | None
    runner_up_score: float | None
    threshold: float | None
    findings: tuple[Finding, ...]
    """Why the frames were refused, or what could be better if they were good and nobody was identified."""


def decide(
    probe: Probe,
    candidates: Iterable[Candidate[Id]],
    *,
    calibration: Calibration,
    policy: Policy,
    liveness: Liveness = Liveness.NOT_CHECKED,
) -> Decision[Id]:
    """The decision on a probe. `candidates` are the best of the gallery, two different people at least if it has two.

    `identified` needs the threshold for the gallery's size plus the site's margin, and a distance to the second person.
    """
    if probe.refusal is not None:
        return _without_candidate(probe.refusal, probe.findings)
    if liveness is Liveness.ATTACK:
        return _without_candidate(Outcome.NOT_LIVE, probe.findings)
    ranked = _best_per_person(candidates)
    needed = _needed(calibration, policy)
    margin = calibration.runner_up_margin if policy.runner_up_margin is None else policy.runner_up_margin
    best = ranked[0].score if ranked else None
    runner_up = ranked[1].score if len(ranked) > 1 else None
    outcome = _outcome(best, runner_up, needed=needed, margin=margin, band=calibration.not_sure_band)
    if outcome is Outcome.IDENTIFIED and liveness is Liveness.DOUBTFUL:
        outcome = Outcome.CHALLENGE_REQUIRED
    return Decision(
        outcome=outcome,
        employee_id=ranked[0].employee_id if outcome is Outcome.IDENTIFIED else None,
        score=best,
        runner_up_score=runner_up,
        threshold=needed,
        findings=probe.hints if outcome in _NOBODY else (),
    )


def confirms(employee_id: Id, candidates: Iterable[Candidate[Id]], *, calibration: Calibration, policy: Policy) -> bool:
    """Whether another look at somebody just identified shows the same person: the best of the gallery and near.

    Who it is out of all was decided by the first look, on more and better frames. This asks about one person only, so
    it accepts what `decide` would call `not_sure`, and needs no distance to the second person.
    """
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    if best is None or best.employee_id != employee_id:
        return False
    return best.score >= _needed(calibration, policy) - calibration.not_sure_band


def _needed(calibration: Calibration, policy: Policy) -> float:
    site_margin = calibration.site_margin if policy.site_margin is None else policy.site_margin
    return threshold(calibration, gallery_size=policy.gallery_size, fpir=policy.wanted_fpir) + site_margin


_NOBODY: Final = (Outcome.UNKNOWN, Outcome.NOT_SURE)


def _outcome(best: float | None, runner_up: float | None, *, needed: float, margin: float, band: float) -> Outcome:
    """Put so that a number that is none (NaN) identifies nobody."""
    if best is None or not best >= needed - band:
        return Outcome.UNKNOWN
    if best >= needed and (runner_up is None or best - runner_up >= margin):
        return Outcome.IDENTIFIED
    return Outcome.NOT_SURE


def _best_per_person(candidates: Iterable[Candidate[Id]]) -> list[Candidate[Id]]:
    best: dict[Id, Candidate[Id]] = {}
    for candidate in sorted(candidates, key=lambda candidate: -candidate.score):
        best.setdefault(candidate.employee_id, candidate)
    return list(best.values())


def _without_candidate(outcome: Outcome, findings: tuple[Finding, ...]) -> Decision[Id]:
    return Decision(
        outcome=outcome, employee_id=None, score=None, runner_up_score=None, threshold=None, findings=findings
    )
