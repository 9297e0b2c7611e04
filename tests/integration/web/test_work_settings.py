"""The console's pages システム設定 and 就労管理: each setting there and back, who may, and what is refused."""

import html
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.forms import model_to_dict
from django.test import Client
from django_scopes import scope
from tests.integration.web.test_console_pages import PASSWORD, log_in

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company, Settings, Site
from kaodoki.people.services import change_settings, create_company, create_site

PAGE = "/console/system/work"


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


class _Fields(HTMLParser):
    """What a browser would send back of a page as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        field = dict(attrs)
        name, is_choice = field.get("name"), field.get("type") in ("checkbox", "radio")
        if tag != "input" or not name or name == "csrfmiddlewaretoken" or (is_choice and "checked" not in field):
            return
        if name.startswith("window-"):
            self.found.setdefault(name, []).append(field.get("value", ""))
        else:
            self.found[name] = field.get("value", "on")


def form_of(client: Client) -> dict[str, Any]:
    """The page's form, untouched."""
    fields = _Fields()
    fields.feed(client.get(PAGE).content.decode())
    return fields.found


def stored(company: Company) -> Settings:
    with scope(company=company):
        return Settings.objects.get()


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ({"day_start": "02:00"}, "day_start", "02:00"),
        ({"day_start": "5:30"}, "day_start", "05:30"),
        ({"day_start": "\uff12\uff13\uff1a\uff15\uff19"}, "day_start", "23:59"),  # full-width, as an IME writes it
        ({"working_day_rule": "open_shift"}, "working_day_rule", "open_shift"),
        ({"open_shift_max_hours": "20"}, "open_shift_max_hours", 20),
        ({"overtime_cap_minutes": "60:00"}, "overtime_cap_minutes", 3600),
        ({"overtime_cap_minutes": "60"}, "overtime_cap_minutes", 3600),
        ({"overtime_cap_minutes": "45時間"}, "overtime_cap_minutes", 2700),
        ({"overtime_cap_minutes": "0"}, "overtime_cap_minutes", 0),
        ({"show_remaining_overtime": None}, "show_remaining_overtime", False),
        (
            {"remaining_overtime_in_restricted_hours": "last_known"},
            "remaining_overtime_in_restricted_hours",
            "last_known",
        ),
        ({"overtime_warning_minutes": "45、36:30、45"}, "overtime_warning_minutes", [2190, 2700]),
        ({"integrity_check": None}, "integrity_check", False),
        ({"deliver_in_restricted_hours": "on"}, "deliver_in_restricted_hours", True),
        ({"restricted_hours_margin_seconds": "0"}, "restricted_hours_margin_seconds", 0),
        ({"window-start": ["23:00", ""], "window-end": ["1:00", ""]}, "restricted_hours", [["23:00", "01:00"]]),
        ({"window-start": [""], "window-end": [""]}, "restricted_hours", []),
    ],
)
def test_setting_is_saved_shown_again_and_nothing_else_changes(
    company: Company, typed: dict[str, Any], name: str, value: object
) -> None:
    client, before = log_in(company), stored(company)
    form = {key: item for key, item in {**form_of(client), **typed}.items() if item is not None}

    response = client.post(PAGE, form)

    assert response.status_code == 302
    now = stored(company)
    assert getattr(now, name) == value
    others = [field.name for field in Settings._meta.fields if field.name != name]
    assert all(getattr(now, other) == getattr(before, other) for other in others)
    again = form_of(client)
    assert json.loads(again[f"was-{name}"]) == value
    assert client.post(PAGE, again).status_code == 302
    assert getattr(stored(company), name) == value, "what the page shows is what it holds"


def test_cap_is_taken_away_by_emptying_it(company: Company) -> None:
    with scope(company=company):
        change_settings(company, {"overtime_cap_minutes": 3600}, by="tests")
    client = log_in(company)
    form = form_of(client)

    client.post(PAGE, {**form, "overtime_cap_minutes": ""})

    assert form["overtime_cap_minutes"] == "60:00"
    assert stored(company).overtime_cap_minutes is None


def test_saving_is_audited_with_the_names_of_what_changed_and_said(company: Company) -> None:
    client = log_in(company)

    client.post(PAGE, {**form_of(client), "day_start": "02:00", "overtime_cap_minutes": "60"})

    with scope(company=company):
        event = AuditEvent.objects.filter(action="settings_changed").latest("id")
    assert event.subject == "day_start, overtime_cap_minutes"
    assert "保存しました: 起算時刻、残業時間上限(月あたり)" in text_of(client.get(PAGE))
    assert "保存しました" not in text_of(client.get(PAGE)), "said once"


