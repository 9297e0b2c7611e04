"""The jobs: look through what happened, and send what waits."""

import logging

from django_scopes import scope, scopes_disabled
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from kaodoki import clock
from kaodoki.mailing.collecting import collect
from kaodoki.mailing.sending import forget_old, is_configured, send_due
from kaodoki.people.models import Company

logger = logging.getLogger(__name__)
app: App = django_app

EVERY_MINUTE = "* * * * *"
DAILY = "17 3 * * *"


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="kaodoki.mailing.mail", queueing_lock="kaodoki.mailing.mail")
def mail(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Collects and sends. Without a mail server nothing is collected either: no heap waits for the day there is one."""
    if not is_configured():
        return
    with scopes_disabled():
        companies = list(Company.objects.all())
    for company in companies:
        with scope(company=company):
            collect(company, now=clock.now())
    send_due(now=clock.now())


@app.periodic(cron=DAILY)
@app.task(name="kaodoki.mailing.forget", queueing_lock="kaodoki.mailing.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Erases old mails."""
    forget_old(now=clock.now())
