"""Which photo is next. A renewal of P photos reads each row about twice, however it is cut into batches."""

import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kaodoki.enrolment.models import Photo
from kaodoki.people.models import Company
from kaodoki.renewal.queries import kept_photos, photos_without_template

WINDOW: Final = 500
"""Photos looked through at once: a few milliseconds, and few enough to be as good as new when their turn comes."""

_START: Final = uuid.UUID(int=0)


@dataclass(slots=True, kw_only=True)
class _Place:
    """How far one company's photos were walked through for one pack; `after` is None at the end."""

    after: uuid.UUID | None = _START
    chosen: "deque[uuid.UUID]" = field(default_factory=deque)


class Walk:
    """One process's way through the photos, by their primary key, a window at a time. For one thread at a time.

    Asked anew for each photo, "the first one without a template" would read all that are done: P²/2 rows. What is left
    behind (new photos, failed ones to be tried again) is found by a second walk, which begins at the end of the first.
    """

    def __init__(self) -> None:
        self._places: dict[tuple[uuid.UUID, str], _Place] = {}

    def next(self, company: Company, packs: Sequence[str]) -> tuple[Photo, str] | None:
        """A photo that one of the packs has not looked at as of now, the first pack's before the others'; None: none.

        Done by somebody else, erased or deleted since its window was read: left out.
        """
        found = self._onward(company, packs)
        if found is None:
            self._forget(company)
            found = self._onward(company, packs)
        if found is None:
            self._forget(company)
        return found

    def _onward(self, company: Company, packs: Sequence[str]) -> tuple[Photo, str] | None:
        for pack in packs:
            place = self._places.setdefault((company.pk, pack), _Place())
            photo = _following(place, company, pack)
            if photo is not None:
                return photo, pack
        return None

    def _forget(self, company: Company) -> None:
        for key in [key for key in self._places if key[0] == company.pk]:
            del self._places[key]


def _following(place: _Place, company: Company, pack: str) -> Photo | None:
    waiting = photos_without_template(company, pack)
    while place.chosen or place.after is not None:
        if not place.chosen:
            _choose(place, company, pack)
            continue
        photo = waiting.select_related("company").filter(pk=place.chosen.popleft()).first()
        if photo is not None:
            return photo
    return None


def _choose(place: _Place, company: Company, pack: str) -> None:
    following = kept_photos(company).filter(pk__gt=place.after).order_by("pk")
    window = list(following.values_list("pk", flat=True)[:WINDOW])
    place.after = window[-1] if len(window) == WINDOW else None
    waiting = photos_without_template(company, pack).filter(pk__in=window)
    place.chosen.extend(waiting.order_by("pk").values_list("pk", flat=True))
