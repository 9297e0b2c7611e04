"""People, sites and overtime through the API and the console, with the attendance server running."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.integration.api_client import ApiClient
from tests.integration.linking.conftest import TARO, Office
from tests.integration.linking.people_there import PeopleThere

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator, create_token
from kaodoki.clock import now
from kaodoki.linking.models import EmployeeLink
from kaodoki.linking.sync import sync_company
from kaodoki.people.models import Employee, Site
from kaodoki.people.services import change_settings, create_employee, create_site
from kaodoki.punches.models import OvertimeBalance
from kaodoki.timekeeping.restricted_hours import JAPAN

PASSWORD = "a-long-password-for-tests"


def test_mismatches_come_with_code_sentence_and_fixes_in_both_languages(office: Office) -> None:
    code = changed_code(office)

    english, japanese = (line_of(call(office, language), code) for language in ("en", "ja"))

    assert english["code"] == japanese["code"] == "code_changed"
    assert english["message"].startswith(f"The code over there has become {code}-new")
    assert japanese["message"].startswith(f"勤怠システムの従業員コードが {code}-new に変わりました")
    assert [fix["fix"] for fix in english["fixes"]] == ["take_over_code", "unbind", "ignore"]
    assert [fix["label"] for fix in japanese["fixes"]] == [f"{code}-new に直す", "連携を解除する", "対象外にする"]


def test_fix_over_the_api_answers_with_the_list_and_once_only(office: Office) -> None:
    api, code = call(office), changed_code(office)
    place = f"/connection/people/{line_of(api, code)['mismatch_id']}/fix"

    done, again = (api.post(place, {"fix": "take_over_code"}) for _ in range(2))

    assert done.status == 200
    assert all(item["employee_code"] != code for item in done.body["items"])
    assert Employee.objects.filter(employee_code=f"{code}-new").exists()
    assert (again.status, again.body["code"]) == (409, "mismatch_gone")


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"fix": "create"}, 422, "fix_not_offered"),
        ({"fix": "nonsense"}, 422, "invalid_input"),
        ({"fix": "bind"}, 422, "attendance_person_unknown"),
        ({"fix": "bind", "employee_key": TARO}, 409, "attendance_person_taken"),
        ({"fix": "bind", "employee_key": "\x00"}, 422, "invalid_input"),
    ],
)
def test_fix_that_cannot_be_is_refused_with_a_code(
    office: Office, body: dict[str, str], status: int, error: str
) -> None:
    api = call(office)

    answer = api.post(f"/connection/people/{line_of(api, '9999')['mismatch_id']}/fix", body)

    assert (answer.status, answer.body["code"]) == (status, error)


def test_lists_are_paged(office: Office) -> None:
    there = PeopleThere.of(office)
    for _ in range(3):
        there.hire()
    sync_company(office.company, now=office.clock())
    api = call(office)

    for path, name in (("/connection/people", "mismatch_id"), ("/connection/people/free", "employee_key")):
        whole = [item[name] for item in api.get(path).body["items"]]
        pages, cursor = [], ""
        while cursor is not None:
            page = api.get(path, cursor=cursor, limit="2").body
            pages += [item[name] for item in page["items"]]
            cursor = page["next"]

        assert len(whole) >= 3
        assert pages == whole


def test_binding_by_hand_and_its_end(office: Office) -> None:
    api = call(office)
    _, key = PeopleThere.of(office).hire()
    sync_company(office.company, now=office.clock())

    bound = api.put("/connection/people/9999/link", {"employee_key": key})
    unmapped = api.get("/connection").body["unmapped_employee_codes"]
    ended = api.delete("/connection/people/9999/link")

    assert (bound.status, unmapped, ended.status) == (200, [], 200)
    assert api.get("/connection").body["unmapped_employee_codes"] == ["9999"]


def test_only_all_rights_changes_anything(office: Office) -> None:
    viewer = call(office, role="viewer")
    line = line_of(viewer, "9999")
    create_site(office.company, "2000", "支社")
    difference = viewer.get("/connection/sites").body["differences"][0]["difference_id"]

    answers = [
        viewer.post(f"/connection/people/{line['mismatch_id']}/fix", {"fix": "ignore"}),
        viewer.put("/connection/people/9999/link", {"employee_key": TARO}),
        viewer.delete("/connection/people/1000/link"),
        viewer.put("/connection/sites/2000", {"division_code": "1000"}),
        viewer.post(f"/connection/sites/differences/{difference}/align"),
        viewer.post(f"/connection/sites/differences/{difference}/seen"),
    ]

    assert [answer.status for answer in answers] == [403] * 6
    assert line_of(viewer, "9999") == line
    assert EmployeeLink.objects.filter(employee__employee_code="1000").exists()


def test_sites_answer_with_divisions_and_the_difference_in_words(office: Office) -> None:
    create_site(office.company, "2000", "支社")
    api = call(office, "ja")

    found = api.get("/connection/sites").body
    difference = found["differences"][0]
    aligned = api.post(f"/connection/sites/differences/{difference['difference_id']}/align")

    assert found["items"] == [
        {"site_code": "2000", "name": "支社", "division_code": "2000", "is_by_code": True, "day_start": "00:00"}
    ]
    assert {"division_code": "2000", "name": "支社", "day_border": "05:00"} in found["divisions"]
    assert "0:00〜5:00 の打刻は、顔時では当日、勤怠システムでは前日の勤務になります" in difference["message"]
    assert (aligned.body["differences"], aligned.body["items"][0]["day_start"]) == ([], "05:00")


def test_overtime_over_the_api_says_what_is_left_and_where_it_leads(office: Office) -> None:
    tell_overtime(office, "1000", 1320)

    japanese, english = (call(office, language).get("/overtime").body["items"][0] for language in ("ja", "en"))

    assert japanese["employee_code"] == "1000"
    assert japanese["remaining_overtime"] == {"minutes": 480, "exceeded_minutes": 0, "cap_minutes": 1800}
    assert japanese["warning_minutes"] == 1200
    assert (japanese["article36"]["limit"], japanese["article36"]["minutes"]) == ("month", 1380)
    assert japanese["article36"]["message"] == "あと23:00(月の限度)"
    assert english["forecast"]["message"]
    assert japanese["as_of"].endswith("+09:00")


def test_page_lists_mismatches_and_one_click_mends_one(office: Office) -> None:
    client, code = log_in(office), changed_code(office)
    place = f"/console/linked-people/mismatches/{line_of(call(office), code)['mismatch_id']}"

    page = client.get("/console/linked-people").content.decode()
    fixed = client.post(place, {"fix": "take_over_code"})
    after = client.get("/console/linked-people").content.decode()

    assert f"{code}-new に直す" in page
    assert fixed.status_code == 302
    assert f"{code}-new に直す" not in after


def test_page_binds_whom_a_typed_code_means(office: Office) -> None:
    client, (code, key) = log_in(office), PeopleThere.of(office).hire(name="小林 花")
    sync_company(office.company, now=office.clock())
    place = f"/console/linked-people/mismatches/{line_of(call(office), '9999')['mismatch_id']}"

    nobody = client.post(place, {"fix": "bind", "person": "そんな人はいない"})
    taken = client.post(place, {"fix": "bind", "person": "1000"})
    bound = client.post(place, {"fix": "bind", "person": f" {code} "})

    assert [nobody.status_code, taken.status_code, bound.status_code] == [422, 409, 302]
    assert EmployeeLink.objects.get(employee__employee_code="9999").employee_key == key


def test_page_hides_what_is_left_out_and_shows_it_again(office: Office) -> None:
    client = log_in(office)
    place = f"/console/linked-people/mismatches/{line_of(call(office), '9999')['mismatch_id']}"

    client.post(place, {"fix": "ignore"})
    left_out = client.get("/console/linked-people").content.decode()
    client.post(place, {"fix": "again"})

    assert "対象外にした従業員(1 件)" in left_out
    assert "対象外にした従業員" not in client.get("/console/linked-people").content.decode()


def test_page_shows_a_difference_until_it_is_seen_or_mended(office: Office) -> None:
    client = log_in(office)
    create_site(office.company, "2000", "支社")
    place = call(office).get("/connection/sites").body["differences"][0]["difference_id"]
    page = client.get("/console/linked-people").content.decode()

    client.post(f"/console/linked-people/day-borders/{place}", {"fix": "seen"})
    seen = client.get("/console/linked-people").content.decode()
    client.post(f"/console/linked-people/day-borders/{place}", {"fix": "align"})

    assert ("5:00 に合わせる" in page, "確認済み" in page) == (True, False)
    assert "確認済み" in seen
    assert Site.objects.get().day_start == "05:00"


def test_page_binds_a_site_and_syncs(office: Office) -> None:
    client = log_in(office)
    create_site(office.company, "tokyo", "東京")

    bound = client.post("/console/linked-people/sites/tokyo", {"division": "2000"})
    synced = client.post("/console/linked-people/sync")

    assert (bound.status_code, synced.status_code) == (302, 302)
    assert call(office).get("/connection/sites").body["items"][0]["division_code"] == "2000"


def test_viewer_sees_the_page_without_buttons_and_changes_nothing(office: Office) -> None:
    client = log_in(office, Role.VIEWER)
    line = line_of(call(office), "9999")

    page = client.get("/console/linked-people").content.decode()
    refused = client.post(f"/console/linked-people/mismatches/{line['mismatch_id']}", {"fix": "ignore"})

    assert "9999" in page
    assert "対象外にする" not in page
    assert refused.status_code == 403


def test_overtime_page_shows_cap_forecast_article_36_and_warning(office: Office) -> None:
    tell_overtime(office, "1000", 2000)

    page = log_in(office).get("/console/overtime").content.decode()

    assert "33:20" in page
    assert "3:20 超過" in page
    assert "上限に達しています" in page
    assert "あと11:40(月の限度)" in page
    assert "20:00 に到達" in page


@pytest.mark.parametrize("page", ["/console/linked-people", "/console/overtime"])
def test_page_of_a_company_without_a_link_says_what_to_do(office: Office, page: str) -> None:
    call(office).delete("/connection")
    OvertimeBalance.objects.all().delete()

    shown = log_in(office).get(page)

    assert shown.status_code == 200
    assert "連携" in shown.content.decode()


def changed_code(office: Office) -> str:
    there = PeopleThere.of(office)
    code, key = there.hire()
    create_employee(office.company, code, {"family_name": "高橋"}, by="test")
    sync_company(office.company, now=office.clock())
    there.change(key, code=f"{code}-new")
    sync_company(office.company, now=office.clock())
    return code


def tell_overtime(office: Office, code: str, minutes: int) -> None:
    """Of the month that runs on the real clock, which the API and the console read."""
    change_settings(office.company, {"overtime_cap_minutes": 1800, "overtime_warning_minutes": [600, 1200]}, by="test")
    OvertimeBalance.objects.all().delete()
    month = f"{now().astimezone(JAPAN):%Y-%m}"
    employee = Employee.objects.get(employee_code=code)
    told = now() - timedelta(minutes=5)
    OvertimeBalance.objects.create(company=office.company, employee=employee, month=month, minutes=minutes, as_of=told)


def call(office: Office, language: str = "en", role: str = "all_rights") -> ApiClient:
    _, secret = create_token(office.company, "tests", role)
    return ApiClient(token=secret, language=language)


def line_of(api: ApiClient, code: str) -> Any:
    [found] = [item for item in api.get("/connection/people").body["items"] if item["employee_code"] == code]
    return found


def log_in(office: Office, role: Role = Role.ALL_RIGHTS) -> Client:
    create_administrator(office.company, f"{office.company.code}-{role}", PASSWORD, role.value)
    client = Client()
    assert client.login(username=f"{office.company.code}-{role}", password=PASSWORD)
    return client
