"""Attempts while templates of the deciding pack are still being computed."""

from collections.abc import Iterator

import pytest
from django_scopes import scope
from tests.integration.api_client import ApiClient
from tests.integration.renewal.conftest import current, outdate_templates, renew_all
from tests.integration.renewal.test_shadow import photo, terminal

from kaodoki.enrolment.models import Photo
from kaodoki.people.models import Company, Employee
from kaodoki.punches.models import Attempt
from kaodoki.renewal.models import RenewedPhoto
from kaodoki.renewal.renew import background_engine, renew_photo
from kaodoki.renewal.unready import SECONDS_KNOWN, forget_unready, is_unready

__all__ = ["terminal"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    forget_unready()
    yield
    forget_unready()


def test_nobody_is_called_unknown_while_the_pack_does_not_know_everybody(company: Company, terminal: ApiClient) -> None:
    with scope(company=company):
        outdate_templates()

    answer = terminal.attempt([photo("obama_2")])

    assert (answer.status, answer.body["code"]) == (503, "templates_renewing")
    assert answer.headers["Retry-After"] == "30"
    with scope(company=company):
        assert not Attempt.objects.exists()


def test_who_is_computed_already_is_identified(company: Company, terminal: ApiClient) -> None:
    with scope(company=company):
        outdate_templates()
        first = Photo.objects.select_related("company").get(employee__employee_code="0012")
        renew_photo(first, background_engine("yunet_sface-2"))

    known, waiting = (terminal.attempt([photo(name)]) for name in ("obama_2", "biden"))

    assert (known.status, known.body["outcome"]) == (200, "identified")
    assert waiting.body["code"] == "templates_renewing"


def test_strangers_are_unknown_once_everybody_is_computed(company: Company, terminal: ApiClient) -> None:
    with scope(company=company):
        outdate_templates()
    renew_all(company)

    assert terminal.attempt([photo("astronaut")]).body["outcome"] == "unknown"


def test_who_must_enrol_again_keeps_nobody_waiting(company: Company, terminal: ApiClient) -> None:
    with scope(company=company):
        outdate_templates()
        renew_all(company)
        gone = Employee.objects.get(employee_code="0013")
        gone.storedtemplate_set.exclude(pack="yunet_sface-1").delete()
        RenewedPhoto.objects.filter(employee=gone).update(result=RenewedPhoto.Result.NO_FACE)

        assert not is_unready(current(company), "yunet_sface-2")


def test_the_question_is_not_asked_for_every_stranger(
    company: Company, terminal: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [100.0]
    monkeypatch.setattr("kaodoki.renewal.unready.monotonic", lambda: seconds[0])
    with scope(company=company):
        outdate_templates()
        assert is_unready(company, "yunet_sface-2")
        renew_all(company)

        seconds[0] += SECONDS_KNOWN / 2
        assert is_unready(company, "yunet_sface-2")
        seconds[0] += SECONDS_KNOWN
        assert not is_unready(company, "yunet_sface-2")
