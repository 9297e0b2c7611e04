"""Companies with people here and over there, linked, and with punches that wait: made by the services themselves.

Runs in a process of its own after `django.setup()`, because the benchmark's process has no Django.
"""

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import httpx2
from django.db import transaction
from django_scopes import scope

from kaodoki import clock
from kaodoki.linking.models import EmployeeLink
from kaodoki.linking.services import set_connection
from kaodoki.linking.sync import sync_company
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.people.services import create_company, create_employee
from kaodoki.punches.models import Punch, State
from kaodoki.punches.queue import wake_delivery
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.restricted_hours import JAPAN

KINDS = ((8, Kind.IN, "08:00"), (17, Kind.OUT, "17:00"))
BREAKS = ((12, Kind.BREAK_START, "12:00"), (13, Kind.BREAK_END, "13:00"))
FIRST_DAY_AGO = 45


def fill(orders: dict[str, Any]) -> None:
    """`orders`: `direct_url`, `token` and `companies`, each with `code`, `url`, `people` and `days`.

    Of the rest: `restricted_hours` as in the settings, `spread_s` until the last punch falls due, `breaks` instead of
    clock-ins and clock-outs, `relink`, and `adopt` for a company that somebody else made.
    """
    for order in orders["companies"]:
        company = Company.objects.filter(code=order["code"]).first() or _made(order, orders)
        with scope(company=company):
            if order.get("adopt"):
                Settings.objects.update(restricted_hours=[], undo_seconds=0)
                _hire(orders, Employee.objects.values_list("employee_code", flat=True))
            if order.get("relink") or order.get("adopt"):
                _link(company, order["url"], orders["token"])
            _punch(company, order)


def _made(order: dict[str, Any], orders: dict[str, Any]) -> Company:
    company = create_company(order["code"], "計測")
    codes = [f"{order['code']}-{number:04}" for number in range(int(order["people"]))]
    with scope(company=company):
        Settings.objects.update(restricted_hours=order.get("restricted_hours", []))
        for code in codes:
            create_employee(company, code, {"family_name": "計測"}, by="bench")
        _hire(orders, codes)
        _link(company, order["url"], orders["token"])
        if EmployeeLink.objects.count() != len(codes):
            raise SystemExit(f"{order['code']}: not everybody is linked")
    return company


def _hire(orders: dict[str, Any], codes: Iterable[str]) -> None:
    """Makes them over there."""
    where = {"divisionCode": "1000", "typeCode": "1", "lastName": "計測", "firstName": "太郎", "gender": "male"}
    with httpx2.Client(headers={"Authorization": f"Bearer {orders['token']}"}) as there:
        for code in codes:
            there.post(f"{orders['direct_url']}/employees", json=where | {"code": code}).raise_for_status()


def _link(company: Company, url: str, token: str) -> None:
    set_connection(company, connector="king_of_time", base_url=url, access_token=token, by="bench")
    sync_company(company, now=clock.now())


def _punch(company: Company, order: dict[str, Any]) -> None:
    """In and out, or both ends of a break, of everybody on each day; no two of a person in one second."""
    now, today, days = clock.now(), clock.now().astimezone(JAPAN).date(), int(order["days"])
    people = list(Employee.objects.order_by("employee_code"))
    each = timedelta(seconds=float(order.get("spread_s", 0)) / max(1, days * len(people) * 2))
    places = [
        (person, today - timedelta(days=FIRST_DAY_AGO - day), entry, number)
        for day in range(days)
        for entry in (BREAKS if order.get("breaks") else KINDS)
        for number, person in enumerate(people)
    ]
    punches = [_row(company, *place, now=now, due=now + each * index) for index, place in enumerate(places)]
    with transaction.atomic():
        Punch.objects.bulk_create(punches, batch_size=500)
        wake_delivery(company.id, at=now)


def _row(
    company: Company,
    person: Employee,
    day: date,
    entry: tuple[int, Kind, str],
    number: int,
    *,
    now: datetime,
    due: datetime,
) -> Punch:
    hour, kind, shown = entry
    at = datetime(day.year, day.month, day.day, hour, number // 60 % 60, number % 60, tzinfo=JAPAN)
    return Punch(
        company=company,
        employee=person,
        kind=kind,
        chosen=True,
        punched_at=at,
        working_date=day,
        working_time=shown,
        state=State.HELD,
        deliver_after=due,
        created_at=now,
    )


def main() -> None:
    """Reads the orders as JSON from standard input."""
    fill(json.load(sys.stdin))
