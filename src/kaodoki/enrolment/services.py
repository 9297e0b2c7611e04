"""Registering and erasing: consent, photo and template in one transaction, so that none exists without the others."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import QuerySet

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.consent.notices import declare_agreement
from kaodoki.consent.services import ConsentMissing, withdraw_consent
from kaodoki.credentials.cards import forget_credentials
from kaodoki.enrolment.erasing import erase_face, forget_enrolment
from kaodoki.enrolment.errors import PhotoDuplicate, PhotoRefused
from kaodoki.enrolment.examining import Good, good_picture, kept_picture
from kaodoki.enrolment.look_alikes import duplicates_of, keep_look_alikes
from kaodoki.enrolment.models import Photo
from kaodoki.faces.decoding import PHOTO_LIMITS, ImageKind, decode_image, recognise
from kaodoki.gallery.services import gallery_of, hold_gallery, store_template
from kaodoki.people import keys
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee


def register_photo(
    employee: Employee,
    data: bytes,
    *,
    consent: bool,
    by: str,
    confirm_duplicate: bool = False,
    names_others: bool = False,
) -> Photo:
    """A photo an administrator registers: checked, approved, sealed, and searchable from the next attempt on.

    Raises `PhotoDuplicate` for a photo that matches another employee, unless `confirm_duplicate`; its details say whom
    if `names_others`.
    """
    if not consent:
        raise ConsentMissing
    good = _one_good_face(data, pack=employee.company.pack)
    pack = good.template.pack
    # What has to be loaded is loaded before anybody waits for this transaction.
    gallery_of(Company.objects.get(pk=employee.company_id), pack)
    with transaction.atomic():
        # Erased while the photo was looked at: no template may come to be after its receipt.
        if _locked(employee).filter(erased_at__isnull=True).first() is None:
            raise EmployeeUnknown(employee_code=employee.employee_code)
        # Two people enrolled at once see each other: the second waits here for the first.
        gallery = gallery_of(hold_gallery(employee.company), pack)
        others = duplicates_of(employee, good.template, gallery)
        if others and not confirm_duplicate:
            raise PhotoDuplicate(**({"employee_codes": [o.employee_code for o in others]} if names_others else {}))
        declare_agreement(employee, declared_by=by)
        template_id = store_template(employee, good.template)
        keep_look_alikes(employee, pack, gallery, confirmed=others, by=by)
        photo = seal_photo(employee, good.kept, status=Photo.Status.APPROVED, quality=asdict(good.quality))
        photo.template_id = template_id
        photo.save(force_insert=True)
        _record(employee, others, by=by)
    return photo


def erase_employee(employee: Employee, *, by: str) -> dict[str, object]:
    """Erases all face data and the name at once; code and punches stay. Returns the receipt."""
    with transaction.atomic():
        locked = _locked(employee).get()
        templates, photos = erase_face(locked)
        forget_enrolment(locked)
        forget_credentials(locked)
        withdraw_consent(locked, declared_by=by)
        for name in ("family_name", "given_name", "family_name_kana", "given_name_kana", "email", "article36_coverage"):
            setattr(locked, name, "")
        locked.erased_at = clock.now()
        locked.save()
        erased = {"templates_erased": templates, "photos_erased": photos}
        record_event(locked.company_id, "employee_erased", subject=locked.employee_code, by=by, **erased)
    return {
        "employee_code": locked.employee_code,
        "erased_at": locked.erased_at.isoformat(),
        "templates_erased": templates,
        "photos_erased": photos,
    }


def seal_photo(employee: Employee, picture: bytes, *, status: str, quality: Mapping[str, object]) -> Photo:
    """The row of a photo, sealed and not yet saved."""
    cipher = keys.cipher(employee.company)
    photo_id = uuid.uuid4()
    return Photo(
        id=photo_id,
        company=employee.company,
        employee=employee,
        status=status,
        key_version=cipher.key_version,
        sealed=cipher.seal(picture, parts=("photo", employee.id, photo_id)),
        quality=dict(quality),
        created_at=clock.now(),
    )


def open_photo(photo: Photo) -> bytes:
    """The picture as JPEG, as it was kept; raises `SealBroken` if it cannot be opened."""
    cipher = keys.cipher(photo.company, key_version=photo.key_version)
    return cipher.unseal(bytes(photo.sealed), parts=("photo", photo.employee_id, photo.id))


def open_as_jpeg(photo: Photo) -> bytes:
    """The picture as a browser can show it; those kept before pictures were made JPEG are made so now."""
    picture = open_photo(photo)
    if recognise(picture) is ImageKind.JPEG:
        return picture
    return kept_picture(decode_image(picture, limits=PHOTO_LIMITS))


def _locked(employee: Employee) -> QuerySet[Employee]:
    """Without the key: whoever writes a look-alike of this person refers to the row while they hold the company."""
    return Employee.objects.select_for_update(no_key=True).filter(pk=employee.pk)


def _one_good_face(data: bytes, *, pack: str) -> Good:
    looked_at = good_picture(data, pose="", pack=pack)
    if isinstance(looked_at, Good):
        return looked_at
    raise PhotoRefused(findings=[finding.value for finding in looked_at])


def _record(employee: Employee, others: Sequence[Employee], *, by: str) -> None:
    record_event(employee.company_id, "photo_registered", subject=employee.employee_code, by=by)
    if others:
        codes = [other.employee_code for other in others]
        record_event(
            employee.company_id, "duplicate_confirmed", subject=employee.employee_code, by=by, employee_codes=codes
        )
