"""One photo is taken away, with every template that was made of it, by whichever pack."""

from django.db import transaction

from kaodoki.audit.services import record_event
from kaodoki.enrolment.look_alikes import keep_look_alikes
from kaodoki.enrolment.models import Photo
from kaodoki.errors import NotFound
from kaodoki.gallery.look_alikes import CompanyGallery
from kaodoki.gallery.models import LookAlike, StoredTemplate
from kaodoki.gallery.services import gallery_of, hold_gallery, log_change
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Employee
from kaodoki.renewal.models import RenewedPhoto
from kaodoki.renewal.queries import packs_of


def remove_photo(photo: Photo, *, by: str) -> int:
    """Erases an approved photo; the person is known by what is left, or no more. Returns the count of templates.

    The consent stays. Raises `NotFound` if it is gone or was never approved, `EmployeeUnknown` for an erased person.
    """
    # What has to be loaded is loaded before anybody waits for this transaction.
    galleries = {pack: gallery_of(photo.company, pack) for pack in packs_of(photo.company)}
    with transaction.atomic():
        rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("company")
        employee = rows.filter(pk=photo.employee_id, erased_at__isnull=True).first()
        if employee is None:
            raise EmployeeUnknown(employee_code=photo.employee.employee_code)
        employee.company = hold_gallery(employee.company)
        held = Photo.objects.filter(pk=photo.pk, status=Photo.Status.APPROVED).defer("sealed").first()
        if held is None:
            raise NotFound
        templates = _erase(held)
        _look_anew(employee, galleries, by=by)
        log_change(employee.company, [employee.id])
        record_event(
            employee.company_id, "photo_removed", subject=employee.employee_code, by=by, templates_erased=templates
        )
    return templates


def _erase(photo: Photo) -> int:
    renewed = RenewedPhoto.objects.filter(photo_id=photo.pk)
    made = [one for one in (photo.template_id, *renewed.values_list("template_id", flat=True)) if one is not None]
    count, _ = StoredTemplate.objects.filter(employee_id=photo.employee_id, pk__in=made).delete()
    renewed.delete()
    photo.delete()
    return count


def _look_anew(employee: Employee, galleries: dict[str, CompanyGallery], *, by: str) -> None:
    """Who looks like the person by the templates that are left; nobody, by a pack that does not know them any more."""
    left = set(StoredTemplate.objects.filter(employee=employee).values_list("pack", flat=True))
    for pairs in (LookAlike.objects.filter(first=employee), LookAlike.objects.filter(second=employee)):
        pairs.exclude(pack__in=left).delete()
    for pack in left & set(galleries):
        keep_look_alikes(employee, pack, galleries[pack], confirmed=(), by=by)
