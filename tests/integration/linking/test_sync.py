"""Who the employees are over there, and what their overtime is. Against the real attendance server."""

import threading
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django_scopes import scope
from tests.integration.linking.conftest import TARO, TOKEN, Office, state_of
from tests.integration.linking.faulty_proxy import refusal

from kaodoki.linking import sync
from kaodoki.linking.connectors.protocol import Person
from kaodoki.linking.errors import (
    AttendanceSystemAway,
    ConnectionRefusedAddress,
    ConnectorUnknown,
    InRestrictedHours,
    NotConnected,
    TokenRefused,
)
from kaodoki.linking.models import Connection, EmployeeLink
from kaodoki.linking.overtime import keep_overtime
from kaodoki.linking.people import map_employees
from kaodoki.linking.queries import connection_status
from kaodoki.linking.services import remove_connection, set_connection
from kaodoki.linking.sync import sync_company
from kaodoki.people.models import Settings
from kaodoki.people.services import create_employee
from kaodoki.punches.models import OvertimeBalance, State
from kaodoki.timekeeping.kinds import Kind


def test_employees_are_mapped_by_code_and_the_others_named(office: Office) -> None:
    status = connection_status(office.company)

    assert EmployeeLink.objects.get(employee__employee_code="1000").employee_key == TARO
    assert (status.state, status.unmapped_employee_codes) == ("linked", ["9999"])
    assert status.last_sync_at == office.clock()


def test_bound_employee_keeps_the_key_when_the_code_goes_to_somebody_else(office: Office) -> None:
    people = [Person(employee_code="1000", employee_key="x"), Person(employee_code="1001", employee_key=TARO)]

    map_employees(office.company, people, now=office.clock())

    assert dict(EmployeeLink.objects.values_list("employee__employee_code", "employee_key")) == {"1000": TARO}


def test_list_without_anybody_unlinks_nobody(office: Office) -> None:
    map_employees(office.company, [], now=office.clock())

    assert EmployeeLink.objects.count() == 2


