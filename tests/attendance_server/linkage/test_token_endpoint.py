"""What a code is exchanged for, and for whom."""

import base64
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken as ForeignToken
from oauth2_provider.models import Grant, RefreshToken

from attendance_server.linkage.models import AccessToken
from tests.attendance_server.caller import Caller, error_code
from tests.attendance_server.linkage.service import RETURN, SCOPE, VERIFIER, Service, returned


def test_the_token_works_as_a_webapi_token_within_what_was_asked_for(service: Service) -> None:
    caller = Caller(client=Client(), token=service.token())

    assert caller.get("/employees").status_code == 200
    assert caller.punch("09:00", code="1").status_code == 201
    assert error_code(caller.get("/divisions")) == 100
    assert error_code(caller.call("POST", "/employees", {})) == 100


def test_the_answer_has_a_bearer_token_without_expiry_or_refresh(service: Service) -> None:
    answer = service.exchange(returned(service.accept())["code"])

    body = answer.json()
    assert (body["token_type"], body["scope"]) == ("Bearer", SCOPE)
    assert not {"expires_in", "refresh_token"} & set(body)
    assert "no-store" in answer["Cache-Control"]


def test_the_token_stands_in_the_list_and_can_be_revoked_there(service: Service, administrator: Client) -> None:
    caller = Caller(client=Client(), token=service.token())
    issued = AccessToken.objects.get(purpose="顔時 (Kaodoki)")

    assert "顔時 (Kaodoki)" in administrator.get("/administration/tokens/").content.decode()
    administrator.post("/administration/tokens/", {"action": "revoke", "token": issued.pk})

    assert error_code(caller.get("/employees")) == 100


def test_the_token_can_be_reissued_over_the_webapi(service: Service) -> None:
    token = service.token()

    renewed = Client().post(f"/v1.0/tokens/{token}").json()["token"]

    assert error_code(Caller(client=Client(), token=token).get("/employees")) == 100
    assert Caller(client=Client(), token=renewed).get("/employees").status_code == 200


def test_only_the_hash_is_kept_and_nothing_in_the_toolkits_own_tables(service: Service) -> None:
    token = service.token()

    assert token not in str(list(AccessToken.objects.values()))
    assert not Grant.objects.exists()
    assert not ForeignToken.objects.exists()
    assert not RefreshToken.objects.exists()


def test_a_code_is_good_once(service: Service) -> None:
    code = returned(service.accept())["code"]
    service.exchange(code)
    issued = AccessToken.objects.count()

    answer = service.exchange(code)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert AccessToken.objects.count() == issued


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code_verifier": "another-verifier-of-at-least-forty-three-characters"}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"client_id": "somebody"}, "invalid_client"),
        ({"redirect_uri": RETURN + "/elsewhere"}, "invalid_request"),
        ({"code": "guessed"}, "invalid_grant"),
        ({"code": "a\x00"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unsupported_grant_type"),
        ({"grant_type": "password", "username": "admin", "password": "correct horse"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
    ],
)
def test_nobody_else_gets_a_token(service: Service, fields: dict[str, str], error: str) -> None:
    code = returned(service.accept())["code"]
    before = AccessToken.objects.count()

    answer = service.exchange(**{"code": code, **fields})

    assert answer.status_code in {400, 401}
    assert answer.json()["error"] == error
    assert AccessToken.objects.count() == before


def test_a_code_is_good_for_a_minute(service: Service) -> None:
    code = returned(service.accept())["code"]
    Grant.objects.update(expires=timezone.now() - timedelta(seconds=1))

    assert service.exchange(code).json()["error"] == "invalid_grant"


def test_it_takes_only_post(service: Service) -> None:
    assert service.browser.get("/linkage/token").status_code == 405


def test_the_metadata_say_where_to_go_and_what_is_spoken(service: Service) -> None:
    found = service.browser.get("/.well-known/oauth-authorization-server").json()

    assert found["issuer"] == "http://testserver"
    assert found["authorization_endpoint"] == "http://testserver/linkage/authorize"
    assert found["token_endpoint"] == "http://testserver/linkage/token"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["grant_types_supported"] == ["authorization_code"]
    assert found["response_types_supported"] == ["code"]
    assert found["authorization_response_iss_parameter_supported"] is True


@pytest.mark.parametrize("field", ["code", "code_verifier", "client_id", "redirect_uri", "grant_type", "scope"])
def test_a_nul_in_any_field_is_a_bad_request(service: Service, field: str) -> None:
    answer = service.exchange(**{"code": "a-code", field: "a\x00b"})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("name", ["kaodoki\x00", "\x00", "\udc80"])
def test_a_client_in_the_header_that_no_database_knows_is_refused(service: Service, name: str) -> None:
    credentials = base64.b64encode(f"{name}:secret".encode("utf-8", "surrogateescape")).decode()
    fields = {"grant_type": "authorization_code", "code": "a-code", "code_verifier": VERIFIER, "redirect_uri": RETURN}

    answer = Client().post("/linkage/token", fields, headers={"Authorization": f"Basic {credentials}"})

    assert answer.status_code in (400, 401)


@pytest.mark.parametrize("field", ["code", "code_verifier", "client_id"])
def test_the_longest_fields_are_a_bad_request(service: Service, field: str) -> None:
    answer = service.exchange(**{"code": "a-code", field: "a" * 100_000})

    assert answer.status_code in (400, 401)
