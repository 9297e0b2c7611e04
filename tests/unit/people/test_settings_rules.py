"""Whatever JSON comes as a setting is taken or refused with a reason in both languages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.people.errors import SettingsInvalid
from kaodoki.people.models import Settings
from kaodoki.people.rules import checked_setting

NAMES = [field.name for field in Settings._meta.fields if field.name != "company"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2))


@pytest.mark.parametrize("name", NAMES)
@given(value=JSON)
def test_any_value_is_taken_or_refused_in_both_languages(name: str, value: object) -> None:
    refused = _refusal(name, value)

    if refused is not None:
        assert re.search("[ぁ-ん]", str(refused.details["reason_ja"]))
        assert re.fullmatch("[ -~]+", refused.message("en"))
        assert str(refused.details["reason"]) not in refused.message("ja")


@pytest.mark.parametrize("name", NAMES)
def test_what_a_company_begins_with_is_allowed(name: str) -> None:
    begins_with = getattr(Settings(), name)

    assert checked_setting(name, begins_with) == begins_with


def test_a_name_that_is_no_setting_is_refused() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        checked_setting("sushi\x00", True)

    assert "この名前の設定はありません" in refused.value.message("ja")


def _refusal(name: str, value: object) -> SettingsInvalid | None:
    try:
        checked_setting(name, value)
    except SettingsInvalid as error:
        return error
    return None
