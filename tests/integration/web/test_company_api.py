"""The company API: good input, bad input, and who may do what."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.integration.api_client import ApiClient, enrol, paired_terminal

from kaodoki.accounts.services import create_token
from kaodoki.people.models import Company
from kaodoki.people.services import create_company

pytestmark = pytest.mark.django_db
SATO = {"employee_code": "0012", "family_name": "佐藤", "given_name": "美咲"}


def test_employee_is_made_read_changed_and_listed(api: ApiClient) -> None:
    made = api.post("/employees", SATO)
    changed = api.patch("/employees/0012", {"family_name": "鈴木"})

    assert made.status == 201
    assert made.body["employee_code"] == "0012"
    assert changed.body["family_name"] == "鈴木"
    assert [item["given_name"] for item in api.get("/employees").body["items"]] == ["美咲"]


def test_employee_code_is_taken_once_and_unknown_codes_are_404(api: ApiClient) -> None:
    api.post("/employees", SATO)

    again = api.post("/employees", SATO)
    unknown = api.get("/employees/12")

    assert (again.status, again.body["code"]) == (409, "employee_exists")
    assert (unknown.status, unknown.body["code"]) == (404, "employee_unknown")


def test_lists_go_on_where_the_page_ended(api: ApiClient) -> None:
    for number in range(5):
        api.post("/employees", {**SATO, "employee_code": f"{number:04}"})

    first = api.get("/employees", limit="2").body
    second = api.get("/employees", limit="2", cursor=first["next"]).body
    third = api.get("/employees", limit="2", cursor=second["next"]).body

    codes = [item["employee_code"] for page in (first, second, third) for item in page["items"]]
    assert codes == ["0000", "0001", "0002", "0003", "0004"]
    assert third["next"] is None
    assert api.get("/employees", cursor="nonsense").body["code"] == "invalid_input"


@pytest.mark.parametrize(
    ("token", "status", "code"), [(None, 401, "unauthenticated"), ("kao_wrong", 401, "unauthenticated")]
)
def test_missing_and_wrong_tokens_are_refused(db: None, token: str | None, status: int, code: str) -> None:
    answer = ApiClient(token=token).get("/employees")

    assert (answer.status, answer.body["code"]) == (status, code)


def test_roles_bound_what_a_token_may_do(company: Company) -> None:
    _, secret = create_token(company, "reader", "viewer")
    viewer = ApiClient(token=secret)

    assert viewer.get("/employees").status == 200
    for answer in (
        viewer.post("/employees", SATO),
        viewer.patch("/settings", {"undo_seconds": 5}),
        viewer.post("/terminals", {"name": "入口"}),
        viewer.put("/connection", {"connector": "king_of_time", "base_url": "https://x.jp", "access_token": "t"}),
    ):
        assert (answer.status, answer.body["code"]) == (403, "forbidden")


def test_nothing_of_one_company_is_visible_to_another(api: ApiClient) -> None:
    api.post("/employees", SATO)
    _, secret = create_token(create_company("other", "他社"), "tests", "all_rights")

    other = ApiClient(token=secret)

    assert other.get("/employees").body["items"] == []
    assert other.get("/employees/0012").status == 404
    assert other.post("/employees", SATO).status == 201


def test_photo_without_face_with_two_or_without_consent_is_refused(api: ApiClient, pictures: Path) -> None:
    api.post("/employees", SATO)

    def send(name: str, consent: str = "true") -> tuple[int, str, list[str]]:
        file = SimpleUploadedFile(name, (pictures / name).read_bytes())
        answer = api.upload("/employees/0012/photos", photo=file, consent=consent)
        findings = answer.body["details"].get("findings", [])
        return answer.status, answer.body["code"], [finding["code"] for finding in findings]

    assert send("group.jpg") == (422, "photo_refused", ["several_faces"])
    assert send("obama_1.jpg", consent="false") == (422, "consent_missing", [])
    grey = bytes(cv2.imencode(".png", np.full((300, 300, 3), 128, np.uint8))[1])
    blank = SimpleUploadedFile("x.png", grey)
    assert api.upload("/employees/0012/photos", photo=blank, consent="true").body["code"] == "photo_refused"
    unknown = api.upload("/employees/9/photos", photo=SimpleUploadedFile("x.jpg", b"x"), consent="true")
    assert unknown.body["code"] == "employee_unknown"


def test_erased_code_starts_anew_without_face(api: ApiClient, pictures: Path) -> None:
    enrol(api, "0012", "佐藤", "美咲", (pictures / "obama_1.jpg").read_bytes())

    api.delete("/employees/0012")
    gone = api.get("/employees/0012")
    again = api.post("/employees", SATO)

    assert gone.status == 404
    assert again.status == 201


def test_pairing_code_works_once_and_guessing_is_stopped(api: ApiClient) -> None:
    code = api.post("/terminals", {"name": "入口"}).body["pairing_code"]
    nobody = ApiClient(token=None)

    assert nobody.post("/terminals/pair", {"pairing_code": code.lower()}).status == 200
    tries = [nobody.post("/terminals/pair", {"pairing_code": code}) for _ in range(11)]

    assert [answer.body["code"] for answer in tries] == ["pairing_failed"] * 10 + ["pairing_blocked"]


def test_revoked_terminal_is_refused(api: ApiClient) -> None:
    terminal = paired_terminal(api)
    terminal_id = terminal.get("/terminal/me").body["terminal_id"]

    assert api.delete(f"/terminals/{terminal_id}").status == 204

    answer = terminal.get("/terminal/me")
    assert (answer.status, answer.body["code"]) == (401, "terminal_refused")
    assert api.delete(f"/terminals/{terminal_id}").status == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"day_start": "25:00"},
        {"restricted_hours": [["08:30", "08:30"]]},
        {"time_zone": "Moon/Base"},
        {"undo_seconds": -1},
        {"undo_seconds": True},
        {"integrity_check": "yes"},
        {"no_such_setting": 1},
        {"liveness": "blink"},
    ],
)
def test_bad_setting_is_refused_and_nothing_changes(api: ApiClient, changes: dict[str, object]) -> None:
    before = api.get("/settings").body

    answer = api.patch("/settings", {"duplicate_guard_seconds": 7, **changes})

    assert (answer.status, answer.body["code"]) == (422, "settings_invalid")
    assert api.get("/settings").body == before


def test_errors_speak_the_language_asked_for(company: Company) -> None:
    _, secret = create_token(company, "tests", "all_rights")

    japanese = ApiClient(token=secret, language="ja-JP").get("/employees/9").body["message"]
    english = ApiClient(token=secret, language="en").get("/employees/9").body["message"]

    assert "従業員コード 9" in japanese
    assert "the code 9" in english


def test_openapi_names_every_call(db: None) -> None:
    paths = ApiClient(token=None).get("/openapi.json").body["paths"]

    assert {"/api/v1/employees", "/api/v1/terminal/attempts", "/api/v1/connection/sync"} <= set(paths)
