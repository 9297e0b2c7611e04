"""The linkage screen: what it shows, whom it refuses and why, and where it leads."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from oauth2_provider.models import Application, Grant

from attendance_server.linkage.models import AccessToken, Consent
from attendance_server.webapi import clock
from tests.attendance_server.linkage.service import Service, asked, general_administrator, returned

NOBODY, ELSEWHERE = "登録されていません", "移動先が、登録されたアドレスと一致しません"


def test_it_shows_who_asks_for_what_the_terms_and_the_tick(service: Service) -> None:
    shown = service.browser.get(asked()).content.decode()

    for text in ("顔時 (Kaodoki)", "https://clock.example.jp", "ログインID", "パスワード", "利用規約と同意事項"):
        assert text in shown
    assert "確認のうえ、同意します。" in shown
    assert "承諾する" in shown
    assert "従業員データ" in shown
    assert "スケジュールデータ" not in shown


def test_it_speaks_english(service: Service) -> None:
    shown = service.browser.get(asked() + "&lang=en").content.decode()

    assert "I have read this and agree." in shown
    assert "Terms of use and consent" in shown


def test_accepting_leads_back_with_code_state_and_issuer(service: Service) -> None:
    back = returned(service.accept())

    assert len(back["code"]) >= 20
    assert back["state"] == "a-state"
    assert back["iss"] == "http://testserver"


def test_the_consent_is_recorded_once_with_version_who_and_when(service: Service) -> None:
    service.accept()
    first = Consent.objects.values_list("terms_version", "given_by", "client_id", "given_at").get()

    service.accept()

    assert Consent.objects.values_list("terms_version", "given_by", "client_id", "given_at").get() == first
    assert first[:3] == ("2026-11", "admin", "kaodoki")
    assert abs((clock.now() - first[3]).total_seconds()) < 60


def test_whoever_links_again_reads_who_agreed_before(service: Service) -> None:
    service.accept()

    assert "この版には 2026-11-20 12:00 に admin が同意しています。" in service.browser.get(asked()).content.decode()


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"password": "wrong"}, 403, "ログインIDまたはパスワードが違います"),
        ({"login": "nobody"}, 403, "ログインIDまたはパスワードが違います"),
        ({"login": "a\x00"}, 403, "ログインIDまたはパスワードが違います"),
        ({"login": ""}, 403, "ログインIDまたはパスワードが違います"),
        ({"login": "general"}, 403, "全権管理者の権限がない"),
        ({"agree": ""}, 422, "チェックを入れてください"),
    ],
)
def test_refused_with_the_reason_and_without_any_trace(
    service: Service, fields: dict[str, str], status: int, reason: str
) -> None:
    general_administrator()

    answer = service.accept(**fields)

    assert answer.status_code == status
    assert reason in answer.content.decode()
    assert not Grant.objects.exists()
    assert not Consent.objects.exists()


def test_a_member_of_staff_who_left_is_refused(service: Service) -> None:
    call_command("make_demo_admin", login="gone:correct horse")
    User.objects.filter(username="gone").update(is_active=False)

    assert service.accept(login="gone").status_code == 403


def test_guessing_passwords_comes_to_an_end(service: Service) -> None:
    statuses = [service.accept(password="guess").status_code for _ in range(31)]

    assert statuses == [403] * 30 + [429]
    assert service.accept().status_code == 429


def test_declining_leads_back_and_says_so(service: Service) -> None:
    back = returned(service.accept(decision="decline", password="", agree=""))

    assert (back["error"], back["state"], back["iss"]) == ("access_denied", "a-state", "http://testserver")
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_id": "somebody"}, NOBODY),
        ({"client_id": None}, NOBODY),
        (
            {"redirect_uri": "https://evil.example.jp/console/system/linking/return"},
            ELSEWHERE,
        ),
        ({"redirect_uri": "https://clock.example.jp/elsewhere"}, ELSEWHERE),
        (
            {"redirect_uri": "http://clock.example.jp/console/system/linking/return"},
            ELSEWHERE,
        ),
        ({"redirect_uri": "javascript:alert(1)"}, ELSEWHERE),
    ],
)
def test_an_unknown_service_or_address_is_told_here_and_led_nowhere(
    service: Service, changes: dict[str, str | None], reason: str
) -> None:
    for answer in (service.browser.get(asked(**changes)), service.accept(asked(**changes))):
        assert answer.status_code == 400
        assert reason in answer.content.decode()
        assert "Location" not in answer
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?", "?client_id=kaodoki&client_id=kaodoki", "?%", "?client_id=%ff&a=<b>", "?client_id=k%00"]
)
def test_an_address_that_makes_no_sense_is_refused(service: Service, query: str) -> None:
    answer = service.browser.get(f"/linkage/authorize{query}")

    assert answer.status_code == 400
    assert "連携を開始できません" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "none"}, "unauthorized_client"),
    ],
)
def test_a_service_that_asks_wrongly_is_told_by_the_browser(
    service: Service, changes: dict[str, str | None], error: str
) -> None:
    for answer in (service.browser.get(asked(**changes)), service.accept(asked(**changes))):
        back = returned(answer)
        assert (back["error"], back["state"]) == (error, "a-state")
    assert not Grant.objects.exists()


def test_no_other_page_may_frame_it_or_send_its_form(service: Service) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(asked(), {"login": "admin", "password": "correct horse", "agree": "yes", "decision": "accept"})

    assert answer.status_code == 403
    assert not Grant.objects.exists()
    shown = service.browser.get(asked())
    assert shown["X-Frame-Options"] == "DENY"
    assert "form-action 'self' https://clock.example.jp" in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]


def test_the_password_logs_nobody_in_to_the_other_pages(service: Service) -> None:
    service.accept()

    assert service.browser.get("/administration/tokens/").status_code == 302


def test_a_client_is_registered_once_and_may_move(service: Service) -> None:
    call_command(
        "register_client", client_id="kaodoki", name="新しい名前", redirect_uris=["https://new.example.jp/back"]
    )

    client = Application.objects.get(client_id="kaodoki")

    assert (client.name, client.redirect_uris) == ("新しい名前", "https://new.example.jp/back")
    assert service.browser.get(asked()).status_code == 400


def test_a_client_may_have_several_addresses(service: Service) -> None:
    addresses = ["http://127.0.0.1:8000/back", "http://localhost:8000/back"]

    call_command("register_client", client_id="kaodoki", name="顔時", redirect_uris=addresses)

    assert all(service.browser.get(asked(redirect_uri=address)).status_code == 200 for address in addresses)


@pytest.mark.parametrize("address", ["", "ftp://a.example.jp/", "https://a.example.jp/#part", "no address"])
def test_a_client_with_an_impossible_address_is_not_registered(service: Service, address: str) -> None:
    with pytest.raises(CommandError):
        call_command("register_client", client_id="other", name="他", redirect_uris=[address])

    assert not Application.objects.filter(client_id="other").exists()


def test_looking_at_it_issues_no_token(service: Service) -> None:
    before = AccessToken.objects.count()

    service.browser.get(asked())
    service.accept()

    assert AccessToken.objects.count() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": "a" * 5000},
        {"code_challenge": "a" * 42},
        {"code_challenge": "=" * 43},
        {"state": "s" * 5000},
        {"nonce": "n" * 5000},
        {"claims": "c" * 200_000},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_request_longer_than_any_service_makes_is_refused_before_anybody_agrees(
    service: Service, changes: dict[str, str]
) -> None:
    answer = service.accept(asked(**changes))

    assert answer.status_code in (302, 400)
    assert "code=" not in answer.headers.get("Location", "")
    assert not Consent.objects.exists()
    assert not Grant.objects.exists()


def test_no_consent_is_left_of_a_code_that_could_not_be_made(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise RuntimeError("the database went away")

    monkeypatch.setattr("attendance_server.linkage.authorization.grant", fail)

    with pytest.raises(RuntimeError):
        service.accept()

    assert not Consent.objects.exists()
