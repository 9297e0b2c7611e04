"""What the console's pages show of one company. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from kaodoki import clock
from kaodoki.accounts.models import Administrator
from kaodoki.accounts.sight import in_sight
from kaodoki.clocking.liveness import OFF, PASSIVE_AND_CHALLENGE
from kaodoki.enrolment.models import Submission
from kaodoki.faces.liveness import is_installed
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.people.queries import day_start_of, settings_of, zone_of
from kaodoki.punches.models import WITHOUT_EFFECT, Attempt, Punch, State
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.working_day import working_date
from kaodoki.web.console.menu import PHOTOS
from kaodoki.web.console.texts import OUTCOMES, STATES
from kaodoki.web.kinds import KIND_NAMES

LOG_LENGTH = 50
# A kiosk asks every 30 s; two missed calls and it counts as gone.
SEEN_LATELY = timedelta(seconds=90)
_WAITING = (State.PENDING, State.HELD, State.SENDING, State.UNCONFIRMED)
_TONES = {
    State.DELIVERED: "good",
    State.HELD: "waiting",
    State.UNCONFIRMED: "waiting",
    State.INTEGRITY_ERROR: "warn",
    State.REJECTED: "warn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The four numbers on top of the page."""

    arrived: int
    people: int
    waiting: int
    waiting_until: str
    integrity_errors: int
    terminals: int
    terminals_connected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One attempt as a person reads it."""

    time: str
    name: str
    employee_code: str
    kind: str
    kind_name: str
    state: str
    tone: str


def menu_counts(administrator: Administrator) -> dict[str, int]:
    """What waits for this administrator, by the menu's addresses. One query of a partial index a page."""
    if administrator.role not in PHOTOS:
        return {}
    waiting = Submission.objects.filter(in_sight(administrator, site="employee__site"), company=administrator.company)
    return {"photos": waiting.filter(status=Submission.Status.SUBMITTED).count()}


def counters(company: Company, *, now: datetime) -> Counters:
    """Of the working day that runs at `now`."""
    settings = settings_of(company)
    zone = zone_of(settings)
    day = working_date(now, zone=zone, day_start=day_start_of(settings, None))
    punches = Punch.objects.filter(company=company)
    arrivals = punches.filter(working_date=day, kind__in=(Kind.IN, Kind.AUTO))
    waiting = punches.filter(state__in=_WAITING)
    held = waiting.filter(held_until__gt=now).order_by("held_until").first()
    terminals = Terminal.objects.filter(company=company, revoked_at__isnull=True, token_hash__isnull=False)
    return Counters(
        arrived=arrivals.exclude(state__in=WITHOUT_EFFECT).values("employee").distinct().count(),
        people=Employee.objects.filter(company=company, erased_at__isnull=True).count(),
        waiting=waiting.count(),
        waiting_until=_time(held.held_until, zone) if held and held.held_until else "",
        integrity_errors=punches.filter(state=State.INTEGRITY_ERROR).count(),
        terminals=terminals.count(),
        terminals_connected=terminals.filter(last_seen_at__gt=now - SEEN_LATELY).count(),
    )


def todays_log(company: Company, *, now: datetime, language: str) -> list[LogLine]:
    """Today's newest attempts by the wall clock; a look without a face says nothing about anybody and is left out."""
    zone = zone_of(settings_of(company))
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    attempts = Attempt.objects.filter(company=company, recorded_at__gte=midnight).exclude(outcome="no_face")
    newest = attempts.select_related("employee", "punch").order_by("-recorded_at", "-id")[:LOG_LENGTH]
    return [_log_line(attempt, zone, language) for attempt in newest]


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
    seen = terminal.last_seen_at
    return "terminal_online" if seen and now - seen < SEEN_LATELY else "terminal_offline"


def _log_line(attempt: Attempt, zone: ZoneInfo, language: str) -> LogLine:
    employee, punch = attempt.employee, attempt.punch
    return LogLine(
        time=attempt.recorded_at.astimezone(zone).strftime("%-H:%M:%S"),
        name=employee.display_name if employee else "",
        employee_code=employee.employee_code if employee else "",
        kind=punch.kind if punch else "",
        kind_name=KIND_NAMES[punch.kind].in_language(language) if punch else "",
        state=_state(attempt, zone, language),
        tone=_TONES.get(State(punch.state), "") if punch else "mute",
    )


def _state(attempt: Attempt, zone: ZoneInfo, language: str) -> str:
    punch = attempt.punch
    if punch is None:
        return OUTCOMES[attempt.outcome].in_language(language)
    held_until = _time(punch.held_until, zone) if punch.held_until else ""
    said = STATES[punch.state].in_language(language).format(time=held_until).strip()
    # The working day's own time only where it differs from the wall clock's (25:04).
    wall_clock = punch.punched_at.astimezone(zone).strftime("%H:%M")
    return said if punch.working_time == wall_clock else f"{said} ({punch.working_time})"


def _time(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%-H:%M")
