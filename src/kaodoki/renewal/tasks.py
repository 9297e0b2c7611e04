"""The jobs: a batch of photos at a time, and each minute a look for companies whose batch was lost."""

from django_scopes import scope, scopes_disabled
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from kaodoki.people.models import Company
from kaodoki.renewal.queue import LOCK, PRIORITY, RENEW_TASK, wake_renewal
from kaodoki.renewal.renew import forget_erased, needs_renewal, renew_some

app: App = django_app

EVERY_MINUTE = "* * * * *"


@app.task(name=RENEW_TASK, priority=PRIORITY, lock=LOCK)
def renew(company_id: str) -> None:
    """One batch; what is left waits behind whatever else there is to do."""
    company = Company.objects.filter(id=company_id).first()
    if company is None:
        return
    with scope(company=company):
        if renew_some(company):
            wake_renewal(company.id)


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
