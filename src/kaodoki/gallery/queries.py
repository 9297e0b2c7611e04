"""Reading templates, which opens them, and look-alikes. Callers hold the company's scope."""

import uuid
from collections.abc import Collection, Iterator
from itertools import groupby

import numpy as np
from django.db.models import Count, Q

from kaodoki.gallery.look_alikes import Pair
from kaodoki.gallery.models import GalleryChange, LookAlike, StoredTemplate
from kaodoki.gallery.rows import Vector
from kaodoki.people import keys
from kaodoki.people.models import Company

ROWS_AT_ONCE = 2000


def people_of(
    company: Company, pack: str, employees: Collection[uuid.UUID] | None = None
) -> Iterator[tuple[uuid.UUID, Vector]]:
    """Each enrolled person (or only those of `employees`) with the weighted sum of their templates, which is D long.

    One query, so a person is seen before or after a change. Every template read here is decrypted.
    """
    rows = StoredTemplate.objects.filter(company=company, pack=pack)
    if employees is not None:
        rows = rows.filter(employee_id__in=list(employees))
    ciphers: dict[int, keys.CompanyCipher] = {}
    ordered = rows.order_by("employee_id", "created_at", "id").iterator(chunk_size=ROWS_AT_ONCE)
    for employee_id, group in groupby(ordered, key=lambda row: row.employee_id):
        parts = [row.weight * _opened(row, company, ciphers) for row in group]
        yield employee_id, np.asarray(np.sum(parts, axis=0), dtype=np.float32)


def count_people(company: Company, pack: str) -> int:
    """How many people have a template of `pack`; none is opened."""
    rows = StoredTemplate.objects.filter(company=company, pack=pack)
    return int(rows.aggregate(people=Count("employee", distinct=True))["people"])


def changed_since(company: Company, revision: int) -> dict[uuid.UUID, int]:
    """Who changed after `revision`, with the revision of their last change."""
    rows = GalleryChange.objects.filter(company=company, revision__gt=revision)
    return dict(rows.values_list("employee_id", "revision"))


def pairs_of(company: Company, pack: str, employees: Collection[uuid.UUID] | None = None) -> set[Pair]:
    """The known look-alikes, or only those that one of `employees` is in."""
    rows = LookAlike.objects.filter(company=company, pack=pack)
    if employees is not None:
        rows = rows.filter(Q(first__in=list(employees)) | Q(second__in=list(employees)))
    return set(rows.values_list("first_id", "second_id"))


def parts_of(employee_id: uuid.UUID, row_id: uuid.UUID, pack: str) -> tuple[object, ...]:
    """What a sealed template is bound to, besides its company and key."""
    return ("template", employee_id, row_id, pack)


def _opened(row: StoredTemplate, company: Company, ciphers: dict[int, keys.CompanyCipher]) -> Vector:
    if row.key_version not in ciphers:
        ciphers[row.key_version] = keys.cipher(company, key_version=row.key_version)
    data = ciphers[row.key_version].unseal(bytes(row.sealed), parts=parts_of(row.employee_id, row.id, row.pack))
    return np.frombuffer(data, dtype="<f4").astype(np.float32)
