"""The numbers of the page 今日, of the working day that runs. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, DateTimeField, F, Func, Min, Q, QuerySet, Value

from kaodoki.people.models import Employee, Settings
from kaodoki.people.queries import day_start_of, zone_of
from kaodoki.punches.models import WITHOUT_EFFECT, Punch, SealedAttempt, SealedState, State
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.working_day import working_date
from kaodoki.web.console.reach import Reach

ARRIVAL_STEP = timedelta(minutes=5)
WAITING = (State.PENDING, State.HELD, State.SENDING, State.UNCONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PunchCounters:
    """What of all punches is on its way, until when the first of it is held, and what needs a person."""

    waiting: int
    held_until: datetime | None
    integrity_errors: int
    rejected: int


def working_day(settings: Settings, now: datetime) -> date:
    """The company's own, whatever day start a site has."""
    return working_date(now, zone=zone_of(settings), day_start=day_start_of(settings, None))


def people_count(reach: Reach) -> int:
    """Employees who are not erased."""
    return Employee.objects.filter(reach.of("site"), erased_at__isnull=True).count()


def arrivals(reach: Reach, *, day: date, zone: ZoneInfo) -> dict[datetime, int]:
    """How many people came first in each five minutes of the working day, by the beginning of the five; without 0."""
    midnight = datetime.combine(day, time(), zone)
    steps = Func(
        Value(ARRIVAL_STEP), F("punched_at"), Value(midnight), function="date_bin", output_field=DateTimeField()
    )
    firsts = Punch.objects.filter(pk__in=_first_of_each(reach, day=day, midnight=midnight).values("pk"))
    counted = firsts.annotate(step=steps).order_by("step").values_list("step").annotate(people=Count("pk"))
    return {step.astimezone(zone): people for step, people in counted}


def punch_counters(reach: Reach, *, now: datetime) -> PunchCounters:
    """Whatever day they are of: nothing of it ends with its day."""
    wanted = (*WAITING, State.INTEGRITY_ERROR, State.REJECTED)
    found = Punch.objects.filter(reach.of("employee__site"), state__in=wanted).aggregate(
        waiting=Count("pk", filter=Q(state__in=WAITING)),
        held_until=Min("held_until", filter=Q(state__in=WAITING, held_until__gt=now)),
        integrity_errors=Count("pk", filter=Q(state=State.INTEGRITY_ERROR)),
        rejected=Count("pk", filter=Q(state=State.REJECTED)),
    )
    return PunchCounters(**found)


def offline_to_decide(reach: Reach) -> int:
    """Attempts kept offline that nobody was recognised in: a punch is missing until somebody says whose they are."""
    return SealedAttempt.objects.filter(reach.of("terminal__site"), state=SealedState.REVIEW).count()


def paired_terminals(reach: Reach) -> list[Terminal]:
    """Terminals in use, those not seen for longest first."""
    usable = Terminal.objects.filter(reach.of("site"), revoked_at__isnull=True, token_hash__isnull=False)
    return list(usable.order_by(F("last_seen_at").asc(nulls_first=True), "name"))


def _first_of_each(reach: Reach, *, day: date, midnight: datetime) -> QuerySet[Punch]:
    """The time bounds it by an index: a working day's punches are never before its midnight."""
    that_day = Punch.objects.filter(
        reach.of("employee__site"), punched_at__gte=midnight, working_date=day, kind__in=(Kind.IN, Kind.AUTO)
    )
    counted = that_day.exclude(state__in=WITHOUT_EFFECT)
    return counted.order_by("employee_id", "punched_at").distinct("employee_id")
