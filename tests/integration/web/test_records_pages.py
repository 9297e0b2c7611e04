"""顔認証ログ and 打刻: filters, paging, the punch's own page, roles and companies."""

import base64
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from tests.integration.api_client import jst
from tests.integration.web.console_client import logged_in
from tests.integration.web.office import AT, Office

from kaodoki.audit.models import AuditEvent
from kaodoki.gallery.models import LookAlike
from kaodoki.gallery.packs import default_pack_id
from kaodoki.people.models import Company
from kaodoki.people.services import create_company
from kaodoki.punches.kept_frames import keep_frame
from kaodoki.punches.models import Attempt, OvertimeBalance, PunchEvent, SealedAttempt, State
from kaodoki.web.api.paging import page_by_time
from kaodoki.web.console.newest_first import page_of

LOG, PUNCHES = "/console/log", "/console/punches"


@pytest.fixture
def office(in_scope: Company) -> Office:
    return Office(in_scope)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def rows_in(page: str) -> list[str]:
    """The text of each row's cells."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in body.split("<tr>")[1:]]


class TestLog:
    def test_every_try_is_listed_with_what_came_of_it(self, office: Office) -> None:
        office.punch(0)
        office.look(1, "unknown", AT + timedelta(seconds=5))

        rows = rows_in(text_of(logged_in(office.company).get(LOG)))

        assert rows[0].startswith("2026-11-20 08:29:05 — — 該当者なし 登録のない人です")
        assert rows[1].startswith("2026-11-20 08:29:00 佐藤 0012 出勤 本人を確認 連携済み 顔 0.710 / 0.500 玄関")

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, 4),
            ({"outcome": "unknown"}, 1),
            ({"outcome": "identified"}, 2),
            ({"method": "pin"}, 1),
            ({"method": "offline"}, 1),
            ({"code": "0012"}, 1),
            ({"code": "9999"}, 0),
            ({"from": "2026-11-21"}, 1),
            ({"to": "2026-11-20"}, 3),
            ({"from": "nonsense", "terminal": "nonsense", "outcome": "nonsense", "method": "x", "after": "x|y"}, 4),
            ({"from": "0001-01-01", "to": "9999-12-31", "code": "\x00"}, 4),
        ],
    )
    def test_filters(self, office: Office, asked: dict[str, str], found: int) -> None:
        office.punch(0)
        office.look(0, "unknown")
        office.look(1, "identified", who=office.people[1], method="pin")
        offline = office.look(1, "not_sure", jst("2026-11-21T00:00:00"))
        SealedAttempt.objects.create(
            company=office.company, terminal=office.terminals[1], attempt_id=offline.attempt_id, sequence=1,
            digest="0" * 64, received_at=AT, state="review", record=offline,
        )  # fmt: skip

        assert len(rows_in(text_of(logged_in(office.company).get(LOG, asked)))) == found

    def test_of_an_offline_attempt_the_time_of_the_look_is_told(self, office: Office) -> None:
        sent = office.look(0, "unknown", AT + timedelta(hours=3))
        Attempt.objects.filter(pk=sent.pk).update(captured_at=AT)
        office.look(0, "unknown", AT)
        SealedAttempt.objects.create(
            company=office.company, terminal=office.terminals[0], attempt_id=sent.attempt_id, sequence=1,
            digest="0" * 64, received_at=AT, state="review", record=sent,
        )  # fmt: skip

        rows = rows_in(text_of(logged_in(office.company).get(LOG)))

        assert rows[0].startswith("2026-11-20 11:29:00 オフライン 2026-11-20 08:29:00 —")
        assert rows[1].startswith("2026-11-20 08:29:00 — ")

    def test_by_terminal(self, office: Office) -> None:
        office.punch(0)
        office.punch(1)

        page = text_of(logged_in(office.company).get(LOG, {"terminal": str(office.terminals[1].id)}))

        assert [row.split()[2] for row in rows_in(page)] == ["高橋"]

    def test_by_site_of_the_person_and_of_nobody_by_the_terminals(self, office: Office) -> None:
        office.punch(0)
        office.look(0, "identified", who=office.people[1])
        office.look(1, "unknown")
        client = logged_in(office.company)

        found = {
            code: len(rows_in(text_of(client.get(LOG, {"site": code})))) for code in ("100", "200", "999", "' OR 1=1")
        }

        assert found == {"100": 1, "200": 2, "999": 0, "' OR 1=1": 0}
        assert '<option value="200" selected>' in text_of(client.get(LOG, {"site": "200"}))
        assert '<option value="100"' not in text_of(logged_in(office.company, "site_manager", office.sites[1]).get(LOG))

    def test_pages_hold_every_row_once_also_at_one_instant(self, office: Office) -> None:
        Attempt.objects.bulk_create(
            Attempt(
                company=office.company, terminal=office.terminals[0], attempt_id=uuid.uuid4(), captured_at=AT,
                recorded_at=AT - timedelta(seconds=n // 40), outcome="unknown", findings=[],
            )
            for n in range(130)
        )  # fmt: skip
        seen: list[uuid.UUID] = []
        cursor = "start"
        while cursor:
            page, cursor = page_of(Attempt.objects.all(), column="recorded_at", cursor=cursor)
            seen += [one.pk for one in page]

        assert len(seen) == len(set(seen)) == 130
        client, address, count = logged_in(office.company), f"{LOG}?outcome=unknown", 0
        while address:
            page_text = text_of(client.get(address))
            count += len(rows_in(page_text))
            older = re.search(r'href="(\?[^"]+)" rel="next"', page_text)
            address = LOG + older[1].replace("&amp;", "&") if older else ""
        assert count == 130

    def test_a_page_far_back_reads_only_its_rows(self, office: Office) -> None:
        Attempt.objects.bulk_create(
            Attempt(
                company=office.company, terminal=office.terminals[n % 2], attempt_id=uuid.uuid4(), captured_at=AT,
                recorded_at=AT - timedelta(seconds=n), outcome="unknown" if n % 9 == 0 else "identified", findings=[],
            )
            for n in range(20_000)
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE punches_attempt")
        far = AT - timedelta(seconds=15_000)
        for narrowed in (
            Attempt.objects.filter(company=office.company),
            Attempt.objects.filter(company=office.company, outcome="unknown"),
            Attempt.objects.filter(company=office.company, terminal=office.terminals[0]),
        ):
            rows = narrowed.filter(recorded_at__lte=far).exclude(recorded_at=far, id__gte=uuid.UUID(int=0))
            plan = rows.order_by("-recorded_at", "-id")[:51].explain(analyze=True, timing=False)
            read = max(int(number) for number in re.findall(r"actual rows=(\d+)", plan))
            removed = sum(int(number) for number in re.findall(r"Removed by Filter: (\d+)", plan))
            assert read + removed < 300, plan

    def test_a_page_of_the_api_far_on_reads_only_its_rows(self, office: Office) -> None:
        Attempt.objects.bulk_create(
            Attempt(
                company=office.company, terminal=office.terminals[0], attempt_id=uuid.uuid4(), captured_at=AT,
                recorded_at=AT + timedelta(seconds=n), outcome="unknown", findings=[],
            )
            for n in range(20_000)
        )  # fmt: skip
        with connection.cursor() as database:
            database.execute("ANALYZE punches_attempt")
        far = f"{(AT + timedelta(seconds=15_000)).isoformat()}|{uuid.UUID(int=0)}"
        cursor = base64.urlsafe_b64encode(far.encode()).decode()
        with CaptureQueriesContext(connection) as asked:
            page_by_time(
                Attempt.objects.filter(company=office.company), column="recorded_at", cursor=cursor, limit=50,
                show=lambda row: {"id": row.pk},
            )  # fmt: skip
        with connection.cursor() as database:
            database.execute("EXPLAIN (ANALYZE, TIMING OFF) " + asked.captured_queries[-1]["sql"])
            plan = "\n".join(row[0] for row in database.fetchall())

        numbers = re.findall(r"actual rows=(\d+)|Removed by Filter: (\d+)", plan)
        assert max(int(kept or removed) for kept, removed in numbers) < 300, plan

    def test_a_kept_picture_is_shown_to_who_answers_for_people_and_noted(self, office: Office) -> None:
        punch = office.punch(0)
        assert punch.attempt
        keep_frame(punch.attempt, b"\xff\xd8jpeg", purpose="log", until=AT + timedelta(days=9))
        picture = f"{LOG}/{punch.attempt_id}/picture"

        assert picture in text_of(logged_in(office.company).get(LOG))
        assert logged_in(office.company).get(picture).content == b"\xff\xd8jpeg"
        assert AuditEvent.objects.get(action="log_picture_viewed").subject == "0012"
        assert picture not in text_of(logged_in(office.company, "viewer").get(LOG))
        assert logged_in(office.company, "viewer").get(picture).status_code == 403
        assert logged_in(office.company, "site_manager", office.sites[1]).get(picture).status_code == 404


class TestPunches:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, 4),
            ({"state": "failed"}, 2),
            ({"state": "waiting"}, 1),
            ({"state": "delivered"}, 1),
            ({"kind": "out"}, 1),
            ({"code": "0200"}, 2),
            ({"from": "2026-11-21"}, 1),
            ({"state": "nonsense", "kind": "nonsense", "from": "nonsense"}, 4),
        ],
    )
    def test_filters(self, office: Office, asked: dict[str, str], found: int) -> None:
        office.punch(0)
        office.punch(0, AT + timedelta(hours=9), "held", kind="out", held_until=jst("2026-11-20T18:31:00"))
        office.punch(1, AT, "integrity_error", error="already_in")
        office.punch(1, jst("2026-11-21T08:00:00"), "rejected", error="past_deadline")

        assert len(rows_in(text_of(logged_in(office.company).get(PUNCHES, asked)))) == found

    def test_by_terminal_of_those_in_sight(self, office: Office) -> None:
        office.punch(0)
        office.punch(1)
        theirs = str(office.terminals[0].id)

        page = text_of(logged_in(office.company).get(PUNCHES, {"terminal": theirs}))
        restricted = text_of(logged_in(office.company, "site_manager", office.sites[1]).get(PUNCHES))

        assert [row.split()[2] for row in rows_in(page)] == ["佐藤"]
        assert f'<option value="{theirs}" selected>' in page
        assert theirs not in restricted

    def test_why_it_is_not_delivered_is_said_in_words(self, office: Office) -> None:
        office.punch(1, AT, "integrity_error", error="already_in")
        office.punch(1, AT + timedelta(days=1), "rejected", error="past_deadline")
        client = logged_in(office.company)

        japanese, english = text_of(client.get(PUNCHES)), text_of(client.get(PUNCHES, {"lang": "en"}))

        assert "受付期間を過ぎました" in japanese
        assert "takes it no more" in english
        assert "already_in" not in japanese

    def test_a_punch_tells_what_became_of_it(self, office: Office) -> None:
        punch = office.punch(0, jst("2026-11-21T01:00:00"), working_date="2026-11-20", working_time="25:00")
        for seconds, state, note in ((0, "pending", ""), (1, "held", "restricted hours"), (90, "delivered", "")):
            PunchEvent.objects.create(
                company=office.company, punch=punch, state=state, at=AT + timedelta(seconds=seconds), note=note
            )

        page = text_of(logged_in(office.company).get(f"{PUNCHES}/{punch.id}"))

        assert "2026-11-20 (25:00)" in page
        assert "WebAPI制限時間帯のため保留" in page
        assert page.index("送信待ち") < page.index("WebAPI制限時間帯")
        assert 'name="action"' not in page

    def test_an_error_is_settled_from_its_page(self, office: Office) -> None:
        punch = office.punch(0, AT, "integrity_error", error="already_in")
        client, page = logged_in(office.company), f"{PUNCHES}/{punch.id}"
        assert 'name="action" value="deliver"' in text_of(client.get(page))

        form = {"from": "punch", "action": "discard", "note": "二重打刻"}
        settled = text_of(client.post(f"/console/integrity/{punch.id}/decide", form, follow=True))

        punch.refresh_from_db()
        assert punch.state == State.DISCARDED
        assert "二重打刻" in settled
        assert "all_rights-minato" in settled

    @pytest.mark.parametrize("role", ["photo_approver", "viewer"])
    def test_others_read_it(self, office: Office, role: str) -> None:
        punch = office.punch(0, AT, "integrity_error", error="already_in")
        client = logged_in(office.company, role, *office.sites)

        assert 'name="action"' not in text_of(client.get(f"{PUNCHES}/{punch.id}"))
        assert 'name="action"' not in text_of(client.get("/console/integrity"))
        refused = client.post(f"/console/integrity/{punch.id}/decide", {"action": "discard", "note": "?"})
        assert refused.status_code == 403
        assert "全権管理者、拠点管理者" in text_of(refused)

    def test_a_site_manager_settles_the_errors_of_their_site_only(self, office: Office) -> None:
        theirs, ours = (office.punch(where, AT, "integrity_error", error="already_in") for where in (0, 1))
        client = logged_in(office.company, "site_manager", office.sites[1])
        form = {"action": "discard", "note": "二重打刻"}

        assert 'name="action" value="discard"' in text_of(client.get("/console/integrity"))
        assert 'name="action" value="discard"' in text_of(client.get(f"{PUNCHES}/{ours.id}"))
        assert client.post(f"/console/integrity/{theirs.id}/decide", form).status_code == 404
        assert client.post(f"/console/integrity/{ours.id}/decide", form).status_code == 302

        for punch in (theirs, ours):
            punch.refresh_from_db()
        assert (theirs.state, ours.state) == (State.INTEGRITY_ERROR, State.DISCARDED)

    def test_a_site_manager_sees_their_site_only(self, office: Office) -> None:
        theirs, ours = office.punch(0), office.punch(1)
        office.look(0, "unknown")
        client = logged_in(office.company, "site_manager", office.sites[1])

        assert len(rows_in(text_of(client.get(PUNCHES)))) == 1
        assert len(rows_in(text_of(client.get(LOG)))) == 1
        assert client.get(f"{PUNCHES}/{theirs.id}").status_code == 404
        assert client.get(f"{PUNCHES}/{ours.id}").status_code == 200

    def test_another_companys_records_are_not_there(self, office: Office) -> None:
        other = create_company("kita", "株式会社きた")
        with scope(company=other):
            theirs = Office(other).punch(0)
            assert theirs.attempt
            keep_frame(theirs.attempt, b"jpeg", purpose="log", until=AT + timedelta(days=9))
        client = logged_in(office.company)

        assert rows_in(text_of(client.get(LOG))) == []
        assert rows_in(text_of(client.get(PUNCHES))) == []
        assert client.get(f"{PUNCHES}/{theirs.id}").status_code == 404
        assert client.get(f"{LOG}/{theirs.attempt_id}/picture").status_code == 404

    def test_a_decision_without_a_reason_is_answered_where_it_was_made(self, office: Office) -> None:
        wrong = office.punch(0, AT, "integrity_error", error="already_in")
        form = {"action": "deliver", "note": "", "from": "punch"}

        answer = logged_in(office.company).post(f"/console/integrity/{wrong.id}/decide", form)

        assert answer.status_code == 422
        assert 'role="alert"' in text_of(answer)
        assert 'id="timeline"' in text_of(answer)
        wrong.refresh_from_db()
        assert wrong.state == "integrity_error"


class TestOtherPagesInSight:
    def test_errors_and_overtime_are_those_of_ones_sites(self, office: Office) -> None:
        for where in (0, 1):
            office.punch(where, AT, "integrity_error", error="already_in")
            OvertimeBalance.objects.create(
                company=office.company, employee=office.people[where], month="2026-11", minutes=600, as_of=AT
            )
        client = logged_in(office.company, "site_manager", office.sites[1])

        for page in ("/console/integrity", "/console/overtime"):
            text = text_of(client.get(page))
            assert "高橋" in text, page
            assert "佐藤" not in text, page

    def test_people_of_the_other_side_are_for_who_sees_all_sites(self, office: Office) -> None:
        assert (
            logged_in(office.company, "site_manager", office.sites[1]).get("/console/linked-people").status_code == 403
        )
        assert logged_in(office.company).get("/console/linked-people").status_code == 200

    def test_who_looks_like_somebody_elsewhere_is_told_without_the_name(self, office: Office) -> None:
        first, second = sorted(office.people, key=lambda person: person.pk)
        LookAlike.objects.create(
            company=office.company, first=first, second=second, pack=default_pack_id(), score=0.6, found_at=AT
        )
        approver = logged_in(office.company, "photo_approver", office.sites[1])

        for page in ("/console/look-alikes", f"/console/employees/{office.people[1].employee_code}"):
            text = text_of(approver.get(page))
            assert "高橋" in text, page
            assert "担当外の拠点の従業員" in text, page
            assert "佐藤" not in text, page
        assert "佐藤" in text_of(logged_in(office.company).get("/console/look-alikes"))
