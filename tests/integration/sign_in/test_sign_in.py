"""Logging in: passwords, lockout, second factors, recovery, sessions, temporary passwords."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django_scopes import scope, scopes_disabled
from pytest_django import DjangoCaptureOnCommitCallbacks

from kaodoki.accounts.models import Administrator
from kaodoki.accounts.services import create_administrator, draw_password
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company, Settings

LOGIN, PASSWORD = "tanaka", "correct horse battery"


@pytest.fixture
def tanaka(company: Company) -> Administrator:
    cache.clear()
    return create_administrator(company, LOGIN, PASSWORD, "all_rights")


def signed_in(password: str = PASSWORD, **extra: str) -> tuple[Client, Any]:
    client = Client(**extra)  # type: ignore[arg-type]
    return client, client.post("/console/login", {"login": LOGIN, "password": password})


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def with_app(client: Client) -> str:
    """Sets up an authenticator app and returns its secret."""
    asked = client.get("/console/account/app")
    assert asked["Location"].startswith("/console/account/confirm")
    client.post(asked["Location"], {"password": PASSWORD})
    page = text_of(client.get("/console/account/app"))
    found = re.search(r"<code>([A-Z2-7]{16,})</code>", page)
    assert found
    answer = client.post("/console/account/app", {"code": code_for(found[1])})
    assert answer.status_code == 302
    cache.clear()  # a code is taken once; the next test step may fall into its half minute
    return found[1]


def actions(company: Company) -> list[str]:
    with scope(company=company):
        return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


class TestPassword:
    def test_the_right_one_opens_the_console(self, tanaka: Administrator) -> None:
        client, answer = signed_in()

        assert (answer.status_code, answer["Location"]) == (302, "/console/")
        assert client.get("/console/").status_code == 200
        assert "logged_in" in actions(tanaka.company)

    def test_where_one_wanted_to_go_is_kept(self, tanaka: Administrator) -> None:
        client = Client()

        answer = client.post("/console/login?next=/console/system", {"login": LOGIN, "password": PASSWORD})

        assert answer["Location"] == "/console/system"

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_nobody_is_sent_elsewhere(self, tanaka: Administrator, elsewhere: str) -> None:
        form = {"login": LOGIN, "password": PASSWORD, "next": elsewhere}

        assert Client().post("/console/login", form)["Location"] == "/console/"

    @pytest.mark.parametrize("login", [LOGIN, "nobody", "", "\x00", "x" * 500])
    def test_a_wrong_one_says_the_same_whoever_it_was_for(self, tanaka: Administrator, login: str) -> None:
        answer = Client().post("/console/login", {"login": login, "password": "wrong"})

        assert answer.status_code == 200
        assert "ログインIDまたはパスワードが違います" in text_of(answer)

    def test_it_is_said_in_english(self, tanaka: Administrator) -> None:
        client = Client()
        client.get("/console/login?lang=en")

        assert "is wrong" in text_of(client.post("/console/login", {"login": LOGIN, "password": "wrong"}))

    def test_wrong_tries_are_recorded_without_the_password(self, tanaka: Administrator) -> None:
        signed_in("not the password")

        with scope(company=tanaka.company):
            event = AuditEvent.objects.get(action="login_refused")
        assert event.subject == LOGIN
        assert "not the password" not in str(event.details)

    def test_after_wrong_tries_even_the_right_one_waits(self, tanaka: Administrator) -> None:
        for _ in range(6):
            signed_in("wrong")

        _, answer = signed_in()
        assert answer.status_code == 200
        assert "しばらくログインできません" in text_of(answer)
        cache.clear()  # as five minutes do
        assert signed_in()[1].status_code == 302

    def test_the_count_is_kept_where_every_process_sees_it(self, tanaka: Administrator) -> None:

        signed_in("wrong")

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_cache")
            row = cursor.fetchone()
        assert row is not None
        assert row[0] >= 1

    def test_somebody_switched_off_is_out_at_once(self, tanaka: Administrator) -> None:
        client, _ = signed_in()
        Administrator.objects.update(is_active=False)

        assert client.get("/console/").status_code == 302
        assert "/console/login" in client.get("/console/")["Location"]

    @pytest.mark.parametrize(
        "address",
        ["signup", "account_signup", "shut/account_signup", "shut/account_reset_password", "login/sso/sso/login/"],
    )
    def test_nobody_signs_up_or_comes_in_by_a_side_door(self, tanaka: Administrator, address: str) -> None:
        assert Client().get(f"/console/{address}").status_code == 404

    def test_who_is_logged_in_needs_no_login(self, tanaka: Administrator) -> None:
        client, _ = signed_in()

        assert client.get("/console/login")["Location"] == "/console/"
        assert client.post("/console/logout")["Location"] == "/console/login"
        assert client.get("/console/").status_code == 302


class TestPasswordChange:
    def test_it_ends_the_other_sessions(self, tanaka: Administrator) -> None:
        here, _ = signed_in()
        there, _ = signed_in()
        new = "another long password"

        answer = here.post("/console/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})

        assert answer.status_code == 302
        assert here.get("/console/").status_code == 200
        assert there.get("/console/").status_code == 302
        assert "password_changed" in actions(tanaka.company)

    @pytest.mark.parametrize(
        ("old", "new", "again"),
        [
            ("wrong", "another long password", "another long password"),
            (PASSWORD, "short", "short"),
            (PASSWORD, "a" * 12, "b" * 12),
            (PASSWORD, "password1234", "password1234"),
        ],
    )
    def test_a_weak_or_unproven_one_is_refused(self, tanaka: Administrator, old: str, new: str, again: str) -> None:
        client, _ = signed_in()

        answer = client.post("/console/account/password", {"oldpassword": old, "password1": new, "password2": again})

        assert answer.status_code == 200
        assert 'role="alert"' in text_of(answer)
        assert signed_in()[1].status_code == 302

    def test_a_temporary_one_must_be_changed_first(self, tanaka: Administrator) -> None:
        with scope(company=tanaka.company):
            temporary = draw_password(tanaka, by="tests")
        client, _ = signed_in(temporary)
        new = "another long password"

        assert client.get("/console/employees")["Location"] == "/console/account/password"
        assert "仮のパスワード" in text_of(client.get("/console/account/password"))
        client.post("/console/account/password", {"oldpassword": temporary, "password1": new, "password2": new})
        assert client.get("/console/employees").status_code == 200


class TestSecondFactor:
    def test_an_app_is_set_up_and_asked_for(
        self, tanaka: Administrator, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        client, _ = signed_in()
        with django_capture_on_commit_callbacks(execute=True):
            secret = with_app(client)
        assert "認証アプリ: 登録済み" in text_of(client.get("/console/account"))

        fresh, answer = signed_in()
        assert answer["Location"] == "/console/login/code"
        assert fresh.get("/console/").status_code == 302
        assert "2段階認証" in text_of(fresh.get("/console/login/code"))

        wrong = fresh.post("/console/login/code", {"code": "000000"})
        assert 'role="alert"' in text_of(wrong)
        assert fresh.get("/console/").status_code == 302
        assert fresh.post("/console/login/code", {"code": code_for(secret)})["Location"] == "/console/"
        assert fresh.get("/console/").status_code == 200
        assert actions(tanaka.company).count("mfa_added") == 2  # the app, and the recovery codes with it

    def test_a_recovery_code_works_once(self, tanaka: Administrator) -> None:
        client, _ = signed_in()
        with_app(client)
        codes = re.findall(r"<li><code>([^<]+)</code>", text_of(client.get("/console/account/recovery-codes")))
        assert len(codes) == 10

        first, _ = signed_in()
        assert first.post("/console/login/code", {"code": codes[0]})["Location"] == "/console/"
        second, _ = signed_in()
        assert second.post("/console/login/code", {"code": codes[0]}).status_code == 200

    def test_its_secret_is_sealed(self, tanaka: Administrator) -> None:
        client, _ = signed_in()
        secret = with_app(client)

        assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))

    def test_it_is_removed_after_asking_again(self, tanaka: Administrator) -> None:
        client, _ = signed_in()
        with_app(client)

        client.post("/console/account/app/remove")

        assert not Authenticator.objects.filter(type="totp").exists()
        assert signed_in()[1]["Location"] == "/console/"

    def test_whoever_finds_an_open_session_changes_no_factor(self, tanaka: Administrator) -> None:
        client, _ = signed_in()

        asked = client.get("/console/account/app")
        page = text_of(client.get(asked["Location"]))
        wrong = client.post(asked["Location"], {"password": "wrong"})

        assert "ご本人の確認" in page
        assert 'role="alert"' in text_of(wrong)
        assert client.get("/console/account/app").status_code == 302

    def test_where_the_company_asks_for_one_nothing_else_opens(self, tanaka: Administrator) -> None:
        with scope(company=tanaka.company):
            Settings.objects.update(administrators_need_mfa=True)
        client, _ = signed_in()

        assert client.get("/console/employees")["Location"] == "/console/account"
        assert "2段階認証が必要です" in text_of(client.get("/console/account"))
        with_app(client)
        assert client.get("/console/employees").status_code == 200

    def test_codes_cannot_be_guessed_for_ever(self, tanaka: Administrator) -> None:
        client, _ = signed_in()
        secret = with_app(client)
        fresh, _ = signed_in()

        for _ in range(6):
            fresh.post("/console/login/code", {"code": "000000"})

        assert fresh.post("/console/login/code", {"code": code_for(secret)}).status_code != 302


class TestSessions:
    def test_ones_own_are_listed_and_ended(self, tanaka: Administrator) -> None:
        here, _ = signed_in(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537")
        there, _ = signed_in(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Version/19 Safari/604")

        page = text_of(here.get("/console/account"))
        assert "Chrome · Windows" in page
        assert "Safari · iPhone" in page
        end = re.search(r'action="(/console/account/sessions/\d+/end)"', page)
        assert end
        here.post(end[1])

        assert there.get("/console/").status_code == 302
        assert here.get("/console/").status_code == 200

    def test_another_ones_session_cannot_be_ended(self, tanaka: Administrator) -> None:
        mine, _ = signed_in()
        page = text_of(mine.get("/console/account"))
        create_administrator(tanaka.company, "other", PASSWORD, "all_rights")
        theirs = Client()
        theirs.post("/console/login", {"login": "other", "password": PASSWORD})

        session = UserSession.objects.get(user__login=LOGIN)

        assert theirs.post(f"/console/account/sessions/{session.pk}/end").status_code == 404
        assert mine.get("/console/").status_code == 200
        assert page


class TestIdentity:
    def test_name_and_mail_are_ones_own_to_change(self, tanaka: Administrator) -> None:
        client, _ = signed_in()

        client.post("/console/account/change", {"name": "田中 健", "email": "ken@example.jp"})

        with scopes_disabled():
            tanaka.refresh_from_db()
        assert (tanaka.name, tanaka.email) == ("田中 健", "ken@example.jp")

    @pytest.mark.parametrize("form", [{"email": "ken"}, {"name": "x" * 101}, {"name": "\x00"}])
    def test_what_cannot_be_is_refused(self, tanaka: Administrator, form: dict[str, str]) -> None:
        client, _ = signed_in()

        assert client.post("/console/account/change", form).status_code == 422
