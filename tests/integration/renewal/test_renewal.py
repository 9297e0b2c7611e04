"""Templates are computed anew from kept photos: all of them, once each, and never for somebody who is gone."""

import uuid
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from django.utils import timezone
from django_scopes import scope
from tests.integration.renewal.conftest import DEFAULT, RANDOM, TWIN, Enrol, current, renew_all

from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import erase_employee
from kaodoki.faces import Template
from kaodoki.faces.errors import PackUncalibrated, PackUnknown
from kaodoki.faces.face import unit
from kaodoki.gallery.models import StoredTemplate
from kaodoki.gallery.services import gallery_of, store_template
from kaodoki.people import keys
from kaodoki.people.models import Company, Employee
from kaodoki.renewal import renew
from kaodoki.renewal.errors import NoTrial, NotSwitched, PackDeciding, RenewalUnfinished, TrialRunning
from kaodoki.renewal.models import Agreement, RenewedPhoto, Trial
from kaodoki.renewal.queries import Reason, Renewal, people_without_template, renewal_of
from kaodoki.renewal.services import retire, start_trial, switch, switch_back

pytestmark = pytest.mark.django_db


def state_of(company: Company) -> Renewal:
    return renewal_of(current(company))


def packs_of(employee: Employee) -> list[str]:
    return sorted(StoredTemplate.objects.filter(employee=employee).values_list("pack", flat=True))


def test_every_kept_photo_gets_a_template_of_the_new_pack(in_scope: Company, enrol: Enrol) -> None:
    one, two = enrol(in_scope, "1", "obama_1", "obama_2"), enrol(in_scope, "2", "biden")
    start_trial(in_scope, "made_twin", by="tests")
    assert (state_of(in_scope).photos_left, state_of(in_scope).people_ready) == (3, 0)

    renew_all(in_scope)

    assert packs_of(one) == [TWIN, TWIN, DEFAULT, DEFAULT]
    assert packs_of(two) == [TWIN, DEFAULT]
    state = state_of(in_scope)
    assert (state.people, state.people_ready, state.photos_left, state.re_enrol) == (2, 2, 0, ())
    assert state.is_complete
    assert len(gallery_of(current(in_scope), TWIN)) == len(gallery_of(current(in_scope), DEFAULT)) == 2