def test_form_without_changes_changes_and_audits_nothing(company: Company) -> None:
    client = log_in(company)

    client.post(PAGE, form_of(client))

    with scope(company=company):
        assert not AuditEvent.objects.filter(action="settings_changed").exists()
    assert "変更はありません" in text_of(client.get(PAGE))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day_start": "26:00"}, "0:00〜23:59 の時刻を"),
        ({"day_start": "<b>"}, "0:00〜23:59 の時刻を"),
        ({"day_start": ""}, "0:00〜23:59 の時刻を"),
        ({"working_day_rule": "moon"}, "どちらかを選んでください"),
        ({"open_shift_max_hours": "49"}, "1〜48 の整数を"),
        ({"overtime_cap_minutes": "745"}, "0〜744時間を"),
        ({"overtime_cap_minutes": "60.5"}, "0〜744時間を"),
        ({"overtime_cap_minutes": "-1"}, "0〜744時間を"),
        ({"overtime_warning_minutes": "1 2 3 4 5 6"}, "0〜744時間を5つまで"),
        ({"remaining_overtime_in_restricted_hours": "x"}, "どちらかを選んでください"),
        ({"restricted_hours_margin_seconds": "1e3"}, "0〜86400 の整数を"),
        ({"window-start": ["8:30"], "window-end": [""]}, "開始と終了を"),
        ({"window-start": ["8:30"], "window-end": ["8:30"]}, "開始と終了を"),
        ({"window-start": ["25:30"], "window-end": ["26:30"]}, "開始と終了を"),
        ({"was-day_start": "{"}, "0:00〜23:59 の時刻を"),
        ({"was-restricted_hours": "[" * 100_000}, "開始と終了を"),
        ({"day_start": "\x00"}, "0:00〜23:59 の時刻を"),
        ({"open_shift_max_hours": "9" * 5_000}, "1〜48 の整数を"),
    ],
)
def test_bad_input_is_kept_with_a_sentence_beside_it_and_nothing_is_saved(
    company: Company, typed: dict[str, Any], sentence: str
) -> None:
    client, before = log_in(company), model_to_dict(stored(company))

    response = client.post(PAGE, {**form_of(client), **typed})

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "保存していません" in page
    assert model_to_dict(stored(company)) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day_start", '26:00"><b>'),
        ("open_shift_max_hours", "49"),
        ("overtime_cap_minutes", "60.5"),
        ("overtime_warning_minutes", "a, b"),
        ("restricted_hours_margin_seconds", "soon"),
    ],
)
def test_what_was_typed_is_still_there(company: Company, name: str, value: str) -> None:
    client = log_in(company)
    fields = _Fields()

    fields.feed(client.post(PAGE, {**form_of(client), name: value}).content.decode())

    assert fields.found[name] == value


def test_everything_wrong_is_said_at_once_and_the_good_part_is_kept_but_not_saved(company: Company) -> None:
    client = log_in(company)

    page = text_of(
        client.post(
            PAGE, {**form_of(client), "day_start": "x", "overtime_cap_minutes": "y", "overtime_warning_minutes": "36"}
        )
    )

    assert "0:00〜23:59 の時刻を" in page
    assert "0〜744時間を 60 または 60:30" in page
    assert 'value="36"' in page
    assert stored(company).overtime_warning_minutes == []


def test_what_somebody_else_saved_in_the_meantime_is_not_overwritten_unseen(company: Company) -> None:
    client = log_in(company)
    form = form_of(client)
    with scope(company=company):
        change_settings(company, {"day_start": "03:00"}, by="somebody else")

    refused = client.post(PAGE, {**form, "day_start": "02:00", "overtime_cap_minutes": "60"})

    assert refused.status_code == 409
    assert "ほかの管理者が「03:00」に変更しました" in text_of(refused)
    assert (stored(company).day_start, stored(company).overtime_cap_minutes) == ("03:00", None)
    assert 'name="was-day_start" value="&quot;03:00&quot;"' in refused.content.decode(), "the next try knows of it"
    client.post(PAGE, {**form, "was-day_start": '"03:00"', "day_start": "02:00"})
    assert stored(company).day_start == "02:00"


def test_two_administrators_changing_different_settings_both_get_theirs(company: Company) -> None:
    client = log_in(company)
    form = form_of(client)
    with scope(company=company):
        change_settings(company, {"day_start": "03:00"}, by="somebody else")

    client.post(PAGE, {**form, "overtime_cap_minutes": "60"})

    assert (stored(company).day_start, stored(company).overtime_cap_minutes) == ("03:00", 3600)


