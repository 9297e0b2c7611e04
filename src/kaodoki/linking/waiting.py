"""What waits to be sent, person by person: the order of each is kept, and nobody waits for another."""

import time
from collections import deque
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kaodoki.linking.ledger import UNSETTLED, WAITING
from kaodoki.linking.models import EmployeeLink
from kaodoki.punches.models import Punch

BATCH = 200
# How soon the table is looked into again for people who came since everything was read.
READ_AGAIN_S = 0.2


class WaitingLine:
    """The due punches, read in batches, oldest first. A person who is busy or blocked holds up only themselves."""

    def __init__(self) -> None:
        self.blocked: set[UUID] = set()
        self._busy: set[UUID] = set()
        self._lines: dict[UUID, deque[Punch]] = {}
        self._read_again_at = 0.0

    def __bool__(self) -> bool:
        return bool(self._lines)

    def next(self, count: int, moment: datetime) -> list[Punch]:
        """Up to `count` punches of as many people, none of whom has one on its way; they are busy from now on."""
        free = self._free_people(count)
        if len(free) < count and time.monotonic() >= self._read_again_at:
            self._read(moment)
            free = self._free_people(count)
        punches = [self._lines[person].popleft() for person in free]
        for person in free:
            self._busy.add(person)
            if not self._lines[person]:
                del self._lines[person]
        return punches

    def put_back(self, punch: Punch) -> None:
        """It could not go now; it is the person's next one again."""
        self._lines.setdefault(punch.employee_id, deque()).appendleft(punch)
        self.release(punch.employee_id)

    def release(self, person: UUID) -> None:
        """The person's next punch may go."""
        self._busy.discard(person)

    def forget(self, person: UUID) -> None:
        """What the person has waiting has changed; it is read again at once."""
        self._lines.pop(person, None)
        self._read_again_at = 0.0
        self.release(person)

    def block(self, person: UUID) -> None:
        """Nothing more of this person is sent now: something of theirs is unsettled."""
        self.blocked.add(person)
        self._lines.pop(person, None)

    def _free_people(self, count: int) -> list[UUID]:
        free = (person for person in self._lines if person not in self._busy)
        return [person for person, _ in zip(free, range(count), strict=False)]

    def _read(self, moment: datetime) -> None:
        known = self.blocked | self._busy | self._lines.keys()
        due = due_punches(moment).exclude(employee_id__in=known).order_by("punched_at", "created_at", "id")
        batch = list(due[:BATCH])
        self._read_again_at = 0.0 if len(batch) == BATCH else time.monotonic() + READ_AGAIN_S
        for punch in batch:
            self._lines.setdefault(punch.employee_id, deque()).append(punch)


def due_punches(moment: datetime) -> QuerySet[Punch]:
    """What may be sent at `moment`: the time to undo is over, and nothing earlier of the same person is unsettled."""
    earlier = Punch.objects.filter(employee_id=OuterRef("employee_id"), punched_at__lt=OuterRef("punched_at"))
    in_the_way = earlier.filter(Q(state__in=UNSETTLED) | Q(state__in=WAITING, deliver_after__gt=moment))
    due: QuerySet[Punch] = Punch.objects.filter(state__in=WAITING, deliver_after__lte=moment)
    return due.filter(~Exists(in_the_way))


def employee_keys(punches: Collection[Punch]) -> dict[UUID, str]:
    """The keys of the people of `punches` on the other side, by employee; who is not linked is not in it."""
    links = EmployeeLink.objects.filter(employee_id__in={punch.employee_id for punch in punches})
    return dict(links.values_list("employee_id", "employee_key"))
