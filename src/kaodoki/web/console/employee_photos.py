"""IDデータ詳細: a photo registered by an administrator, and one taken away."""

import uuid

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from kaodoki.accounts.models import Role
from kaodoki.accounts.sight import sites_of
from kaodoki.enrolment.errors import PhotoDuplicate, PhotoRefused
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import register_photo
from kaodoki.errors import NotFound
from kaodoki.faces.findings import Finding
from kaodoki.people.models import Employee
from kaodoki.renewal.removing import remove_photo
from kaodoki.web.console.employee import Answer, changing, done, shown
from kaodoki.web.console.employee_page import Rights
from kaodoki.web.console.employee_texts import EMPLOYEE_TEXTS
from kaodoki.web.console.views import administrator_of
from kaodoki.web.texts import chosen_language

MOST_BYTES = 15_000_000


@changing(Role.SITE_MANAGER, Role.PHOTO_APPROVER)
def register(request: HttpRequest, person: Employee) -> HttpResponse:
    """A picture file, with the person's consent; who may, confirms that two alike people are two."""
    administrator, language = administrator_of(request), chosen_language(request)
    picture = request.FILES.get("photo")
    if not isinstance(picture, UploadedFile) or not picture.size or picture.size > MOST_BYTES:
        problem = EMPLOYEE_TEXTS["photo_needed"].in_language(language)
        return shown(request, person, Answer(problem=problem, status=422))
    rights = Rights.of(administrator)
    try:
        register_photo(
            person,
            picture.read(),
            consent="consent" in request.POST,
            by=administrator.login,
            confirm_duplicate=rights.confirms and "confirm" in request.POST,
            names_others=rights.confirms and sites_of(administrator) is None,
        )
    except PhotoRefused as refused:
        findings = tuple(_sentence(code, language) for code in _listed(refused.details.get("findings")))
        return shown(request, person, Answer(problem=refused.message(language), findings=findings, status=422))
    except PhotoDuplicate as duplicate:
        codes = "、".join(_listed(duplicate.details.get("employee_codes")))
        key = "duplicate" if codes else "duplicate_hidden"
        problem = EMPLOYEE_TEXTS[key].in_language(language).format(codes=codes)
        return shown(request, person, Answer(problem=problem, asks_to_confirm=bool(codes), status=409))
    return done(request, person, "registered")


@changing(Role.SITE_MANAGER, Role.PHOTO_APPROVER)
def remove(request: HttpRequest, person: Employee, photo_id: uuid.UUID) -> HttpResponse:
    """One approved photo of this person, with what was made of it."""
    photo = Photo.objects.filter(employee=person, pk=photo_id).select_related("company", "employee").first()
    if photo is None:
        raise NotFound
    remove_photo(photo, by=administrator_of(request).login)
    return done(request, person, "photo_removed")


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _sentence(code: str, language: str) -> str:
    return Finding(code).message(language)