@pytest.mark.parametrize("role", [Role.SITE_MANAGER, Role.PHOTO_APPROVER, Role.VIEWER])
def test_other_roles_read_and_cannot_change(company: Company, role: Role) -> None:
    form = form_of(log_in(company))
    client = log_in(company, role)

    page, refused = client.get(PAGE), client.post(PAGE, {**form, "day_start": "02:00"})

    assert (page.status_code, refused.status_code) == (200, 403)
    assert "閲覧のみです" in text_of(page)
    assert "保存する" not in text_of(page)
    assert text_of(page).count("<fieldset") == text_of(page).count(" disabled>") == 4
    assert stored(company).day_start == "00:00"
    assert client.get("/console/system").status_code == 200


def test_form_of_another_place_is_refused(company: Company) -> None:
    create_administrator(company, "someone", PASSWORD, Role.ALL_RIGHTS.value)
    client = Client(enforce_csrf_checks=True)
    client.login(username="someone", password=PASSWORD)

    response = client.post(PAGE, {"day_start": "02:00", "was-day_start": '"00:00"'})

    assert response.status_code == 403
    assert stored(company).day_start == "00:00"


def test_settings_and_sites_of_another_company_are_out_of_reach(company: Company) -> None:
    other = create_company("other", "別の会社")
    with scope(company=other):
        site = create_site(other, "900", "よその拠点", day_start="03:00")
        change_settings(other, {"day_start": "04:44"}, by="tests")
    client = log_in(company)

    page = text_of(client.get(PAGE))
    refused = client.post(PAGE, {f"site-{site.pk}": "05:00", f"was-site-{site.pk}": "03:00"})
    nonsense = client.post(PAGE, {"site-x": "05:00", "was-site-x": ""})

    assert "04:44" not in page
    assert "よその拠点" not in page
    assert (refused.status_code, nonsense.status_code) == (422, 404)
    with scope(company=other):
        assert Site.objects.get().day_start == "03:00"


def test_site_gets_a_day_start_of_its_own_and_loses_it_again(company: Company) -> None:
    with scope(company=company):
        site = create_site(company, "100", "大阪工場")
    client = log_in(company)
    field = f"site-{site.pk}"

    client.post(PAGE, {**form_of(client), field: "5:00"})
    saved = text_of(client.get(PAGE))
    own = form_of(client)
    wrong = client.post(PAGE, {**own, field: "99"})
    client.post(PAGE, {**own, field: ""})
    outdated = client.post(PAGE, {**own, field: "07:00", "overtime_cap_minutes": "60"})

    assert "保存しました: 拠点ごとの起算時刻" in saved
    assert own[field] == "05:00"
    assert (wrong.status_code, outdated.status_code) == (422, 409)
    assert "ほかの管理者が「なし」に変更しました" in text_of(outdated)
    with scope(company=company):
        assert Site.objects.get().day_start == ""
        assert [event.subject for event in AuditEvent.objects.filter(action="site_changed")] == ["100", "100"]
    assert stored(company).overtime_cap_minutes is None, "all or nothing"


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ({"day_start": "00:00"}, ["0:00 の打刻 → 当日の 0:00", "1:00 の打刻 → 当日の 1:00"]),
        (
            {"day_start": "02:00"},
            ["1:00 の打刻 → 前日の 25:00", "1:59 の打刻 → 前日の 25:59", "2:00 の打刻 → 当日の 2:00"],
        ),
        ({"day_start": "05:00"}, ["4:59 の打刻 → 前日の 28:59"]),
        (
            {"day_start": "05:00", "working_day_rule": "open_shift"},
            ["前日 22:00 に出勤、7:00 に退勤 → 前日の 31:00"],
        ),
        (
            {"day_start": "05:00", "working_day_rule": "open_shift", "open_shift_max_hours": "8"},
            ["前日 22:00 に出勤、7:00 に退勤 → 当日の 7:00"],
        ),
    ],
)
def test_example_is_computed_for_what_is_typed_without_saving(
    company: Company, typed: dict[str, str], lines: list[str]
) -> None:
    client = log_in(company)

    response = client.post(PAGE, {**form_of(client), **typed, "try": "1"})

    assert response.status_code == 200
    assert [line for line in lines if line not in text_of(response)] == []
    assert stored(company).day_start == "00:00"


def test_there_is_no_example_of_a_day_start_that_cannot_be(company: Company) -> None:
    client = log_in(company)

    page = text_of(client.post(PAGE, {**form_of(client), "day_start": "26:00"}))

    assert "の打刻 →" not in page


def test_enter_in_a_field_saves_and_does_not_only_try(company: Company) -> None:
    page = text_of(log_in(company).get(PAGE))

    buttons = re.findall(r"<button[^>]*>", page[page.index('class="settings"') :])

    assert 'name="try"' not in buttons[0]
