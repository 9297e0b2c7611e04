"""The form of the page 就労管理: what a person types, as settings, and back. Only what they changed is taken.

Beside each field goes what it held when the page was made (`was-…`): the two alike is nothing changed, and a stored
value that is neither is somebody else's change in the meantime.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from kaodoki.people.errors import SettingsInvalid
from kaodoki.people.models import Settings
from kaodoki.people.rules import checked_setting
from kaodoki.web.overtime_words import HOUR, hours_and_minutes

SITE = "site-"
WAS = "was-"
_TIME = re.compile(r"(\d{1,2}):?(\d{2})(:\d{2})?")
_HOURS = re.compile(r"(\d{1,4})(?::([0-5]\d))?(?:時間|h)?")
_BETWEEN = re.compile(r"[\s,、,]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """`settings` and `expected`: name to new value and to what the page held; `sites` likewise, by site id.

    `problems`: names of the fields with what cannot be.
    """

    settings: dict[str, object] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)
    expected: dict[str, object] = field(default_factory=dict)
    problems: set[str] = field(default_factory=set)


def read_changes(form: QueryDict) -> Changes:
    """What differs from what the page held. A field that the form does not bring is not changed."""
    changes = Changes()
    for name, read in _READERS.items():
        if f"{WAS}{name}" in form:
            _read(name, name, read, form, changes)
    for name in form:
        if name.startswith(SITE) and f"{WAS}{name}" in form:
            _read(name, "day_start", _optional_time, form, changes)
    return changes


def shown(settings: Settings) -> dict[str, object]:
    """The settings as the fields show them."""
    cap = settings.overtime_cap_minutes
    return {
        **{name: getattr(settings, name) for name in _READERS},
        "overtime_cap_minutes": "" if cap is None else hours_and_minutes(cap),
        "overtime_warning_minutes": "、".join(map(hours_and_minutes, settings.overtime_warning_minutes)),
    }


def typed(form: QueryDict) -> dict[str, object]:
    """The fields as they were sent, to be shown again."""
    sent: dict[str, object] = {name: form.get(name, "") for name in _READERS}
    return {**sent, **{name: name in form for name in _TICKS}, "restricted_hours": _pairs(form)}


def held(settings: Settings) -> dict[str, str]:
    """What goes beside each field."""
    return {name: json.dumps(getattr(settings, name)) for name in _READERS}


def typed_time(text: str) -> str:
    """`HH:MM` from what people type for it: `2:00`, `0200`, full-width. Raises ValueError for anything else."""
    found = _TIME.fullmatch(_plain(text))
    if found is None:
        raise ValueError("a time is needed")
    hours, minutes, seconds = found.groups(default="")
    return f"{int(hours):02d}:{minutes}{seconds}"


def _read(name: str, setting: str, read: Callable[[QueryDict, str], object], form: QueryDict, changes: Changes) -> None:
    try:
        was, value = _was(form, name), read(form, name)
        if value == was:
            return
        if not (name.startswith(SITE) and value == ""):
            checked_setting(setting, value)
    except (ValueError, RecursionError, SettingsInvalid):
        changes.problems.add(name)
        return
    changes.expected[name] = was
    if name.startswith(SITE):
        changes.sites[name.removeprefix(SITE)] = str(value)
    else:
        changes.settings[name] = value


def _was(form: QueryDict, name: str) -> object:
    text = form.get(f"{WAS}{name}", "")
    return text if name.startswith(SITE) else json.loads(text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _time(form: QueryDict, name: str) -> str:
    return typed_time(form.get(name, ""))


def _optional_time(form: QueryDict, name: str) -> str:
    return _time(form, name) if _plain(form.get(name, "")) else ""


def _choice(form: QueryDict, name: str) -> str:
    return form.get(name, "")


def _tick(form: QueryDict, name: str) -> bool:
    return name in form


def _whole(form: QueryDict, name: str) -> int:
    text = _plain(form.get(name, ""))
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise ValueError("a whole number is needed")
    return int(text)


def _minutes(text: str) -> int:
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError("hours are needed")
    return int(found[1]) * HOUR + int(found[2] or 0)


def _cap(form: QueryDict, name: str) -> int | None:
    text = _plain(form.get(name, ""))
    return _minutes(text) if text else None


def _warnings(form: QueryDict, name: str) -> list[int]:
    """In whatever order they were typed."""
    parts = (part for part in _BETWEEN.split(_plain(form.get(name, ""))) if part)
    return sorted({_minutes(part) for part in parts})


def _windows(form: QueryDict, _name: str) -> list[list[str]]:
    return [[typed_time(start), typed_time(end)] for start, end in _pairs(form)]


def _pairs(form: QueryDict) -> list[list[str]]:
    """Rows with anything in them; a row of which one half is missing keeps it missing."""
    starts, ends = form.getlist("window-start"), form.getlist("window-end")
    return [[start, end] for start, end in zip(starts, ends, strict=False) if _plain(start) or _plain(end)]


_TICKS = ("show_remaining_overtime", "integrity_check", "deliver_in_restricted_hours")
_READERS: Mapping[str, Callable[[QueryDict, str], object]] = {
    "day_start": _time,
    "working_day_rule": _choice,
    "open_shift_max_hours": _whole,
    "overtime_cap_minutes": _cap,
    "remaining_overtime_in_restricted_hours": _choice,
    "overtime_warning_minutes": _warnings,
    "restricted_hours": _windows,
    "restricted_hours_margin_seconds": _whole,
    **dict.fromkeys(_TICKS, _tick),
}
