"""The first set-up: only with the server's code, once, and never half."""

import plistlib
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django_scopes import scope

from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.services import create_administrator
from kaodoki.audit.models import AuditEvent
from kaodoki.errors import KaodokiError
from kaodoki.people.models import Company, Site
from kaodoki.people.services import create_company
from kaodoki.project.tls import self_signed_certificate
from kaodoki.terminals.models import Terminal
from kaodoki.vault.first_run import certificate_fingerprint, set_up_code
from kaodoki.web.first_run.founding import Founding, found

PASSWORD = "correct horse battery staple"
FORM = {
    "company_name": "株式会社みなと製作所",
    "name": "山田 太郎",
    "login": "yamada",
    "email": "yamada@example.jp",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def with_code() -> Client:
    client = Client()
    answer = client.get("/first-run/", {"code": set_up_code(settings.SECRET_KEY)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/first-run/")
    return client


@pytest.mark.parametrize("door", ["/console/", "/console/login"])
def test_console_of_an_empty_installation_leads_to_the_set_up(db: None, door: str) -> None:
    answer = Client().get(door)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/first-run/")


def test_the_set_up_ends_in_a_company_and_an_administrator_who_is_logged_in(db: None) -> None:
    client = with_code()

    answer = client.post("/first-run/", FORM)

    administrator = Administrator.objects.get()
    assert answer.headers["Location"].startswith("/console/first-steps")
    assert (administrator.login, administrator.name, administrator.role) == ("yamada", "山田 太郎", Role.ALL_RIGHTS)
    assert administrator.company.name == "株式会社みなと製作所"
    assert client.get("/console/first-steps").status_code == 200
    with scope(company=administrator.company):
        assert AuditEvent.objects.filter(action="administrator_created").count() == 1


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA-AAAAA-AAAAA", "ひみつ", "\u0130" * 20])
def test_without_the_code_nobody_becomes_administrator(db: None, code: str) -> None:
    client = Client()

    shown = client.get("/first-run/", {"code": code})
    posted = client.post("/first-run/", FORM)

    assert shown.status_code in (200, 403)
    assert 'name="password"' not in shown.content.decode() + posted.content.decode()
    assert not Administrator.objects.exists()


def test_the_code_is_taken_in_lower_case_and_without_hyphens_and_stays_in_no_address(db: None) -> None:
    client = Client()

    answer = client.post("/first-run/", {"code": set_up_code(settings.SECRET_KEY).replace("-", "").lower()})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/first-run/")
    assert 'name="password"' in client.get("/first-run/").content.decode()


def test_the_code_opens_nothing_once_there_is_an_administrator(company: Company) -> None:
    before = with_code()
    create_administrator(company, "first", PASSWORD, Role.VIEWER.value)

    answers = [
        before.get("/first-run/"),
        before.post("/first-run/", FORM),
        Client().get("/first-run/", {"code": set_up_code(settings.SECRET_KEY)}),
    ]

    assert {answer.headers.get("Location") for answer in answers} == {settings.LOGIN_URL}
    assert Administrator.objects.count() == 1
    assert Client().get(settings.LOGIN_URL).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"company_name": " "}, "会社名を入力"),
        ({"name": ""}, "氏名を入力"),
        ({"login": "山田"}, "ログインIDは"),
        ({"email": "no address"}, "メールアドレスの形式"),
        ({"password": "short", "password_again": "short"}, "推測されやすい"),
        ({"password": "yamada-yamada", "password_again": "yamada-yamada"}, "推測されやすい"),
        ({"password": "aaaaaaaaaaaaaaa", "password_again": "aaaaaaaaaaaaaaa"}, "推測されやすい"),
        ({"password_again": "another horse battery"}, "一致しません"),
    ],
)
def test_a_wrong_field_is_said_at_the_field_and_nothing_is_made(db: None, changed: dict[str, str], said: str) -> None:
    page = with_code().post("/first-run/", {**FORM, **changed})

    assert page.status_code == 422
    assert said in page.content.decode()
    assert PASSWORD not in page.content.decode()
    assert not Company.objects.exists()
    assert not Administrator.objects.exists()


def test_a_company_made_on_the_command_line_gets_its_administrator_here(company: Company) -> None:
    client = with_code()

    assert "株式会社みなと製作所" in client.get("/first-run/").content.decode()
    client.post("/first-run/", {**FORM, "company_name": ""})

    assert Administrator.objects.get().company == company


@pytest.mark.parametrize(
    ("name", "code"), [("ACME Co., Ltd.", "acme-co-ltd"), ("株式会社みなと", "company"), ("みなと 2 号店", "2")]
)
def test_the_company_code_is_made_from_its_name(db: None, name: str, code: str) -> None:
    with_code().post("/first-run/", {**FORM, "company_name": name})

    assert Company.objects.get().code == code


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_up_at_the_same_time_one_is_first() -> None:
    def one(login: str) -> str:
        try:
            found(Founding(**{**FORM, "login": login}))
            return "made"
        except KaodokiError as error:
            return error.code
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(2) as people:
        ends = list(people.map(one, ["yamada", "tanaka"]))

    assert sorted(ends) == ["first_run_over", "made"]
    assert (Company.objects.count(), Administrator.objects.count()) == (1, 1)


