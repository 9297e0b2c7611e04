"""What is told, to whom, once; and what happens when the mail server does not take it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django_scopes import scope
from pytest_django.fixtures import Settings as Installation
from tests.integration.mailing.conftest import NOW, Office
from tests.integration.mailing.mail_server import MailServer

from kaodoki.enrolment.models import Submission
from kaodoki.linking.models import OvertimeWarning
from kaodoki.mailing.collecting import collect
from kaodoki.mailing.errors import AddressMissing, MailNotConfigured, MailRefused
from kaodoki.mailing.models import Mail
from kaodoki.mailing.sending import KEPT_FOR, forget_old, send_due, send_test
from kaodoki.people.models import Settings
from kaodoki.terminals.models import Terminal

LATER = NOW + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def looked(office: Office) -> None:
    """As after the first look, at NOW: from here on happenings are told."""
    collect(office.company, now=NOW)


def subjects(server: MailServer) -> list[str]:
    return sorted(f"{mail['To']}: {str(mail['Subject']).strip()}" for mail in server.taken)


def test_administrators_are_told_of_failed_punches_once_each_of_what_they_see(
    office: Office, mail_server: MailServer
) -> None:
    office.administrator("boss", "all_rights")
    office.administrator("osaka", "site_manager", office.sites[1])
    office.administrator("tokyo", "site_manager", office.sites[0])
    office.administrator("watcher", "viewer")
    looked(office)
    office.failed(office.people[0], NOW + 10 * MINUTE)
    office.failed(office.people[1], NOW + 20 * MINUTE, "rejected")
    office.failed(office.people[1], NOW + 21 * MINUTE, "rejected")

    for at in (LATER, LATER, LATER + 40 * MINUTE):
        collect(office.company, now=at)
        send_due(now=at)

    assert subjects(mail_server) == [
        "boss@example.jp: 連携できない打刻が 3 件あります / 3 punches could not be delivered",
        "osaka@example.jp: 連携できない打刻が 2 件あります / 2 punches could not be delivered",
        "tokyo@example.jp: 連携できない打刻が 1 件あります / 1 punches could not be delivered",
    ]
    (tokyo,) = (text for text in mail_server.texts() if "0200" not in text)
    assert "従業員コード 0012  2026-11-20 12:10  退勤  整合性エラー" in tokyo
    assert "employee 0012  2026-11-20 12:10  clock-out  integrity error" in tokyo
    assert "https://kaodoki.example.jp/console/" in tokyo
    assert "佐藤" not in tokyo


def test_what_was_mended_before_the_mail_is_not_told(office: Office, mail_server: MailServer) -> None:
    office.administrator("boss", "all_rights")
    looked(office)
    punch = office.failed(office.people[0], NOW + 10 * MINUTE)
    punch.state = "discarded"
    punch.save()

    collect(office.company, now=LATER)

    assert not Mail.objects.exists()


def test_failures_come_in_one_mail_for_half_an_hour(office: Office, mail_server: MailServer) -> None:
    office.administrator("boss", "all_rights")
    looked(office)
    for minutes in range(1, 40, 3):
        office.failed(office.people[0], NOW + minutes * MINUTE)
        collect(office.company, now=NOW + (minutes + 1) * MINUTE)

    collect(office.company, now=LATER + 10 * MINUTE)

    assert Mail.objects.count() == 2


def test_nothing_that_lies_before_the_first_look_is_told(office: Office, mail_server: MailServer) -> None:
    office.administrator("boss", "all_rights")
    office.failed(office.people[0], NOW - timedelta(days=3))

    looked(office)
    collect(office.company, now=LATER)

    assert not Mail.objects.exists()


def test_a_long_list_is_cut_and_says_so(office: Office, mail_server: MailServer) -> None:
    office.administrator("boss", "all_rights")
    looked(office)
    for seconds in range(25):
        office.failed(office.people[0], NOW + 10 * MINUTE + timedelta(seconds=seconds))

    collect(office.company, now=LATER)

    body = Mail.objects.get().body
    assert "ほか 5 件" in body
    assert "and 5 more" in body


def test_a_silent_terminal_is_told_once_a_silence(office: Office, mail_server: MailServer) -> None:
    office.administrator("boss", "all_rights")
    mine = Terminal.objects.filter(pk=office.terminal.pk)
    mine.update(token_hash="a", last_seen_at=NOW)

    collect(office.company, now=NOW + 14 * MINUTE)
    assert not Mail.objects.exists()
    for minutes in (16, 17, 300):
        collect(office.company, now=NOW + minutes * MINUTE)
    assert Mail.objects.count() == 1
    mine.update(last_seen_at=NOW + 301 * MINUTE)
    collect(office.company, now=NOW + 340 * MINUTE)

    assert Mail.objects.count() == 2
    assert "1階(最後の接続 2026-11-20 12:00)" in Mail.objects.order_by("created_at")[0].body


@pytest.mark.parametrize(
    "change", [{"revoked_at": NOW}, {"token_hash": None}, {"last_seen_at": NOW - timedelta(days=9)}]
)
def test_a_terminal_that_is_not_in_use_is_not_missed(
    office: Office, mail_server: MailServer, change: dict[str, object]
) -> None:
    office.administrator("boss", "all_rights")
    Terminal.objects.filter(pk=office.terminal.pk).update(**{"token_hash": "a", "last_seen_at": NOW, **change})

    collect(office.company, now=NOW + 60 * MINUTE)

    assert not Mail.objects.exists()


def test_overtime_warnings_are_told_to_administrators(office: Office, mail_server: MailServer) -> None:
    office.administrator("boss", "all_rights")
    looked(office)
    OvertimeWarning.objects.create(
        company=office.company,
        employee=office.people[0],
        month="2026-11",
        threshold_minutes=30 * 60,
        minutes=30 * 60 + 5,
        at=NOW + MINUTE,
    )

    collect(office.company, now=LATER)

    assert "従業員コード 0012  2026-11  残業 30:05(警告 30:00)" in Mail.objects.get().body


@pytest.mark.parametrize(("status", "said"), [("approved", "承認されました"), ("rejected", "撮り直し")])
def test_the_employee_is_told_what_became_of_the_photo(
    office: Office, mail_server: MailServer, status: str, said: str
) -> None:
    looked(office)
    Submission.objects.create(
        company=office.company,
        employee=office.people[0],
        status=status,
        notice_version="1",
        submitted_at=NOW,
        decided_at=NOW + MINUTE,
        decided_by="boss",
    )

    collect(office.company, now=LATER)
    send_due(now=LATER)

    (mail,) = mail_server.taken
    assert (mail["To"], mail["From"]) == ("0012@example.jp", "kaodoki@example.jp")
    assert said in mail["Subject"]
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "name", ["notify_photo_decided", "notify_punch_failed", "notify_terminal_silent", "notify_overtime"]
)
def test_each_notice_can_be_switched_off(office: Office, mail_server: MailServer, name: str) -> None:
    looked(office)
    office.administrator("boss", "all_rights")
    office.failed(office.people[0], NOW + MINUTE)
    Terminal.objects.filter(pk=office.terminal.pk).update(token_hash="a", last_seen_at=NOW)
    values = {"company": office.company, "employee": office.people[0]}
    OvertimeWarning.objects.create(**values, month="2026-11", threshold_minutes=60, minutes=61, at=NOW + MINUTE)
    Submission.objects.create(
        **values, status="approved", notice_version="1", submitted_at=NOW, decided_at=NOW + MINUTE
    )
    Settings.objects.update(**{name: False})

    collect(office.company, now=LATER)

    assert sorted(Mail.objects.values_list("kind", flat=True)) == sorted(
        {"photo_decided", "punch_failed", "terminal_silent", "overtime"} - {name.removeprefix("notify_")}
    )


def test_a_recipient_refused_for_good_is_given_up_and_the_next_one_is_told(
    office: Office, mail_server: MailServer
) -> None:
    office.administrator("boss", "all_rights")
    office.administrator("gone", "all_rights")
    mail_server.refused["gone@example.jp"] = 550
    looked(office)
    office.failed(office.people[0], NOW + MINUTE)
    collect(office.company, now=LATER)

    send_due(now=LATER)

    gone = Mail.objects.get(recipient="gone@example.jp")
    assert (gone.failed_at, gone.error) == (LATER, "recipient refused, 550")
    assert [mail["To"] for mail in mail_server.taken] == ["boss@example.jp"]


def test_a_server_that_is_away_is_tried_again_later_and_given_up_after_a_day(
    office: Office, mail_server: MailServer, settings: Installation
) -> None:
    office.administrator("boss", "all_rights")
    looked(office)
    office.failed(office.people[0], NOW + MINUTE)
    collect(office.company, now=LATER)
    settings.EMAIL_PORT = 1
    send_due(now=LATER)
    waiting = Mail.objects.get()
    assert (waiting.tries, waiting.failed_at, waiting.error) == (1, None, "ConnectionRefusedError")

    settings.EMAIL_PORT = mail_server.port
    send_due(now=LATER)
    assert mail_server.taken == []
    send_due(now=LATER + MINUTE)
    assert len(mail_server.taken) == 1

    Mail.objects.update(sent_at=None, tries=0)
    settings.EMAIL_PORT = 1
    at = LATER
    while Mail.objects.filter(failed_at__isnull=True).exists():
        at = Mail.objects.get().next_try_at
        send_due(now=at)
    assert timedelta(hours=12) < at - LATER < timedelta(days=2)


def test_two_workers_send_a_mail_once(transactional_office: Office, mail_server: MailServer) -> None:
    office = transactional_office
    with scope(company=office.company):
        for number in range(12):
            Mail.objects.create(
                company=office.company,
                kind="overtime",
                key=str(number),
                recipient=f"a{number}@example.jp",
                subject="s",
                body="b",
                created_at=NOW,
                next_try_at=NOW,
            )

    def send() -> None:
        send_due(now=NOW)
        connection.close()

    workers = [threading.Thread(target=send) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(mail["To"] for mail in mail_server.taken) == sorted(f"a{n}@example.jp" for n in range(12))


@pytest.fixture
def transactional_office(transactional_db: None, office: Office) -> Office:
    return office


def test_without_a_server_nothing_is_sent_and_a_test_says_why(office: Office, settings: Installation) -> None:
    settings.EMAIL_HOST = ""

    assert send_due(now=NOW) == 0
    with pytest.raises(MailNotConfigured):
        send_test(office.administrator("boss", "all_rights"))


def test_a_test_mail_goes_to_whoever_asks(office: Office, mail_server: MailServer) -> None:
    send_test(office.administrator("boss", "all_rights"))

    assert subjects(mail_server) == ["boss@example.jp: メール通知のテスト / A test of the e-mail notices"]


def test_a_test_that_fails_says_why(office: Office, mail_server: MailServer, settings: Installation) -> None:
    boss = office.administrator("boss", "all_rights")
    mail_server.refused["boss"] = 550
    with pytest.raises(MailRefused, match="550"):
        send_test(boss)
    boss.email = ""
    with pytest.raises(AddressMissing):
        send_test(boss)


def test_old_mails_are_erased(office: Office, mail_server: MailServer) -> None:
    office.administrator("boss", "all_rights")
    looked(office)
    office.failed(office.people[0], NOW + MINUTE)
    collect(office.company, now=LATER)

    forget_old(now=LATER + KEPT_FOR)
    assert Mail.objects.exists()
    forget_old(now=LATER + KEPT_FOR + MINUTE)

    assert not Mail.objects.exists()
