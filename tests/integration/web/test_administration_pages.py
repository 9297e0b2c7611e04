"""APIトークン, 監査, データ保護, 同意の説明 and 情報."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django_scopes import scope, scopes_disabled
from tests.integration.api_client import ApiClient
from tests.integration.web.console_client import logged_in

from kaodoki import clock
from kaodoki.accounts.models import ApiToken
from kaodoki.accounts.services import create_token
from kaodoki.audit.models import AuditEvent
from kaodoki.audit.services import record_event
from kaodoki.consent.models import Notice
from kaodoki.consent.notices import current_notice
from kaodoki.people.models import Company
from kaodoki.people.services import create_company


@pytest.fixture
def other(db: None) -> Company:
    return create_company("kita", "株式会社きた")


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


class TestTokens:
    def test_a_new_token_is_shown_once_and_works(self, in_scope: Company) -> None:
        client = logged_in(in_scope)

        made = text_of(client.post("/console/tokens", {"name": "人事システム", "role": "viewer"}))
        found = re.search(r"kao_[\w-]{30,}", made)
        assert found
        again = text_of(client.get("/console/tokens"))

        assert ApiClient(token=found[0]).get("/settings").status == 200
        assert found[0] not in again
        assert "人事システム" in again
        assert found[0][:10] in again

    def test_a_revoked_token_opens_nothing(self, in_scope: Company) -> None:
        token, secret = create_token(in_scope, "人事システム", "viewer")

        said = text_of(logged_in(in_scope).post(f"/console/tokens/{token.id}/revoke", follow=True))

        assert ApiClient(token=secret).get("/settings").status == 401
        assert "無効にしました" in said

    @pytest.mark.parametrize("form", [{}, {"name": " ", "role": "viewer"}, {"name": "a", "role": "boss"}])
    def test_a_token_needs_a_name_and_a_role(self, in_scope: Company, form: dict[str, str]) -> None:
        answer = logged_in(in_scope).post("/console/tokens", form)

        assert answer.status_code == 422
        assert not ApiToken.objects.exists()

    def test_another_companys_token_is_not_there(self, in_scope: Company, other: Company) -> None:
        theirs, _ = create_token(other, "よその", "viewer")

        client = logged_in(in_scope)

        assert client.post(f"/console/tokens/{theirs.id}/revoke").status_code == 404
        assert "よその" not in text_of(client.get("/console/tokens"))
        with scopes_disabled():
            assert ApiToken.objects.get().revoked_at is None

    @pytest.mark.parametrize("role", ["site_manager", "photo_approver", "viewer"])
    @pytest.mark.parametrize("page", ["/console/tokens", "/console/audit", "/console/data-protection"])
    def test_they_are_for_all_rights(self, in_scope: Company, role: str, page: str) -> None:
        assert logged_in(in_scope, role).get(page).status_code == 403


class TestAudit:
    def test_who_did_what_is_listed_in_words_and_filtered(self, in_scope: Company) -> None:
        record_event(in_scope.id, "photo_viewed", subject="0012", by="suzuki")
        record_event(in_scope.id, "settings_changed", subject="undo_seconds", by="tanaka")
        client = logged_in(in_scope)

        everything = text_of(client.get("/console/audit"))
        by_tanaka = text_of(client.get("/console/audit", {"by": "tanaka"}))
        of_a_person = text_of(client.get("/console/audit", {"subject": "0012", "action": "photo_viewed"}))

        assert "<td>顔写真を表示</td>" in everything
        assert "<td>設定を変更</td>" in everything
        assert "<td>顔写真を表示</td>" not in by_tanaka
        assert "<td>設定を変更</td>" in by_tanaka
        assert "<td>顔写真を表示</td>" in of_a_person
        assert "<td>設定を変更</td>" not in of_a_person

    def test_days_are_those_of_the_company(self, in_scope: Company) -> None:
        record_event(in_scope.id, "photo_viewed", subject="0012")
        today = (clock.now() + timedelta(hours=9)).date()
        client = logged_in(in_scope)

        hit = text_of(client.get("/console/audit", {"from": str(today), "to": str(today)}))
        miss = text_of(client.get("/console/audit", {"to": str(today - timedelta(days=1))}))

        assert "<td>顔写真を表示</td>" in hit
        assert "<td>顔写真を表示</td>" not in miss

    def test_pages_hold_every_row_once(self, in_scope: Company) -> None:
        at = clock.now()
        rows = [AuditEvent(company=in_scope, at=at, action="photo_viewed", subject=f"s{n:03d}") for n in range(250)]
        AuditEvent.objects.bulk_create(rows)
        client, address, seen = logged_in(in_scope), "/console/audit?action=photo_viewed", []

        while address:
            page = text_of(client.get(address))
            seen += re.findall(r">(s\d{3})<", page)  # a CSRF token may hold such letters, too
            older = re.search(r'href="(\?[^"]+)" rel="next"', page)
            address = "/console/audit" + older[1].replace("&amp;", "&") if older else ""

        assert seen == [f"s{n:03d}" for n in reversed(range(250))]

    @pytest.mark.parametrize(
        "asked",
        [
            {"from": "yesterday"},
            {"from": "0001-01-01", "to": "9999-12-31"},
            {"before": "x|y"},
            {"before": "2026-11-23T00:00:00|1"},
            {"before": "2026-11-23T00:00:00+09:00|" + "9" * 30},
            {"subject": "'; drop table"},
        ],
    )
    def test_strange_filters_are_no_errors(self, in_scope: Company, asked: dict[str, str]) -> None:
        assert logged_in(in_scope).get("/console/audit", asked).status_code == 200

    def test_a_file_holds_what_is_filtered_and_that_it_was_taken_is_recorded(self, in_scope: Company) -> None:
        record_event(in_scope.id, "photo_viewed", subject="=0012", by="suzuki")
        record_event(in_scope.id, "settings_changed", by="tanaka")

        answer: Any = logged_in(in_scope).post("/console/audit.csv", {"by": "suzuki", "encoding": "shift_jis"})
        file = b"".join(answer.streaming_content).decode("cp932")

        assert "顔写真を表示" in file
        assert "設定を変更" not in file
        assert ",=0012" not in file
        assert AuditEvent.objects.filter(action="export_made", subject="audit").count() == 1

    def test_another_companys_record_is_not_there(self, in_scope: Company, other: Company) -> None:
        with scope(company=other):
            record_event(other.id, "photo_viewed", subject="theirs")

        assert "theirs" not in text_of(logged_in(in_scope).get("/console/audit"))

    def test_a_page_of_a_long_record_reads_only_its_rows(self, in_scope: Company) -> None:
        at = clock.now()
        AuditEvent.objects.bulk_create(
            AuditEvent(company=in_scope, at=at - timedelta(seconds=n), action="photo_viewed", subject=f"{n % 50}")
            for n in range(20_000)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE audit_auditevent")
        middle = f"{(at - timedelta(seconds=10_000)).isoformat()}|1"
        rows = AuditEvent.objects.filter(company=in_scope, at__lte=at - timedelta(seconds=10_000)).order_by(
            "-at", "-id"
        )

        plan = rows[:101].explain(analyze=True)
        answer = logged_in(in_scope).get("/console/audit", {"before": middle})

        assert answer.status_code == 200
        assert "Index Scan Backward" in plan
        assert "Sort" not in plan.replace("Incremental Sort", "")


class TestDataProtection:
    def test_what_is_kept_and_what_was_erased_is_listed(self, in_scope: Company) -> None:
        record_event(in_scope.id, "consent_withdrawn", subject="0012", by="本人", photos_erased=3, templates_erased=3)

        page = text_of(logged_in(in_scope).get("/console/data-protection"))

        assert "顔写真 3 枚、特徴 3 件" in page
        assert "同意の撤回" in page
        assert "0012" in page
        assert "退職・撤回のとき" in page

    def test_without_any_the_page_says_when_a_receipt_comes(self, in_scope: Company) -> None:
        assert "控えが残ります" in text_of(logged_in(in_scope).get("/console/data-protection"))


class TestNotice:
    def test_a_text_of_ones_own_is_a_new_version(self, in_scope: Company) -> None:
        before = current_notice(in_scope).version

        said = text_of(
            logged_in(in_scope).post(
                "/console/data-protection/notice", {"ja": "目的\r\n<b>打刻</b>", "en": "Purpose"}, follow=True
            )
        )

        now = current_notice(in_scope)
        assert now.version != before
        assert now.version in said
        assert now.sections("ja") == (("", "目的\n<b>打刻</b>"),)
        assert "<b>打刻</b>" not in said
        assert "&lt;b&gt;打刻" in said

    @pytest.mark.parametrize("form", [{}, {"ja": "目的"}, {"ja": "x" * 20_001, "en": "x"}, {"ja": "\x00", "en": "x"}])
    def test_both_languages_are_needed(self, in_scope: Company, form: dict[str, str]) -> None:
        answer = logged_in(in_scope).post("/console/data-protection/notice", form)

        assert answer.status_code == 422
        assert not Notice.objects.exists()

    def test_others_read_it(self, in_scope: Company) -> None:
        client = logged_in(in_scope, "viewer")

        assert "利用目的" in text_of(client.get("/console/data-protection/notice"))
        assert client.post("/console/data-protection/notice", {"ja": "a", "en": "b"}).status_code == 403
        assert not Notice.objects.exists()


class TestAbout:
    @pytest.mark.parametrize("role", ["all_rights", "viewer"])
    def test_versions_models_and_licences_are_named(self, in_scope: Company, role: str) -> None:
        page = text_of(logged_in(in_scope, role).get("/console/about"))

        assert "yunet_sface" in page
        assert "判定に使用中" in page
        assert re.search(r"<th scope=\"row\">PostgreSQL</th><td[^>]*>1\d\.", page)
        assert re.search(r"<td>Django</td><td[^>]*>5\.[\d.]+</td><td[^>]*>BSD", page)
