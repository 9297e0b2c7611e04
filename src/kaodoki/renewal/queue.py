"""Waking the renewal. The photos without a template are the truth; a job lost here is found again by the sweep."""

import uuid

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

RENEW_TASK = "kaodoki.renewal.renew"
# Below everything else: a punch is never delivered later because templates are computed.
PRIORITY = -10
# One batch at a time over all companies and machines: the cores are for those who wait at a terminal.
LOCK = "kaodoki.renewal"


def wake_renewal(company_id: uuid.UUID) -> None:
    """A job that computes what the company's packs lack; part of the caller's transaction."""
    deferrer = app.configure_task(RENEW_TASK, priority=PRIORITY, lock=LOCK, queueing_lock=f"renew-{company_id}")
    try:
        # A savepoint: the queueing lock is a unique index, and running into it must not end the caller's transaction.
        with transaction.atomic():
            deferrer.defer(company_id=str(company_id))
    except AlreadyEnqueued:
        return
