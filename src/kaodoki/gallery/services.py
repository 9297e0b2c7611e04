"""Keeping templates: sealed in the database, open only in the memory of the process that searches them."""

import threading
import uuid
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q

from kaodoki import clock
from kaodoki.faces import Template
from kaodoki.gallery.index import GalleryIndex
from kaodoki.gallery.look_alikes import CompanyGallery
from kaodoki.gallery.models import GalleryChange, LookAlike, StoredTemplate
from kaodoki.gallery.queries import changed_since, pairs_of, parts_of, people_of
from kaodoki.people import keys
from kaodoki.people.models import Company, Employee

# The least-recently used galleries leave memory beyond this: 2.6 million people of the default pack's 404 bytes.
GALLERY_BYTES_KEPT = 2**30

_Key = tuple[uuid.UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A gallery as of a revision."""

    revision: int
    gallery: CompanyGallery


_cache: OrderedDict[_Key, _Known] = OrderedDict()
_cache_lock = threading.Lock()
# One thread brings a gallery up to date; the others that need it wait for that one instead of doing the same.
_loading: defaultdict[_Key, threading.Lock] = defaultdict(threading.Lock)


def store_template(employee: Employee, template: Template) -> uuid.UUID:
    """Seals and keeps `template`; the next attempt of any process sees it, because the revision moves with it."""
    cipher = keys.cipher(employee.company)
    row_id = uuid.uuid4()
    data = template.vector.astype("<f4").tobytes()
    StoredTemplate.objects.create(
        id=row_id,
        company=employee.company,
        employee=employee,
        pack=template.pack,
        key_version=cipher.key_version,
        sealed=cipher.seal(data, parts=parts_of(employee.id, row_id, template.pack)),
        weight=template.weight,
        created_at=clock.now(),
    )
    log_change(employee.company, [employee.id])
    return row_id


def erase_templates(employee: Employee) -> int:
    """Deletes every template of the person and all look-alikes; the count of templates goes on the receipt."""
    # Before the first deletion: somebody who holds the company may be writing a pair with this person right now.
    hold_gallery(employee.company)
    count, _ = StoredTemplate.objects.filter(employee=employee).delete()
    LookAlike.objects.filter(Q(first=employee) | Q(second=employee)).delete()
    log_change(employee.company, [employee.id])
    return count


def erase_templates_of_pack(company: Company, pack: str) -> int:
    """Deletes every template that `pack` made for the company; other packs' stay."""
    templates = StoredTemplate.objects.filter(company=company, pack=pack)
    # Employees before the company, as everybody does, or two would wait for each other.
    known = Employee.objects.select_for_update(no_key=True).filter(pk__in=templates.values("employee_id"))
    employees = list(known.order_by("pk").values_list("pk", flat=True))
    hold_gallery(company)
    count, _ = templates.delete()
    LookAlike.objects.filter(company=company, pack=pack).delete()
    log_change(company, employees)
    return count


def hold_gallery(company: Company) -> Company:
    """The company as it is now; until the transaction ends nobody else's change to its gallery is committed.

    Whoever holds an employee's row as well takes that one first, or two would wait for each other.
    """
    return Company.objects.select_for_update(no_key=True).get(pk=company.pk)


def log_change(company: Company, employees: Iterable[uuid.UUID]) -> None:
    """Moves the gallery's revision and notes whose part of it changed; every change to a gallery ends with this call.

    Without anybody nothing changed, and the revision stays: moved without saying for whom, everybody is read anew.
    The update locks the company's row until the transaction ends, so revisions are committed in their order: whoever
    sees one sees all changes up to it.
    """
    changed = set(employees)
    if not changed:
        return
    Company.objects.filter(pk=company.pk).update(gallery_revision=F("gallery_revision") + 1)
    revision = Company.objects.values_list("gallery_revision", flat=True).get(pk=company.pk)
    GalleryChange.objects.bulk_create(
        [GalleryChange(company=company, employee_id=one, revision=revision) for one in changed],
        update_conflicts=True,
        unique_fields=["employee"],
        update_fields=["revision"],
    )


def gallery_of(company: Company, pack: str) -> CompanyGallery:
    """The company's gallery for one model pack: loaded on first use; then, when its revision has moved, only the people
    are read who changed since.

    `company` must have been read by this request: its revision says what the gallery must contain at least. Somebody
    erased a moment later is found out by the recording transaction.
    """
    key = (company.pk, pack)
    known = _recall(key, company.gallery_revision)
    if known is not None:
        return known.gallery
    with _loading_lock(key):
        known = _recall(key, company.gallery_revision)
        if known is not None:
            return known.gallery
        older = _recall(key, 0)
        known = (older and _caught_up(older, company, pack)) or _loaded(company, pack)
        # What a transaction sees of itself may never be committed: nobody else must find it.
        if not connection.in_atomic_block:
            _keep(key, known)
    return known.gallery


def _loaded(company: Company, pack: str) -> _Known:
    """Everything, at least as of the revision that `company` was read with."""
    index = GalleryIndex.of_people(people_of(company, pack))
    return _Known(revision=company.gallery_revision, gallery=CompanyGallery(index, pairs_of(company, pack)))


def _caught_up(known: _Known, company: Company, pack: str) -> _Known | None:
    """The gallery with those read anew who changed; None if the revision was moved without saying who.

    People are read after the changes: one who changes in between is newer here than the revision says, and is read
    once more next time.
    """
    changes = changed_since(company, known.revision)
    newest = max(changes.values(), default=0)
    if newest < company.gallery_revision:
        return None
    people = dict(people_of(company, pack, changes))
    gallery = known.gallery.with_changes(
        put=people.items(), removed=set(changes) - set(people), pairs=pairs_of(company, pack, changes)
    )
    return _Known(revision=newest, gallery=gallery)


def _recall(key: _Key, revision: int) -> _Known | None:
    with _cache_lock:
        known = _cache.get(key)
        if known is None or known.revision < revision:
            return None
        _cache.move_to_end(key)
        return known


def _keep(key: _Key, known: _Known) -> None:
    with _cache_lock:
        _cache[key] = known
        _cache.move_to_end(key)
        kept = sum(one.gallery.index.nbytes for one in _cache.values())
        while kept > GALLERY_BYTES_KEPT and len(_cache) > 1:
            _, oldest = _cache.popitem(last=False)
            kept -= oldest.gallery.index.nbytes


def _loading_lock(key: _Key) -> threading.Lock:
    with _cache_lock:
        return _loading[key]
