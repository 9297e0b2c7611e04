"""Waking the delivery. The punches table is the truth; a job lost here is found again by the sweep."""

import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kaodoki import clock

# `linking` lies above this folder, so the job is named, not imported.
DELIVER_TASK = "kaodoki.linking.deliver"


def wake_delivery(company_id: uuid.UUID, *, at: datetime) -> None:
    """A job at `at` that delivers what is due; part of the caller's transaction, so it exists only if that commits.

    What is due already wakes a worker at once. Where such a job waits already, it may begin before the caller commits,
    so another one follows a second later. That second is part of the queueing lock: a rush of punches makes one job a
    second and company, and an earlier wake is never blocked by a later one.
    """
    second = int(at.timestamp()) + 1
    # The queue goes by the real clock, `at` by the company's, which a demo may have shifted.
    real = datetime.fromtimestamp(second, tz=at.tzinfo) - timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)
    due_now = clock.now() >= at and real >= datetime.now(UTC)
    if due_now and _defer(company_id, f"deliver-{company_id}-now", at=None):
        return
    _defer(company_id, f"deliver-{company_id}-{second}", at=real)


def _defer(company_id: uuid.UUID, queueing_lock: str, *, at: datetime | None) -> bool:
    """Whether it was put into the queue; not if one with the same lock waits there."""
    try:
        # A savepoint: the queueing lock is a unique index, and running into it must not end the caller's transaction.
        with transaction.atomic():
            task = app.configure_task(DELIVER_TASK, schedule_at=at, queueing_lock=queueing_lock)
            task.defer(company_id=str(company_id))
    except AlreadyEnqueued:
        return False
    return True
