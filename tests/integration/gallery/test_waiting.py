"""Two changes to a gallery at once wait for each other in one order, whatever rows they refer to."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django_scopes import scope

from kaodoki import clock
from kaodoki.clocking import choose
from kaodoki.clocking.record import still_enrolled
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import erase_employee, register_photo
from kaodoki.gallery.look_alikes import pair_of
from kaodoki.gallery.models import LookAlike, StoredTemplate
from kaodoki.gallery.packs import default_pack_id
from kaodoki.gallery.services import hold_gallery
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_employee
from kaodoki.renewal.renew import background_engine, renew_photo

pytestmark = pytest.mark.django_db(transaction=True)

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"

Change = Callable[[Employee, bytes], object]


@pytest.fixture
def two(in_scope: Company, pictures: Path) -> tuple[Employee, Employee]:
    """Two employees; the second is enrolled, so that there is something to change."""
    one, other = (create_employee(in_scope, code, {"family_name": "林"}, by="tests") for code in ("0001", "0002"))
    register_photo(other, (pictures / "biden.jpg").read_bytes(), consent=True, by="tests")
    return one, other


def erase(employee: Employee, _: bytes) -> object:
    return erase_employee(employee, by="tests")


def register(employee: Employee, data: bytes) -> object:
    return register_photo(employee, data, consent=True, by="tests")


def renew(employee: Employee, _: bytes) -> None:
    StoredTemplate.objects.filter(employee=employee).delete()
    photo = Photo.objects.select_related("company").get(employee=employee)
    renew_photo(photo, background_engine(default_pack_id()))


def write_pair(one: Employee, other: Employee) -> LookAlike:
    first, second = pair_of(one.id, other.id)
    return LookAlike.objects.create(
        company=one.company, first_id=first, second_id=second, pack=default_pack_id(), score=0.5, found_at=clock.now()
    )


def _is_anybody_waiting(cursor: CursorWrapper) -> bool:
    # Without it the first answer of a transaction is its answer to the end.
    cursor.execute("SELECT pg_stat_clear_snapshot()")
    cursor.execute(_WAITING)
    return bool(cursor.fetchone()[0])


class Other:
    """Work in a connection of its own."""

    def __init__(self, company: Company, work: Callable[[], object]) -> None:
        self._company, self._work = company, work
        self._failures = list[Exception]()
        self._thread = threading.Thread(target=self._run)

    def begin(self) -> None:
        self._thread.start()

    def begin_and_wait_for_a_lock(self) -> None:
        self.begin()
        ends = time.monotonic() + 30
        with connection.cursor() as cursor:
            while not _is_anybody_waiting(cursor):
                assert self._thread.is_alive(), self._failures
                assert time.monotonic() < ends
                time.sleep(0.02)

    def end(self) -> None:
        """Raises what the work failed with."""
        self._thread.join(30)
        assert not self._thread.is_alive()
        for failure in self._failures:
            raise failure

    def _run(self) -> None:
        try:
            with scope(company=self._company):
                self._work()
        except Exception as error:
            self._failures.append(error)
        finally:
            connection.close()


@pytest.mark.parametrize("change", [erase, register, renew])
def test_a_new_pair_and_a_change_to_its_other_half_do_not_wait_for_each_other(
    two: tuple[Employee, Employee], in_scope: Company, pictures: Path, change: Change
) -> None:
    one, other = two
    photo = (pictures / "biden.jpg").read_bytes()
    change_of_other = Other(in_scope, lambda: change(other, photo))

    with transaction.atomic():
        list(Employee.objects.select_for_update(no_key=True).filter(pk=one.pk))
        hold_gallery(in_scope)
        write_pair(one, other)
        change_of_other.begin_and_wait_for_a_lock()
    change_of_other.end()

    # A pair that came to be while the change waited is seen by it: an erasure leaves none, nor does a fresh look.
    assert not LookAlike.objects.exists()


def test_a_known_pair_is_written_anew_while_its_other_half_is_being_erased(
    two: tuple[Employee, Employee], in_scope: Company
) -> None:
    one, other = two
    pair = write_pair(one, other)
    erasure = Other(in_scope, lambda: erase_employee(other, by="tests"))

    with transaction.atomic():
        list(Employee.objects.select_for_update(no_key=True).filter(pk=one.pk))
        hold_gallery(in_scope)
        erasure.begin_and_wait_for_a_lock()
        LookAlike.objects.filter(pk=pair.pk).update(score=0.6)
    erasure.end()

    assert not LookAlike.objects.exists()


@pytest.mark.parametrize("hold", [lambda one: still_enrolled(one.pk, one.company), lambda one: choose._locked(one.pk)])
def test_a_punch_that_is_being_written_holds_up_nobody_who_writes_a_pair(
    two: tuple[Employee, Employee], in_scope: Company, hold: Callable[[Employee], object]
) -> None:
    one, other = two
    may_end, is_held = threading.Event(), threading.Event()

    def punch() -> None:
        with transaction.atomic():
            assert hold(other)
            is_held.set()
            assert may_end.wait(20)

    punching = Other(in_scope, punch)
    punching.begin()
    assert is_held.wait(20)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            write_pair(one, other)
    finally:
        may_end.set()
        punching.end()

    assert LookAlike.objects.count() == 1
