"""Who is in: of each person the last punch decides. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Case, CharField, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from kaodoki.people.models import Settings
from kaodoki.punches.models import WITHOUT_EFFECT, Punch
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.console.reach import Reach


class Where(StrEnum):
    """Where a person is by their last punch."""

    IN = "in"
    BREAK = "break"
    OUTSIDE = "outside"
    LEFT = "left"


_BY_KIND = {
    Where.IN: (Kind.IN, Kind.BREAK_END, Kind.RETURN),
    Where.BREAK: (Kind.BREAK_START,),
    Where.OUTSIDE: (Kind.GO_OUT,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePresence:
    """How many people of a site are where. `site` is its name; people without one have "" and no code."""

    site: str
    site_code: str
    people: dict[Where, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which people: of a site's code or all, of one `Where` or everybody, with codes after `after`, `most` of them."""

    site: str
    where: Where | None
    after: str
    most: int


def presence_by_site(reach: Reach, *, settings: Settings, now: datetime) -> list[SitePresence]:
    """Sites with somebody in sight, those with the most people in first."""
    last = _last_punches(reach, settings=settings, now=now)
    located = last.annotate(automatic=_automatic_that_day()).annotate(where=_where())
    names = located.values_list("employee__site__name", "employee__site__code", "where")
    found: dict[tuple[str, str], dict[Where, int]] = {}
    for name, code, where, people in names.annotate(people=Count("pk")):
        counts = found.setdefault((name or "", code or ""), dict.fromkeys(Where, 0))
        counts[Where(where)] = people
    sites = [SitePresence(site=name, site_code=code, people=counts) for (name, code), counts in found.items()]
    return sorted(sites, key=lambda one: (-one.people[Where.IN], not one.site_code, one.site_code))


def people_by_code(reach: Reach, wanted: Wanted, *, settings: Settings, now: datetime) -> list[tuple[Punch, Where]]:
    """Each person's last punch, with the person and their site, and where they are by it."""
    condition = Q(employee__employee_code__gt=wanted.after)
    if wanted.site:
        condition &= Q(employee__site__code=wanted.site)
    last = _last_punches(reach, settings=settings, now=now).filter(condition)
    located = last.annotate(automatic=_automatic_that_day()).annotate(where=_where())
    if wanted.where is not None:
        located = located.filter(where=wanted.where)
    rows = located.select_related("employee__site").order_by("employee__employee_code")
    return [(punch, Where(punch.where)) for punch in rows[: wanted.most]]


def _last_punches(reach: Reach, *, settings: Settings, now: datetime) -> QuerySet[Punch]:
    """Each person's last punch that counts.

    A day left open longer than a shift can last was forgotten: from then on its person is nowhere. Of punches whose
    kind the attendance system decides, a working day's first comes, the second leaves.
    """
    since = now - timedelta(hours=settings.open_shift_max_hours)
    counted = Punch.objects.filter(reach.of("employee__site"), employee__erased_at__isnull=True)
    recent = counted.filter(punched_at__gt=since, punched_at__lte=now).exclude(state__in=WITHOUT_EFFECT)
    last = recent.order_by("employee_id", "-punched_at").distinct("employee_id")
    return Punch.objects.filter(pk__in=last.values("pk"))


def _where() -> Case:
    whens = [When(kind__in=kinds, then=Value(where.value)) for where, kinds in _BY_KIND.items()]
    comes = When(Q(kind=Kind.AUTO, automatic__gt=0), then=Value(Where.IN.value))
    return Case(*whens, comes, default=Value(Where.LEFT.value), output_field=CharField())


def _automatic_that_day() -> Case:
    """1 after an odd number of automatic punches in the working day, else 0; not reckoned where kinds are chosen."""
    same_day = Punch.objects.filter(
        employee=OuterRef("employee"), working_date=OuterRef("working_date"), kind=Kind.AUTO
    )
    counted = same_day.exclude(state__in=WITHOUT_EFFECT).order_by().values("employee").annotate(odd=Count("pk") % 2)
    return Case(
        When(kind=Kind.AUTO, then=Subquery(counted.values("odd"))), default=Value(0), output_field=IntegerField()
    )
