"""Registering and erasing: consent, photo and template in one transaction, so that none exists without the others."""

import uuid
from dataclasses import asdict

from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.consent.services import ConsentMissing, record_consent, withdraw_consent
from kaodoki.enrolment.errors import PhotoRefused
from kaodoki.enrolment.models import Photo
from kaodoki.faces import Face
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.gate import findings_for_enrolment
from kaodoki.gallery.engine import engine_turn
from kaodoki.gallery.services import erase_templates, store_template
from kaodoki.people import keys
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Employee


def register_photo(employee: Employee, data: bytes, *, consent: bool, by: str) -> Photo:
    """A photo an administrator registers: checked, approved, sealed, and searchable from the next attempt on."""
    if not consent:
        raise ConsentMissing
    face = _one_good_face(data, pack=employee.company.pack)
    with transaction.atomic():
        # Erased while the photo was looked at: no template may come to be after its receipt.
        if Employee.objects.select_for_update().filter(pk=employee.pk, erased_at__isnull=True).first() is None:
            raise EmployeeUnknown(employee_code=employee.employee_code)
        record_consent(employee, declared_by=by)
        template_id = store_template(employee, face.template)
        photo = _keep_photo(employee, data, face, template_id)
        record_event(employee.company_id, "photo_registered", subject=employee.employee_code, by=by)
    return photo


def erase_employee(employee: Employee, *, by: str) -> dict[str, object]:
    """Erases all face data and the name at once; code and punches stay. Returns the receipt."""
    with transaction.atomic():
        locked = Employee.objects.select_for_update().get(pk=employee.pk)
        templates = erase_templates(locked)
        photos, _ = Photo.objects.filter(employee=locked).delete()
        withdraw_consent(locked, declared_by=by)
        for name in ("family_name", "given_name", "family_name_kana", "given_name_kana", "email"):
            setattr(locked, name, "")
        locked.erased_at = clock.now()
        locked.save()
        record_event(locked.company_id, "employee_erased", subject=locked.employee_code, by=by)
    return {
        "employee_code": locked.employee_code,
        "erased_at": locked.erased_at.isoformat(),
        "templates_erased": templates,
        "photos_erased": photos,
    }


def _one_good_face(data: bytes, *, pack: str) -> Face:
    image = decode_image(data, limits=PHOTO_LIMITS)
    with engine_turn(pack) as engine:
        faces = engine.analyse(image, enrolment=True)
    findings = findings_for_enrolment(faces, image.shape[:2])
    if findings:
        raise PhotoRefused(findings=[finding.value for finding in findings])
    return faces[0]


def _keep_photo(employee: Employee, data: bytes, face: Face, template_id: uuid.UUID) -> Photo:
    cipher = keys.cipher(employee.company)
    photo_id = uuid.uuid4()
    return Photo.objects.create(
        id=photo_id,
        company=employee.company,
        employee=employee,
        status=Photo.Status.APPROVED,
        key_version=cipher.key_version,
        sealed=cipher.seal(data, parts=("photo", employee.id, photo_id)),
        quality=asdict(face.quality),
        template_id=template_id,
        created_at=clock.now(),
    )
