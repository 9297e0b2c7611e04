"""Which overtime balance counts on a day. Callers hold the company's scope."""

from datetime import date

from django.db.models import F, Q, QuerySet

from kaodoki.punches.models import OvertimeBalance
from kaodoki.timekeeping.months import Month


def balances_on(day: date) -> QuerySet[OvertimeBalance]:
    """Everybody's balance of the month that `day` lies in, as the other side's closing day has it, the surest first.

    `day` is in Japan, where the attendance system counts. Where it did not say from when to when the month runs, it
    is the calendar's. Somebody may have both: take the first of each.
    """
    runs = Q(begins__lte=day, ends__gte=day)
    by_calendar = Q(begins__isnull=True, month=str(Month.of(day)))
    found: QuerySet[OvertimeBalance] = OvertimeBalance.objects.filter(runs | by_calendar)
    return found.order_by("employee", F("begins").desc(nulls_last=True))
