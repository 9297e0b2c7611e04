"""Keeping templates: sealed in the database, open only in the memory of the process that searches them."""

import threading
import uuid
from collections import OrderedDict

import numpy as np
from django.db.models import F

from kaodoki import clock
from kaodoki.faces import Template
from kaodoki.gallery.index import GalleryIndex
from kaodoki.gallery.models import StoredTemplate
from kaodoki.gallery.rows import Vector
from kaodoki.people import keys
from kaodoki.people.models import Company, Employee

# Least-recently used galleries leave memory; 64 galleries of 10,000 people are 330 MB of vectors.
GALLERIES_KEPT = 64

_cache: OrderedDict[tuple[uuid.UUID, str], tuple[int, GalleryIndex]] = OrderedDict()
_cache_lock = threading.Lock()


def store_template(employee: Employee, template: Template) -> uuid.UUID:
    """Seals and keeps `template`; the next attempt of any process sees it, because the revision moves with it."""
    cipher = keys.cipher(employee.company)
    row_id = uuid.uuid4()
    sealed = cipher.seal(template.vector.astype("<f4").tobytes(), parts=_parts(employee.id, row_id, template.pack))
    StoredTemplate.objects.create(
        id=row_id,
        company=employee.company,
        employee=employee,
        pack=template.pack,
        key_version=cipher.key_version,
        sealed=sealed,
        created_at=clock.now(),
    )
    _move_revision(employee.company)
    return row_id


def erase_templates(employee: Employee) -> int:
    """Deletes every template of the person; the count goes on the receipt."""
    count, _ = StoredTemplate.objects.filter(employee=employee).delete()
    _move_revision(employee.company)
    return count


def gallery_of(company: Company, pack: str) -> GalleryIndex:
    """The company's gallery for one model pack, loaded on first use and whenever its revision has moved.

    `company` must have been read by this request: its revision says what the gallery must contain at least. Somebody
    erased a moment later is found out by the recording transaction.
    """
    revision = company.gallery_revision
    key = (company.pk, pack)
    with _cache_lock:
        cached = _cache.get(key)
        if cached is not None and cached[0] >= revision:
            _cache.move_to_end(key)
            return cached[1]
    index = GalleryIndex(_open_templates(company, pack))
    with _cache_lock:
        _cache[key] = (revision, index)
        _cache.move_to_end(key)
        while len(_cache) > GALLERIES_KEPT:
            _cache.popitem(last=False)
    return index


def _open_templates(company: Company, pack: str) -> list[tuple[uuid.UUID, Vector]]:
    ciphers: dict[int, keys.CompanyCipher] = {}
    opened = []
    rows = StoredTemplate.objects.filter(company=company, pack=pack).order_by("created_at")
    for row in rows.iterator(chunk_size=2000):
        if row.key_version not in ciphers:
            ciphers[row.key_version] = keys.cipher(company, key_version=row.key_version)
        data = ciphers[row.key_version].unseal(bytes(row.sealed), parts=_parts(row.employee_id, row.id, row.pack))
        opened.append((row.employee_id, np.frombuffer(data, dtype="<f4").astype(np.float32)))
    return opened


def _parts(employee_id: uuid.UUID, row_id: uuid.UUID, pack: str) -> tuple[object, ...]:
    return ("template", employee_id, row_id, pack)


def _move_revision(company: Company) -> None:
    Company.objects.filter(pk=company.pk).update(gallery_revision=F("gallery_revision") + 1)
