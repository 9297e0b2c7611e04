"""The jobs that forget: challenges nobody answered, pictures and records whose time is over."""

from django_scopes import scope, scopes_disabled
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from kaodoki import clock
from kaodoki.people.models import Company
from kaodoki.punches.kept_frames import forget_frames
from kaodoki.punches.retention import forget_punches
from kaodoki.punches.services import forget_expired_challenges, forget_old_frames

app: App = django_app

EVERY_MINUTE = "* * * * *"
EVERY_NIGHT = "41 3 * * *"


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="kaodoki.punches.forget_challenges", queueing_lock="kaodoki.punches.forget_challenges")
def forget_challenges(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """For all companies at once; no row leaves its company."""
    now = clock.now()
    with scopes_disabled():
        forget_expired_challenges(now=now)
        forget_old_frames(now=now)
        forget_frames(now=now)


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="kaodoki.punches.forget_punches", queueing_lock="kaodoki.punches.forget_punches")
def forget_punches_past_their_time(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Each company in its own scope, by its own period."""
    for company in Company.objects.order_by("id"):
        with scope(company=company):
            forget_punches(company, now=clock.now())
