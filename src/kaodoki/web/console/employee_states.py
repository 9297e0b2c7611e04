"""How people stand: face, PIN, card and link, as conditions of one query, so that 100,000 are listed as 50 are."""

from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kaodoki.consent.models import ConsentRecord
from kaodoki.credentials.models import Card, Pin
from kaodoki.enrolment.models import Submission
from kaodoki.gallery.models import StoredTemplate
from kaodoki.linking.models import EmployeeLink
from kaodoki.people.models import Employee


class FaceState(StrEnum):
    """What there is of a person's face. The first that holds is shown."""

    WITHDRAWN = "withdrawn"
    SUBMITTED = "submitted"
    ENROLLED = "enrolled"
    MISSING = "missing"


def with_states(people: QuerySet[Employee]) -> QuerySet[Employee]:
    """`people` with `is_enrolled`, `is_waiting`, `consent`, `has_pin`, `has_card` and `is_linked`."""
    mine = OuterRef("pk")
    waiting = Submission.objects.filter(employee=mine, status=Submission.Status.SUBMITTED)
    return people.annotate(
        is_enrolled=Exists(StoredTemplate.objects.filter(employee=mine)),
        is_waiting=Exists(waiting),
        consent=Subquery(ConsentRecord.objects.filter(employee=mine).order_by("-id").values("action")[:1]),
        has_pin=Exists(Pin.objects.filter(employee=mine)),
        has_card=Exists(Card.objects.filter(employee=mine, revoked_at__isnull=True)),
        is_linked=Exists(EmployeeLink.objects.filter(employee=mine)),
    )


def in_state(people: QuerySet[Employee], state: str) -> QuerySet[Employee]:
    """Those of `with_states` whose face stands so; all for any other word."""
    conditions = {
        FaceState.WITHDRAWN: Q(consent=ConsentRecord.Action.WITHDRAWN),
        FaceState.SUBMITTED: Q(is_waiting=True),
        FaceState.ENROLLED: Q(is_enrolled=True),
        FaceState.MISSING: Q(is_enrolled=False, is_waiting=False),
    }
    return people.filter(conditions[FaceState(state)]) if state in set(FaceState) else people


def face_state(*, consent: str | None, is_waiting: bool, is_enrolled: bool) -> FaceState:
    """Of one person."""
    if consent == ConsentRecord.Action.WITHDRAWN:
        return FaceState.WITHDRAWN
    if is_waiting:
        return FaceState.SUBMITTED
    return FaceState.ENROLLED if is_enrolled else FaceState.MISSING
