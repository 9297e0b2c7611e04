"""Where the people here and those in the attendance system do not match, and what may be done about each. Pure.

Who is who over there is the key, which survives a change of the code (WebAPI reference, 8: bind to the key).
"""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kaodoki.linking.code_chains import CodeChains

MOST_ALIKE = 20


class Problem(StrEnum):
    """In the order of the list: what may send a punch to the wrong person first."""

    CLAIMED_TWICE = "claimed_twice"  # bound to a key whose code is another employee's here
    CODE_NOT_UNIQUE = "code_not_unique"  # two people over there with one code
    KEY_REPLACED = "key_replaced"  # the key is gone, and the code is somebody's with another key
    CODE_CHANGED = "code_changed"  # same key, other code
    RESIGNED = "resigned"
    MISSING_THERE = "missing_there"
    MISSING_HERE = "missing_here"


class Fix(StrEnum):
    """What one click does. `BIND` takes a key: of the candidates, or any that is free."""

    TAKE_OVER_CODE = "take_over_code"
    BIND = "bind"
    CREATE = "create"
    UNBIND = "unbind"
    IGNORE = "ignore"


FIXES: Mapping[Problem, tuple[Fix, ...]] = {
    Problem.CLAIMED_TWICE: (Fix.UNBIND, Fix.IGNORE),
    Problem.CODE_NOT_UNIQUE: (Fix.BIND, Fix.IGNORE),
    Problem.KEY_REPLACED: (Fix.BIND, Fix.IGNORE),
    Problem.CODE_CHANGED: (Fix.TAKE_OVER_CODE, Fix.UNBIND, Fix.IGNORE),
    Problem.RESIGNED: (Fix.UNBIND, Fix.IGNORE),
    Problem.MISSING_THERE: (Fix.BIND, Fix.IGNORE),
    Problem.MISSING_HERE: (Fix.CREATE, Fix.IGNORE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """An employee of ours. `employee_key`: whom they are bound to; `lost_key`: the key they had is gone over there."""

    employee_id: UUID
    employee_code: str
    name: str
    employee_key: str | None = None
    lost_key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """Somebody over there."""

    employee_key: str
    employee_code: str
    name: str
    resigned_on: date | None = None

    def has_resigned(self, today: date) -> bool:
        """The last day itself is still one of work."""
        return self.resigned_on is not None and self.resigned_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One line of the list. `candidates` are whom to bind to.

    `other` is another employee here: who has the code (`CLAIMED_TWICE`), or who may be the same person
    (`MISSING_HERE`).
    """

    problem: Problem
    here: Here | None = None
    there: There | None = None
    other: Here | None = None
    candidates: tuple[There, ...] = ()

    @property
    def id(self) -> str:
        """Stays while the situation does: once anything about it changes it is another one, ignored or not."""
        parts = (
            str(self.here.employee_id) if self.here else "",
            self.there.employee_key if self.there else "",
            self.there.employee_code if self.there and self.problem in _ABOUT_THE_CODE else "",
        )
        return f"{self.problem}-{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:32]}"

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """What may be done, the likeliest first."""
        return FIXES[self.problem]


_ABOUT_THE_CODE = (Problem.CLAIMED_TWICE, Problem.CODE_CHANGED)


def find_mismatches(*, employees: Sequence[Here], people: Sequence[There], today: date) -> list[Mismatch]:
    """Everything that does not match, by problem and code. Employees whose data were erased are not passed."""
    finder = _Finder(employees=employees, people=people, today=today)
    order = list(Problem)
    return sorted(finder.all(), key=lambda found: (order.index(found.problem), _code(found)))


def bindings_by_code(
    *, employees: Sequence[Here], people: Sequence[There], refused: Collection[tuple[UUID, str]], today: date
) -> dict[UUID, str]:
    """Whom each employee without a key is, by code: only where exactly one person at work has it and is free.

    `refused` are pairs that an administrator parted. Whose former key is gone is left to a person: the code may be
    somebody else's by now.
    """
    taken = {employee.employee_key for employee in employees}
    by_code = _by_code(person for person in people if not person.has_resigned(today))
    found: dict[UUID, str] = {}
    for employee in employees:
        same = by_code.get(employee.employee_code, [])
        if employee.employee_key is not None or employee.lost_key or len(same) != 1:
            continue
        key = same[0].employee_key
        if key not in taken and (employee.employee_id, key) not in refused:
            found[employee.employee_id] = key
            taken.add(key)
    return found


class _Finder:
    def __init__(self, *, employees: Sequence[Here], people: Sequence[There], today: date) -> None:
        self._employees = employees
        self._today = today
        self._by_key = {person.employee_key: person for person in people}
        self._here_by_code = {employee.employee_code: employee for employee in employees}
        self._at_work = [person for person in people if not person.has_resigned(today)]
        self._by_code = _by_code(self._at_work)
        self._bound = {employee.employee_key for employee in employees}
        self._chains = CodeChains(self._changed_codes(), self._here_by_code)
        # Looked up rather than compared: everybody with everybody is too much for a large company.
        self._by_sign: dict[str, list[There]] = defaultdict(list)
        for person in self._at_work:
            if person.employee_key not in self._bound:
                for sign in _signs(person):
                    self._by_sign[sign].append(person)

    def all(self) -> Iterator[Mismatch]:
        for employee in self._employees:
            there = self._by_key.get(employee.employee_key or "")
            if there is not None:
                found = self._of_bound(employee, there)
            else:
                # Bound to somebody unseen: the other side cannot list people.
                found = None if employee.employee_key else self._of_unbound(employee)
            if found is not None:
                yield found
        yield from self._missing_here()

    def _changed_codes(self) -> dict[str, str]:
        codes = {one.employee_code: self._by_key.get(one.employee_key or "") for one in self._employees}
        return {code: one.employee_code for code, one in codes.items() if one and one.employee_code != code}

    def _of_bound(self, here: Here, there: There) -> Mismatch | None:
        if there.has_resigned(self._today):
            return Mismatch(problem=Problem.RESIGNED, here=here, there=there)
        if there.employee_code == here.employee_code:
            return None
        other = self._here_by_code.get(there.employee_code)
        if other is None or self._chains.can_follow(here.employee_code):
            return Mismatch(problem=Problem.CODE_CHANGED, here=here, there=there)
        return Mismatch(problem=Problem.CLAIMED_TWICE, here=here, there=there, other=other)

    def _of_unbound(self, here: Here) -> Mismatch | None:
        same = self._by_code.get(here.employee_code, [])
        if len(same) > 1:
            return Mismatch(problem=Problem.CODE_NOT_UNIQUE, here=here, candidates=tuple(same))
        if same and same[0].employee_key in self._bound:
            # The other employee's line, "claimed twice", tells of both.
            return None
        if same:
            problem = Problem.KEY_REPLACED if here.lost_key else Problem.MISSING_THERE
            return Mismatch(problem=problem, here=here, there=same[0], candidates=(same[0],))
        return Mismatch(problem=Problem.MISSING_THERE, here=here, candidates=self._alike(here))

    def _alike(self, here: Here) -> tuple[There, ...]:
        """Free people with the same name, or a code that differs only in its zeros or width.

        What more than `MOST_ALIKE` share tells nobody apart: a person is chosen by code then.
        """
        alike = (self._by_sign.get(sign, ()) for sign in _signs(here))
        found = {person.employee_key: person for same in alike if len(same) <= MOST_ALIKE for person in same}
        return tuple(found.values())

    def _missing_here(self) -> Iterator[Mismatch]:
        unbound = [employee for employee in self._employees if employee.employee_key is None]
        perhaps = {sign: employee for employee in unbound for sign in _signs(employee)}
        for person in self._at_work:
            if person.employee_key not in self._bound and person.employee_code not in self._here_by_code:
                other = next((perhaps[sign] for sign in _signs(person) if sign in perhaps), None)
                yield Mismatch(problem=Problem.MISSING_HERE, there=person, other=other)


def _by_code(people: Iterable[There]) -> dict[str, list[There]]:
    found: dict[str, list[There]] = defaultdict(list)
    for person in people:
        found[person.employee_code].append(person)
    return found


def _code(mismatch: Mismatch) -> str:
    one = mismatch.here or mismatch.there
    return one.employee_code if one else ""


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _signs(one: Here | There) -> Iterator[str]:
    """What two records of one person have in common."""
    if name := _plain(one.name):
        yield f"name {name}"
    if code := _plain(one.employee_code).lstrip("0"):
        yield f"code {code}"
