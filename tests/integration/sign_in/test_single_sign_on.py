"""Single sign-on by OpenID Connect: it lets in the administrator with that verified address, and adds nobody."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings as Installation
from tests.integration.sign_in.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider

from kaodoki.accounts.models import Administrator
from kaodoki.accounts.services import create_administrator
from kaodoki.people.models import Company

START, RETURN = "/console/login/sso/oidc/sso/login/", "/console/login/sso/oidc/sso/login/callback/"


@pytest.fixture
def provider(db: None, settings: Installation) -> Iterator[Provider]:
    cache.clear()
    with running_provider() as running:
        app = {
            "provider_id": "sso",
            "name": "会社のアカウント",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": running.issuer},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        settings.SSO_NAME = "会社のアカウント"
        yield running


@pytest.fixture
def tanaka(company: Company) -> Administrator:
    made = create_administrator(company, "tanaka", "correct horse battery", "all_rights")
    made.email = "Tanaka@example.jp"
    made.save()
    return made


def come_back(client: Client) -> Any:
    """Through the provider and back, as a browser would."""
    asked = parse_qs(urlsplit(client.get(START)["Location"]).query)
    assert asked["client_id"] == [CLIENT_ID]
    assert "code_challenge" in asked
    return client.get(RETURN, {"code": "once", "state": asked["state"][0]})


def is_in(client: Client) -> bool:
    return client.get("/console/").status_code == 200


def test_the_login_offers_it(provider: Provider, company: Company) -> None:
    create_administrator(company, "tanaka", "correct horse battery", "all_rights")

    assert "会社のアカウント" in Client().get("/console/login").content.decode()


def test_a_verified_address_lets_its_administrator_in(provider: Provider, tanaka: Administrator) -> None:
    provider.claims |= {"email": "tanaka@example.jp", "email_verified": True}
    client = Client()

    answer = come_back(client)

    assert answer["Location"] == "/console/"
    assert is_in(client)
    assert "code_verifier" in provider.token_requests[0]


def test_the_same_visitor_comes_in_again(provider: Provider, tanaka: Administrator) -> None:
    provider.claims |= {"email": "tanaka@example.jp", "email_verified": True}
    come_back(Client())
    again = Client()

    come_back(again)

    assert is_in(again)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "tanaka@example.jp", "email_verified": False},
        {"email": "somebody@example.jp", "email_verified": True},
        {},
    ],
)
def test_nobody_else_is_let_in_or_added(provider: Provider, tanaka: Administrator, claims: dict[str, object]) -> None:
    provider.claims |= claims
    client = Client()

    answer = come_back(client)

    assert answer["Location"] == "/console/login"
    assert "結び付いた管理者がいない" in client.get("/console/login").content.decode()
    assert not is_in(client)
    assert Administrator.objects.count() == 1


def test_an_address_of_two_lets_neither_in(provider: Provider, tanaka: Administrator) -> None:
    other = create_administrator(tanaka.company, "other", "correct horse battery", "viewer")
    other.email = "tanaka@example.jp"
    other.save()
    provider.claims |= {"email": "tanaka@example.jp", "email_verified": True}
    client = Client()

    come_back(client)

    assert not is_in(client)


def test_somebody_switched_off_stays_out(provider: Provider, tanaka: Administrator) -> None:
    provider.claims |= {"email": "tanaka@example.jp", "email_verified": True}
    come_back(Client())
    Administrator.objects.update(is_active=False)
    client = Client()

    come_back(client)

    assert not is_in(client)


def test_an_answer_nobody_asked_for_is_refused(provider: Provider, tanaka: Administrator) -> None:
    provider.claims |= {"email": "tanaka@example.jp", "email_verified": True}
    client = Client()

    answer = client.get(RETURN, {"code": "once", "state": "made up"})

    assert answer.status_code in (302, 403)
    assert not is_in(client)
    assert provider.token_requests == []
