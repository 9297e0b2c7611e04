"""The page 顔写真の案内: who is listed, and how the link reaches them."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings as Installation
from tests.integration.mailing.mail_server import MailServer, running_mail_server

from kaodoki.accounts.models import Administrator, AdministratorSite
from kaodoki.enrolment.models import Invitation
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee, create_site

PAGE = "/console/invitations"


@pytest.fixture
def mail_server(settings: Installation) -> Iterator[MailServer]:
    with running_mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "kaodoki@example.jp"
        yield server


def logged_in(company: Company, role: str = "all_rights", login: str = "") -> Client:
    made = Administrator.objects.create(company=company, login=login or role, role=role)
    client = Client()
    client.force_login(made)
    return client


def person(company: Company, code: str, email: str = "", site: str = "") -> Employee:
    fields = {"family_name": "佐藤", "given_name": code, "email": email, "site_code": site}
    return create_employee(company, code, fields, by="tests")


def send(client: Client, channel: str, *people: Employee) -> tuple[int, str]:
    answer = client.post(PAGE, {"employee": [str(one.id) for one in people], "channel": channel})
    return answer.status_code, answer.content.decode()


def test_letters_have_a_code_that_opens_the_persons_page(in_scope: Company) -> None:
    somebody = person(in_scope, "0012")

    status, page = send(logged_in(in_scope), "letter", somebody)

    address = re.search(r"http://testserver(/my-photo/i/[\w-]+)", page)
    assert status == 200
    assert address
    assert "<svg" in page
    assert "はじめる" in Client().get(address[1]).content.decode()


def test_mails_are_sent_and_who_has_no_address_is_named(in_scope: Company, mail_server: MailServer) -> None:
    with_address, without = person(in_scope, "0001", "sato@example.jp"), person(in_scope, "0002")

    status, page = send(logged_in(in_scope), "email", with_address, without)

    assert "1 名に送信しました" in page
    assert "1 名には送れませんでした: 0002" in page
    (mail,) = mail_server.taken
    (text,) = mail_server.texts()
    address = re.search(r"http://testserver(/my-photo/i/[\w-]+)", text)
    assert mail["To"] == "sato@example.jp"
    assert address
    assert Client().post(address[1]).status_code == 302
    assert Invitation.objects.filter(employee=without).count() == 0
    assert status == 200


def test_a_mail_that_is_refused_is_said(in_scope: Company, mail_server: MailServer) -> None:
    mail_server.refused["sato"] = 550

    _, page = send(logged_in(in_scope), "email", person(in_scope, "0001", "sato@example.jp"))

    assert "0001" in page
    assert "1 名には送れませんでした" in page


def test_without_a_mail_server_letters_are_offered(in_scope: Company, settings: Installation) -> None:
    settings.EMAIL_HOST = ""
    somebody = person(in_scope, "0001", "sato@example.jp")
    client = logged_in(in_scope)

    assert "メールで送る" not in client.get(PAGE).content.decode()
    assert send(client, "email", somebody)[0] == 422


def test_nobody_chosen_is_said(in_scope: Company) -> None:
    assert send(logged_in(in_scope), "letter")[0] == 422
    assert logged_in(in_scope, login="b").post(PAGE, {"employee": ["x"], "channel": "letter"}).status_code == 422


def test_only_people_in_sight_are_listed_and_invited(in_scope: Company) -> None:
    site = create_site(in_scope, "100", "本社")
    mine, other = person(in_scope, "0001", site="100"), person(in_scope, "0002")
    client = logged_in(in_scope, "site_manager")
    AdministratorSite.objects.create(company=in_scope, administrator=Administrator.objects.get(), site=site)

    page = client.get(PAGE).content.decode()

    assert "0001" in page
    assert "0002" not in page
    assert send(client, "letter", other)[0] == 422
    assert send(client, "letter", mine)[0] == 200
    assert send(logged_in(create_company("other", "他社"), login="o"), "letter", mine)[0] == 422
    assert logged_in(in_scope, "viewer").get(PAGE).status_code == 403
