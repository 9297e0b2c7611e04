"""Which division over there a site is, and where the two begin their days at different times.

Callers hold the company's scope. The punches of a terminal at a bound site carry its division's code.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from kaodoki.audit.services import record_event
from kaodoki.linking.connectors.protocol import DivisionThere
from kaodoki.linking.errors import DifferenceGone, DivisionUnknown
from kaodoki.linking.models import AttendancePerson, Division, EmployeeLink, SeenBorder, SiteLink
from kaodoki.people.errors import SiteUnknown
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.queries import day_start_of, settings_of
from kaodoki.people.services import change_settings
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.day_borders import DayBorderDifference, day_border_difference
from kaodoki.timekeeping.working_day import parse_day_start


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDivision:
    """A site and the division it is over there. `is_by_code`: nobody has chosen, the codes are the same."""

    site: Site
    division: DivisionThere | None
    is_by_code: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderDifference:
    """A site (None: the employees without one) and its division begin their days at different times."""

    site: Site | None
    day_start: time
    division: DivisionThere
    day_border: time
    difference: DayBorderDifference
    is_seen: bool = False

    @property
    def id(self) -> str:
        """Another one as soon as either time changes."""
        parts = (str(self.site.pk) if self.site else "", self.division.code, str(self.day_start), str(self.day_border))
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]


def divisions_there() -> list[DivisionThere]:
    """The divisions as the last sync saw them, by code."""
    return [
        DivisionThere(
            code=row.code, name=row.name, day_border=parse_day_start(row.day_border) if row.day_border else None
        )
        for row in Division.objects.order_by("code")
    ]


def keep_divisions(company: Company, divisions: Sequence[DivisionThere]) -> None:
    """None at all is a token without the right to see them, and changes nothing."""
    if not divisions:
        return
    rows = {
        division.code: Division(
            company=company,
            code=division.code,
            name=division.name,
            day_border=f"{division.day_border:%H:%M}" if division.day_border else "",
        )
        for division in divisions
    }
    Division.objects.exclude(code__in=rows).delete()
    Division.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["company", "code"],
        update_fields=["name", "day_border"],
    )


def site_divisions(divisions: Iterable[DivisionThere]) -> list[SiteDivision]:
    """Every site, by code, with its division among `divisions`: the chosen one, or the one with the site's code."""
    by_code = {division.code: division for division in divisions}
    chosen = dict(SiteLink.objects.values_list("site_id", "division_code"))
    return [
        SiteDivision(site=site, division=by_code.get(chosen.get(site.pk, site.code)), is_by_code=site.pk not in chosen)
        for site in Site.objects.order_by("code")
    ]


def division_codes_by_terminal() -> dict[UUID, str]:
    """The division that each terminal at a bound site stands in: what its punches carry."""
    codes = {each.site.pk: each.division.code for each in site_divisions(divisions_there()) if each.division}
    terminals = Terminal.objects.filter(site_id__in=codes).values_list("id", "site_id")
    return {terminal_id: codes[site_id] for terminal_id, site_id in terminals if site_id}


def site_of_division(division_code: str) -> Site | None:
    """The only site bound to that division, or None."""
    sites = [
        each.site for each in site_divisions(divisions_there()) if each.division and each.division.code == division_code
    ]
    return sites[0] if len(sites) == 1 else None


def border_differences(
    company: Company,
    divisions: Sequence[DivisionThere] | None = None,
    *,
    codes_without_site: Collection[str] | None = None,
) -> list[BorderDifference]:
    """Where day start and day border differ, by site, those of people without a site last.

    `divisions`, and `codes_without_site` of those that people without a site are in: of a system about to be linked,
    so that the differences show before linking completes; without them, those of the last sync.
    """
    divisions = divisions_there() if divisions is None else divisions
    codes = _codes_without_site() if codes_without_site is None else codes_without_site
    settings = settings_of(company)
    places: list[tuple[Site | None, DivisionThere]] = [
        (bound.site, bound.division) for bound in site_divisions(divisions) if bound.division
    ]
    places += [(None, division) for division in divisions if division.code in codes]
    seen = {(row.site_id, row.division_code): (row.day_start, row.day_border) for row in SeenBorder.objects.all()}
    found: list[BorderDifference] = []
    for site, division in places:
        start, border = day_start_of(settings, site), division.day_border
        difference = border and day_border_difference(day_start=start, day_border=border)
        if border and difference:
            times = seen.get((site.pk if site else None, division.code))
            found.append(
                BorderDifference(
                    site=site,
                    day_start=start,
                    division=division,
                    day_border=border,
                    difference=difference,
                    is_seen=times == (f"{start:%H:%M}", f"{border:%H:%M}"),
                )
            )
    return found


def bind_site(company: Company, site_code: str, division_code: str | None, *, by: str) -> None:
    """Binds a site to a division; an empty code to none, None to whichever has the site's code.

    Raises `SiteUnknown` or `DivisionUnknown`.
    """
    site = Site.objects.filter(company=company, code=site_code).first()
    if site is None:
        raise SiteUnknown(site_code=site_code)
    if division_code and not Division.objects.filter(code=division_code).exists():
        raise DivisionUnknown(division_code=division_code)
    with transaction.atomic():
        if division_code is None:
            SiteLink.objects.filter(site=site).delete()
        else:
            SiteLink.objects.update_or_create(company=company, site=site, defaults={"division_code": division_code})
        record_event(company.id, "site_bound", subject=site_code, by=by, division_code=division_code)


def align_day_start(company: Company, difference_id: str, *, by: str) -> None:
    """Gives the site (or, for people without one, the company) the division's day border as its day start."""
    align(company, _difference(company, difference_id), by=by)


def align(company: Company, found: BorderDifference, *, by: str) -> None:
    """As `align_day_start`, also where the system is not linked yet."""
    border = f"{found.day_border:%H:%M}"
    if found.site is None:
        change_settings(company, {"day_start": border}, by=by)
        return
    with transaction.atomic():
        Site.objects.filter(pk=found.site.pk).update(day_start=border)
        record_event(company.id, "site_changed", subject=found.site.code, by=by, day_start=border)


def note_difference(company: Company, difference_id: str, *, now: datetime, by: str) -> None:
    """Seen, and left as it is; it is shown again when either time changes."""
    found = _difference(company, difference_id)
    times = {"day_start": f"{found.day_start:%H:%M}", "day_border": f"{found.day_border:%H:%M}"}
    with transaction.atomic():
        SeenBorder.objects.update_or_create(
            company=company,
            site=found.site,
            division_code=found.division.code,
            defaults={**times, "by": by[:200], "at": now},
        )
        record_event(company.id, "day_border_seen", subject=found.division.code, by=by, **times)


def _difference(company: Company, difference_id: str) -> BorderDifference:
    found = next((one for one in border_differences(company) if one.id == difference_id), None)
    if found is None:
        raise DifferenceGone
    return found


def _codes_without_site() -> set[str]:
    """The divisions over there of linked employees who have no site here: the company's day start is theirs."""
    without = Employee.objects.filter(site__isnull=True, erased_at__isnull=True).values("id")
    keys = EmployeeLink.objects.filter(employee_id__in=without).values("employee_key")
    people = AttendancePerson.objects.filter(employee_key__in=keys, gone_at__isnull=True)
    return set(people.values_list("division_code", flat=True))
