"""KING OF TIME連携設定: linking by consent and by token with the real attendance server, and each refusal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.integration.linking.conftest import TOKEN, Office
from tests.integration.linking.faulty_proxy import refusal
from tests.integration.linking.linking_administrator import (
    COMPLETE,
    STALE,
    LinkingAdministrator,
    give,
    linked,
)

from kaodoki import clock
from kaodoki.linking.history import Way, last_linking
from kaodoki.linking.linkage_client import RETURN_PATH
from kaodoki.linking.queries import connection_of
from kaodoki.linking.services import remove_connection
from kaodoki.linking.sync import sync_company
from kaodoki.linking.token_keeping import token_of


def test_linking_by_consent_is_complete_and_the_button_says_so(unlinked: Office) -> None:
    administrator = LinkingAdministrator.of(unlinked)

    page = administrator.link()

    assert COMPLETE in page
    assert "disabled>連携済み</button>" in page
    linked = last_linking(unlinked.company)
    assert linked is not None
    assert (linked.way, linked.by) == (Way.CONSENT, f"yamada-{unlinked.company.code}")
    sync_company(unlinked.company, now=unlinked.clock())
    assert COMPLETE not in administrator.page()


def test_the_return_address_is_the_one_that_is_registered() -> None:
    assert reverse("console:linking_return") == RETURN_PATH


@pytest.mark.parametrize(
    "change",
    [
        {"state": "another"},
        {"state": ""},
        {"iss": "https://kintai.example.jp"},
        {"iss": None},
    ],
)
def test_an_answer_that_belongs_to_nothing_begun_here_links_nothing(
    unlinked: Office, change: dict[str, str | None]
) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    brought: dict[str, str | None] = {**administrator.answer(administrator.begin()), **change}

    page = administrator.come_back({name: value for name, value in brought.items() if value is not None})

    assert STALE in page.content.decode()
    assert connection_of(unlinked.company) is None


def test_an_answer_is_good_once(unlinked: Office) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    brought = administrator.answer(administrator.begin())
    administrator.come_back(brought)
    before = token_of(unlinked.company, linked(unlinked))

    page = administrator.come_back(brought)

    assert STALE in page.content.decode()
    assert token_of(unlinked.company, linked(unlinked)) == before


@pytest.mark.parametrize("fault", ["code used before", "another verifier"])
def test_the_attendance_system_refuses_a_code_used_twice_or_by_somebody_else(unlinked: Office, fault: str) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    brought = administrator.answer(administrator.begin())
    pending = administrator.session()["linking_pending"]
    if fault == "another verifier":
        pending = {**pending, "verifier": "x" * 64}
    else:
        administrator.come_back(brought)
        remove_connection(unlinked.company, by="test")
    give(administrator, pending)

    page = administrator.come_back(brought)

    assert "invalid_grant" in page.content.decode()
    assert connection_of(unlinked.company) is None


def test_an_answer_to_another_administrator_links_nothing(unlinked: Office) -> None:
    first = LinkingAdministrator.of(unlinked)
    brought = first.answer(first.begin())
    second = LinkingAdministrator.of(unlinked, login="suzuki")
    give(second, first.session()["linking_pending"])

    page = second.come_back(brought)

    assert STALE in page.content.decode()
    assert connection_of(unlinked.company) is None


def test_an_answer_after_a_quarter_of_an_hour_links_nothing(unlinked: Office) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    brought = administrator.answer(administrator.begin())
    begun = clock.now() - timedelta(minutes=15, seconds=1)
    give(administrator, {**administrator.session()["linking_pending"], "started_at": begun.isoformat()})

    page = administrator.come_back(brought)

    assert STALE in page.content.decode()
    assert connection_of(unlinked.company) is None


def test_not_accepting_over_there_links_nothing_and_says_how_to(unlinked: Office) -> None:
    administrator = LinkingAdministrator.of(unlinked)

    page = administrator.come_back(administrator.answer(administrator.begin(), "decline")).content.decode()

    assert "承諾されなかったため、連携していません" in page
    assert connection_of(unlinked.company) is None
    assert "linking_pending" not in administrator.session()


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("http://10.0.0.1/v1.0", 422, "連携先のアドレスを使用できません"),
        ("https://127.0.0.2/v1.0", 422, "公開アドレスではありません"),
        ("file:///etc/passwd", 422, "URLの形式ではありません"),
        ("http://127.0.0.1:1/v1.0", 503, "勤怠システムに接続できません"),
    ],
)
def test_an_address_that_cannot_be_is_refused_where_it_was_entered(
    unlinked: Office, address: str, status: int, said: str
) -> None:
    administrator = LinkingAdministrator.of(unlinked)

    for button, fields in (("start", {}), ("token", {"access_token": TOKEN})):
        answer = administrator.press(button, base_url=address, **fields)

        assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert connection_of(unlinked.company) is None


def test_a_system_without_a_screen_is_linked_by_token(unlinked: Office) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    unlinked.proxy.refuse_with, unlinked.proxy.refuse_only = refusal("404 Not Found", b"{}"), b"well-known"

    refused = administrator.press("start", base_url=administrator.base_url)
    done = administrator.press("token", base_url=administrator.base_url, access_token=TOKEN)

    assert (refused.status_code, "アクセストークンを発行し、入力してください" in refused.content.decode()) == (
        422,
        True,
    )
    assert COMPLETE in done.content.decode()
    record = last_linking(unlinked.company)
    assert record is not None
    assert record.way is Way.TOKEN


def test_a_token_that_is_refused_changes_nothing_and_is_not_shown(office: Office) -> None:
    administrator = LinkingAdministrator.of(office)
    before = bytes(linked(office).sealed_token)

    answer = administrator.press("token", base_url=administrator.base_url, access_token="f" * 32)

    assert (answer.status_code, "受け付けられませんでした" in answer.content.decode()) == (422, True)
    assert "f" * 32 not in answer.content.decode()
    assert bytes(linked(office).sealed_token) == before
