"""What fails is told, stops nobody else, and is tried again: a photo, a key, a pack that was updated or retired."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.integration.renewal.conftest import DEFAULT, TWIN, Enrol, current, outdate_templates, renew_all

from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import open_photo
from kaodoki.faces.errors import ImageTooComplex
from kaodoki.gallery import packs
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee
from kaodoki.project import doctor
from kaodoki.renewal import renew
from kaodoki.renewal.models import RenewedPhoto
from kaodoki.renewal.queries import Reason, renewal_of
from kaodoki.renewal.services import retire, start_trial, switch, switch_back

pytestmark = pytest.mark.django_db

Result = RenewedPhoto.Result
NEXT = "yunet_sface-3"


def packs_of(employee: Employee) -> list[str]:
    return sorted(StoredTemplate.objects.filter(employee=employee).values_list("pack", flat=True))


def age_notes(by: timedelta) -> None:
    for note in RenewedPhoto.objects.all():
        note.at -= by
        note.save()


def test_wrong_template_key_marks_no_photo_and_is_told(in_scope: Company, enrol: Enrol, settings: Any) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    right = settings.TEMPLATE_KEY
    settings.TEMPLATE_KEY = os.urandom(32)

    assert not renew.renew_some(current(in_scope), budget_s=60)
    assert not RenewedPhoto.objects.exists()
    assert renewal_of(current(in_scope)).problem == "seal_broken"
    settings.TEMPLATE_KEY = right
    renew_all(in_scope)

    assert packs_of(employee) == [TWIN, DEFAULT]
    assert renewal_of(current(in_scope)).problem == ""


def test_problem_is_told_without_a_trial_too(in_scope: Company, enrol: Enrol, settings: Any) -> None:
    enrol(in_scope, "1", "obama_1")
    outdate_templates()
    settings.TEMPLATE_KEY = os.urandom(32)

    renew.renew_some(current(in_scope))

    assert renewal_of(current(in_scope)).problem == "seal_broken"


def test_unreadable_photo_is_tried_again_after_a_day(in_scope: Company, enrol: Enrol) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    photo = Photo.objects.get()
    Photo.objects.update(sealed=b"what is left of it")
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    Photo.objects.update(sealed=photo.sealed)

    age_notes(timedelta(hours=23))
    assert not renew.needs_renewal(current(in_scope))
    age_notes(timedelta(hours=2))
    assert renew.needs_renewal(current(in_scope))
    renew_all(in_scope)

    assert packs_of(employee) == [TWIN, DEFAULT]
    assert RenewedPhoto.objects.get().result == Result.TEMPLATE


@pytest.mark.parametrize("error", [ImageTooComplex(), RuntimeError("佐藤"), KeyError("x")])
def test_photo_that_fails_is_noted_the_next_ones_go_on_and_it_is_tried_again(
    in_scope: Company,
    enrol: Enrol,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    first, second = enrol(in_scope, "1", "obama_1"), enrol(in_scope, "2", "biden")
    start_trial(in_scope, TWIN, by="tests")
    failing = Photo.objects.get(employee=first).pk

    def open_or_fail(photo: Photo) -> bytes:
        if photo.pk == failing:
            raise error
        return open_photo(photo)

    with monkeypatch.context() as patch:
        patch.setattr(renew, "open_photo", open_or_fail)
        renew_all(in_scope)

    state = renewal_of(current(in_scope))
    assert (packs_of(first), packs_of(second)) == ([DEFAULT], [TWIN, DEFAULT])
    assert RenewedPhoto.objects.get(photo_id=failing).result == Result.FAILED
    assert (state.problem, [one.reason for one in state.re_enrol]) == ("photo_failed", [Reason.FAILED])
    assert "佐藤" not in caplog.text
    assert str(failing) in caplog.text
    age_notes(timedelta(minutes=59))
    assert not renew.needs_renewal(current(in_scope))
    age_notes(timedelta(minutes=2))
    renew_all(in_scope)
    assert packs_of(first) == [TWIN, DEFAULT]
    assert renewal_of(current(in_scope)).problem == ""


def test_pack_retired_while_a_photo_was_looked_at_gets_no_template(
    in_scope: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    look = renew._face_of

    def look_and_be_overtaken(photo: Photo, engine: Any) -> object:
        found = look(photo, engine)
        retire(in_scope, TWIN, by="tests")
        return found

    monkeypatch.setattr(renew, "_face_of", look_and_be_overtaken)
    renew_all(in_scope)

    assert packs_of(employee) == [DEFAULT]
    assert not RenewedPhoto.objects.exists()


def test_company_that_switched_back_follows_the_built_in_pack_to_its_next_version(
    in_scope: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    switch(in_scope, TWIN, by="tests")
    switch_back(in_scope, by="tests")

    _update_built_in(monkeypatch)

    assert packs.deciding_pack_id(current(in_scope)) == NEXT


def test_update_between_switch_and_back_leads_back_to_the_version_that_is_there(
    in_scope: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    switch(in_scope, TWIN, by="tests")

    _update_built_in(monkeypatch)
    assert renewal_of(current(in_scope)).trial == NEXT
    assert renewal_of(current(in_scope)).photos_left == 1
    switch_back(in_scope, by="tests", force=True)

    assert (current(in_scope).pack, current(in_scope).trial_pack) == ("", TWIN)


def test_doctor_says_that_templates_are_recomputed_and_how_many_are_left(in_scope: Company, enrol: Enrol) -> None:
    enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")  # a trial alone is nothing to be told of
    [fine] = [one for one in doctor.examine() if in_scope.code in one.what]
    outdate_templates()

    [finding] = [one for one in doctor.examine() if in_scope.code in one.what]

    assert fine.is_fine
    assert not finding.is_fine
    assert "being recomputed, 1 photos left" in finding.advice


def test_version_before_can_still_add_companies_and_settings(in_scope: Company) -> None:
    """Its statements name none of the new columns."""
    new = {"people_company": ("pack", "trial_pack"), "people_settings": ("liveness", "liveness_challenge")}
    with connection.cursor() as cursor:
        for table, columns in new.items():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
                " AND column_name = ANY(%s) AND column_default IS NOT NULL",
                [table, list(columns)],
            )
            assert {name for (name,) in cursor.fetchall()} == set(columns)


def _update_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "default_pack_id", lambda: NEXT)
    monkeypatch.setattr("kaodoki.renewal.services.default_pack_id", lambda: NEXT)
