"""A site may begin its day at another time than the company."""

from datetime import time

import pytest

from kaodoki.people.errors import SettingsInvalid, SiteExists, SiteUnknown
from kaodoki.people.models import Company
from kaodoki.people.queries import day_start_of, settings_of
from kaodoki.people.services import create_site, find_site

pytestmark = pytest.mark.django_db


def test_site_overrides_the_day_start_or_takes_the_companys(in_scope: Company) -> None:
    night = create_site(in_scope, "0002", "夜間工場", day_start="05:00")
    office = create_site(in_scope, "0001", "本社")

    settings = settings_of(in_scope)

    assert day_start_of(settings, night) == time(5, 0)
    assert day_start_of(settings, office) == time(0, 0)
    assert find_site(in_scope, "0001") == office


def test_site_code_is_taken_once_and_must_exist(in_scope: Company) -> None:
    create_site(in_scope, "0001", "本社")

    with pytest.raises(SiteExists):
        create_site(in_scope, "0001", "支社")
    with pytest.raises(SettingsInvalid):
        create_site(in_scope, "0003", "支社", day_start="25:00")
    with pytest.raises(SiteUnknown):
        find_site(in_scope, "9")
