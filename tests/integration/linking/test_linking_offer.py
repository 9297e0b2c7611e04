"""Days that differ are shown before linking is complete; the token meanwhile lies nowhere readable."""

import logging
from datetime import timedelta

import pytest
from tests.integration.linking.conftest import Office
from tests.integration.linking.linking_administrator import (
    COMPLETE,
    STALE,
    LinkingAdministrator,
    by_token,
    give,
    linked,
    revoked,
    tokens_seen,
)

from kaodoki import clock
from kaodoki.audit.models import AuditEvent
from kaodoki.linking.models import Connection
from kaodoki.linking.queries import connection_of
from kaodoki.linking.token_keeping import token_of
from kaodoki.people.models import Settings
from kaodoki.people.services import change_settings

LATER = "WebAPI制限時間帯のあと"


def test_days_that_differ_are_shown_before_anything_is_saved(unlinked: Office) -> None:
    change_settings(unlinked.company, {"day_start": "03:00"}, by="test")
    administrator = LinkingAdministrator.of(unlinked)

    page = administrator.link()

    assert "起算時刻の確認" in page
    assert "拠点なしの従業員の起算時刻は 3:00、所属「本社」の日付変更時間は 0:00 です" in page
    assert connection_of(unlinked.company) is None
    done = administrator.press("decide", action="link").content.decode()
    assert COMPLETE in done
    assert "次の起算時刻の違いが残っています" in done
    assert linked(unlinked).state == Connection.State.LINKED
    assert STALE in administrator.press("decide", action="link").content.decode()


def test_the_day_start_is_set_right_before_linking(unlinked: Office) -> None:
    change_settings(unlinked.company, {"day_start": "03:00"}, by="test")
    administrator = LinkingAdministrator.of(unlinked)
    action = administrator.link().partition('value="align:')[2].partition('"')[0]

    page = administrator.press("decide", action=f"align:{action}").content.decode()

    assert "起算時刻の違いはなくなりました" in page
    assert Settings.objects.get().day_start == "00:00"
    assert connection_of(unlinked.company) is None
    done = administrator.press("decide", action="link").content.decode()
    assert COMPLETE in done
    assert "違いが残っています" not in done


def test_not_linking_after_all_leaves_no_token_over_there(unlinked: Office) -> None:
    change_settings(unlinked.company, {"day_start": "03:00"}, by="test")
    administrator = LinkingAdministrator.of(unlinked)
    administrator.link()

    page = administrator.press("decide", action="drop").content.decode()

    assert "連携を取りやめました" in page
    assert connection_of(unlinked.company) is None
    assert revoked(unlinked) == 1
    assert "linking_offer" not in administrator.session()


def test_an_old_offer_links_nothing_and_its_token_is_revoked(unlinked: Office) -> None:
    change_settings(unlinked.company, {"day_start": "03:00"}, by="test")
    administrator = LinkingAdministrator.of(unlinked)
    administrator.link()
    made = clock.now() - timedelta(minutes=15, seconds=1)
    give(administrator, {**administrator.session()["linking_offer"], "made_at": made.isoformat()}, "linking_offer")

    page = administrator.press("decide", action="link").content.decode()

    assert STALE in page
    assert connection_of(unlinked.company) is None
    assert revoked(unlinked) == 1


def test_an_offer_waits_while_the_attendance_system_is_away(unlinked: Office) -> None:
    change_settings(unlinked.company, {"day_start": "03:00"}, by="test")
    administrator = LinkingAdministrator.of(unlinked)
    administrator.link()
    target, unlinked.proxy.target = unlinked.proxy.target, ("127.0.0.1", 1)

    away = administrator.press("decide", action="link")
    unlinked.proxy.target = target
    done = administrator.press("decide", action="link")

    assert away.status_code == 503
    assert COMPLETE in done.content.decode()


def test_the_token_is_in_no_log_session_record_or_page(
    unlinked: Office, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    change_settings(unlinked.company, {"day_start": "03:00"}, by="test")
    administrator = LinkingAdministrator.of(unlinked)
    waiting = administrator.link()
    kept = [str(administrator.session())]
    done = administrator.press("decide", action="link")
    reissued = administrator.press("reissue")
    kept.append(str(administrator.session()))
    records = str(list(AuditEvent.objects.values()))

    secrets = tokens_seen(unlinked) | {token_of(unlinked.company, linked(unlinked))}

    assert len(secrets) == 2
    pages = [waiting, done.content.decode(), reissued.content.decode(), str(done.redirect_chain)]
    for place in (*pages, *kept, records, caplog.text, *capfd.readouterr()):
        assert not [secret for secret in secrets if secret in place]


def test_linking_works_in_restricted_hours_and_says_when_days_are_compared(unlinked: Office) -> None:
    change_settings(unlinked.company, {"day_start": "03:00"}, by="test")
    Settings.objects.update(restricted_hours=[["00:00", "12:00"], ["12:00", "23:59:59"]])
    administrator = LinkingAdministrator.of(unlinked)

    for page in (administrator.link(), by_token(administrator)):
        assert COMPLETE in page
        assert LATER in page
