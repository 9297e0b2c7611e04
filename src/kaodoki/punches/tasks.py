"""The job that forgets: of a challenge nobody answered and of pictures whose time is over nothing stays longer."""

from django_scopes import scopes_disabled
from procrastinate import App
from procrastinate.contrib.django import app as django_app

from kaodoki import clock
from kaodoki.punches.kept_frames import forget_frames
from kaodoki.punches.services import forget_expired_challenges, forget_old_frames

app: App = django_app

EVERY_MINUTE = "* * * * *"


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="kaodoki.punches.forget_challenges", queueing_lock="kaodoki.punches.forget_challenges")
def forget_challenges(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time it was due
    """For all companies at once; no row leaves its company."""
    now = clock.now()
    with scopes_disabled():
        forget_expired_challenges(now=now)
        forget_old_frames(now=now)
        forget_frames(now=now)