def test_second_sync_waits_for_the_first_and_then_sees_its_links(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    EmployeeLink.objects.all().delete()
    mapped = threading.Event()

    def hold_the_first(*given: Any, **named: Any) -> None:
        if not mapped.is_set():
            mapped.set()
            _wait_until_somebody_waits_for_a_lock()
        keep_overtime(*given, **named)

    monkeypatch.setattr(sync, "keep_overtime", hold_the_first)
    first = threading.Thread(target=_sync_with_own_connection, args=(office,))
    first.start()
    assert mapped.wait(10)
    sync_company(office.company, now=office.at(12, 1))
    first.join()

    assert EmployeeLink.objects.count() == 2
    assert connection_status(office.company).last_sync_at == office.at(12, 1)


def test_sync_whose_connection_went_meanwhile_binds_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = sync._fetched

    def remove_meanwhile(*given: Any, **named: Any) -> Any:
        answer = fetched(*given, **named)
        remove_connection(office.company, by="test")
        return answer

    monkeypatch.setattr(sync, "_fetched", remove_meanwhile)
    with pytest.raises(NotConnected):
        sync_company(office.company, now=office.clock())

    assert EmployeeLink.objects.count() == 0


def test_overtime_of_the_month_comes_back_and_the_others_have_none(office: Office) -> None:
    office.punch("1000", office.at(8), Kind.IN, working_date=office.day)
    office.punch("1000", office.at(19), Kind.OUT, working_date=office.day)
    office.clock.moment = office.at(19, 1)
    before = _minutes()
    office.deliver()

    sync_company(office.company, now=office.clock())

    # 11 hours at work without a break: 3 hours over 8.
    assert _minutes()["1000"] - before["1000"] == 180
    assert set(_minutes()) == {"1000", "2000"}
    this_month = OvertimeBalance.objects.filter(month=f"{office.day:%Y-%m}")
    assert {balance.as_of for balance in this_month} == {office.clock()}


def test_month_is_that_of_japan(office: Office) -> None:
    last_evening_in_utc = office.at(0, 30).replace(day=1)

    sync_company(office.company, now=last_evening_in_utc)

    assert OvertimeBalance.objects.filter(month=f"{office.day:%Y-%m}").exists()


def test_employee_mapped_later_sets_their_punches_free_within_the_deadline(office: Office) -> None:
    EmployeeLink.objects.all().delete()
    day_before = office.day - timedelta(days=1)
    months_old = office.punch("1000", office.at(9) - timedelta(days=90), working_date=office.day - timedelta(days=90))
    last_second = office.punch(
        "1000", office.at(23, 59, 59) - timedelta(days=1), working_date=day_before - timedelta(1)
    )
    too_late = office.punch("2000", office.at(0), working_date=day_before - timedelta(days=1))
    office.deliver()

    sync_company(office.company, now=office.clock())

    states = [state_of(p) for p in (months_old, last_second, too_late)]
    assert states == [State.PENDING, State.PENDING, State.NOT_LINKED]


def test_nothing_is_fetched_in_restricted_hours(office: Office) -> None:
    Settings.objects.update(restricted_hours=[["12:00", "13:00"]])

    with pytest.raises(InRestrictedHours) as caught:
        sync_company(office.company, now=office.clock())

    assert caught.value.details == {"until": "13:01:00"}


def test_refused_token_shows_as_credentials_refused(office: Office) -> None:
    office.proxy.refuse_with = refusal("403 Forbidden", b'{"errors":[{"message":"...","code":100}]}')

    with pytest.raises(TokenRefused):
        sync_company(office.company, now=office.clock())

    assert connection_status(office.company).state == "credentials_refused"


def test_system_away_changes_nothing(office: Office) -> None:
    office.proxy.refuse_with = refusal("500 Internal Server Error", b'{"errors":[{"message":"...","code":300}]}')

    with pytest.raises(AttendanceSystemAway):
        sync_company(office.company, now=office.clock() + timedelta(minutes=5))

    assert connection_status(office.company).state == "linked"
    assert connection_status(office.company).last_sync_at == office.clock()


def test_token_is_sealed_and_tried_before_it_is_kept(office: Office) -> None:
    with pytest.raises(TokenRefused):
        _set(office, access_token="f" * 32)

    assert TOKEN.encode() not in bytes(Connection.objects.get().sealed_token)
    sync_company(office.company, now=office.clock())


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"connector": "nobody"}, ConnectorUnknown),
        ({"base_url": "http://localhost:1/v1.0"}, ConnectionRefusedAddress),
        ({"base_url": "http://127.0.0.1:9/v1.0"}, AttendanceSystemAway),
    ],
)
def test_connection_that_cannot_be_is_not_kept(office: Office, values: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        _set(office, **values)

    assert Connection.objects.get().base_url == office.proxy.url


def test_removed_connection_is_gone_and_cannot_be_synced(office: Office) -> None:
    remove_connection(office.company, by="test")

    with pytest.raises(NotConnected):
        sync_company(office.company, now=office.clock())
    assert connection_status(office.company).state == "not_linked"


def test_linking_to_another_address_forgets_the_keys_of_the_former(office: Office) -> None:
    create_employee(office.company, "3000", {"family_name": "三"}, by="test")
    _set(office, base_url=office.server_url)

    assert EmployeeLink.objects.count() == 0


def _sync_with_own_connection(office: Office) -> None:
    try:
        with scope(company=office.company):
            sync_company(office.company, now=office.clock())
    finally:
        connection.close()


def _wait_until_somebody_waits_for_a_lock() -> None:
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.02)


def _minutes() -> dict[str, int]:
    months = {balance.month for balance in OvertimeBalance.objects.all()}
    assert all(date.fromisoformat(f"{month}-01") for month in months)
    newest = OvertimeBalance.objects.filter(month=max(months))
    return dict(newest.values_list("employee__employee_code", "minutes"))


def _set(office: Office, *, connector: str = "king_of_time", base_url: str = "", access_token: str = TOKEN) -> None:
    address = base_url or office.proxy.url
    set_connection(office.company, connector=connector, base_url=address, access_token=access_token, by="test")
