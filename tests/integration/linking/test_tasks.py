"""The jobs as a worker runs them."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from django.db import connections, transaction
from django_scopes import scopes_disabled
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.integration.linking.conftest import TARO, Office, state_of

from kaodoki import clock
from kaodoki.linking.models import Connection
from kaodoki.linking.services import SYNC_TASK
from kaodoki.linking.tasks import deliver, retry_stalled_jobs, sweep, sync
from kaodoki.punches.models import State
from kaodoki.punches.queue import DELIVER_TASK, wake_delivery


def waiting_jobs(task_name: str) -> int:
    return len(ProcrastinateJob.objects.filter(task_name=task_name, status="todo").values_list("id"))


def test_job_opens_the_scope_of_its_company(office: Office) -> None:
    punch = office.punch("1000", office.at(9))

    deliver(company_id=str(office.company.id))

    assert state_of(punch) == State.DELIVERED


def test_job_of_a_company_that_is_gone_does_nothing(db: None) -> None:
    gone = "00000000-0000-0000-0000-000000000000"

    deliver(company_id=gone)
    sync(company_id=gone)


def test_sweep_wakes_what_a_lost_job_left_and_syncs_what_is_old(office: Office) -> None:
    office.punch("1000", office.at(9))
    Connection.objects.update(last_sync_at=clock.now() - timedelta(minutes=11))
    _forget_jobs()

    sweep(timestamp=0)
    sweep(timestamp=60)

    assert waiting_jobs(DELIVER_TASK) in {1, 2}
    assert waiting_jobs(SYNC_TASK) == 1


def test_sweep_leaves_alone_what_is_done_fresh_or_refused(office: Office) -> None:
    office.punch("1000", office.at(9))
    Connection.objects.update(last_sync_at=clock.now(), state=Connection.State.CREDENTIALS_REFUSED)
    _forget_jobs()

    sweep(timestamp=0)

    assert (waiting_jobs(DELIVER_TASK), waiting_jobs(SYNC_TASK)) == (0, 0)


def test_two_punches_that_wake_in_one_second_are_both_kept(office: Office) -> None:
    with transaction.atomic():
        wake_delivery(office.company.id, at=office.at(13))
        wake_delivery(office.company.id, at=office.at(13))
        punch = office.punch("1000", office.at(9))

    assert state_of(punch) == State.PENDING


def test_worker_delivers_what_it_is_woken_for(office: Office) -> None:
    office.punch("1000", office.at(9))
    wake_delivery(office.company.id, at=clock.now() - timedelta(seconds=5))

    with scopes_disabled():
        asyncio.run(_work())

    assert office.arrived(TARO) == [(office.at(9), "1")]


def test_worker_has_itself_woken_when_the_next_punch_falls_due(office: Office) -> None:
    due = clock.now().replace(microsecond=0) + timedelta(hours=1)
    office.punch("1000", office.at(9), deliver_after=due)
    _forget_jobs()
    wake_delivery(office.company.id, at=clock.now() - timedelta(seconds=5))

    with scopes_disabled():
        asyncio.run(_work())

    waiting = ProcrastinateJob.objects.filter(task_name=DELIVER_TASK, status="todo")
    assert due + timedelta(seconds=1) in waiting.values_list("scheduled_at", flat=True)


def test_job_of_a_dead_worker_is_taken_up_again(office: Office) -> None:
    _forget_jobs()
    wake_delivery(office.company.id, at=clock.now())
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )

    with scopes_disabled():
        asyncio.run(_in_worker(retry_stalled_jobs(timestamp=0)))

    assert waiting_jobs(DELIVER_TASK) == 1


async def _work() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


async def _in_worker(work: Awaitable[None]) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await work


def _forget_jobs() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
