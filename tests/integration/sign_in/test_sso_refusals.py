"""What single sign-on must not do, against a provider with a real code flow: PKCE, codes used once, signed tokens."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django_scopes import scope
from pytest_django import Settings
from tests.integration.sign_in.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, identity_provider
from tests.integration.sign_in.test_sign_in import LOGIN, PASSWORD, with_app

from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.services import create_administrator
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company
from kaodoki.people.services import create_company

MAIL = "tanaka@example.jp"
START = "/console/login/sso/oidc/sso/login/"


@pytest.fixture
def provider(settings: Settings) -> Iterator[IdentityProvider]:
    with identity_provider() as running:
        running.userinfo = {"sub": "u-1", "email": MAIL, "email_verified": True}
        app = {
            "provider_id": "sso",
            "name": "社内ID",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": running.issuer},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield running


@pytest.fixture
def tanaka(company: Company) -> Administrator:
    cache.clear()
    return _administrator(company, LOGIN)


def _administrator(company: Company, login: str) -> Administrator:
    administrator = create_administrator(company, login, PASSWORD, Role.VIEWER)
    administrator.email = MAIL
    administrator.save(update_fields=["email"])
    return administrator


def _from_provider(client: Client) -> str:
    """The browser's way to the provider; where the provider sends it back to."""
    back = urlsplit(str(httpx2.get(client.get(START)["Location"]).headers["Location"]))
    assert back.path.startswith("/console/login/sso/")
    return f"{back.path}?{back.query}"


def _signed_in() -> tuple[Client, Any]:
    client = Client()
    return client, client.get(_from_provider(client))


def _is_in(client: Client) -> bool:
    return bool(client.get("/console/").status_code == 200)


def _is_refused(client: Client, answer: Any) -> bool:
    assert (answer.status_code, answer["Location"]) == (302, "/console/login")
    page = client.get("/console/login").content.decode()
    return "結び付いた管理者がいないか" in page and not _is_in(client)


def test_it_is_recorded_who_came_in(provider: IdentityProvider, tanaka: Administrator) -> None:
    provider.userinfo["email"] = "Tanaka@Example.JP"

    assert _is_in(_signed_in()[0])
    with scope(company=tanaka.company):
        assert AuditEvent.objects.filter(action="logged_in", subject=LOGIN).exists()


@pytest.mark.parametrize(
    "told",
    [
        {"sub": "u-1", "email": MAIL, "email_verified": "false"},
        {"sub": "u-1", "email": MAIL, "email_verified": None},
        {"sub": "u-1", "email": MAIL},
        {"sub": "u-1", "email": "", "email_verified": True},
    ],
)
def test_an_address_that_is_not_verified_opens_nothing(
    provider: IdentityProvider, tanaka: Administrator, told: dict[str, object]
) -> None:
    provider.userinfo = told

    assert _is_refused(*_signed_in())
    assert not SocialAccount.objects.exists()


def test_an_administrator_without_address_is_nobodys(provider: IdentityProvider, tanaka: Administrator) -> None:
    Administrator.objects.update(email="")
    provider.userinfo = {"sub": "u-1", "email": "", "email_verified": True}

    assert _is_refused(*_signed_in())


def test_an_address_in_two_companies_is_nobodys(provider: IdentityProvider, tanaka: Administrator) -> None:
    _administrator(create_company("kita", "株式会社北"), "suzuki")

    assert _is_refused(*_signed_in())


def test_who_came_before_stays_out_once_the_address_is_another(
    provider: IdentityProvider, tanaka: Administrator
) -> None:
    _signed_in()
    Administrator.objects.update(email="someone.else@example.jp")

    assert _is_refused(*_signed_in())


def test_an_account_of_the_provider_never_becomes_another_administrator(
    provider: IdentityProvider, tanaka: Administrator
) -> None:
    _signed_in()
    Administrator.objects.update(email="old@example.jp")
    _administrator(tanaka.company, "boss")

    assert _is_refused(*_signed_in())


def test_a_second_factor_is_asked_for_after_it(provider: IdentityProvider, tanaka: Administrator) -> None:
    here = Client()
    here.post("/console/login", {"login": LOGIN, "password": PASSWORD})
    with_app(here)

    client, answer = _signed_in()

    assert answer["Location"] == "/console/login/code"
    assert not _is_in(client)


@pytest.mark.parametrize("claims", [{"aud": "another-client"}, {"iss": "https://evil.example"}, {"exp": 1_000_000}])
def test_a_token_for_somebody_else_or_of_yesterday_opens_nothing(
    provider: IdentityProvider, tanaka: Administrator, claims: dict[str, object]
) -> None:
    provider.claims = claims

    assert _is_refused(*_signed_in())


def test_cancelled_over_there_leads_back_with_a_sentence(provider: IdentityProvider, tanaka: Administrator) -> None:
    provider.error = "access_denied"

    assert _is_refused(*_signed_in())


def test_another_browsers_way_back_opens_nothing(provider: IdentityProvider, tanaka: Administrator) -> None:
    back, another = _from_provider(Client()), Client()

    assert _is_refused(another, another.get(back))


def test_a_code_works_once(provider: IdentityProvider, tanaka: Administrator) -> None:
    client = Client()
    back = _from_provider(client)
    client.get(back)
    client.post("/console/logout")

    client.get(back)

    assert not _is_in(client)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "{issuer}/nothing-here"])
def test_where_the_provider_is_away_the_login_says_so_once(
    settings: Settings, provider: IdentityProvider, tanaka: Administrator, address: str
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = address.format(issuer=provider.issuer)
    client = Client()

    answer = client.get(START)

    assert (answer.status_code, answer["Location"]) == (302, "/console/login")
    assert "シングルサインオンのサービスに接続できません" in client.get("/console/login").content.decode()
    assert "シングルサインオンのサービスに接続できません" not in client.get("/console/login").content.decode()


def test_the_secret_is_in_no_log_and_in_no_address(
    provider: IdentityProvider, tanaka: Administrator, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        start = Client().get(START)["Location"]
        _signed_in()
        provider.error = "access_denied"
        _signed_in()

    assert CLIENT_SECRET not in caplog.text
    assert CLIENT_SECRET not in start
    assert parse_qs(urlsplit(start).query)["code_challenge_method"] == ["S256"]


def test_without_a_provider_it_is_not_offered_and_not_there(tanaka: Administrator) -> None:
    assert "/login/sso/" not in Client().get("/console/login").content.decode()
    assert Client().get(START).status_code == 404
