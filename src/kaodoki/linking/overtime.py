"""Overtime from the attendance system: which months to ask for, keeping what comes, and warning. In a company's scope.

One call tells a month of everybody. Article 36 looks back over its year and over averages of six months, so earlier
months are fetched once, when somebody linked lacks them, and the last one again each day, as it may be corrected yet.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min

from kaodoki.linking.connectors.protocol import Connector, ConnectorFault, MonthlyOvertime
from kaodoki.linking.models import EmployeeLink, OvertimeWarning
from kaodoki.people.models import Company, Settings
from kaodoki.punches.models import OvertimeBalance
from kaodoki.punches.overtime import balances_on
from kaodoki.timekeeping.months import MONTHS_A_YEAR, Month
from kaodoki.timekeeping.overtime import thresholds_reached
from kaodoki.timekeeping.restricted_hours import JAPAN

logger = logging.getLogger(__name__)

Overtime = Mapping[Month, list[MonthlyOvertime]]
# The year of an agreement (36協定) in its last month; the averages over six months lie within it.
EARLIER_MONTHS = MONTHS_A_YEAR - 1


def fetch_overtime(connector: Connector, *, now: datetime) -> Overtime:
    """This month, and the next where its closing day is past; then earlier ones as far as they are needed.

    Raises the connector's faults for this month only: an earlier one that cannot be had is asked for next time.
    """
    today = now.astimezone(JAPAN).date()
    month = Month.of(today)
    fetched = {month: connector.monthly_overtime(str(month))}
    if any(entry.ends is not None and entry.ends < today for entry in fetched[month]):
        fetched[month.shifted(1)] = connector.monthly_overtime(str(month.shifted(1)))
    try:
        for earlier in _earlier_months(month, today=today):
            fetched[earlier] = connector.monthly_overtime(str(earlier))
    except ConnectorFault as fault:
        logger.info("earlier overtime not fetched: %s", fault.__class__.__name__)
    return fetched


def keep_overtime(company: Company, overtime: Overtime, *, now: datetime) -> None:
    """Everybody linked has a figure: the other side leaves out people without anything in the month, who have none."""
    links = list(EmployeeLink.objects.values_list("employee_id", "employee_key"))
    for month, entries in overtime.items():
        by_key = {entry.employee_key: entry for entry in entries}
        OvertimeBalance.objects.bulk_create(
            (
                _balance(
                    company, employee_id, month, by_key.get(key) or MonthlyOvertime(employee_key=key, minutes=0), now
                )
                for employee_id, key in links
            ),
            update_conflicts=True,
            unique_fields=["employee", "month"],
            update_fields=["minutes", "holiday_minutes", "begins", "ends", "as_of"],
        )


def warn(company: Company, *, now: datetime) -> None:
    """Notes who reached which of the company's thresholds this month, each once."""
    thresholds: Iterable[int] = Settings.objects.get(company=company).overtime_warning_minutes
    current: dict[UUID, OvertimeBalance] = {}
    for balance in balances_on(now.astimezone(JAPAN).date()):
        current.setdefault(balance.employee_id, balance)
    OvertimeWarning.objects.bulk_create(
        (
            OvertimeWarning(
                company=company,
                employee_id=balance.employee_id,
                month=balance.month,
                threshold_minutes=threshold,
                minutes=balance.minutes,
                at=now,
            )
            for balance in current.values()
            for threshold in thresholds_reached(before=-1, now=balance.minutes, thresholds=thresholds)
        ),
        ignore_conflicts=True,
    )


def _earlier_months(month: Month, *, today: date) -> Iterator[Month]:
    """The newest first, so that what can be had of them is what matters most."""
    people = EmployeeLink.objects.count()
    linked = OvertimeBalance.objects.filter(employee_id__in=EmployeeLink.objects.values("employee_id"))
    kept = {
        row["month"]: row
        for row in linked.values("month").order_by().annotate(people=Count("employee"), oldest=Min("as_of"))
    }
    for back in range(1, EARLIER_MONTHS + 1):
        earlier = month.shifted(-back)
        row = kept.get(str(earlier))
        is_complete = row is not None and row["people"] >= people
        is_of_today = row is not None and row["oldest"].astimezone(JAPAN).date() >= today
        if not is_complete or (back == 1 and not is_of_today):
            yield earlier


def _balance(
    company: Company, employee_id: UUID, month: Month, entry: MonthlyOvertime, now: datetime
) -> OvertimeBalance:
    has_days = entry.begins is not None and entry.ends is not None and entry.begins <= entry.ends
    return OvertimeBalance(
        company=company,
        employee_id=employee_id,
        month=str(month),
        minutes=entry.minutes,
        holiday_minutes=entry.holiday_minutes,
        begins=entry.begins if has_days else None,
        ends=entry.ends if has_days else None,
        as_of=now,
    )
