"""The job that keeps each company's calibration as new as its gallery."""

import logging

from django_scopes import scope
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from kaodoki.errors import KaodokiError
from kaodoki.gallery.calibration import is_due, measure_company
from kaodoki.people.models import Company, CompanyKey
from kaodoki.people.queries import settings_of

app: App = django_app
logger = logging.getLogger(__name__)

EVERY_HOUR = "17 * * * *"
# Below everything that somebody waits for.
PRIORITY = -20


@app.periodic(cron=EVERY_HOUR)
@app.task(name="kaodoki.gallery.calibrate", queueing_lock="kaodoki.gallery.calibrate", priority=PRIORITY)
def calibrate(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """Measures the companies whose gallery or wish has changed since they were measured."""
    for company in Company.objects.all():
        try:
            _calibrate_if_due(company)
        # A pack that is missing, uncalibrated or unreadable, or a key that opens nothing: the others go on.
        except (KaodokiError, CompanyKey.DoesNotExist, OSError, ValueError) as error:
            # The class and the code only: a message may hold anything.
            code = error.code if isinstance(error, KaodokiError) else "-"
            logger.warning("calibration of company %s failed: %s %s", company.code, type(error).__name__, code)


def _calibrate_if_due(company: Company) -> None:
    with scope(company=company):
        settings = settings_of(company)
        if is_due(company, settings):
            measure_company(company, settings)
