"""The job that erases photos whose time is over."""

from django_scopes import scope
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from kaodoki import clock
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
