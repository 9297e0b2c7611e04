"""How often the attendance system is asked, counted on the way to the real server: a large company, a window's end."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.linking.conftest import TARO, TOKEN, Office, state_of
from tests.integration.linking.faulty_proxy import FaultyProxy
from tests.integration.linking.other_sides import answers, free_port, wait_until

from embedded_postgres import EmbeddedPostgres
from kaodoki import clock
from kaodoki.linking.due import is_sync_due
from kaodoki.linking.models import Connection, EmployeeLink
from kaodoki.linking.sync import sync_company
from kaodoki.people.models import Employee, Settings
from kaodoki.punches.models import OvertimeBalance, State
from kaodoki.timekeeping.months import MONTHS_A_YEAR

PEOPLE = 1_000
HEADINGS = "従業員コード,姓,名,性別,所属コード,雇用区分コード"


@pytest.fixture
def large(postgres: EmbeddedPostgres, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """An attendance server of its own with 1,000 people more than the samples have; its host and port."""
    postgres.ensure_database("attendance_of_many")
    address, port, log = postgres.url("attendance_of_many"), free_port(), tmp_path / "log.txt"
    variables = {"ATTENDANCE_DATABASE_URL": address, "ATTENDANCE_SECRET_KEY": "s" * 50}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")} | variables
    program = [sys.executable, "-m", "attendance_server"]
    command = [*program, "serve", "--port", str(port), "--seed", "docs", "--token", TOKEN, "--restricted-hours", ""]
    with log.open("w") as output:
        process = subprocess.Popen(command, env=clean, stdout=output, stderr=output)
    try:
        wait_until(lambda: answers(port))
        people = tmp_path / "従業員.csv"
        rows = [f"{code},山田,{code},男性,1000,1" for code in many_codes()]
        people.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
        subprocess.run([*program, "load", "--database-url", address, str(people)], env=clean, check=True, timeout=120)
        yield "127.0.0.1", port
    finally:
        process.terminate()
        process.wait(15)


def test_first_sync_of_1000_people_asks_once_for_all_of_them_and_once_a_month(
    office: Office, proxy: FaultyProxy, large: tuple[str, int]
) -> None:
    proxy.target = large
    made = [
        Employee(company=office.company, employee_code=code, family_name="山田", created_at=clock.now())
        for code in many_codes()
    ]
    Employee.objects.bulk_create(made)
    OvertimeBalance.objects.all().delete()
    EmployeeLink.objects.all().delete()
    proxy.paths.clear()

    sync_company(office.company, now=office.clock())
    first = asked(proxy)
    proxy.paths.clear()
    sync_company(office.company, now=office.clock())

    of_these = EmployeeLink.objects.filter(employee__in=made)
    assert first == Counter({"/employees": 1, "/divisions": 1, "/monthly-workings": MONTHS_A_YEAR})
    assert asked(proxy) == Counter({"/employees": 1, "/divisions": 1, "/monthly-workings": 1})
    assert of_these.count() == PEOPLE
    assert OvertimeBalance.objects.filter(employee__in=made).count() == PEOPLE * MONTHS_A_YEAR


def test_when_the_window_opens_punches_leave_before_totals_are_asked_for(office: Office) -> None:
    Settings.objects.update(restricted_hours=[["08:30", "10:00"]])
    Connection.objects.update(last_sync_at=office.at(8, 20))
    punches = [office.punch(code, office.at(9, minute)) for code in ("1000", "2000") for minute in (0, 30)]
    office.proxy.paths.clear()
    done = []

    for minute in (0, 1, 2):
        office.clock.moment = office.at(10, minute, 1)
        done.append((sweep_once(office), list(asked(office.proxy))))

    # At 10:00:01 the margin of 60 s still holds; then the punches; then, with them, the totals.
    assert [is_synced for is_synced, _ in done] == [False, False, True]
    assert done[0][1] == []
    assert done[1][1] == ["/daily-workings"]
    assert done[2][1] == ["/daily-workings", "/employees", "/divisions", "/monthly-workings"]
    assert {state_of(punch) for punch in punches} == {State.DELIVERED}


def test_who_is_who_is_known_in_restricted_hours_without_asking(office: Office) -> None:
    Settings.objects.update(restricted_hours=[["08:30", "10:00"]], deliver_in_restricted_hours=True)
    punch, stranger = office.punch("1000", office.at(9)), office.punch("9999", office.at(9))
    office.clock.moment = office.at(9, 1)
    office.proxy.paths.clear()

    office.deliver()

    assert asked(office.proxy) == Counter({"/daily-workings": 1})
    assert len(office.proxy.posts) == 1
    assert (state_of(punch), state_of(stranger)) == (State.DELIVERED, State.NOT_LINKED)
    assert office.arrived(TARO) == [(office.at(9), "1")]


def many_codes() -> list[str]:
    return [f"M{number:04d}" for number in range(PEOPLE)]


def sweep_once(office: Office) -> bool:
    """What the worker does at a moment: decides both, then delivers and, where it is due, syncs. Whether it was."""
    is_due = is_sync_due(Connection.objects.get(), Settings.objects.get(), office.clock())
    office.deliver()
    if is_due:
        sync_company(office.company, now=office.clock())
    return is_due


def asked(proxy: FaultyProxy) -> Counter[str]:
    """How often each part of the WebAPI was asked."""
    return Counter("/" + path.removeprefix("/v1.0/").split("?")[0].split("/")[0] for path in proxy.paths)
