"""The numbers of the page 統計, counted by the database. Callers hold the company's scope."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Extract, Floor, Least

from kaodoki.audit.models import AuditEvent
from kaodoki.identification import Outcome
from kaodoki.punches.models import Attempt, Method, OvertimeBalance, Punch
from kaodoki.punches.overtime import balances_on
from kaodoki.web.console.reach import Reach
from kaodoki.web.console.stands_out import Tries
from kaodoki.web.console.statistics_values import OVERTIME_STEP_MINUTES, SCORE_STEPS, Delays, Period, Scores

# Somebody stood there and was not taken for themselves. Looks with nobody or several people say nothing about anyone.
REJECTED = (Outcome.NOT_SURE, Outcome.UNKNOWN, Outcome.NOT_LIVE, Outcome.POOR_QUALITY)
# A rejected look names nobody. Who is identified this soon after it at the same terminal, most likely tried again.
TRIED_AGAIN_WITHIN = timedelta(seconds=15)
# Delays are kept by the second up to here and by the minute after it; longer ones than the last count as that.
BY_SECOND_S, LONGEST_S = 300, 14 * 86_400
_ACCEPTED = Q(outcome=Outcome.IDENTIFIED, method=Method.FACE)
# The look was not sure, and a PIN made it the person's: of these rejections it is known whose they are.
_RESCUED = Q(outcome=Outcome.IDENTIFIED, method=Method.PIN, findings__contains=[Outcome.NOT_SURE.value])
_REJECTED = Q(outcome__in=REJECTED, method=Method.FACE)


def outcomes_by_terminal(reach: Reach, period: Period) -> dict[UUID, dict[str, int]]:
    """Of each terminal in sight, how often its looks for a face ended how; those a PIN completed as not sure."""
    ended = Case(
        When(_RESCUED, then=Value(Outcome.NOT_SURE.value)),
        When(method=Method.FACE, then=F("outcome")),
        default=Value(""),
        output_field=CharField(),
    )
    looks = Attempt.objects.filter(reach.of("terminal__site"), **_within("recorded_at", period))
    rows = looks.annotate(ended=ended).order_by().values_list("terminal_id", "ended").annotate(count=Count("pk"))
    found: dict[UUID, dict[str, int]] = {}
    for terminal, outcome, count in rows:
        if outcome:
            found.setdefault(terminal, {})[outcome] = count
    return found


def tries_by_terminal(outcomes: Mapping[UUID, Mapping[str, int]]) -> list[Tries[UUID]]:
    """Accepted and rejected looks of each terminal."""
    return [
        Tries(
            id=terminal,
            accepted=counts.get(Outcome.IDENTIFIED, 0),
            rejected=sum(counts.get(outcome, 0) for outcome in REJECTED),
        )
        for terminal, counts in outcomes.items()
    ]


def tries_by_person(reach: Reach, period: Period) -> list[Tries[UUID]]:
    """Accepted and rejected looks of everybody in sight who was identified at all."""
    known = Attempt.objects.filter(reach.of("employee__site"), **_within("recorded_at", period))
    rows = known.filter(_ACCEPTED | _RESCUED, employee__isnull=False).order_by().values_list("employee_id")
    counts = rows.annotate(accepted=Count("pk", filter=_ACCEPTED), rescued=Count("pk", filter=_RESCUED))
    tried_again = _rejections_before_success(reach, period)
    return [
        Tries(id=person, accepted=accepted, rejected=rescued + tried_again.get(person, 0))
        for person, accepted, rescued in counts
        if person is not None
    ]


def delays(reach: Reach, period: Period) -> tuple[Delays, Delays]:
    """Of punches delivered without having been held, and of those that waited for the end of restricted hours."""
    taken = Cast(Extract(F("delivered_at") - F("created_at"), "epoch"), IntegerField())
    exact = Least(taken, Value(LONGEST_S))
    by_minute = exact / Value(60) * Value(60)
    delivered = Punch.objects.filter(reach.of("employee__site"), delivered_at__isnull=False)
    rows = (
        delivered.filter(**_within("punched_at", period))
        .annotate(was_held=_was_held(), exact=exact, by_minute=by_minute)
        .annotate(seconds=Case(When(exact__lt=BY_SECOND_S, then="exact"), default="by_minute"))
        .order_by("seconds")
        .values_list("was_held", "seconds")
        .annotate(count=Count("pk"))
    )
    found: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for was_held, seconds, count in rows:
        found[was_held].append((seconds, count))
    return Delays(punches=tuple(found[False])), Delays(punches=tuple(found[True]))


def pack_switched_at(reach: Reach, period: Period) -> datetime | None:
    """When another pack last began to decide within the period: scores of two packs are on scales of their own."""
    switches = AuditEvent.objects.filter(company=reach.company, action="pack_switched", **_within("at", period))
    return switches.order_by("-at").values_list("at", flat=True).first()


def scores(reach: Reach, period: Period) -> Scores:
    """Of the accepted looks at the terminals in sight whose scores were kept."""
    looks = Attempt.objects.filter(_ACCEPTED, reach.of("terminal__site"), score__isnull=False)
    looks = looks.filter(**_within("recorded_at", period))
    steps = looks.annotate(best=_score_step("score"), following=_score_step("runner_up_score")).order_by()
    accepted, next_best = Counter[int](), Counter[int]()
    for best, following, count in steps.values_list("best", "following").annotate(count=Count("pk")):
        accepted[best] += count
        if following is not None:
            next_best[following] += count
    # The newest comes first from an index, but where no score was kept at all it would be looked for everywhere.
    newest = looks.order_by("-recorded_at", "-id").values_list("threshold", flat=True).first() if accepted else None
    return Scores(accepted=accepted, next_best=next_best, threshold=newest)


def overtime_counts(reach: Reach, day: date) -> dict[int, int]:
    """How many people have how much overtime in the month of `day`, by the five hours that it lies in (0: under 5)."""
    surest = balances_on(day).filter(reach.of("employee__site"), employee__erased_at__isnull=True)
    balances = OvertimeBalance.objects.filter(pk__in=surest.distinct("employee").values("pk"))
    steps = balances.annotate(step=F("minutes") / Value(OVERTIME_STEP_MINUTES)).order_by("step")
    return dict(steps.values_list("step").annotate(people=Count("pk")))


def people_over(reach: Reach, day: date, limits: Mapping[str, int]) -> dict[str, int]:
    """How many have more overtime than each of `limits` (minutes); all of them under ""."""
    surest = balances_on(day).filter(reach.of("employee__site"), employee__erased_at__isnull=True)
    balances = OvertimeBalance.objects.filter(pk__in=surest.distinct("employee").values("pk"))
    over = {f"over_{name}": Count("pk", filter=Q(minutes__gt=limit)) for name, limit in limits.items()}
    found = balances.aggregate(people=Count("pk"), **over)
    return {"": found["people"], **{name: found[f"over_{name}"] for name in limits}}


def _rejections_before_success(reach: Reach, period: Period) -> dict[UUID, int]:
    """An index over time finds the few attempts that follow each rejected one."""
    following = Attempt.objects.filter(
        _ACCEPTED,
        company=reach.company,
        terminal=OuterRef("terminal"),
        recorded_at__gt=OuterRef("recorded_at"),
        recorded_at__lte=OuterRef("recorded_at") + TRIED_AGAIN_WITHIN,
    )
    rejected = Attempt.objects.filter(_REJECTED, company=reach.company, **_within("recorded_at", period))
    whose = rejected.annotate(person=Subquery(following.order_by("recorded_at").values("employee")[:1]))
    rows = whose.order_by().values_list("person").annotate(count=Count("pk"))
    return {person: count for person, count in rows if person is not None}


def _score_step(column: str) -> Cast:
    return Cast(Floor(F(column) * SCORE_STEPS), IntegerField())


def _was_held() -> Case:
    return Case(When(held_until__isnull=False, then=Value(True)), default=Value(False), output_field=BooleanField())


def _within(field: str, period: Period) -> dict[str, datetime]:
    return {f"{field}__gte": period.begins, f"{field}__lte": period.ends}
