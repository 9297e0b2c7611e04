"""The pack on trial looks at live attempts too, after the deciding one has decided, and only counts.

In one thread a process, which rests three times as long as it worked and drops what it has no time for: a trial costs
at most a quarter of one core. Whatever goes wrong here, the attempt knows nothing of it.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from django.db import connections, transaction
from django.db.models import F, FloatField, Value
from django.db.models.functions import Greatest, Least
from django_scopes import scope
from numpy.typing import NDArray

from kaodoki import clock
from kaodoki.gallery.calibration import margin_of
from kaodoki.gallery.engine import Busy, engine_turn
from kaodoki.gallery.packs import deciding_pack_id, trial_pack_id
from kaodoki.gallery.services import gallery_of
from kaodoki.identification import Decision, Outcome, Policy, combine_frames, decide, read_frame
from kaodoki.people.models import Company, Settings
from kaodoki.renewal.models import Agreement

logger = logging.getLogger(__name__)

RESTS: Final = 3.0
"""Times the last comparison's duration."""

Verdict = Agreement.Verdict
Image = NDArray[np.uint8]

_COMPARED: Final = {Outcome.IDENTIFIED, Outcome.NOT_SURE, Outcome.UNKNOWN, Outcome.CHALLENGE_REQUIRED}
"""Without a usable face, or with an attack, there is nothing to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAttempt:
    """What the deciding pack said of an attempt, and the frames, which live in memory until they were compared."""

    company: Company
    settings: Settings
    images: Sequence[Image] = field(repr=False)
    employee_id: uuid.UUID | None
    score: float | None


class Shadow:
    """The thread of a process, idle until an attempt of a company with a trial comes."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shadow")
        self._free = threading.Lock()
        self._timer = timer
        self._rests_until = 0.0

    def offer(self, attempt: LiveAttempt) -> "Future[None] | None":
        """Takes the attempt if the thread is idle and rested; never waits, never raises."""
        if self._timer() < self._rests_until or not self._free.acquire(blocking=False):
            return None
        try:
            return self._pool.submit(self._work, attempt)
        except RuntimeError:  # the process is ending
            self._free.release()
            return None

    def _work(self, attempt: LiveAttempt) -> None:
        started = self._timer()
        try:
            with scope(company=attempt.company):
                compare(attempt)
        except Exception:
            logger.exception("a comparison with the pack on trial could not be counted")
        finally:
            connections.close_all()
            self._rests_until = self._timer() + RESTS * (self._timer() - started)
            self._free.release()


_shadow = Shadow()


def offer_comparison(
    company: Company,
    settings: Settings,
    images: Sequence[Image],
    decision: Decision[uuid.UUID],
    employee_id: uuid.UUID | None,
) -> None:
    """Has the attempt compared, if the company has a pack on trial and there is time."""
    if company.trial_pack and decision.outcome in _COMPARED:
        _shadow.offer(
            LiveAttempt(
                company=company, settings=settings, images=images, employee_id=employee_id, score=decision.score
            )
        )


def compare(attempt: LiveAttempt) -> Agreement.Verdict | None:
    """Looks with the pack on trial and counts the verdict; None if the terminals need the cores more."""
    try:
        employee_id, score, is_known = _look(attempt)
        verdict = verdict_on(attempt.employee_id, employee_id, is_known=is_known)
    except Busy:
        return None
    except Exception as error:
        # The class only: a message may hold anything.
        logger.warning("the pack %s on trial failed: %s", attempt.company.trial_pack, type(error).__name__)
        verdict, score = Verdict.FAILED, None
    _count(attempt, verdict, score)
    return verdict


def verdict_on(deciding: uuid.UUID | None, trial: uuid.UUID | None, *, is_known: bool) -> Agreement.Verdict:
    """Both packs' answers as one. `is_known`: whom the deciding pack named is in the gallery of the one on trial."""
    if deciding is None:
        return Verdict.BOTH_NOBODY if trial is None else Verdict.NEW_SOMEBODY
    if trial is not None:
        return Verdict.SAME if trial == deciding else Verdict.OTHER
    return Verdict.NEW_NOBODY if is_known else Verdict.NOT_RENEWED


def _look(attempt: LiveAttempt) -> tuple[uuid.UUID | None, float | None, bool]:
    company = attempt.company
    with engine_turn(trial_pack_id(company)) as engine:
        seen = [(engine.analyse_nearest(image, liveness=False), image.shape[:2]) for image in attempt.images]
    readings = [read_frame(nearest, size) for nearest, size in seen]
    calibration = engine.pack.calibration
    probe = combine_frames(readings, calibration)
    gallery = gallery_of(company, engine.pack.id)
    candidates = gallery.search(probe.template.vector) if probe.template else []
    policy = Policy(
        gallery_size=len(gallery),
        wanted_fpir=attempt.settings.wanted_fpir_percent / 100,
        site_margin=margin_of(company, engine.pack).margin,
        runner_up_margin=gallery.runner_up_margin(candidates, calibration),
    )
    decision = decide(probe, candidates, calibration=calibration, policy=policy)
    is_known = attempt.employee_id is not None and gallery.index.vector_of(attempt.employee_id) is not None
    return decision.employee_id, decision.score, is_known


def _count(attempt: LiveAttempt, verdict: Agreement.Verdict, score: float | None) -> None:
    now = clock.now()
    with transaction.atomic():
        row, _ = Agreement.objects.get_or_create(
            company=attempt.company,
            deciding=deciding_pack_id(attempt.company),
            trial=trial_pack_id(attempt.company),
            verdict=verdict,
            defaults={"last_at": now},
        )
        changes = {**_with_score("deciding", attempt.score), **_with_score("trial", score)}
        Agreement.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=now, **changes)


def _with_score(name: str, score: float | None) -> dict[str, object]:
    """PostgreSQL's LEAST and GREATEST pass over NULL, so the first score needs no case of its own."""
    if score is None:
        return {}
    value = Value(score, output_field=FloatField())
    return {
        f"{name}_count": F(f"{name}_count") + 1,
        f"{name}_sum": F(f"{name}_sum") + score,
        f"{name}_low": Least(F(f"{name}_low"), value),
        f"{name}_high": Greatest(F(f"{name}_high"), value),
    }
