"""The job that replaces sealing keys in time and erases those that are over."""

from django_scopes import scope
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from kaodoki import clock
from kaodoki.people.models import Company
from kaodoki.terminals.sealing_keys import tend_sealing_keys

app: App = django_app

EVERY_HOUR = "17 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(name="kaodoki.terminals.tend_keys", queueing_lock="kaodoki.terminals.tend_keys")
def tend_keys(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Each company in its own scope."""
    for company in Company.objects.order_by("id"):
        with scope(company=company):
            tend_sealing_keys(company, now=clock.now())
