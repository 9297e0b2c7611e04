"""Choosing one of those over there by what is typed: a line of the suggestions, an employee code or a name. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from kaodoki.linking.errors import PersonUnknown
from kaodoki.linking.mismatches import There


def choice_lines(people: Sequence[There]) -> list[str]:
    """A line for each, which `chosen_key` takes: code and name, and the key as well where others are meant too."""
    called = Counter(name for person in people for name in _names(person))
    return [_full_line(person) if called[_plain(_line(person))] != 1 else _line(person) for person in people]


def chosen_key(typed: str, *, free: Sequence[There], others: Sequence[There]) -> str:
    """The key of the one person that `typed` means: among the `free`, and only if none of them among the `others`.

    Raises `PersonUnknown` where that is nobody, or more than one.
    """
    wanted = _plain(typed)
    for people in (free, others):
        meant = [person.employee_key for person in people if wanted in _names(person)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            break
    raise PersonUnknown


def _names(person: There) -> set[str]:
    return {_plain(text) for text in (_line(person), _full_line(person), person.employee_code, person.name)} - {""}


def _line(person: There) -> str:
    return f"{person.employee_code} {person.name}".strip()


def _full_line(person: There) -> str:
    return f"{_line(person)} {person.employee_key}".strip()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
