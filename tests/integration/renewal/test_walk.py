"""Every photo has its turn, once, and asking for the next one does not grow with those that are done."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.renewal.conftest import DEFAULT, TWIN

from kaodoki import clock
from kaodoki.enrolment.models import Photo
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_employee
from kaodoki.renewal import walk
from kaodoki.renewal.models import RenewedPhoto
from kaodoki.renewal.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee(in_scope: Company) -> Employee:
    return create_employee(in_scope, "1", {"family_name": "佐藤"}, by="tests")


@pytest.fixture(autouse=True)
def small_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "WINDOW", 4)


def add_photos(employee: Employee, count: int) -> set[uuid.UUID]:
    photos = [
        Photo(
            company=employee.company,
            employee=employee,
            status=Photo.Status.APPROVED,
            key_version=1,
            sealed=b"",
            created_at=clock.now(),
        )
        for _ in range(count)
    ]
    return {photo.pk for photo in Photo.objects.bulk_create(photos)}


def note(photo: uuid.UUID, employee: Employee, pack: str) -> None:
    RenewedPhoto.objects.create(
        company=employee.company,
        employee=employee,
        photo_id=photo,
        pack=pack,
        result=RenewedPhoto.Result.NO_FACE,
        at=clock.now(),
    )


def work_off(way: Walk, employee: Employee, *packs: str) -> Iterator[tuple[uuid.UUID, str]]:
    while (found := way.next(employee.company, packs)) is not None:
        photo, pack = found
        note(photo.pk, employee, pack)
        yield photo.pk, pack


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 8, 11])
def test_every_photo_has_one_turn_a_pack_and_the_deciding_pack_is_first(employee: Employee, count: int) -> None:
    photos = add_photos(employee, count)

    turns = list(work_off(Walk(), employee, DEFAULT, TWIN))

    assert [pack for _, pack in turns] == [DEFAULT] * count + [TWIN] * count
    assert {photo for photo, _ in turns[:count]} == {photo for photo, _ in turns[count:]} == photos


def test_photos_that_come_or_wait_again_meanwhile_have_their_turn_before_the_end(employee: Employee) -> None:
    first = add_photos(employee, 6)
    way = Walk()
    turns = work_off(way, employee, TWIN)
    begun = {next(turns)[0] for _ in range(5)}
    RenewedPhoto.objects.filter(photo_id__in=begun).delete()
    later = add_photos(employee, 6)

    rest = [photo for photo, _ in turns]

    assert len(rest) == len(set(rest)) == 12
    assert set(rest) == first | later


def test_photo_done_by_somebody_else_deleted_or_of_an_erased_person_is_left_out(employee: Employee) -> None:
    done, deleted, erased, last = sorted(add_photos(employee, 4))
    way = Walk()
    gone = create_employee(employee.company, "2", {"family_name": "林"}, by="tests")
    Photo.objects.filter(pk=erased).update(employee=gone)
    first = way.next(employee.company, [TWIN])  # the whole window is chosen now
    assert first is not None
    note(done, employee, TWIN)
    Photo.objects.filter(pk=deleted).delete()
    Employee.objects.filter(pk=gone.pk).update(erased_at=clock.now())

    assert [photo for photo, _ in work_off(way, employee, TWIN)] == [last]


def test_pack_that_is_retired_has_no_more_turns(employee: Employee) -> None:
    photos = add_photos(employee, 3)
    way = Walk()
    assert way.next(employee.company, [DEFAULT, TWIN]) is not None

    assert {pack for _, pack in work_off(way, employee, TWIN)} == {TWIN}
    assert {photo for photo, _ in work_off(way, employee, DEFAULT)} == photos


def test_twice_the_photos_take_twice_the_questions_and_no_window_is_read_a_third_time(employee: Employee) -> None:
    asked = []
    for count in (40, 80):
        add_photos(employee, count - Photo.objects.count())
        RenewedPhoto.objects.all().delete()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            turns = len(list(work_off(Walk(), employee, DEFAULT, TWIN)))
        windows = [one["sql"] for one in seen if "LIMIT 4" in one["sql"]]
        assert turns == 2 * count
        assert len(windows) <= 2 * 2 * (count // 4 + 1)
        asked.append(len(seen) - turns)

    assert asked[1] < 2.1 * asked[0]
