"""Waking the renewal. The photos without a template are the truth; a job lost here is found again by the sweep."""

import uuid

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

RENEW_TASK = "kaodoki.renewal.renew"
COMPARE_TASK = "kaodoki.renewal.compare"
# Below everything else: a punch is never delivered later because templates are computed.
PRIORITY = -10
# Of jobs with one lock the more urgent goes first: everybody is compared when no batch waits any more.
COMPARE_PRIORITY = PRIORITY - 1
# One batch at a time over all companies and machines: the cores are for those who wait at a terminal.
LOCK = "kaodoki.renewal"


def wake_renewal(company_id: uuid.UUID) -> None:
    """A job that computes what the company's packs lack; part of the caller's transaction."""
    _defer(RENEW_TASK, PRIORITY, f"renew-{company_id}", company_id)


def wake_comparison(company_id: uuid.UUID) -> None:
    """A job that compares everybody by the pack that decides, after the computing; part of the caller's transaction."""
    _defer(COMPARE_TASK, COMPARE_PRIORITY, f"compare-{company_id}", company_id)


def _defer(task: str, priority: int, queueing_lock: str, company_id: uuid.UUID) -> None:
    deferrer = app.configure_task(task, priority=priority, lock=LOCK, queueing_lock=queueing_lock)
    try:
        # A savepoint: the queueing lock is a unique index, and running into it must not end the caller's transaction.
        with transaction.atomic():
            deferrer.defer(company_id=str(company_id))
    except AlreadyEnqueued:
        return
