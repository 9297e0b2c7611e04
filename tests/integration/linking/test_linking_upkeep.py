"""A link in use: linked again after a refusal, its token reissued, its end; and who may do that."""

import pytest
from tests.integration.api_client import ApiClient
from tests.integration.linking.conftest import TARO, TOKEN, Office, state_of
from tests.integration.linking.linking_administrator import (
    COMPLETE,
    LinkingAdministrator,
    is_available,
    linked,
    revoke_over_there,
)

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_token
from kaodoki.linking.queries import connection_of
from kaodoki.linking.sync import sync_company
from kaodoki.linking.token_keeping import token_of
from kaodoki.punches.models import State


def test_refused_credentials_are_linked_again_without_losing_a_punch(unlinked: Office) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    administrator.link()
    sync_company(unlinked.company, now=unlinked.clock())
    revoke_over_there(unlinked)
    punch = unlinked.punch("1000", unlinked.at(9))
    unlinked.clock.forward(hours=1)
    unlinked.deliver()
    refused = administrator.page()

    done = administrator.link()
    unlinked.clock.forward(hours=1)
    unlinked.deliver()

    assert "再連携が必要" in refused
    assert "連携待ちの打刻 1 件は保管しています" in refused
    assert COMPLETE in done
    assert state_of(punch) == State.DELIVERED
    assert unlinked.arrived(TARO) == [(unlinked.at(9), "1")]


def test_linking_again_by_consent_leaves_only_the_new_token_over_there(unlinked: Office) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    administrator.link()
    former = token_of(unlinked.company, linked(unlinked))

    administrator.link()

    assert not is_available(unlinked, former)
    assert is_available(unlinked, token_of(unlinked.company, linked(unlinked)))


def test_a_reissued_token_takes_the_place_of_the_former(unlinked: Office) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    administrator.link()
    former = token_of(unlinked.company, linked(unlinked))

    page = administrator.press("reissue").content.decode()

    assert "アクセストークンを再発行しました" in page
    assert not is_available(unlinked, former)
    assert is_available(unlinked, token_of(unlinked.company, linked(unlinked)))


@pytest.mark.parametrize(
    ("fields", "said", "stays"),
    [
        ({"sure": "yes"}, "連携を解除しました", True),
        ({"sure": "yes", "revoke": "yes"}, "アクセストークンを無効にしました", False),
    ],
)
def test_unlinking_ends_the_link_and_the_token_where_that_is_wanted(
    unlinked: Office, fields: dict[str, str], said: str, stays: bool
) -> None:
    administrator = LinkingAdministrator.of(unlinked)
    administrator.link()
    token = token_of(unlinked.company, linked(unlinked))

    unsure = administrator.press("unlink")
    page = administrator.press("unlink", **fields).content.decode()

    assert unsure.status_code == 422
    assert said in page
    assert connection_of(unlinked.company) is None
    assert is_available(unlinked, token) is stays


def test_the_api_tells_how_the_link_came_reissues_the_token_and_revokes_it(unlinked: Office) -> None:
    LinkingAdministrator.of(unlinked).link()
    former = token_of(unlinked.company, linked(unlinked))
    _, secret = create_token(unlinked.company, "tests", "all_rights")
    api = ApiClient(token=secret)

    state = api.post("/connection/reissue-token").body
    renewed = token_of(unlinked.company, linked(unlinked))
    ended = api.delete("/connection?revoke_token=true")
    gone = api.post("/connection/reissue-token")

    assert (state["state"], state["linked_way"]) == ("linked", "consent")
    assert state["linked_by"] == f"yamada-{unlinked.company.code}"
    assert not {former, renewed} & set(map(str, state.values()))
    assert (ended.status, ended.body) == (200, {"token_revoked": True})
    assert not is_available(unlinked, former)
    assert not is_available(unlinked, renewed)
    assert (gone.status, gone.body["code"]) == (409, "not_linked")


def test_only_all_rights_reissues_and_revokes_over_the_api(office: Office) -> None:
    _, secret = create_token(office.company, "tests", "viewer")
    api, before = ApiClient(token=secret), bytes(linked(office).sealed_token)

    answers = [api.post("/connection/reissue-token"), api.delete("/connection?revoke_token=true")]

    assert [answer.status for answer in answers] == [403, 403]
    assert bytes(linked(office).sealed_token) == before


def test_others_see_the_state_and_change_nothing(office: Office) -> None:
    viewer = LinkingAdministrator.of(office, Role.VIEWER)
    before = bytes(linked(office).sealed_token)

    page = viewer.page()
    buttons = ("start", "token", "decide", "reissue", "unlink")
    answers = [viewer.press(name, base_url=viewer.base_url, access_token=TOKEN, sure="yes") for name in buttons]
    returned = viewer.come_back({"code": "x", "state": "y"})

    assert "連携済み" in page
    assert "<details" not in page
    assert [answer.status_code for answer in (*answers, returned)] == [403] * 6
    assert bytes(linked(office).sealed_token) == before
