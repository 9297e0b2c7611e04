"""The plain pages of settings: 端末の動作, 顔認証の設定, 36協定と時刻, データ保護."""

import json

import pytest
from django.test import Client
from tests.integration.web.console_client import logged_in

from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company, Settings
from kaodoki.web.console.setting_groups import DATA_PROTECTION, KIOSK, LIMITS, RECOGNITION, Page

ADDRESSES = {
    "kiosk_settings": "/console/system/kiosk",
    "recognition_settings": "/console/system/recognition",
    "limits_settings": "/console/system/limits",
    "data_protection": "/console/data-protection",
}


def form_of(page: Page, **changed: str | None) -> dict[str, str]:
    """What a browser would send of the page as it is stored, with `changed` typed; None: the tick was taken away."""
    settings, form = Settings.objects.get(), {}
    for _, fields in page.groups:
        for field in fields:
            value = getattr(settings, field.name)
            form[f"was-{field.name}"] = json.dumps(value)
            if value in field.choices and field.control == "word_or_whole":
                form[f"{field.name}-word"] = str(value)
            elif value is not False:
                form[field.name] = "on" if value is True else str(value)
    form |= {name: value for name, value in changed.items() if value is not None}
    return {name: value for name, value in form.items() if changed.get(name, "") is not None}


@pytest.mark.parametrize("page", [KIOSK, RECOGNITION, LIMITS, DATA_PROTECTION], ids=lambda page: page.address)
def test_a_page_sent_back_as_it_came_changes_nothing(in_scope: Company, page: Page) -> None:
    client, before = logged_in(in_scope), AuditEvent.objects.count()

    answer = client.post(ADDRESSES[page.address], form_of(page), follow=True)

    assert answer.status_code == 200
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("page", "typed", "stored"),
    [
        (KIOSK, {"kiosk_voice": "on", "kiosk_chime": None}, {"kiosk_voice": True, "kiosk_chime": False}),
        (KIOSK, {"undo_seconds": "15"}, {"undo_seconds": 15}),
        (KIOSK, {"kiosk_name_display": "family", "kiosk_dwell_ms": "500"}, {"kiosk_name_display": "family"}),
        (RECOGNITION, {"wanted_fpir_percent": "0.1"}, {"wanted_fpir_percent": 0.1}),
        (RECOGNITION, {"liveness": "passive_and_challenge"}, {"liveness": "passive_and_challenge"}),
        (LIMITS, {"article36_first_month": "10"}, {"article36_first_month": 10}),
        (LIMITS, {"time_zone": "Asia/Seoul"}, {"time_zone": "Asia/Seoul"}),
        (
            DATA_PROTECTION,
            {"enrolment_photo_retention-word": "", "enrolment_photo_retention": "90"},
            {"enrolment_photo_retention": 90},
        ),
        (DATA_PROTECTION, {"attempt_frame_retention_days": "7"}, {"attempt_frame_retention_days": 7}),
    ],
)
def test_what_is_typed_is_saved_and_said(
    in_scope: Company, page: Page, typed: dict[str, str | None], stored: dict[str, object]
) -> None:
    answer = logged_in(in_scope).post(ADDRESSES[page.address], form_of(page, **typed), follow=True)

    settings = Settings.objects.get()
    assert {name: getattr(settings, name) for name in stored} == stored
    assert "保存しました" in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "name", "typed", "reason"),
    [
        (KIOSK, "kiosk_dwell_ms", "99999", "0 から 5000 までの整数"),
        (KIOSK, "undo_seconds", "じゅうびょう", "までの整数"),
        (KIOSK, "kiosk_name_display", "nickname", "full, family"),
        (RECOGNITION, "wanted_fpir_percent", "50", "0.01 から 5 まで"),
        (RECOGNITION, "wanted_fpir_percent", "nan", "0.01 から 5 まで"),
        (RECOGNITION, "liveness", "maybe", "いずれか"),
        (LIMITS, "article36_first_month", "13", "1 から 12"),
        (LIMITS, "time_zone", "Tokyo", "Asia/Tokyo"),
        (DATA_PROTECTION, "punch_retention_years", "2", "3 から 30"),
        (DATA_PROTECTION, "attempt_frame_retention_days", "-1", "0 から 365"),
    ],
)
def test_what_cannot_be_is_shown_again_with_the_reason_and_nothing_is_saved(
    in_scope: Company, page: Page, name: str, typed: str, reason: str
) -> None:
    before = Settings.objects.values().get()

    answer = logged_in(in_scope).post(ADDRESSES[page.address], form_of(page, **{name: typed}))

    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert Settings.objects.values().get() == before


def test_photos_for_days_need_the_days(in_scope: Company) -> None:
    form = form_of(DATA_PROTECTION, **{"enrolment_photo_retention-word": "", "enrolment_photo_retention": ""})

    answer = logged_in(in_scope).post(ADDRESSES["data_protection"], form)

    assert answer.status_code == 422
    assert Settings.objects.get().enrolment_photo_retention == "until_leaving"


def test_full_width_digits_are_digits(in_scope: Company) -> None:
    logged_in(in_scope).post(ADDRESSES["kiosk_settings"], form_of(KIOSK, undo_seconds="２０"))

    assert Settings.objects.get().undo_seconds == 20


def test_somebody_elses_change_is_not_overwritten(in_scope: Company) -> None:
    client, form = logged_in(in_scope), form_of(KIOSK, undo_seconds="15")
    Settings.objects.update(undo_seconds=30)

    answer = client.post(ADDRESSES["kiosk_settings"], form)

    assert answer.status_code == 409
    assert Settings.objects.get().undo_seconds == 30


@pytest.mark.parametrize("held", ["", "{", "[" * 10_000])
def test_a_form_that_no_page_made_is_refused(in_scope: Company, held: str) -> None:
    form = form_of(KIOSK, undo_seconds="15") | {"was-undo_seconds": held}

    answer = logged_in(in_scope).post(ADDRESSES["kiosk_settings"], form)

    assert answer.status_code == 422
    assert "ページを開き直して" in answer.content.decode()


@pytest.mark.parametrize("role", ["site_manager", "photo_approver", "viewer"])
def test_only_all_rights_change(in_scope: Company, role: str) -> None:
    client: Client = logged_in(in_scope, role)

    seen = client.get(ADDRESSES["kiosk_settings"])
    answer = client.post(ADDRESSES["kiosk_settings"], form_of(KIOSK, undo_seconds="15"))

    assert seen.status_code == 200
    assert "disabled" in seen.content.decode()
    assert answer.status_code == 403
    assert Settings.objects.get().undo_seconds == 10
    assert client.get(ADDRESSES["data_protection"]).status_code == 403
