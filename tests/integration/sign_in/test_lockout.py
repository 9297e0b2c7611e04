"""Wrong passwords make a login wait; whom, for how long, and whom not."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.integration.sign_in.test_sign_in import LOGIN, PASSWORD

from kaodoki.accounts.models import Administrator
from kaodoki.accounts.services import create_administrator
from kaodoki.people.models import Company

WAITS = "しばらくログインできません"


@pytest.fixture
def tanaka(company: Company) -> Administrator:
    cache.clear()
    return create_administrator(company, LOGIN, PASSWORD, "all_rights")


def _tries(password: str, *, login: str = LOGIN, host: str = "testserver", address: str = "192.0.2.1") -> str:
    """What the page says, or where it leads."""
    client = Client(HTTP_HOST=host, REMOTE_ADDR=address)
    answer = client.post("/console/login", {"login": login, "password": password})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def test_another_name_for_the_server_gives_no_more_tries(tanaka: Administrator) -> None:
    for number in range(5):
        _tries("wrong", host=f"host-{number}.example")

    assert WAITS in _tries(PASSWORD, host="host-9.example")


def test_capital_letters_give_no_more_tries(tanaka: Administrator) -> None:
    for login in ("Tanaka", "TANAKA", "tanaka", "tAnaka", "taNaka"):
        _tries("wrong", login=login)

    assert WAITS in _tries(PASSWORD)


def test_who_guesses_elsewhere_keeps_nobody_out(tanaka: Administrator) -> None:
    for _ in range(10):
        _tries("wrong", address="203.0.113.9")

    assert WAITS in _tries(PASSWORD, address="203.0.113.9")
    assert _tries(PASSWORD) == "/console/"


def test_many_names_from_one_address_wait_together(tanaka: Administrator) -> None:
    for number in range(20):
        _tries("wrong", login=f"somebody-{number}")

    assert WAITS in _tries(PASSWORD)
    assert _tries(PASSWORD, address="198.51.100.7") == "/console/"


def test_a_header_that_no_trusted_proxy_wrote_gives_no_more_tries(tanaka: Administrator) -> None:
    for number in range(5):
        client = Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}", REMOTE_ADDR="192.0.2.1")
        client.post("/console/login", {"login": LOGIN, "password": "wrong"})

    assert WAITS in _tries(PASSWORD)


def test_the_right_password_in_time_is_not_counted(tanaka: Administrator) -> None:
    for _ in range(12):
        assert _tries(PASSWORD) == "/console/"
