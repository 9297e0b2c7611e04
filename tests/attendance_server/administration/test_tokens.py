"""Access tokens: issue, reissue, revoke."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from attendance_server.linkage.models import AccessToken
from tests.attendance_server.caller import TARO, TOKEN, Caller, error_code

PAGE, ISSUE = "/administration/tokens/", "/administration/tokens/issue/"
FORM: dict[str, Any] = {"purpose": "打刻連携", "permissions": ["employees:read"], "addresses": "127.0.0.1"}
SHOWN = re.compile(r'<p class="issued code">([0-9a-f]{32})</p>')


def once(client: Client, page: str) -> str:
    found = re.search(r'name="once" value="(\w+)"', client.get(page).content.decode())
    assert found
    return found[1]


def issue(client: Client, **fields: object) -> Any:
    return client.post(ISSUE, {**FORM, "once": once(client, ISSUE), **fields})


def token_in(answer: Any) -> str:
    found = SHOWN.search(answer.content.decode())
    assert (answer.status_code, found is not None) == (201, True)
    return found[1] if found else ""


def test_an_issued_token_is_shown_once_and_may_do_what_was_ticked(api: Caller, administrator: Client) -> None:
    answer = issue(administrator)

    caller = Caller(client=Client(), token=token_in(answer))
    assert "今だけ表示されます" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert caller.get("/employees").status_code == 200
    assert error_code(caller.call("DELETE", f"/employees/{TARO}")) == 100
    assert error_code(caller.get("/divisions")) == 100
    assert caller.token not in administrator.get(PAGE).content.decode()


def test_a_token_is_stored_nowhere_but_as_its_hash(administrator: Client) -> None:
    token = token_in(issue(administrator))

    kept = [str(row) for model in (AccessToken, Session) for row in model.objects.values()]

    assert kept
    assert token not in " ".join(kept)
    assert all(token not in str(session.get_decoded()) for session in Session.objects.all())


def test_the_list_tells_purpose_rights_and_addresses(administrator: Client) -> None:
    issue(administrator, permissions=["daily_attendance:read", "daily_attendance:write"], addresses="203.0.113.9/24")

    shown = administrator.get(PAGE).content.decode()

    assert "打刻連携" in shown
    assert "日別勤怠データ(打刻を含む)</span> 読み取り / 書き込み" in shown
    assert "203.0.113.0/24" in shown
    assert "すべての権限" in shown  # the token of the tests
    assert "Every right" in administrator.get(f"{PAGE}?lang=en").content.decode()


def test_a_token_without_an_address_is_of_no_use_and_the_list_says_so(administrator: Client) -> None:
    token = token_in(issue(administrator, addresses=""))

    assert error_code(Caller(client=Client(), token=token).get("/employees")) == 100
    assert "IPアドレス未設定" in administrator.get(PAGE).content.decode()


def test_another_address_is_refused(administrator: Client) -> None:
    token = token_in(issue(administrator, addresses="203.0.113.7\n2001:db8::/32"))

    assert error_code(Caller(client=Client(), token=token).get("/employees")) == 100
    assert Caller(client=Client(REMOTE_ADDR="203.0.113.7"), token=token).get("/employees").status_code == 200
    assert Caller(client=Client(REMOTE_ADDR="2001:db8::5"), token=token).get("/employees").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"purpose": " "}, "利用目的を"),
        ({"purpose": "x" * 201}, "利用目的を"),
        ({"purpose": "a\x00"}, "利用目的を"),
        ({"permissions": []}, "権限を1つ以上"),
        ({"permissions": ["*", "employees:delete", "company:write"]}, "権限を1つ以上"),
        ({"addresses": "127.0.0.1\nlocalhost"}, "localhost"),
        ({"addresses": "127.0.0.1/33"}, "127.0.0.1/33"),
        ({"addresses": "<script>"}, "&lt;script&gt;"),
        ({"addresses": "\n".join(f"10.0.0.{n}" for n in range(101))}, "100行以内"),
    ],
)
def test_wrong_input_issues_nothing_and_is_kept_for_mending(
    administrator: Client, wrong: dict[str, object], said: str
) -> None:
    answer = issue(administrator, **wrong)

    shown = answer.content.decode()
    assert (answer.status_code, said in shown) == (400, True)
    assert "<script" not in shown
    assert AccessToken.objects.count() == 1
    if "purpose" not in wrong:
        assert 'value="打刻連携"' in shown


def test_only_known_rights_are_granted(administrator: Client) -> None:
    issue(administrator, permissions=["employees:write", "*", "company:write"])

    assert AccessToken.objects.get(purpose="打刻連携").permissions == ["employees:write"]


def test_a_reload_issues_no_second_token(administrator: Client) -> None:
    form = {**FORM, "once": once(administrator, ISSUE)}

    first, second = administrator.post(ISSUE, form), administrator.post(ISSUE, form)

    assert (first.status_code, second.status_code) == (201, 409)
    assert "何も発行していません" in second.content.decode()
    assert AccessToken.objects.count() == 2


def test_two_issue_screens_at_once_both_work(administrator: Client) -> None:
    one, other = once(administrator, ISSUE), once(administrator, ISSUE)

    assert administrator.post(ISSUE, {**FORM, "once": one}).status_code == 201
    assert administrator.post(ISSUE, {**FORM, "once": other}).status_code == 201


def test_reissuing_replaces_the_token_and_keeps_its_settings(api: Caller, administrator: Client) -> None:
    form = {"action": "reissue", "token": str(AccessToken.objects.get().pk), "once": once(administrator, PAGE)}

    renewed = token_in(administrator.post(PAGE, form))

    assert error_code(api.get("/employees")) == 100
    assert Caller(client=Client(), token=renewed).get("/employees").status_code == 200
    assert administrator.post(PAGE, form).status_code == 409
    assert Caller(client=Client(), token=renewed).get("/employees").status_code == 200


def test_revoking_ends_a_token_at_once(api: Caller, administrator: Client) -> None:
    form = {"action": "revoke", "token": str(AccessToken.objects.get().pk)}

    answer = administrator.post(PAGE, form, follow=True)

    assert "無効化しました" in answer.content.decode()
    assert "アクセストークンはまだありません" in answer.content.decode()
    assert error_code(api.get("/employees")) == 100
    assert administrator.post(PAGE, form).status_code == 404


@pytest.mark.parametrize("token", ["", "0", "x", "-1", "９", "9" * 19, "9" * 30, TOKEN, "\x00"])
@pytest.mark.parametrize("action", ["revoke", "reissue"])
def test_an_unknown_token_changes_nothing(api: Caller, administrator: Client, action: str, token: str) -> None:
    form = {"action": action, "token": token, "once": once(administrator, PAGE)}

    assert administrator.post(PAGE, form).status_code == 404
    assert api.get("/employees").status_code == 200


def test_a_post_without_an_action_changes_nothing(api: Caller, administrator: Client) -> None:
    form = {"token": str(AccessToken.objects.get().pk), "once": once(administrator, PAGE)}

    assert administrator.post(PAGE, form).status_code == 400
    assert api.get("/employees").status_code == 200
