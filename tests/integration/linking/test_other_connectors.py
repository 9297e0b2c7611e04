"""A company linked to a folder or a receiver: from the administrator's request to the punch over there."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django_scopes import scope
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.integration.api_client import ApiClient
from tests.integration.linking.other_sides import (
    OTHER_SECRET,
    SECRET,
    WebhookReceiver,
    free_port,
    start_receiver,
)

from kaodoki.accounts.services import create_token
from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.linking.connectors.csv_file.connector import CsvFile
from kaodoki.linking.connectors.csv_file.index import HIDDEN, INDEX
from kaodoki.linking.connectors.protocol import OutgoingPunch, Receipt
from kaodoki.linking.connectors.webhook.connector import Webhook
from kaodoki.linking.delivery import deliver_due
from kaodoki.linking.errors import ConnectionRefusedAddress, ConnectionRefusedFolder, TokenRefused
from kaodoki.linking.models import Connection, EmployeeLink
from kaodoki.linking.queries import allowed_for, connection_status
from kaodoki.linking.services import set_connection
from kaodoki.linking.sync import sync_company
from kaodoki.linking.tasks import sweep
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.people.services import create_company, create_employee
from kaodoki.punches.models import OvertimeBalance, Punch, State
from kaodoki.punches.queue import DELIVER_TASK
from kaodoki.timekeeping.kinds import Kind

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Shop:
    """A company with two employees, and a clock that tests turn by hand."""

    company: Company
    folder: Path
    now: datetime

    def link(self, connector: str, base_url: str, access_token: str) -> None:
        set_connection(self.company, connector=connector, base_url=base_url, access_token=access_token, by="test")
        sync_company(self.company, now=self.now)

    def link_folder(self, options: str = "?format=plain&every=0") -> None:
        self.link("csv_file", f"file://{self.folder}{options}", "")

    def punch(self, code: str, minute: int, kind: Kind = Kind.IN) -> Punch:
        at = self.now - timedelta(hours=1) + timedelta(minutes=minute)
        return Punch.objects.create(
            company=self.company,
            employee=Employee.objects.get(employee_code=code),
            kind=kind,
            chosen=True,
            punched_at=at,
            working_date=at.date(),
            working_time="",
            state=State.PENDING,
            deliver_after=at,
            created_at=at,
        )

    def deliver(self) -> None:
        deliver_due(self.company, now=lambda: self.now)

    def rows(self) -> list[str]:
        return [row for file in sorted(self.folder.glob("*.csv")) for row in file.read_text().splitlines()[1:]]


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Shop]:
    settings.CONNECTOR_HOSTS = ("127.0.0.1",)
    settings.CONNECTOR_FOLDERS = (tmp_path,)
    company = create_company(f"c-{uuid.uuid4()}", "テスト株式会社")
    with scope(company=company):
        Settings.objects.update(restricted_hours=[])
        for code in ("0012", "2000"):
            create_employee(company, code, {"family_name": code}, by="test")
        yield Shop(company=company, folder=tmp_path / company.code, now=NOW)


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[WebhookReceiver]:
    port, file = free_port(), tmp_path / "received"
    process = start_receiver(port, file)
    try:
        yield WebhookReceiver(port=port, file=file)
    finally:
        process.terminate()
        process.wait(10)


def state_of(punch: Punch) -> str:
    return str(Punch.objects.values_list("state", flat=True).get(pk=punch.pk))


def test_punches_go_into_the_companys_folder_under_the_employees_own_codes(shop: Shop) -> None:
    shop.link_folder()
    first, second = shop.punch("0012", 0), shop.punch("0012", 30, Kind.OUT)

    shop.deliver()

    assert connection_status(shop.company).state == "linked"
    assert [row.split(",")[:2] for row in shop.rows()] == [[str(first.id), "0012"], [str(second.id), "0012"]]
    assert (state_of(first), state_of(second)) == (State.DELIVERED, State.DELIVERED)


def test_link_by_the_api_keeps_its_shape_and_needs_no_token_for_a_folder(shop: Shop) -> None:
    _, secret = create_token(shop.company, "tests", "all_rights")
    api = ApiClient(token=secret)
    body = {"connector": "csv_file", "base_url": f"file://{shop.folder}", "access_token": ""}

    linked = api.put("/connection", body)
    elsewhere = api.put("/connection", {**body, "base_url": "file:///etc"})

    assert linked.status == 200
    assert linked.body["connector"] == "csv_file"
    assert linked.body["base_url"] == f"file://{shop.folder}?format=king_of_time&every=60"
    assert linked.body["state"] == "linked"
    assert (elsewhere.status, elsewhere.body["code"]) == (422, "connection_folder")
    assert api.get("/connection").body["base_url"] == linked.body["base_url"]


def test_nobody_has_remaining_overtime_where_nothing_comes_back(shop: Shop) -> None:
    shop.link_folder()

    assert EmployeeLink.objects.count() == 2
    assert OvertimeBalance.objects.count() == 0


def test_employee_made_later_is_linked_by_the_next_sync(shop: Shop) -> None:
    shop.link_folder()
    create_employee(shop.company, "3000", {"family_name": "三"}, by="test")
    punch = shop.punch("3000", 0)
    shop.deliver()
    before = state_of(punch)

    sync_company(shop.company, now=shop.now)
    shop.deliver()

    assert before == State.NOT_LINKED
    assert state_of(punch) == State.DELIVERED


def test_punch_of_an_employee_erased_meanwhile_still_arrives(shop: Shop) -> None:
    shop.link_folder()
    punch = shop.punch("2000", 0)
    Employee.objects.filter(employee_code="2000").update(erased_at=NOW)

    sync_company(shop.company, now=shop.now)
    shop.deliver()

    assert [row.split(",")[:2] for row in shop.rows()] == [[str(punch.id), "2000"]]


def test_kind_that_the_import_does_not_know_is_rejected_with_the_reason(shop: Shop) -> None:
    shop.link_folder("?format=king_of_time&every=0")
    shop.now = datetime.now(tz=UTC)
    unknown, known = shop.punch("0012", 0, Kind.AUTO), shop.punch("0012", 1)

    shop.deliver()

    unknown.refresh_from_db()
    assert (unknown.state, unknown.error) == (State.REJECTED, "kind_not_in_csv_format")
    assert state_of(known) == State.DELIVERED


def test_folder_that_went_away_delays_punches_until_it_is_back(shop: Shop) -> None:
    shop.link_folder()
    aside = shop.folder.rename(shop.folder.with_name("aside"))
    punch = shop.punch("0012", 0)
    shop.deliver()
    before = state_of(punch)

    aside.rename(shop.folder)
    shop.now += timedelta(minutes=6)
    shop.deliver()

    assert before == State.PENDING
    assert state_of(punch) == State.DELIVERED
    assert len(shop.rows()) == 1


def test_file_that_is_due_goes_out_with_a_sync(shop: Shop) -> None:
    shop.link_folder("?format=plain&every=1")
    shop.punch("0012", 0)
    shop.deliver()
    before = shop.rows()
    make_older(shop.folder)

    sync_company(shop.company, now=shop.now)

    assert before == []
    assert len(shop.rows()) == 1


def test_folder_of_another_company_is_refused(shop: Shop) -> None:
    for other in (shop.folder.parent, shop.folder.parent / "OTHER", shop.folder / ".." / "OTHER"):
        with pytest.raises(ConnectionRefusedFolder):
            shop.link("csv_file", f"file://{other}", "")

    assert not Connection.objects.exists()


@pytest.mark.parametrize("code", ["..", ".", "a/b", "/etc", "a\x00b", ""])
def test_company_whose_code_is_no_folder_name_may_write_nowhere(shop: Shop, code: str) -> None:
    shop.company.code = code

    assert allowed_for(shop.company).folders == ()


def test_punches_reach_a_receiver_once_although_answers_are_lost(shop: Shop, receiver: WebhookReceiver) -> None:
    shop.link("webhook", f"http://127.0.0.1:{receiver.port}/punches", SECRET)
    lost, next_one, other = shop.punch("0012", 0), shop.punch("0012", 30, Kind.OUT), shop.punch("2000", 40)
    receiver.tell("lose")
    shop.deliver()
    between = [state_of(lost), state_of(next_one), state_of(other)]

    shop.now += timedelta(seconds=61)
    shop.deliver()

    assert between == [State.UNCONFIRMED, State.PENDING, State.DELIVERED]
    assert {state_of(one) for one in (lost, next_one, other)} == {State.DELIVERED}
    assert [(code, kind) for code, _, kind in receiver.arrived() if code == "0012"] == [("0012", "in"), ("0012", "out")]
    assert len(receiver.arrived()) == 3


def test_receiver_that_is_gone_stops_delivery_until_somebody_links_again(shop: Shop, receiver: WebhookReceiver) -> None:
    address = f"http://127.0.0.1:{receiver.port}/punches"
    shop.link("webhook", address, SECRET)
    punch = shop.punch("0012", 0)
    receiver.tell(410)
    shop.deliver()
    before = (state_of(punch), connection_status(shop.company).state)

    shop.link("webhook", address, SECRET)
    shop.deliver()

    assert before == (State.PENDING, "credentials_refused")
    assert state_of(punch) == State.DELIVERED


@pytest.mark.parametrize(
    ("url", "secret", "error"),
    [
        ("http://127.0.0.1:{port}/punches", OTHER_SECRET, TokenRefused),
        ("http://127.0.0.1:{port}/punches", "no-secret", InvalidInput),
        ("http://127.0.0.1:{port}/punches", "", InvalidInput),
        ("http://localhost:{port}/punches", SECRET, ConnectionRefusedAddress),
        ("https://127.0.0.2/punches", SECRET, ConnectionRefusedAddress),
    ],
)
def test_receiver_that_cannot_be_is_not_kept(
    shop: Shop, receiver: WebhookReceiver, url: str, secret: str, error: type[KaodokiError]
) -> None:
    with pytest.raises(error):
        shop.link("webhook", url.format(port=receiver.port), secret)

    assert not Connection.objects.exists()


def test_receivers_address_is_used_as_it_was_typed(shop: Shop, receiver: WebhookReceiver) -> None:
    shop.link("webhook", f"http://127.0.0.1:{receiver.port}/punches/", SECRET)
    shop.punch("0012", 0)
    shop.deliver()

    assert connection_status(shop.company).base_url == f"http://127.0.0.1:{receiver.port}/punches/"
    assert receiver.asked_paths() == {"/punches/"}


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("other_side", ["csv_file", "webhook"])
def test_drain_that_died_over_a_punch_holds_nobody_up_where_repeats_are_dropped(
    shop: Shop, receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch, other_side: str, moment: str
) -> None:
    if other_side == "csv_file":
        shop.link_folder()
    else:
        shop.link("webhook", f"http://127.0.0.1:{receiver.port}/punches", SECRET)
    first, second = shop.punch("0012", 0), shop.punch("0012", 30, Kind.OUT)
    dies_at(monkeypatch, CsvFile if other_side == "csv_file" else Webhook, moment)
    with pytest.raises(KeyboardInterrupt):
        shop.deliver()
    monkeypatch.undo()
    left_behind = state_of(first)

    # At the very next moment: nothing is waited for.
    shop.deliver()

    arrived = [row.split(",")[0] for row in shop.rows()]
    assert left_behind == State.SENDING
    assert {state_of(first), state_of(second)} == {State.DELIVERED}
    if other_side == "csv_file":
        assert arrived == [str(first.id), str(second.id)]
    else:
        assert [kind for _, _, kind in receiver.arrived()] == ["in", "out"]


def test_file_that_a_dying_worker_left_behind_goes_out_with_the_next_sweep(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.link_folder()
    punch = shop.punch("0012", 0)
    monkeypatch.setattr("kaodoki.linking.connectors.csv_file.index.os.rename", die)
    with pytest.raises(KeyboardInterrupt):
        shop.deliver()
    monkeypatch.undo()
    with connections["default"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    before = (state_of(punch), shop.rows())

    sweep(timestamp=0)
    woken = ProcrastinateJob.objects.filter(task_name=DELIVER_TASK, args__company_id=str(shop.company.id)).count()
    shop.deliver()

    # Nothing of it waits any more by the table of punches, so nothing else would have opened the folder.
    assert before == (State.DELIVERED, [])
    assert woken == 1
    assert len(shop.rows()) == 1


def test_punch_of_somebody_linked_late_goes_out_where_there_is_no_deadline(shop: Shop) -> None:
    shop.link_folder()
    create_employee(shop.company, "3000", {"family_name": "三"}, by="test")
    punch = shop.punch("3000", 0)
    Punch.objects.filter(pk=punch.pk).update(working_date=punch.working_date - timedelta(days=3))
    shop.deliver()
    before = state_of(punch)

    sync_company(shop.company, now=shop.now)
    shop.deliver()

    assert before == State.NOT_LINKED
    assert state_of(punch) == State.DELIVERED


def dies_at(monkeypatch: pytest.MonkeyPatch, connector: type[CsvFile | Webhook], moment: str) -> None:
    deliver = connector.deliver

    def dying(self: Any, punch: OutgoingPunch) -> Receipt:
        if moment == "after":
            deliver(self, punch)
        raise KeyboardInterrupt

    monkeypatch.setattr(connector, "deliver", dying)


def die(*_: object) -> None:
    raise KeyboardInterrupt


def make_older(folder: Path) -> None:
    """The file being filled was begun an hour ago."""
    with closing(sqlite3.connect(folder / HIDDEN / INDEX)) as database:
        database.execute("UPDATE file SET started_at = started_at - 3600")
        database.commit()
