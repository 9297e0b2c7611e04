"""Settings as form fields: read what changed, show what is stored or was typed. Pages name theirs (`setting_groups`).

Beside each field goes what it held when the page was made (`was-…`): a field like it is not changed, and a stored value
that is neither is somebody else's change in the meantime.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.http import QueryDict

from kaodoki.people.errors import SettingsInvalid
from kaodoki.people.models import Settings
from kaodoki.people.rules import checked_setting
from kaodoki.web.texts import Text

WAS = "was-"
_LONGEST_NUMBER = 9
_NOTHING: Mapping[str, Text] = {}


class Control(StrEnum):
    """What a field is to the person who fills it in."""

    TICK = "tick"
    WHOLE = "whole"
    DECIMAL = "decimal"
    TEXT = "text"
    CHOICE = "choice"
    # One fixed word, or a number instead of it.
    WORD_OR_WHOLE = "word_or_whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One setting. `choices`: value to what it is called; of WORD_OR_WHOLE the one word and what it is called."""

    name: str
    control: Control
    text: Text
    hint: Text
    unit: Text | None = None
    choices: Mapping[str, Text] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """`changes` and `expected`: by name, the new value and what the page held; `problems`: why a field cannot be."""

    changes: dict[str, object] = field(default_factory=dict)
    expected: dict[str, object] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read_fields(form: QueryDict, fields: Sequence[Field], language: str) -> Read:
    """What differs from what the page held. A field that the form does not bring is not changed."""
    read = Read()
    for one in fields:
        if f"{WAS}{one.name}" not in form:
            continue
        value = _typed(form, one)
        try:
            was = json.loads(form.get(f"{WAS}{one.name}", ""))
            if value == was and type(value) is type(was):
                continue
            read.changes[one.name] = checked_setting(one.name, value)
            read.expected[one.name] = was
        except SettingsInvalid as error:
            read.problems[one.name] = str(error.details["reason_ja" if language == "ja" else "reason"])
        except (ValueError, RecursionError):
            read.problems[one.name] = error_of_page(language)
    return read


def error_of_page(language: str) -> str:
    """For a form that no page of ours made."""
    return _BROKEN.in_language(language)


def shown_fields(
    settings: Settings, fields: Sequence[Field], language: str, *, form: QueryDict | None, problems: Mapping[str, str]
) -> list[dict[str, object]]:
    """The fields for `setting_fields.html`, as stored or, with `form`, as they were typed."""
    return [_shown(settings, one, language, form=form, problem=problems.get(one.name, "")) for one in fields]


def _shown(settings: Settings, one: Field, language: str, *, form: QueryDict | None, problem: str) -> dict[str, object]:
    stored = getattr(settings, one.name)
    value = stored if form is None else _typed(form, one)
    word = next(iter(one.choices), "") if one.control is Control.WORD_OR_WHOLE else ""
    return {
        "name": one.name,
        "control": one.control.value,
        "text": one.text.in_language(language),
        "hint": one.hint.in_language(language),
        "unit": one.unit.in_language(language) if one.unit else "",
        "was": json.dumps(stored),
        "value": "" if word and value == word else value,
        "word": word,
        "word_text": one.choices[word].in_language(language) if word else "",
        "is_word": bool(word) and value == word,
        "counted": _COUNTED.in_language(language),
        "choices": [(key, text.in_language(language)) for key, text in one.choices.items()],
        "problem": problem,
    }


def _typed(form: QueryDict, one: Field) -> object:
    """As the setting's own type where it can be; else as it was typed, which its rule then refuses with a reason."""
    if one.control is Control.TICK:
        return one.name in form
    text = unicodedata.normalize("NFKC", form.get(one.name, "")).strip()
    if one.control is Control.WORD_OR_WHOLE:
        word = form.get(f"{one.name}-word", "")
        return word if word in one.choices else _whole(text)
    if one.control in (Control.WHOLE, Control.CHOICE):  # a choice among numbers is a number
        return _whole(text)
    return _decimal(text) if one.control is Control.DECIMAL else text


def _whole(text: str) -> object:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else text


def _decimal(text: str) -> object:
    try:
        return float(text) if len(text) <= _LONGEST_NUMBER else text
    except ValueError:
        return text


_COUNTED = Text("期間を指定する", "for the time given here")
_BROKEN = Text("ページを開き直して、もう一度入力してください", "open the page again and type once more")
