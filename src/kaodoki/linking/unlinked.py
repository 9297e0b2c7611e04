"""Punches of people who were not linked, once they are. Callers hold the company's scope."""

from datetime import datetime, time, timedelta

from kaodoki.linking.models import EmployeeLink
from kaodoki.people.models import Employee
from kaodoki.punches.models import Punch, State
from kaodoki.punches.services import change_state
from kaodoki.timekeeping.restricted_hours import JAPAN


def take_up_unlinked(*, now: datetime, has_deadline: bool) -> None:
    """They go on their way, if the other side takes them. The caller has opened a transaction."""
    linked = EmployeeLink.objects.values("employee_id")
    waiting = Punch.objects.filter(state=State.NOT_LINKED, employee_id__in=linked)
    # People before punches, as whoever records an attempt does it.
    people = Employee.objects.select_for_update(no_key=True).filter(pk__in=waiting.values("employee_id"))
    held = list(people.order_by("pk").values_list("pk", flat=True))
    rows = Punch.objects.select_for_update(no_key=True).filter(state=State.NOT_LINKED, employee_id__in=held)
    for punch in rows.order_by("pk"):
        if not has_deadline or within_deadline(punch):
            change_state(punch, State.PENDING, at=now, note="the employee is linked now")


def within_deadline(punch: Punch) -> bool:
    """Whether the punch's own time is one that the other side takes for its working day (WebAPI reference, 5.6).

    That is up to 23:59:59 of the day after the working day; how late it is sent does not matter.
    """
    return punch.punched_at < datetime.combine(punch.working_date + timedelta(days=2), time.min, JAPAN)
