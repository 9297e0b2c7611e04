"""The page メール通知."""

from django.test import Client
from pytest_django.fixtures import Settings as Installation
from tests.integration.mailing.conftest import NOW
from tests.integration.mailing.mail_server import MailServer

from kaodoki.accounts.models import Administrator
from kaodoki.mailing.models import Mail
from kaodoki.people.models import Company, Settings

PAGE = "/console/system/mail"
ALL_ON = {
    "notify_punch_failed": "on",
    "notify_terminal_silent": "on",
    "notify_overtime": "on",
    "notify_photo_decided": "on",
    "terminal_silent_minutes": "15",
}
HELD = {f"was-{name}": "True" if value == "on" else value for name, value in ALL_ON.items()}


def logged_in(company: Company, role: str = "all_rights") -> Client:
    boss = Administrator.objects.create(company=company, login=role, role=role, email=f"{role}@example.jp")
    client = Client()
    client.force_login(boss)
    return client


def test_without_a_server_the_page_says_whom_to_ask(in_scope: Company, settings: Installation) -> None:
    settings.EMAIL_HOST = ""

    page = logged_in(in_scope).get(PAGE).content.decode()

    assert "KAODOKI_EMAIL_URL" in page
    assert "まだ1通も送っていません" in page


def test_switches_are_saved_and_shown(in_scope: Company, mail_server: MailServer) -> None:
    client = logged_in(in_scope)
    form = {**ALL_ON, **HELD, "terminal_silent_minutes": "30"}
    del form["notify_overtime"]

    saved = client.post(PAGE, form, follow=True).content.decode()

    settings = Settings.objects.get()
    assert "保存しました" in saved
    assert (settings.notify_overtime, settings.notify_punch_failed, settings.terminal_silent_minutes) == (
        False,
        True,
        30,
    )


def test_a_wrong_number_is_shown_again_and_nothing_is_saved(in_scope: Company, mail_server: MailServer) -> None:
    answer = logged_in(in_scope).post(PAGE, {**HELD, "terminal_silent_minutes": "一時間"})

    assert answer.status_code == 422
    assert 'value="一時間"' in answer.content.decode()
    assert Settings.objects.get().notify_overtime


def test_somebody_elses_change_is_not_overwritten(in_scope: Company, mail_server: MailServer) -> None:
    client = logged_in(in_scope)
    Settings.objects.update(notify_overtime=False)

    answer = client.post(PAGE, {**ALL_ON, **HELD})

    assert answer.status_code == 409
    assert not Settings.objects.get().notify_overtime


def test_only_all_rights_switch_and_see_whom_mails_went_to(in_scope: Company, mail_server: MailServer) -> None:
    Mail.objects.create(
        company=in_scope,
        kind="overtime",
        key="1",
        recipient="somebody@example.jp",
        subject="s",
        body="b",
        created_at=NOW,
        next_try_at=NOW,
    )
    viewer = logged_in(in_scope, "viewer")

    assert viewer.post(PAGE, {**HELD, "terminal_silent_minutes": "15"}).status_code == 403
    assert viewer.post(f"{PAGE}/test").status_code == 403
    assert "somebody@example.jp" not in viewer.get(PAGE).content.decode()
    assert "somebody@example.jp" in logged_in(in_scope).get(PAGE).content.decode()
    assert mail_server.taken == []


def test_the_test_is_sent_and_its_failure_said(in_scope: Company, mail_server: MailServer) -> None:
    client = logged_in(in_scope)

    sent = client.post(f"{PAGE}/test", follow=True).content.decode()
    mail_server.refused["all_rights"] = 550
    refused = client.post(f"{PAGE}/test")

    assert "テストメールを送信しました" in sent
    assert refused.status_code == 422
    assert "550" in refused.content.decode()
