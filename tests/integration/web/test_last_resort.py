"""Pages that nobody asked for: both languages, no database, no fault of their own."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def test_an_address_that_does_not_exist_is_answered_in_both_languages_with_a_way_on(db: None) -> None:
    answer = Client().get("/console/no-such-page")

    shown = answer.content.decode()
    assert answer.status_code == 404
    assert "ページが見つかりません" in shown
    assert "No such page" in shown
    assert 'href="/console/"' in shown


def test_outside_the_console_it_leads_to_the_kiosk(db: None) -> None:
    assert 'href="/kiosk/"' in Client().get("/nowhere").content.decode()


def test_a_form_without_its_token_says_that_nothing_was_changed(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/kiosk/pair", {"pairing_code": "AAAA"})

    assert answer.status_code == 403
    assert "何も変更されていません" in answer.content.decode()


def test_a_fault_is_answered_without_asking_the_database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr("kaodoki.web.kiosk.views.render", fail)
    client = Client(raise_request_exception=False)

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/kiosk/")

    assert answer.status_code == 500
    assert "記録済みの打刻は失われていません" in answer.content.decode()
    assert "disk" not in answer.content.decode()
    assert len(queries) == 0
