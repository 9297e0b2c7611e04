"""Waking the delivery. The punches table is the truth; a job lost here is found again by the sweep each minute."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# `linking` lies above this folder, so the job is named, not imported.
DELIVER_TASK = "kaodoki.linking.deliver"


def wake_delivery(company_id: uuid.UUID, *, at: datetime) -> None:
    """A job at `at` that delivers what is due; part of the caller's transaction, so it exists only if that commits.

    `at` is rounded up to the next second and is part of the queueing lock, so a rush of punches makes one job a
    second and company, and an earlier wake is never blocked by a later one.
    """
    second = int(at.timestamp()) + 1
    # The queue goes by the real clock, `at` by the company's, which a demo may have shifted.
    real = datetime.fromtimestamp(second, tz=at.tzinfo) - timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)
    deferrer = app.configure_task(
        DELIVER_TASK,
        schedule_at=real,
        queueing_lock=f"deliver-{company_id}-{second}",
    )
    try:
        # A savepoint: the queueing lock is a unique index, and running into it must not end the caller's transaction.
        with transaction.atomic():
            deferrer.defer(company_id=str(company_id))
    except AlreadyEnqueued:
        return
