"""Templates from kept photos: one photo, one transaction, so that a crash loses one photo's work and repeats none.

P photos take P looks of the networks and, for each, a search among the people done before: P·N in all, for N people.
"""

import functools
import logging
import time
import uuid

from django.db import transaction

from kaodoki import clock
from kaodoki.enrolment.look_alikes import keep_look_alikes
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import open_photo
from kaodoki.errors import KaodokiError
from kaodoki.faces import Engine, Face, load_engine
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.errors import ImageError, ImageTooComplex, PackError
from kaodoki.faces.gate import Finding, findings_for_enrolment
from kaodoki.gallery.packs import deciding_pack_id, find_pack
from kaodoki.gallery.services import gallery_of, hold_gallery, store_template
from kaodoki.people import keys
from kaodoki.people.models import Company, CompanyKey, Employee
from kaodoki.renewal.models import Problem, RenewedPhoto
from kaodoki.renewal.queries import packs_of, photos_without_template
from kaodoki.renewal.queue import wake_comparison
from kaodoki.renewal.walk import Walk
from kaodoki.vault.sealing import SealBroken

logger = logging.getLogger(__name__)

# A worker that is told to stop waits 2.5 s for its jobs.
BATCH_S = 1.0
# Without one of these there is no saying whose template it would be; everything else was approved before.
_HINDRANCES = {Finding.NO_FACE, Finding.SEVERAL_FACES}
# `LOCK` keeps batches apart, so that one thread at a time is here.
_walk = Walk()


def renew_some(company: Company, *, budget_s: float | None = None) -> bool:
    """Computes what the company's packs lack, for about `budget_s` (a batch); whether photos are left.

    A pack that is missing or damaged on this machine, or a key that opens nothing, stops it and is noted for the
    administrator: that is no photo's fault, and none is marked. A photo that fails is noted, and the next ones go on.
    """
    ends = time.perf_counter() + (BATCH_S if budget_s is None else budget_s)
    try:
        _require_keys(company)
        is_left = _renew_until(ends, company)
    except (PackError, SealBroken) as error:
        logger.warning("renewal of company %s waits: %s", company.code, error.code)
        Problem.objects.update_or_create(company=company, defaults={"code": error.code, "at": clock.now()})
        return False
    Problem.objects.filter(company=company).delete()
    if not is_left:
        background_engine.cache_clear()
    return is_left


def needs_renewal(company: Company) -> bool:
    """Whether a photo waits to be computed for one of the company's packs."""
    packs = packs_of(Company.objects.get(pk=company.pk))
    return any(photos_without_template(company, pack).exists() for pack in packs)


def forget_erased(company: Company) -> None:
    """Notes on the photos of people who were erased: their templates and photos went at once, these follow."""
    RenewedPhoto.objects.filter(company=company, employee__erased_at__isnull=False).delete()


def renew_photo(photo: Photo, engine: Engine) -> None:
    """One photo under one pack: its template, or why there is none.

    Nothing if the person was erased meanwhile, or the pack was retired.
    """
    face, result = _face_of(photo, engine)
    # What has to be loaded is loaded before anybody waits for this transaction.
    gallery_of(Company.objects.get(pk=photo.company_id), engine.pack.id)
    _note(photo, engine.pack.id, result, face)


@functools.lru_cache(maxsize=2)
def background_engine(pack: str) -> Engine:
    """One pipeline of its own: it takes no turn from anybody at a terminal.

    Two, because the batches of two companies take turns, and loading takes as long as a batch; some 100 MB each.
    """
    return load_engine(find_pack(pack), threads=1)


def _renew_until(ends: float, company: Company) -> bool:
    while (found := _next(company)) is not None:
        photo, pack = found
        _renew_or_note(photo, background_engine(pack))
        if time.perf_counter() > ends:
            return True
    return False


def _renew_or_note(photo: Photo, engine: Engine) -> None:
    try:
        renew_photo(photo, engine)
    except PackError:
        raise
    except Exception as error:
        # The class and the code only: a message may hold anything.
        code = error.code if isinstance(error, KaodokiError) else "-"
        logger.warning("renewal of photo %s failed: %s %s", photo.pk, type(error).__name__, code)
        _note(photo, engine.pack.id, RenewedPhoto.Result.FAILED, None)


def _note(photo: Photo, pack: str, result: RenewedPhoto.Result, face: Face | None) -> None:
    with transaction.atomic():
        # The lock that an erasure takes too: no template may come to be after its receipt.
        rows = Employee.objects.select_for_update(no_key=True)
        employee = rows.filter(pk=photo.employee_id, erased_at__isnull=True).first()
        if employee is None:
            return
        employee.company = hold_gallery(photo.company)
        # Under the locks: retired, or done by somebody else, since the photo was chosen.
        if pack not in packs_of(employee.company) or not _waits(photo, pack):
            return
        RenewedPhoto.objects.filter(photo_id=photo.pk, pack=pack).delete()
        RenewedPhoto.objects.create(
            company=photo.company,
            employee=employee,
            photo_id=photo.pk,
            pack=pack,
            result=result,
            template_id=_enrol(employee, face) if face is not None else None,
            at=clock.now(),
        )
        if face is not None and pack == deciding_pack_id(employee.company):
            wake_comparison(photo.company_id)


def _next(company: Company) -> tuple[Photo, str] | None:
    """With the packs as they are now: they change while photos are worked off."""
    return _walk.next(company, packs_of(Company.objects.get(pk=company.pk)))


def _waits(photo: Photo, pack: str) -> bool:
    return photos_without_template(photo.company, pack).filter(pk=photo.pk).exists()


def _require_keys(company: Company) -> None:
    """Raises `SealBroken` if this process has another template key than the one that the company's keys need."""
    for version in CompanyKey.objects.filter(company=company).values_list("version", flat=True):
        keys.cipher(company, key_version=version)


def _enrol(employee: Employee, face: Face) -> uuid.UUID:
    """The template, and who looks like the person by this pack."""
    before = gallery_of(employee.company, face.template.pack)
    template_id = store_template(employee, face.template)
    keep_look_alikes(employee, face.template.pack, before, confirmed=(), by="renewal")
    return template_id


def _face_of(photo: Photo, engine: Engine) -> tuple[Face | None, RenewedPhoto.Result]:
    try:
        image = decode_image(open_photo(photo), limits=PHOTO_LIMITS)
        seen = engine.analyse_nearest(image, enrolment=True, liveness=False)
    except (ImageError, SealBroken, CompanyKey.DoesNotExist) as error:
        reason = error.code if isinstance(error, KaodokiError) else "key_missing"
        logger.warning("photo %s cannot be used for a renewal: %s", photo.pk, reason)
        # A decoder that was stopped for its time may only have had a busy machine.
        is_passing = isinstance(error, ImageTooComplex)
        return None, RenewedPhoto.Result.FAILED if is_passing else RenewedPhoto.Result.UNREADABLE
    if _HINDRANCES & set(findings_for_enrolment(seen.faces, image.shape[:2], seen.others)):
        return None, RenewedPhoto.Result.NO_FACE
    return seen.faces[0], RenewedPhoto.Result.TEMPLATE
