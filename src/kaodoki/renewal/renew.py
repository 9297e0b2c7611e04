"""Templates from kept photos: one photo, one transaction, so that a crash loses one photo's work and repeats none."""

import functools
import logging
import time
import uuid
from collections.abc import Iterator

from django.db import transaction

from kaodoki import clock
from kaodoki.enrolment.look_alikes import keep_look_alikes
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import open_photo
from kaodoki.errors import KaodokiError
from kaodoki.faces import Engine, Face, load_engine
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.errors import ImageError, PackError
from kaodoki.faces.gate import Finding, findings_for_enrolment
from kaodoki.gallery.packs import find_pack
from kaodoki.gallery.services import gallery_of, hold_gallery, store_template
from kaodoki.people.models import Company, CompanyKey, Employee
from kaodoki.renewal.models import RenewedPhoto, Trial
from kaodoki.renewal.queries import packs_of, photos_without_template
from kaodoki.vault.sealing import SealBroken

logger = logging.getLogger(__name__)

# A worker that is told to stop waits 2.5 s for its jobs.
BATCH_S = 1.0
# Without one of these there is no saying whose template it would be; everything else was approved before.
_HINDRANCES = {Finding.NO_FACE, Finding.SEVERAL_FACES}


def renew_some(company: Company, *, budget_s: float | None = None) -> bool:
    """Computes what the company's packs lack, for about `budget_s` (a batch); whether photos are left.

    A pack that is missing or damaged on this machine stops it, and is noted for the administrator.
    """
    ends = time.perf_counter() + (BATCH_S if budget_s is None else budget_s)
    try:
        for photo, pack in _waiting(company):
            renew_photo(photo, background_engine(pack))
            if time.perf_counter() > ends:
                return True
    except PackError as error:
        logger.warning("renewal of company %s waits: %s", company.code, error.code)
        Trial.objects.filter(company=company).update(problem=error.code)
        return False
    Trial.objects.filter(company=company).exclude(problem="").update(problem="")
    background_engine.cache_clear()
    return False


def needs_renewal(company: Company) -> bool:
    """Whether a photo waits to be computed for one of the company's packs."""
    return next(_waiting(company), None) is not None


def forget_erased(company: Company) -> None:
    """Notes on the photos of people who were erased: their templates and photos went at once, these follow."""
    RenewedPhoto.objects.filter(company=company, employee__erased_at__isnull=False).delete()


def renew_photo(photo: Photo, engine: Engine) -> None:
    """One photo under one pack: its template, or why there is none. Nothing if the person was erased meanwhile."""
    face, result = _face_of(photo, engine)
    pack = engine.pack.id
    # What has to be loaded is loaded before anybody waits for this transaction.
    gallery_of(Company.objects.get(pk=photo.company_id), pack)
    with transaction.atomic():
        # The lock that an erasure takes too: no template may come to be after its receipt.
        employee = Employee.objects.select_for_update().filter(pk=photo.employee_id, erased_at__isnull=True).first()
        if employee is None or not Photo.objects.filter(pk=photo.pk, status=Photo.Status.APPROVED).exists():
            return
        if RenewedPhoto.objects.filter(photo_id=photo.pk, pack=pack).exists():
            return
        employee.company = hold_gallery(photo.company)
        RenewedPhoto.objects.create(
            company=photo.company,
            employee=employee,
            photo_id=photo.pk,
            pack=pack,
            result=result,
            template_id=_enrol(employee, face) if face is not None else None,
            at=clock.now(),
        )


@functools.lru_cache(maxsize=1)
def background_engine(pack: str) -> Engine:
    """One pipeline of its own: it takes no turn from anybody at a terminal."""
    return load_engine(find_pack(pack), threads=1)


def _waiting(company: Company) -> Iterator[tuple[Photo, str]]:
    """Photos and packs, one after the other, asked for anew each time: the list changes while it is worked off."""
    for pack in packs_of(company):
        while (photo := photos_without_template(company, pack).select_related("company").first()) is not None:
            yield photo, pack


def _enrol(employee: Employee, face: Face) -> uuid.UUID:
    """The template, and who looks like the person by this pack."""
    before = gallery_of(employee.company, face.template.pack)
    template_id = store_template(employee, face.template)
    keep_look_alikes(employee, face.template.pack, before, confirmed=(), by="renewal")
    return template_id


def _face_of(photo: Photo, engine: Engine) -> tuple[Face | None, RenewedPhoto.Result]:
    try:
        image = decode_image(open_photo(photo), limits=PHOTO_LIMITS)
        faces = engine.analyse(image, enrolment=True)
    except (ImageError, SealBroken, CompanyKey.DoesNotExist) as error:
        reason = error.code if isinstance(error, KaodokiError) else "key_missing"
        logger.warning("photo %s cannot be used for a renewal: %s", photo.pk, reason)
        return None, RenewedPhoto.Result.UNREADABLE
    if _HINDRANCES & set(findings_for_enrolment(faces, image.shape[:2])):
        return None, RenewedPhoto.Result.NO_FACE
    return faces[0], RenewedPhoto.Result.TEMPLATE
