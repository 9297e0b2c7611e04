"""The jobs: deliver, sync, and a sweep for whatever a lost job left behind. Jobs only wake; rows decide."""

import logging
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django_scopes import scope, scopes_disabled
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from kaodoki import clock
from kaodoki.errors import KaodokiError
from kaodoki.linking.connectors.registry import CONNECTORS
from kaodoki.linking.delivery import deliver_due
from kaodoki.linking.due import is_sync_due
from kaodoki.linking.models import Connection
from kaodoki.linking.services import SYNC_TASK, wake_sync
from kaodoki.linking.sync import sync_company
from kaodoki.people.models import Company, Settings
from kaodoki.punches.models import Punch, State
from kaodoki.punches.queue import DELIVER_TASK, wake_delivery

logger = logging.getLogger(__name__)
app: App = django_app

# The sixth field is seconds. What a killed worker leaves is taken up within a minute: after this and, for a job that
# stays "doing", the half minute in which its worker may still give a sign of life.
OFTEN = "* * * * * */15"
TENDED = [name for name, kind in CONNECTORS.items() if kind.is_tended]


@app.task(name=DELIVER_TASK)
def deliver(company_id: str) -> None:
    """Delivers what the company has due; a company that is gone has nothing."""
    company = Company.objects.filter(id=company_id).first()
    if company is None:
        return
    with scope(company=company):
        deliver_due(company, now=clock.now)


@app.task(name=SYNC_TASK)
def sync(company_id: str) -> None:
    """Fetches people and overtime. What stands in the way is logged; the sweep tries again."""
    company = Company.objects.filter(id=company_id).first()
    if company is None:
        return
    with scope(company=company):
        try:
            sync_company(company, now=clock.now())
        except KaodokiError as error:
            logger.info("no sync for company %s: %s", company.code, error.code)


@app.periodic(cron=OFTEN)
@app.task(name="kaodoki.linking.sweep", queueing_lock="kaodoki.linking.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Wakes every company that has something due, and syncs those whose last sync is too long ago."""
    moment = clock.now()
    for company_id in _companies_with_due_work(moment):
        wake_delivery(company_id, at=moment)
    for company in _companies_to_sync(moment):
        wake_sync(company)


@app.periodic(cron=OFTEN)
@app.task(name="kaodoki.linking.retry_stalled_jobs", queueing_lock="kaodoki.linking.retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Jobs whose worker died stay "doing" for ever unless somebody takes them up."""
    for job in await app.job_manager.get_stalled_jobs():
        if job.id is None:
            continue
        try:
            await app.job_manager.retry_job(job)
        except ConnectorException:
            # A job with the same queueing lock waits already and does the same work.
            await app.job_manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=False)


def _companies_with_due_work(moment: datetime) -> list[UUID]:
    waiting = Q(state__in=(State.PENDING, State.HELD), deliver_after__lte=moment)
    unsettled = Q(state=State.SENDING) | Q(state=State.UNCONFIRMED, next_lookup_at__lte=moment)
    with scopes_disabled():
        refused = Connection.objects.filter(state=Connection.State.CREDENTIALS_REFUSED).values("company_id")
        due = Punch.objects.filter(waiting | unsettled).exclude(company_id__in=refused)
        tended = Connection.objects.filter(state=Connection.State.LINKED, connector__in=TENDED)
        # Both at once: a company with several reasons is woken for one of them.
        return list(due.order_by().values_list("company_id", flat=True).union(tended.values_list("company_id")))


def _companies_to_sync(moment: datetime) -> list[Company]:
    with scopes_disabled():
        linked = Connection.objects.filter(state=Connection.State.LINKED).select_related("company")
        connections = {connection.company_id: connection for connection in linked}
        settings = Settings.objects.filter(company_id__in=connections)
        return [
            connections[row.company_id].company
            for row in settings
            if is_sync_due(connections[row.company_id], row, moment)
        ]
