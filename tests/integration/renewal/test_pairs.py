"""After a switch every pair of look-alikes of the new pack is known, and who was told apart stays told apart."""

import pytest
from django_scopes import scope, scopes_disabled
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.integration.renewal.conftest import TWIN, Enrol, current, outdate_templates, renew_all

from kaodoki.enrolment.services import register_photo
from kaodoki.gallery.models import LookAlike
from kaodoki.people.models import Company
from kaodoki.people.services import create_employee
from kaodoki.project.demo_pictures import picture_path
from kaodoki.renewal import tasks
from kaodoki.renewal.queue import COMPARE_PRIORITY, COMPARE_TASK, PRIORITY
from kaodoki.renewal.services import start_trial, switch

pytestmark = pytest.mark.django_db


def comparisons() -> int:
    return int(ProcrastinateJob.objects.filter(task_name=COMPARE_TASK, status="todo").count())


def compare(company: Company) -> None:
    with scopes_disabled():
        tasks.compare(company_id=str(company.id))


def told_apart(company: Company, enrol: Enrol) -> None:
    """Two employees with photos of one person, which somebody confirmed not to be one."""
    enrol(company, "1", "obama_1")
    second = create_employee(company, "2", {"family_name": "佐藤"}, by="tests")
    second.company = current(company)
    register_photo(second, picture_path("obama_2").read_bytes(), consent=True, by="boss", confirm_duplicate=True)


def test_switch_asks_for_a_comparison_after_the_computing_and_a_trial_does_not(in_scope: Company, enrol: Enrol) -> None:
    enrol(in_scope, "1", "obama_1")
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    before = comparisons()

    switch(in_scope, TWIN, by="tests")

    assert (before, comparisons()) == (0, 1)
    assert COMPARE_PRIORITY < PRIORITY


def test_new_version_of_the_built_in_pack_is_compared_too_once(in_scope: Company, enrol: Enrol) -> None:
    enrol(in_scope, "1", "obama_1")
    enrol(in_scope, "2", "biden")
    outdate_templates()

    renew_all(in_scope)

    assert comparisons() == 1


def test_pair_that_the_computing_missed_is_found_after_the_switch(in_scope: Company, enrol: Enrol) -> None:
    told_apart(in_scope, enrol)
    start_trial(in_scope, TWIN, by="tests")
    renew_all(in_scope)
    switch(in_scope, TWIN, by="tests")
    LookAlike.objects.all().delete()

    compare(in_scope)

    assert [pair.pack for pair in LookAlike.objects.all()] == [TWIN]


def test_comparison_of_a_big_company_waits_until_it_is_asked_for(
    in_scope: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_apart(in_scope, enrol)
    LookAlike.objects.all().delete()
    monkeypatch.setattr(tasks, "MOST_COMPARED", 1)

    compare(in_scope)

    assert not LookAlike.objects.exists()


def test_comparison_that_fails_is_logged_by_its_code(in_scope: Company, caplog: pytest.LogCaptureFixture) -> None:
    Company.objects.filter(pk=in_scope.pk).update(pack="gone-1")

    compare(in_scope)
    tasks.compare(company_id="00000000-0000-0000-0000-000000000000")

    assert f"comparing everybody of company {in_scope.code} failed: pack_unknown" in caplog.text


def test_who_was_told_apart_stays_so_under_the_new_pack(in_scope: Company, enrol: Enrol) -> None:
    told_apart(in_scope, enrol)
    start_trial(in_scope, TWIN, by="tests")

    renew_all(in_scope)

    pair = LookAlike.objects.get(pack=TWIN)
    assert (pair.confirmed_by, pair.score > 0.5) == ("boss", True)
    switch(in_scope, TWIN, by="tests")
    with scope(company=in_scope):
        second = pair.second
        second.company = current(in_scope)
        register_photo(second, picture_path("obama_3").read_bytes(), consent=True, by="tests")
