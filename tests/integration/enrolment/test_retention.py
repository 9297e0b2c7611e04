"""Photos go when the company's period is over; templates and younger photos stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from django_scopes import scope

from kaodoki import clock
from kaodoki.audit.models import AuditEvent
from kaodoki.consent.services import record_consent
from kaodoki.enrolment import retention
from kaodoki.enrolment.deciding import approve
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.retention import forget_photos, next_photo_due
from kaodoki.enrolment.services import register_photo, seal_photo
from kaodoki.enrolment.submitting import Picture, submit_pictures
from kaodoki.enrolment.tasks import forget_photos_past_their_time
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.people.services import create_company, create_employee


@pytest.fixture
def person(in_scope: Company) -> Employee:
    return create_employee(in_scope, "0012", {}, by="tests")


def keep_for(days: int | str) -> None:
    Settings.objects.update(enrolment_photo_retention=days)


def photo(person: Employee, *, days_ago: float) -> Photo:
    kept = seal_photo(person, b"jpeg", status=Photo.Status.APPROVED, quality={})
    kept.created_at = clock.now() - timedelta(days=days_ago)
    kept.save(force_insert=True)
    return kept


def test_until_leaving_nothing_goes(person: Employee) -> None:
    photo(person, days_ago=4000)

    assert forget_photos(person.company, now=clock.now()) == 0
    assert next_photo_due(person.company, now=clock.now()) is None
    assert Photo.objects.count() == 1


def test_what_is_older_goes_and_is_named_in_the_audit_trail(person: Employee) -> None:
    keep_for(30)
    photo(person, days_ago=31)
    younger = photo(person, days_ago=29)

    assert forget_photos(person.company, now=clock.now()) == 1

    assert list(Photo.objects.all()) == [younger]
    event = AuditEvent.objects.get(action="photos_expired")
    assert event.details == {"photos": 1, "employee_codes": ["0012"]}
    assert next_photo_due(person.company, now=clock.now()) == younger.created_at + timedelta(days=30)


def test_the_face_is_known_after_its_photo_went(person: Employee, pictures: Path) -> None:
    keep_for(1)
    register_photo(person, (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")

    forget_photos(person.company, now=clock.now() + timedelta(days=2))

    assert not Photo.objects.exists()
    assert StoredTemplate.objects.filter(employee=person).count() == 1


def test_the_period_begins_with_the_approval(person: Employee, pictures: Path) -> None:
    keep_for(10)
    record_consent(person, declared_by="0012", version="1")
    picture = Picture(pose="front", data=(pictures / "obama_1.jpg").read_bytes())
    submission = submit_pictures(person, [picture], notice_version="1")
    Photo.objects.update(created_at=clock.now() - timedelta(days=20))

    assert forget_photos(person.company, now=clock.now()) == 0  # waits for a decision
    approve(submission, by="tests")

    assert forget_photos(person.company, now=clock.now() + timedelta(days=9)) == 0
    assert forget_photos(person.company, now=clock.now() + timedelta(days=10, seconds=1)) == 1


def test_more_than_one_step_is_taken(person: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    keep_for(1)
    for _ in range(5):
        photo(person, days_ago=2)

    assert forget_photos(person.company, now=clock.now()) == 5
    assert AuditEvent.objects.filter(action="photos_expired").count() == 3


def test_the_job_takes_each_company_by_its_own_period(person: Employee) -> None:
    other = create_company("kita", "株式会社きた")
    with scope(company=other):
        keep_for(1)
        photo(create_employee(other, "0012", {}, by="tests"), days_ago=2)
    photo(person, days_ago=2)

    forget_photos_past_their_time(0)

    assert Photo.objects.count() == 1
    with scope(company=other):
        assert not Photo.objects.exists()
