"""The jobs that work off photos sent in bulk, and erase photos whose time is over."""

import uuid

from django.db import transaction
from django_scopes import scope, scopes_disabled
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.exceptions import AlreadyEnqueued

from kaodoki import clock
from kaodoki.enrolment.importing import forget_unworked, work_off
from kaodoki.enrolment.models import ImportJob
from kaodoki.enrolment.retention import forget_photos
from kaodoki.people.models import Company

app: App = django_app

EVERY_NIGHT = "23 3 * * *"


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="kaodoki.enrolment.forget_photos", queueing_lock="kaodoki.enrolment.forget_photos")
def forget_photos_past_their_time(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Each company in its own scope."""
    for company in Company.objects.order_by("id"):
        with scope(company=company):
            forget_photos(company, now=clock.now())
            forget_unworked(company, now=clock.now())


# Few enough that another machine gets its turn, and that a stop is heard soon.
FILES_A_TURN = 20
IMPORT_TASK = "kaodoki.enrolment.import_photos"
# Below deliveries; one at a time over all machines: the cores are for those who wait at a terminal.
IMPORT_PRIORITY, IMPORT_LOCK = -5, "kaodoki.import"


@app.task(name=IMPORT_TASK, priority=IMPORT_PRIORITY, lock=IMPORT_LOCK)
def import_photos(job_id: str) -> None:
    """The next files of one import; calls itself again until none is left."""
    with scopes_disabled():
        job = ImportJob.objects.select_related("company").filter(pk=job_id).first()
    if job is None:
        return
    with scope(company=job.company):
        left = work_off(job, most=FILES_A_TURN)
    if left:
        wake_import(job.pk)


def wake_import(job_id: uuid.UUID) -> None:
    """A turn for the import as soon as a worker is free; one that waits already is enough."""
    task = app.configure_task(IMPORT_TASK, priority=IMPORT_PRIORITY, lock=IMPORT_LOCK, queueing_lock=f"import-{job_id}")
    try:
        with transaction.atomic():
            task.defer(job_id=str(job_id))
    except AlreadyEnqueued:
        return
