"""Duplicates (二重登録) and look-alikes (似ている従業員): found when a photo is registered, or anew for everybody.

Callers hold the company's scope; the functions that change something, a transaction.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.faces import Template
from kaodoki.faces.face import unit
from kaodoki.gallery.calibration import margin_of
from kaodoki.gallery.look_alikes import CompanyGallery, Pair, duplicate_score, look_alike_score, pair_of, pairs_above
from kaodoki.gallery.models import LookAlike
from kaodoki.gallery.packs import deciding_pack_id, find_pack
from kaodoki.gallery.queries import changed_since, pairs_of, people_of
from kaodoki.gallery.services import gallery_of, hold_gallery, log_change
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import settings_of

# Nobody has more look-alikes than this worth listing; the nearest are kept.
MOST_LOOK_ALIKES = 20
# Of whom a photo may be a duplicate; one is the rule.
MOST_DUPLICATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """From which cosine on two people are what, in one company's gallery."""

    duplicate: float
    look_alike: float


def scores_for(company: Company, pack: str, *, gallery_size: int) -> Scores:
    """By the pack's calibration, the company's measured margin and the rate of false identifications that it wants."""
    found, wanted = find_pack(pack), settings_of(company).wanted_fpir_percent / 100
    calibration, margin = found.calibration, margin_of(company, found).margin
    return Scores(
        duplicate=duplicate_score(calibration, gallery_size=gallery_size, wanted_fpir=wanted, site_margin=margin),
        look_alike=look_alike_score(calibration, gallery_size=gallery_size, wanted_fpir=wanted, site_margin=margin),
    )


def duplicates_of(employee: Employee, template: Template, gallery: CompanyGallery) -> list[Employee]:
    """The other employees whom a terminal would take this photo for, the likeliest first.

    Without those of whom somebody has said before that they are another person.
    """
    told_apart = _rows_of(employee, template.pack).exclude(confirmed_by="").values_list("first_id", "second_id")
    known_others = {one for pair in told_apart for one in pair} | {employee.id}
    scores = scores_for(employee.company, template.pack, gallery_size=len(gallery))
    most = MOST_DUPLICATES + len(known_others)
    found = gallery.search(template.vector, most=most, at_least=scores.duplicate)
    others = [one.employee_id for one in found if one.employee_id not in known_others]
    known = Employee.objects.in_bulk(others)
    return [known[one] for one in others if one in known]


def keep_look_alikes(
    employee: Employee, pack: str, gallery: CompanyGallery, *, confirmed: Sequence[Employee], by: str
) -> None:
    """Writes who looks like `employee` now; their templates are stored already and `gallery` is the one from before.

    `confirmed` are those whose duplicate somebody has confirmed not to be one: they stay on the list, as do those
    of whom that was said under another pack.
    """
    mean = unit(dict(people_of(employee.company, pack, [employee.id]))[employee.id])
    least = scores_for(employee.company, pack, gallery_size=len(gallery)).look_alike
    near = gallery.search(mean, most=MOST_LOOK_ALIKES + 1, at_least=least)
    found = {pair_of(employee.id, one.employee_id): one.score for one in near if one.employee_id != employee.id}
    _forget(_rows_of(employee, pack), except_for=found)
    _write(employee.company, pack, found)
    told_apart = {**_told_apart_by_other_packs(employee, pack), **{other.id: by for other in confirmed}}
    for other_id, somebody in told_apart.items():
        vector = gallery.index.vector_of(other_id)
        score = 0.0 if vector is None else float(mean @ vector)
        _write(employee.company, pack, {pair_of(employee.id, other_id): score}, confirmed_by=somebody)


def find_all_look_alikes(company: Company, *, by: str) -> int:
    """Compares everybody with everybody and returns how many pairs there are: N²/2 products, see `pairs_above`.

    Whoever is enrolled or erased meanwhile keeps what their own enrolment found.
    """
    pack, company = deciding_pack_id(company), Company.objects.get(pk=company.pk)
    gallery = gallery_of(company, pack)
    least = scores_for(company, pack, gallery_size=len(gallery)).look_alike
    found = dict(pairs_above(gallery.index, least))
    with transaction.atomic():
        people = {one for pair in (*found, *pairs_of(company, pack)) for one in pair}
        # Employees before the company, as everybody does, or two would wait for each other.
        list(Employee.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
        hold_gallery(company)
        changed = set(changed_since(company, company.gallery_revision))
        fresh = {pair: score for pair, score in found.items() if not changed.intersection(pair)}
        before = pairs_of(company, pack)
        untouched = LookAlike.objects.filter(company=company, pack=pack)
        untouched = untouched.exclude(Q(first__in=changed) | Q(second__in=changed))
        _forget(untouched, except_for=fresh)
        _write(company, pack, fresh)
        after = pairs_of(company, pack)
        log_change(company, {one for pair in before ^ after for one in pair})
        record_event(company.id, "look_alikes_found", subject=pack, by=by, pairs=len(after))
    return len(after)


def look_alikes_of(company: Company) -> QuerySet[LookAlike]:
    """The pairs of the pack that decides, with both employees."""
    rows = LookAlike.objects.filter(company=company, pack=deciding_pack_id(company))
    return rows.select_related("first", "second")


def _rows_of(employee: Employee, pack: str) -> QuerySet[LookAlike]:
    return LookAlike.objects.filter(Q(first=employee) | Q(second=employee), pack=pack)


def _told_apart_by_other_packs(employee: Employee, pack: str) -> dict[uuid.UUID, str]:
    """Of whom, and by whom; without those told apart under this pack."""
    rows = LookAlike.objects.filter(Q(first=employee) | Q(second=employee)).exclude(confirmed_by="")
    found: dict[uuid.UUID, str] = {}
    here: set[uuid.UUID] = set()
    for row in rows:
        other = row.second_id if row.first_id == employee.id else row.first_id
        if row.pack == pack:
            here.add(other)
        found.setdefault(other, row.confirmed_by)
    return {other: by for other, by in found.items() if other not in here}


def _forget(rows: QuerySet[LookAlike], *, except_for: Iterable[Pair]) -> None:
    """Deletes the pairs that are none any more; a confirmed one stays."""
    kept = set(except_for)
    gone = [one.pk for one in rows.filter(confirmed_by="") if (one.first_id, one.second_id) not in kept]
    LookAlike.objects.filter(pk__in=gone).delete()


def _write(company: Company, pack: str, found: dict[Pair, float], *, confirmed_by: str = "") -> None:
    now = clock.now()
    rows = [
        LookAlike(
            company=company,
            first_id=first,
            second_id=second,
            pack=pack,
            score=score,
            found_at=now,
            confirmed_by=confirmed_by[:200],
        )
        for (first, second), score in found.items()
    ]
    LookAlike.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["first", "second", "pack"],
        update_fields=["score", "confirmed_by"] if confirmed_by else ["score"],
        batch_size=1000,
    )
