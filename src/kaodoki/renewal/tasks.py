"""The jobs: a batch of photos at a time, and each minute a look for companies whose batch was lost."""

import logging
from typing import Final

from django_scopes import scope, scopes_disabled
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from kaodoki.enrolment.look_alikes import find_all_look_alikes
from kaodoki.errors import KaodokiError
from kaodoki.gallery.calibration import measure_company
from kaodoki.gallery.packs import deciding_pack_id
from kaodoki.gallery.queries import count_people
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of
from kaodoki.renewal.queue import COMPARE_PRIORITY, COMPARE_TASK, LOCK, PRIORITY, RENEW_TASK, wake_renewal
from kaodoki.renewal.renew import forget_erased, needs_renewal, renew_some

app: App = django_app
logger = logging.getLogger(__name__)

EVERY_MINUTE = "* * * * *"
MOST_COMPARED: Final = 50_000
"""People: half a minute of one core; beyond, `kaodoki gallery look-alikes --recompute`."""


@app.task(name=RENEW_TASK, priority=PRIORITY, lock=LOCK)
def renew(company_id: str) -> None:
    """One batch; what is left waits behind whatever else there is to do."""
    company = Company.objects.filter(id=company_id).first()
    if company is None:
        return
    with scope(company=company):
        if renew_some(company):
            wake_renewal(company.id)


@app.task(name=COMPARE_TASK, priority=COMPARE_PRIORITY, lock=LOCK)
def compare(company_id: str) -> None:
    """Measures the gallery of a pack that has begun to decide, and finds its look-alikes by that.

    While templates were computed each person was compared with those before, by the margin of the pack: a company whose
    own margin is lower has more pairs. People²/2 products, so of more than `MOST_COMPARED` people only when asked.
    """
    company = Company.objects.filter(id=company_id).first()
    if company is None:
        return
    with scope(company=company):
        try:
            measure_company(company, settings_of(company))
            if count_people(company, deciding_pack_id(company)) <= MOST_COMPARED:
                find_all_look_alikes(company, by="renewal")
        except KaodokiError as error:
            # The code only: a message may hold anything.
            logger.warning("comparing everybody of company %s failed: %s", company.code, error.code)


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="kaodoki.renewal.sweep", queueing_lock="kaodoki.renewal.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Wakes companies that have photos left: new ones, those of a lost job, all of them after a pack's update."""
    for company in Company.objects.all():
        with scope(company=company):
            forget_erased(company)
            waits = needs_renewal(company)
        if waits:
            with scopes_disabled():
                wake_renewal(company.id)