def logged_in(company: Company, role: Role = Role.ALL_RIGHTS) -> Client:
    create_administrator(company, f"{company.code}-{role}", PASSWORD, role.value)
    client = Client()
    assert client.login(username=f"{company.code}-{role}", password=PASSWORD)
    return client


def test_first_steps_know_what_is_done_wherever_it_was_done(company: Company) -> None:
    client = logged_in(company)
    before = client.get("/console/first-steps").content.decode()

    client.post("/console/first-steps/sites", {"code": "1000", "name": "本社"})
    after = client.get("/console/first-steps").content.decode()

    assert (before.count('class="is-done"'), after.count('class="is-done"')) == (0, 1)
    assert "5 項目中 0 項目 完了" in after  # a site may stay undone, so it does not count


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"code": "", "name": "本社"}, 422),
        ({"code": "1", "name": ""}, 422),
        ({"code": "9" * 65, "name": "本社"}, 422),
        ({"code": "1000", "name": "同じコード"}, 409),
    ],
)
def test_a_site_that_cannot_be_stays_in_the_form(company: Company, form: dict[str, str], status: int) -> None:
    client = logged_in(company)
    client.post("/console/first-steps/sites", {"code": "1000", "name": "倉庫"})

    page = client.post("/console/first-steps/sites", form)

    assert page.status_code == status
    assert form["name"] in page.content.decode()
    with scope(company=company):
        assert Site.objects.count() == 1


def test_the_first_terminal_shows_its_code_once_and_as_a_picture(company: Company) -> None:
    client = logged_in(company)

    made = client.post("/console/first-steps/terminal", {"name": "入口", "punch_selection": "chosen"})
    later = client.get("/console/first-steps/terminal")

    assert made.status_code == 201
    assert "data:image/svg+xml" in made.content.decode()
    assert "pairing-code" not in later.content.decode()
    with scope(company=company):
        assert Terminal.objects.get().name == "入口"


def test_another_companys_site_is_no_site_for_a_terminal(company: Company) -> None:
    other = create_company("other", "Other")
    with scope(company=other):
        Site.objects.create(company=other, code="2000", name="Elsewhere")

    answer = logged_in(company).post(
        "/console/first-steps/terminal", {"name": "入口", "punch_selection": "chosen", "site": "2000"}
    )

    assert answer.status_code == 422
    assert "Elsewhere" not in answer.content.decode()


@pytest.mark.parametrize("page", ["/console/first-steps/sites", "/console/first-steps/terminal"])
def test_only_all_rights_may_set_up(company: Company, page: str) -> None:
    assert logged_in(company, Role.VIEWER).get(page).status_code == 403


@pytest.fixture
def authority(tmp_path: Path, settings: Any) -> Path:
    """The certificate of an authority of ours, as `kaodoki up` names it."""
    file = self_signed_certificate(tmp_path / "tls", "0.0.0.0").authority
    assert file is not None
    settings.AUTHORITY_FILE, settings.TABLETS_URL = file, "https://192.0.2.7:8000"
    return file


def test_tablets_get_the_public_certificate_with_its_fingerprint_and_no_key(db: None, authority: Path) -> None:
    pem = authority.read_text()

    page = Client().get("/kiosk/install-ca").content.decode()
    crt = Client().get("/kiosk/kaodoki-ca.crt")
    profile = plistlib.loads(Client().get("/kiosk/kaodoki-ca.mobileconfig").content)

    assert all(half in page for half in (certificate_fingerprint(pem)[:47], certificate_fingerprint(pem)[48:]))
    assert "https://192.0.2.7:8000/kiosk/install-ca" in page
    assert crt.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert ssl.DER_cert_to_PEM_cert(crt.content) == pem
    assert profile["PayloadContent"][0]["PayloadType"] == "com.apple.security.root"
    assert profile["PayloadContent"][0]["PayloadContent"] == crt.content
    assert b"PRIVATE" not in crt.content + plistlib.dumps(profile)


def test_where_the_certificate_is_not_ours_there_is_nothing_to_install(db: None) -> None:
    page = Client().get("/kiosk/install-ca")
    files = [Client().get(f"/kiosk/kaodoki-ca.{kind}").status_code for kind in ("crt", "mobileconfig")]

    assert "入れる証明書はありません" in page.content.decode()
    assert files == [404, 404]


def test_a_profile_installed_again_replaces_itself(db: None, authority: Path) -> None:
    first, second = (Client().get("/kiosk/kaodoki-ca.mobileconfig").content for _ in range(2))

    assert first == second