def test_crash_in_the_middle_loses_nothing_and_repeats_nothing(
    in_scope: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    employees = [enrol(in_scope, str(number), name) for number, name in enumerate(("obama_1", "biden", "astronaut"))]
    start_trial(in_scope, TWIN, by="tests")
    looks: list[uuid.UUID] = []
    look = renew._face_of

    def crash_at_the_second(photo: Photo, engine: Any) -> object:
        looks.append(photo.pk)
        if len(looks) == 2:
            raise KeyboardInterrupt
        return look(photo, engine)

    monkeypatch.setattr(renew, "_face_of", crash_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        renew.renew_some(current(in_scope), budget_s=60)
    assert state_of(in_scope).people_ready == 1
    renew_all(in_scope)

    assert [packs_of(employee) for employee in employees] == [[TWIN, DEFAULT]] * 3
    assert len(looks) == 4  # the one in hand twice, the finished one once


def test_crash_between_template_and_note_leaves_neither(
    in_scope: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    note = RenewedPhoto.objects.create

    def crash(**columns: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(RenewedPhoto.objects, "create", crash)
    with pytest.raises(KeyboardInterrupt):
        renew.renew_some(current(in_scope), budget_s=60)
    assert packs_of(employee) == [DEFAULT]
    monkeypatch.setattr(RenewedPhoto.objects, "create", note)
    renew_all(in_scope)

    assert packs_of(employee) == [TWIN, DEFAULT]


def test_batch_ends_after_its_time_and_says_that_more_is_left(in_scope: Company, enrol: Enrol) -> None:
    enrol(in_scope, "1", "obama_1")
    enrol(in_scope, "2", "biden")
    start_trial(in_scope, TWIN, by="tests")

    assert renew.renew_some(current(in_scope), budget_s=0)
    assert state_of(in_scope).people_ready == 1
    assert renew.renew_some(current(in_scope), budget_s=0)
    assert not renew.renew_some(current(in_scope), budget_s=0)


def test_person_erased_while_the_photo_was_looked_at_gets_no_template(
    in_scope: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    look = renew._face_of

    def look_and_be_overtaken(photo: Photo, engine: Any) -> object:
        found = look(photo, engine)
        erase_employee(employee, by="tests")
        return found

    monkeypatch.setattr(renew, "_face_of", look_and_be_overtaken)
    renew_all(in_scope)

    assert not StoredTemplate.objects.exists()
    assert not RenewedPhoto.objects.exists()
    assert state_of(in_scope).is_complete


def test_photo_deleted_while_it_was_looked_at_gets_no_template(
    in_scope: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    look = renew._face_of

    def look_and_be_overtaken(photo: Photo, engine: Any) -> object:
        found = look(photo, engine)
        Photo.objects.all().delete()
        return found

    monkeypatch.setattr(renew, "_face_of", look_and_be_overtaken)
    renew_all(in_scope)

    assert packs_of(employee) == [DEFAULT]


def test_erasure_reaches_the_templates_of_both_packs(in_scope: Company, enrol: Enrol) -> None:
    employee = enrol(in_scope, "1", "obama_1", "obama_2")
    enrol(in_scope, "2", "biden")
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    for pack in (DEFAULT, TWIN):
        assert len(gallery_of(current(in_scope), pack)) == 2

    receipt = erase_employee(employee, by="tests")

    assert receipt["templates_erased"] == 4
    assert packs_of(employee) == []
    for pack in (DEFAULT, TWIN):
        assert len(gallery_of(current(in_scope), pack)) == 1
    renew.forget_erased(current(in_scope))
    assert not RenewedPhoto.objects.filter(employee=employee).exists()


def test_whoever_has_no_usable_photo_left_must_enrol_again_and_the_reason_is_told(
    in_scope: Company, enrol: Enrol
) -> None:
    people = (("1", "biden"), ("2", "astronaut"), ("3", "obama_1"))
    deleted, unreadable, empty = (enrol(in_scope, code, photo) for code, photo in people)
    Photo.objects.filter(employee=deleted).delete()
    Photo.objects.filter(employee=unreadable).update(sealed=b"what is left of it")
    _replace_picture(empty, np.zeros((300, 300, 3), dtype=np.uint8))
    enrol(in_scope, "4")  # never enrolled: nothing to renew
    start_trial(in_scope, TWIN, by="tests")

    before = state_of(in_scope).re_enrol
    renew_all(in_scope)

    assert [(person.employee_code, person.reason) for person in before] == [("1", Reason.PHOTO_DELETED)]
    assert [(person.employee_code, person.reason) for person in state_of(in_scope).re_enrol] == [
        ("1", Reason.PHOTO_DELETED),
        ("2", Reason.PHOTO_UNREADABLE),
        ("3", Reason.NO_FACE),
    ]
    assert (state_of(in_scope).people, state_of(in_scope).people_ready) == (3, 0)


def test_new_photo_during_a_trial_gets_templates_of_both_packs(in_scope: Company, enrol: Enrol) -> None:
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)

    employee = enrol(in_scope, "1", "obama_1")
    renew_all(in_scope)

    assert packs_of(employee) == [TWIN, DEFAULT]


def test_new_photo_after_the_switch_gets_templates_of_both_packs_too(in_scope: Company, enrol: Enrol) -> None:
    enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    switch(in_scope, TWIN, by="tests")

    employee = enrol(in_scope, "2", "biden")
    assert packs_of(employee) == [TWIN]
    renew_all(in_scope)

    assert packs_of(employee) == [TWIN, DEFAULT]
    assert switch_back(in_scope, by="tests").is_complete


def test_switch_waits_for_the_renewal_and_can_be_undone(in_scope: Company, enrol: Enrol) -> None:
    enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")

    with pytest.raises(RenewalUnfinished, match="1 photos"):
        switch(in_scope, TWIN, by="tests")
    assert current(in_scope).pack == ""
    renew_all(in_scope)
    switch(in_scope, TWIN, by="tests")
    assert (current(in_scope).pack, current(in_scope).trial_pack) == (TWIN, DEFAULT)
    switch_back(in_scope, by="tests")

    assert (current(in_scope).pack, current(in_scope).trial_pack) == ("", TWIN)
    with pytest.raises(NotSwitched):
        switch_back(in_scope, by="tests")


def test_forced_switch_says_who_must_enrol_again(in_scope: Company, enrol: Enrol) -> None:
    lost = enrol(in_scope, "1", "obama_1")
    Photo.objects.filter(employee=lost).delete()
    start_trial(in_scope, TWIN, by="tests")

    with pytest.raises(RenewalUnfinished, match="1 people"):
        switch(in_scope, TWIN, by="tests")
    state = switch(in_scope, TWIN, by="tests", force=True)

    assert [person.employee_code for person in state.re_enrol] == ["1"]
    assert current(in_scope).pack == TWIN
    assert people_without_template(current(in_scope), TWIN)[0].employee_code == "1"


def test_retiring_deletes_the_old_templates_only_on_request(in_scope: Company, enrol: Enrol) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    switch(in_scope, TWIN, by="tests")
    assert packs_of(employee) == [TWIN, DEFAULT]

    with pytest.raises(PackDeciding):
        retire(in_scope, TWIN, by="tests")
    with pytest.raises(NoTrial):
        retire(in_scope, RANDOM, by="tests")
    count = retire(in_scope, "yunet_sface", by="tests")

    assert count == 1
    assert packs_of(employee) == [TWIN]
    assert (current(in_scope).pack, current(in_scope).trial_pack) == (TWIN, "")
    assert not Trial.objects.exists()
    with pytest.raises(NotSwitched):
        switch_back(in_scope, by="tests")


def test_trial_that_pleases_nobody_is_ended_by_retiring_it(in_scope: Company, enrol: Enrol) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)

    retire(in_scope, TWIN, by="tests")

    assert packs_of(employee) == [DEFAULT]
    assert current(in_scope).trial_pack == ""
    assert state_of(in_scope).started_at is None
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    assert packs_of(employee) == [TWIN, DEFAULT]


def test_only_another_known_and_calibrated_pack_can_be_tried(in_scope: Company) -> None:
    with pytest.raises(PackUnknown):
        start_trial(in_scope, "nothing", by="tests")
    with pytest.raises(PackUncalibrated):
        start_trial(in_scope, "made_raw", by="tests")
    with pytest.raises(PackDeciding):
        start_trial(in_scope, "yunet_sface", by="tests")
    with pytest.raises(NoTrial):
        switch(in_scope, TWIN, by="tests")
    start_trial(in_scope, TWIN, by="tests")
    with pytest.raises(TrialRunning, match=TWIN):
        start_trial(in_scope, RANDOM, by="tests")
    with pytest.raises(NoTrial):
        switch(in_scope, RANDOM, by="tests")


def test_pack_that_is_missing_here_is_noted_and_the_work_goes_on_when_it_is_back(
    in_scope: Company, enrol: Enrol, settings: Any, tmp_path: Path, packs_dir: Path
) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    renew.background_engine.cache_clear()
    settings.PACKS_DIR = tmp_path

    assert not renew.renew_some(current(in_scope))
    assert state_of(in_scope).problem == "pack_unknown"
    settings.PACKS_DIR = packs_dir
    renew_all(in_scope)

    assert state_of(in_scope).problem == ""
    assert packs_of(employee) == [TWIN, DEFAULT]


def test_companies_with_different_packs_share_a_server(in_scope: Company, other_company: Company, enrol: Enrol) -> None:
    enrol(in_scope, "1", "obama_1")
    with scope(company=other_company):
        other_company.pack = TWIN
        other_company.save()
        theirs = enrol(other_company, "1", "obama_1")

        assert packs_of(theirs) == [TWIN]
        assert len(gallery_of(current(other_company), TWIN)) == 1
        assert len(gallery_of(current(other_company), DEFAULT)) == 0
    assert len(gallery_of(current(in_scope), DEFAULT)) == 1
    assert len(gallery_of(current(in_scope), TWIN)) == 0


def test_template_of_another_pack_is_never_in_the_gallery(in_scope: Company, enrol: Enrol) -> None:
    employee = enrol(in_scope, "1", "obama_1")
    foreign = Template(vector=unit(np.ones(512)), pack="other-1")
    store_template(employee, foreign)

    gallery = gallery_of(current(in_scope), DEFAULT)

    assert len(gallery) == 1
    assert gallery.search(np.asarray(unit(np.ones(128))))[0].score < 0.9
    assert gallery_of(current(in_scope), "other-1").search(foreign.vector)[0].score == pytest.approx(1, abs=1e-3)


def test_agreement_of_an_ended_trial_is_forgotten(in_scope: Company) -> None:
    start_trial(in_scope, TWIN, by="tests")
    Agreement.objects.create(company=in_scope, deciding=DEFAULT, trial=TWIN, verdict="same", last_at=timezone.now())

    retire(in_scope, TWIN, by="tests")

    assert not Agreement.objects.exists()


def _replace_picture(employee: Employee, image: Any) -> None:
    """The kept photo shows something else: as if the new detector saw nothing in it."""
    photo = Photo.objects.get(employee=employee)
    cipher = keys.cipher(employee.company)
    encoded = cv2.imencode(".png", image)[1].tobytes()
    photo.sealed = cipher.seal(encoded, parts=("photo", employee.id, photo.id))
    photo.key_version = cipher.key_version
    photo.save()
