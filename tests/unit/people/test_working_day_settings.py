"""What the settings of the working day may be."""

import pytest

from kaodoki.people.errors import SettingsInvalid
from kaodoki.people.rules import checked_setting


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("working_day_rule", "day_start"),
        ("working_day_rule", "open_shift"),
        ("open_shift_max_hours", 1),
        ("open_shift_max_hours", 48),
    ],
)
def test_good_values_are_taken(name: str, value: object) -> None:
    assert checked_setting(name, value) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("working_day_rule", "OPEN_SHIFT"),
        ("working_day_rule", None),
        ("working_day_rule", ["open_shift"]),
        ("open_shift_max_hours", 0),
        ("open_shift_max_hours", 49),
        ("open_shift_max_hours", -1),
        ("open_shift_max_hours", 16.5),
        ("open_shift_max_hours", "16"),
        ("open_shift_max_hours", True),
        ("open_shift_max_hours", None),
    ],
)
def test_others_are_refused(name: str, value: object) -> None:
    with pytest.raises(SettingsInvalid):
        checked_setting(name, value)
