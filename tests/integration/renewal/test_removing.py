"""A photo that is taken away takes what was made of it along, and nothing else."""

from pathlib import Path

import pytest

from kaodoki.audit.models import AuditEvent
from kaodoki.consent.services import has_consent
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import erase_employee, register_photo
from kaodoki.enrolment.submitting import Picture, submit_pictures
from kaodoki.errors import NotFound
from kaodoki.faces import Template
from kaodoki.gallery.models import LookAlike, StoredTemplate
from kaodoki.gallery.packs import deciding_pack_id
from kaodoki.gallery.services import gallery_of, store_template
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_employee
from kaodoki.renewal.models import RenewedPhoto
from kaodoki.renewal.removing import remove_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee(in_scope: Company) -> Employee:
    return create_employee(in_scope, "0012", {"family_name": "佐藤"}, by="tests")


def enrol(employee: Employee, picture: Path, **more: bool) -> Photo:
    return register_photo(employee, picture.read_bytes(), consent=True, by="tests", **more)


def known_to(company: Company) -> int:
    company = Company.objects.get(pk=company.pk)
    return len(gallery_of(company, deciding_pack_id(company)))


def test_the_last_photo_leaves_somebody_whom_no_terminal_knows(employee: Employee, pictures: Path) -> None:
    photo = enrol(employee, pictures / "obama_1.jpg")
    assert known_to(employee.company) == 1
    revision = Company.objects.get().gallery_revision

    assert remove_photo(photo, by="tests") == 1

    assert known_to(employee.company) == 0
    assert Company.objects.get().gallery_revision > revision, "galleries in memory would keep the face"
    assert not Photo.objects.exists()
    assert not StoredTemplate.objects.exists()
    assert has_consent(employee)
    assert AuditEvent.objects.get(action="photo_removed").details == {"templates_erased": 1}


def test_the_other_photo_goes_on_counting(employee: Employee, pictures: Path) -> None:
    gone, kept = enrol(employee, pictures / "obama_1.jpg"), enrol(employee, pictures / "obama_2.jpg")

    remove_photo(gone, by="tests")

    assert list(Photo.objects.all()) == [kept]
    assert StoredTemplate.objects.get().pk == kept.template_id
    assert known_to(employee.company) == 1


def test_look_alikes_go_with_the_face_that_had_them(employee: Employee, pictures: Path) -> None:
    photo = enrol(employee, pictures / "obama_1.jpg")
    enrol(create_employee(employee.company, "0013", {}, by="tests"), pictures / "obama_2.jpg", confirm_duplicate=True)
    assert LookAlike.objects.count() == 1

    remove_photo(photo, by="tests")

    assert not LookAlike.objects.exists()
    assert known_to(employee.company) == 1


def test_what_another_pack_made_of_it_goes_as_well(employee: Employee, pictures: Path) -> None:
    photo = enrol(employee, pictures / "obama_1.jpg")
    vector = gallery_of(Company.objects.get(), deciding_pack_id(employee.company)).index.vector_of(employee.id)
    assert vector is not None
    own = StoredTemplate.objects.get()
    older = store_template(employee, Template(vector=vector, pack="yunet_sface-1", weight=own.weight))
    RenewedPhoto.objects.create(
        company=employee.company, employee=employee, photo_id=photo.pk, pack="yunet_sface-1", result="template",
        template_id=older, at=photo.created_at,
    )  # fmt: skip

    assert remove_photo(photo, by="tests") == 2

    assert not StoredTemplate.objects.exists()
    assert not RenewedPhoto.objects.exists()


def test_what_is_gone_waits_or_belongs_to_an_erased_person_is_refused(employee: Employee, pictures: Path) -> None:
    photo = enrol(employee, pictures / "obama_1.jpg")
    submit_pictures(employee, [Picture(pose="front", data=(pictures / "obama_2.jpg").read_bytes())], notice_version="1")
    with pytest.raises(NotFound):
        remove_photo(Photo.objects.get(status="submitted"), by="tests")
    remove_photo(photo, by="tests")
    with pytest.raises(NotFound):
        remove_photo(photo, by="tests")
    erase_employee(employee, by="tests")

    with pytest.raises(EmployeeUnknown):
        remove_photo(photo, by="tests")
