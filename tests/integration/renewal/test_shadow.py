"""Live attempts under a trial: the deciding pack answers as ever, the other one is only counted."""

from typing import Any

import cv2
import pytest
from django_scopes import scope
from tests.integration.api_client import ApiClient, enrol, paired_terminal
from tests.integration.renewal.conftest import DEFAULT, RANDOM, TWIN, current, renew_all

from kaodoki.clocking import recognise
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company
from kaodoki.project.demo_pictures import picture_path
from kaodoki.renewal import shadow
from kaodoki.renewal.models import Agreement
from kaodoki.renewal.queries import agreement_of
from kaodoki.renewal.services import start_trial, switch
from kaodoki.renewal.shadow import LiveAttempt, compare

pytestmark = pytest.mark.django_db


def photo(name: str) -> bytes:
    """As a terminal would send it: a frame may have 1 MB."""
    image = cv2.imread(str(picture_path(name)), cv2.IMREAD_COLOR)
    assert image is not None
    scale = min(1.0, 800 / max(image.shape))
    return bytes(cv2.imencode(".jpg", cv2.resize(image, None, fx=scale, fy=scale))[1].tobytes())


@pytest.fixture
def terminal(api: ApiClient) -> ApiClient:
    enrol(api, "0012", "佐藤", "美咲", photo("obama_1"))
    enrol(api, "0013", "鈴木", "一郎", photo("biden"))
    return paired_terminal(api, punch_selection="in")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Agreement.Verdict | None]:
    """The verdicts, each made at once and in the test's own transaction instead of in the thread."""
    verdicts: list[Agreement.Verdict | None] = []

    def at_once(attempt: LiveAttempt) -> None:
        verdicts.append(compare(attempt))

    monkeypatch.setattr(shadow._shadow, "offer", at_once)
    return verdicts


def try_pack(company: Company, pack: str) -> None:
    with scope(company=company):
        start_trial(company, pack, by="tests")
    renew_all(company)


def test_same_answer_of_both_is_counted_with_its_scores(
    company: Company, terminal: ApiClient, compared: list[Agreement.Verdict | None]
) -> None:
    try_pack(company, TWIN)

    answers = [terminal.attempt([photo(name)]) for name in ("obama_2", "obama_3", "astronaut")]

    assert [answer.body["outcome"] for answer in answers] == ["identified", "identified", "unknown"]
    assert compared == ["same", "same", "both_nobody"]
    with scope(company=company):
        same, nobody = agreement_of(current(company))
    assert (same.verdict, same.count, nobody.count) == ("same", 2, 1)
    assert same.deciding is not None
    assert same.trial is not None
    assert (same.deciding.count, same.trial.count) == (2, 2)
    assert same.trial.low <= same.trial.mean <= same.trial.high
    assert same.trial.mean == pytest.approx(same.deciding.mean, abs=0.1)
    assert same.trial.low > 0.5


def test_pack_that_takes_people_for_others_decides_nothing(
    company: Company, terminal: ApiClient, compared: list[Agreement.Verdict | None]
) -> None:
    before = terminal.attempt([photo("obama_2")]).body
    try_pack(company, RANDOM)

    during = terminal.attempt([photo("obama_3")]).body

    assert (before["outcome"], during["outcome"]) == ("identified", "identified")
    assert during["employee"]["employee_code"] == "0012"
    assert len(compared) == 1
    assert compared[0] not in (None, Agreement.Verdict.FAILED)


def test_person_without_a_new_template_is_counted_apart(
    company: Company, terminal: ApiClient, compared: list[Agreement.Verdict | None]
) -> None:
    try_pack(company, TWIN)
    with scope(company=company):
        StoredTemplate.objects.filter(pack=TWIN, employee__employee_code="0012").delete()
        Company.objects.filter(pk=company.pk).update(gallery_revision=10_000)

    terminal.attempt([photo("obama_2")])

    assert compared == ["not_renewed"]


def test_failure_of_the_new_pack_is_counted_and_disturbs_nobody(
    company: Company, terminal: ApiClient, compared: list[Agreement.Verdict | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    try_pack(company, TWIN)
    monkeypatch.setattr(shadow, "combine_frames", lambda *_: 1 / 0)

    answer = terminal.attempt([photo("obama_2")])

    assert (answer.status, answer.body["outcome"]) == (200, "identified")
    assert compared == ["failed"]


def test_looks_without_a_face_and_companies_without_a_trial_are_not_compared(
    company: Company, terminal: ApiClient, compared: list[Agreement.Verdict | None]
) -> None:
    terminal.attempt([photo("obama_2")])
    try_pack(company, TWIN)
    terminal.attempt([photo("cut_1")])
    terminal.attempt([photo("group")])

    assert compared == []


def test_after_the_switch_the_new_pack_decides_and_the_old_one_is_compared(
    company: Company, terminal: ApiClient, compared: list[Agreement.Verdict | None]
) -> None:
    try_pack(company, TWIN)
    with scope(company=company):
        switch(company, TWIN, by="tests")
        StoredTemplate.objects.filter(pack=DEFAULT).delete()
        Company.objects.filter(pk=company.pk).update(gallery_revision=10_000)

    answer = terminal.attempt([photo("obama_2")])

    assert answer.body["outcome"] == "identified"
    assert compared == ["not_renewed"]
    with scope(company=company):
        (counted,) = agreement_of(current(company))
    assert counted.verdict == "not_renewed"


def test_punch_is_answered_without_waiting_for_the_comparison(
    transactional_db: None, company: Company, terminal: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_pack(company, TWIN)
    futures: list[Any] = []
    offer = shadow._shadow.offer
    monkeypatch.setattr(shadow._shadow, "_rests_until", 0.0)
    monkeypatch.setattr(shadow._shadow, "offer", lambda attempt: futures.append(offer(attempt)))

    answer = terminal.attempt([photo("obama_2")])
    futures[0].result(timeout=60)

    assert answer.body["outcome"] == "identified"
    with scope(company=company):
        (same,) = agreement_of(current(company))
    assert (same.verdict, same.count) == ("same", 1)


def test_recognition_looks_with_the_company_s_own_pack(company: Company, terminal: ApiClient) -> None:
    try_pack(company, TWIN)
    with scope(company=company):
        before = recognise.recognise(current(company), [photo("obama_2")], company.settings)
        switch(company, TWIN, by="tests")
        StoredTemplate.objects.filter(pack=DEFAULT).delete()
        Company.objects.filter(pk=company.pk).update(gallery_revision=10_000)
        after = recognise.recognise(current(company), [photo("obama_2")], company.settings)

    assert before.employee_id == after.employee_id is not None
