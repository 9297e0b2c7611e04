"""The jobs as a worker runs them."""

import asyncio

import pytest
from django.db import connections
from django_scopes import scope, scopes_disabled
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.integration.renewal.conftest import DEFAULT, TWIN, Enrol, current, outdate_templates

from kaodoki.gallery.models import StoredTemplate
from kaodoki.gallery.services import gallery_of
from kaodoki.people.models import Company
from kaodoki.punches.queue import DELIVER_TASK
from kaodoki.renewal import renew
from kaodoki.renewal.queue import COMPARE_TASK, PRIORITY, RENEW_TASK, wake_renewal
from kaodoki.renewal.services import retire, start_trial
from kaodoki.renewal.tasks import renew as renew_job
from kaodoki.renewal.tasks import sweep


def waiting_jobs() -> int:
    return int(ProcrastinateJob.objects.filter(task_name=RENEW_TASK, status="todo").count())


@pytest.fixture
def on_trial(transactional_db: None, company: Company, enrol: Enrol) -> Company:
    _forget_jobs()
    with scope(company=company):
        enrol(company, "1", "obama_1")
        enrol(company, "2", "biden")
        start_trial(company, TWIN, by="tests")
    return company


def packs() -> list[str]:
    with scopes_disabled():
        return sorted(StoredTemplate.objects.values_list("pack", flat=True))


def test_worker_computes_batch_after_batch_until_nothing_is_left(
    on_trial: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renew, "BATCH_S", 0.0)
    assert waiting_jobs() == 1

    with scopes_disabled():
        asyncio.run(_work())

    assert packs() == [TWIN, TWIN, DEFAULT, DEFAULT]
    assert waiting_jobs() == 0


def test_renewal_stands_behind_everything_else(on_trial: Company) -> None:
    job = ProcrastinateJob.objects.get(task_name=RENEW_TASK)

    assert job.priority == PRIORITY < 0
    assert app.tasks[DELIVER_TASK].priority == 0


def test_sweep_finds_what_a_lost_job_left_and_nothing_else(on_trial: Company) -> None:
    _forget_jobs()
    sweep(timestamp=0)
    sweep(timestamp=60)
    assert waiting_jobs() == 1

    with scopes_disabled():
        asyncio.run(_work())
    _forget_jobs()
    sweep(timestamp=120)

    assert waiting_jobs() == 0


def test_new_version_of_the_built_in_pack_is_computed_by_itself(on_trial: Company) -> None:
    with scope(company=on_trial):
        retire(on_trial, TWIN, by="tests")
        outdate_templates()
    _forget_jobs()

    sweep(timestamp=0)
    with scopes_disabled():
        asyncio.run(_work())

    assert packs() == ["yunet_sface-1", "yunet_sface-1", DEFAULT, DEFAULT]
    with scope(company=on_trial):
        assert len(gallery_of(current(on_trial), DEFAULT)) == 2
        assert not ProcrastinateJob.objects.filter(status="todo", task_name=COMPARE_TASK).exists()


def test_job_of_a_company_that_is_gone_or_ended_its_trial_does_nothing(on_trial: Company) -> None:
    renew_job(company_id="00000000-0000-0000-0000-000000000000")
    Company.objects.update(trial_pack="")
    renew_job(company_id=str(on_trial.id))

    assert packs() == [DEFAULT, DEFAULT]
    assert current(on_trial).trial_pack == ""


def test_waking_twice_makes_one_job(on_trial: Company) -> None:
    wake_renewal(on_trial.id)

    assert waiting_jobs() == 1


async def _work() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


def _forget_jobs() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
