"""What `kaodoki doctor` finds."""

import pytest
from django_scopes import scope

from kaodoki.people.models import Company
from kaodoki.people.services import change_settings
from kaodoki.project import doctor


@pytest.mark.parametrize(
    ("liveness", "installed", "fine"), [("off", False, True), ("passive", False, False), ("passive", True, True)]
)
def test_liveness_model_is_missed_only_where_a_setting_asks_for_it(
    company: Company, monkeypatch: pytest.MonkeyPatch, liveness: str, installed: bool, fine: bool
) -> None:
    monkeypatch.setattr(doctor, "is_installed", lambda: installed)
    with scope(company=company):
        change_settings(company, {"liveness": liveness}, by="tests")

    [finding] = [found for found in doctor.examine() if "liveness" in found.what]

    assert finding.is_fine is fine
    assert fine or "kaodoki liveness install" in finding.advice
