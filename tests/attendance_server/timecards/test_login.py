"""Logging in to the pages, and out."""

import pytest
from django.test import Client

from tests.attendance_server.caller import Caller

LOGIN = "/timecards/login/"
PAGES = [
    "/timecards/",
    "/timecards/card.pdf",
    "/timecards/card.csv",
    "/administration/employees/",
    "/administration/divisions/",
    "/administration/closing/",
    "/administration/tokens/",
    "/administration/tokens/issue/",
]


@pytest.mark.parametrize("page", PAGES)
def test_without_login_there_is_only_the_login_page(api: Caller, page: str) -> None:
    answer = Client().get(page)

    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={page}")


def test_login_leads_to_the_page_and_a_wrong_password_does_not(administrator: Client) -> None:
    client = Client()
    wrong = client.post(LOGIN, {"username": "admin", "password": "x"})
    right = client.post(LOGIN, {"username": "admin", "password": "correct horse", "next": PAGES[4]})

    assert "ログインIDまたはパスワードが違います" in wrong.content.decode()
    assert (right.status_code, right["Location"]) == (302, PAGES[4])


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_login_leads_to_no_other_server(administrator: Client, target: str) -> None:
    answer = Client().post(LOGIN, {"username": "admin", "password": "correct horse", "next": target})

    assert answer["Location"] == "/timecards/"


def test_the_login_page_speaks_both_languages(api: Caller) -> None:
    assert "<h1>ログイン</h1>" in Client().get(LOGIN).content.decode()
    assert "<h1>Log in</h1>" in Client().get(f"{LOGIN}?lang=en").content.decode()
    assert "no longer" not in Client().get(f"{LOGIN}?lang=xx").content.decode()


def test_guessing_is_slowed_down_for_an_address_and_for_nobody_else(administrator: Client) -> None:
    guesser = Client(REMOTE_ADDR="203.0.113.7")
    for _ in range(30):
        assert guesser.post(LOGIN, {"username": "admin", "password": "x"}).status_code == 200

    refused = guesser.post(LOGIN, {"username": "admin", "password": "correct horse"})
    other = Client(REMOTE_ADDR="203.0.113.8").post(LOGIN, {"username": "admin", "password": "correct horse"})

    assert refused.status_code == 429
    assert "5分ほど待って" in refused.content.decode()
    assert other.status_code == 302


def test_logging_out_ends_the_session(administrator: Client) -> None:
    administrator.post("/timecards/logout/")

    assert administrator.get("/timecards/").status_code == 302


@pytest.mark.parametrize(
    "page", [LOGIN, "/timecards/logout/", "/administration/divisions/", "/administration/closing/", *PAGES[6:]]
)
def test_a_form_from_elsewhere_is_refused_in_words(administrator: Client, page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = administrator.cookies

    answer = client.post(page, {"action": "revoke", "token": "1"})

    assert answer.status_code == 403
    assert "何も変更していません" in answer.content.decode()
