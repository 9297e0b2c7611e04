"""What the console's pages show of one company. Callers hold the company's scope."""

from datetime import datetime, timedelta

from django.db.models import Q

from kaodoki import clock
from kaodoki.accounts.models import Administrator
from kaodoki.accounts.sight import in_sight
from kaodoki.clocking.liveness import OFF, PASSIVE_AND_CHALLENGE
from kaodoki.enrolment.models import Submission
from kaodoki.faces.liveness import is_installed
from kaodoki.people.models import Company, Settings
from kaodoki.terminals.models import Terminal
from kaodoki.web.console.menu import PHOTOS

# A kiosk asks every 30 s; two missed calls and it counts as gone.
SEEN_LATELY = timedelta(seconds=90)


def menu_counts(administrator: Administrator) -> dict[str, int]:
    """What waits for this administrator, by the menu's addresses. One query of a partial index a page."""
    if administrator.role not in PHOTOS:
        return {}
    waiting = Submission.objects.filter(in_sight(administrator, site="employee__site"), company=administrator.company)
    return {"photos": waiting.filter(status=Submission.Status.SUBMITTED).count()}


def liveness_text(settings: Settings) -> str:
    """The key of the text that says what the liveness setting does."""
    if settings.liveness == PASSIVE_AND_CHALLENGE:
        return f"liveness_{settings.liveness_challenge}"
    return f"liveness_{settings.liveness}"


def lacks_liveness_model(settings: Settings) -> bool:
    """Whether the company's setting wants a model that this installation has not."""
    return settings.liveness != OFF and not is_installed()


def terminals_of(company: Company, seen: Q) -> list[Terminal]:
    """Usable ones first, the newest first."""
    gone_long = Q(revoked_at__lt=clock.now() - timedelta(days=7))
    found = Terminal.objects.filter(seen, company=company).exclude(gone_long).select_related("site")
    return sorted(found.order_by("-created_at"), key=lambda terminal: terminal.revoked_at is not None)


def terminal_state(terminal: Terminal, *, now: datetime) -> str:
    """The key of the text that says how the terminal is."""
    if terminal.revoked_at is not None:
        return "terminal_revoked"
    if terminal.token_hash is None:
        open_until = terminal.pairing_expires_at
        return "terminal_waiting" if open_until and open_until > now else "terminal_expired"
    return "terminal_online" if is_connected(terminal, now=now) else "terminal_offline"


def is_connected(terminal: Terminal, *, now: datetime) -> bool:
    """Whether it called lately."""
    return terminal.last_seen_at is not None and now - terminal.last_seen_at < SEEN_LATELY
