"""When a session was last used, to the minute: one statement a page, and rarely a write."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils import timezone

STEP = timedelta(minutes=1)


def note_activity(request: HttpRequest) -> None:
    """By the machine's own clock, as allauth keeps it."""
    now = timezone.now()
    mine = UserSession.objects.filter(session_key=request.session.session_key or "", last_seen_at__lt=now - STEP)
    mine.update(last_seen_at=now)
