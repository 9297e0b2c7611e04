"""The one place that reads the wall clock, so that demos can run at another time of day and tests can hold it still."""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def now() -> datetime:
    """This instant as an aware UTC datetime, shifted by `kaodoki up --demo --clock …` where that was given."""
    return machine_now() + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)


def machine_now() -> datetime:
    """This machine's own clock, never shifted: what another device's clock is compared with."""
    return datetime.now(tz=UTC)
