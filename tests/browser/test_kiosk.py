"""A person at the kiosk, from the pairing code to the result."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.installation import Installation
from tests.browser.kiosk_page import expect_result, pair, type_code

ATTEMPTS = "**/api/v1/terminal/attempts"


def test_person_is_greeted_by_name_with_kind_time_and_overtime_left(
    open_page: OpenPage, installation: Installation
) -> None:
    page = open_page("astronaut")

    pair(page, installation, "in")

    expect_result(page, name="コリンズ アイリーン さん", kind="出勤")
    expect(page.locator("#overtime")).to_contain_text("月の残業可能時間40時間")
    expect(page.locator("#overtime-detail")).to_contain_text("今月の残業 20時間 / 上限 60時間")
    assert installation.punches()[-1]["employee_code"] == "0128"


def test_person_is_known_from_another_photograph(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("president")

    pair(page, installation, "out")

    expect_result(page, name="オバマ バラク さん", kind="退勤")
    expect(page.locator("#thanks")).to_have_text("お疲れさまでした")


def test_stranger_gets_guidance_and_no_punch(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("stranger")
    before = len(installation.punches())

    pair(page, installation, "in")

    expect(page.locator("#sentence")).to_contain_text("登録された顔と一致しません")
    assert len(installation.punches()) == before


def test_english_is_one_tap_away_and_stays(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("astronaut")
    pair(page, installation, "in")

    page.get_by_role("button", name="English").click()

    expect_result(page, name="コリンズ アイリーン", kind="Clock in")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#help")).to_contain_text("administrator")


def test_kind_chosen_first_is_the_kind_recorded(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("astronaut")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/attempts") else None)
    pair(page, installation, "chosen")
    expect(page.locator("#sentence")).to_have_text("打刻の種類を選んでください")
    page.wait_for_timeout(1_500)
    assert sent == []  # nobody is looked at before they asked for it

    page.get_by_role("button", name="出勤").click()

    expect_result(page, name="コリンズ アイリーン さん", kind="出勤")


def test_kind_is_asked_for_after_the_face(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("president")
    pair(page, installation, "chosen_after")
    expect(page.locator("#choose-name")).to_have_text("オバマ バラク さん")

    page.locator("#choose-kinds").get_by_role("button", name="外出").click()

    expect_result(page, name="オバマ バラク さん", kind="外出")


def test_punch_can_be_undone(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("president")
    pair(page, installation, "in")
    expect_result(page, name="オバマ バラク さん", kind="出勤")

    page.get_by_role("button", name="取り消す").click()

    expect(page.locator("#sentence")).to_have_text("打刻を取り消しました")
    assert installation.punches()[-1]["state"] == "discarded"


def test_wrong_pairing_code_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("nobody")
    page.goto("/kiosk/")

    type_code(page, "AAAAA-AAAAA")

    expect(page.get_by_role("alert")).to_contain_text("管理画面で新しいコードを発行してください")


def test_token_is_out_of_reach_of_scripts(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    pair(page, installation)

    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "kaodoki_terminal")

    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert "kaodoki_terminal" not in str(page.evaluate("document.cookie"))


def test_revoked_terminal_returns_to_pairing(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("astronaut")
    terminal_id = pair(page, installation, "chosen")
    expect(page.locator("#kinds")).to_be_visible()
    installation.call("DELETE", f"/api/v1/terminals/{terminal_id}")

    page.get_by_role("button", name="退勤").click()

    expect(page.locator("#pairing")).to_be_visible()
    expect(page.locator("#watch")).to_be_hidden()


def test_lost_network_repeats_the_same_attempt(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("astronaut")
    bodies: list[bytes] = []

    def fail_twice(route: Route) -> None:
        bodies.append(route.request.post_data_buffer or b"")
        if len(bodies) <= 2:
            route.abort()
        else:
            route.continue_()

    page.route(ATTEMPTS, fail_twice)
    pair(page, installation, "out")

    expect(page.locator("#link-text")).to_have_text("再接続しています")
    expect_result(page, name="コリンズ アイリーン さん", kind="退勤")
    ids = {body.split(b'name="attempt_id"\r\n\r\n')[1][:36] for body in bodies[:3]}
    assert len(ids) == 1


def test_held_punch_says_when_it_is_sent(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("astronaut")
    _answer_with(page, state="held", held_until="2026-11-20T10:00:00+09:00")

    pair(page, installation, "in")

    expect(page.locator("#result-note")).to_have_text("10:00 に送信します")
    expect(page.locator("#result-time")).to_have_text("25:00")
    expect(page.locator("#foot-note")).to_contain_text("勤務日 11月20日(金)")


def test_punch_out_of_order_is_said_in_plain_words(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("astronaut")
    _answer_with(page, state="integrity_error", held_until=None)

    pair(page, installation, "in")

    expect(page.locator("#result-note")).to_contain_text("管理者が確認します")


def test_camera_refused_leaves_a_way_on(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('refused'))")

    pair(page, installation, "in")

    expect(page.locator("#sentence")).to_contain_text("カメラを使えません")
    expect(page.get_by_role("button", name="再読み込み")).to_be_visible()
    expect(page.locator("#help")).to_contain_text("管理者に連絡")


@pytest.mark.parametrize(
    ("days", "told"), [(0, r"60時間・\d+:\d\d 時点$"), (3, r"60時間・\d+月\d+日\(.\) \d+:\d\d 時点$")]
)
def test_overtime_of_another_day_says_of_which(
    open_page: OpenPage, installation: Installation, days: int, told: str
) -> None:
    """The attendance system may not have answered for days; then the figure must not look like one of today."""
    page = open_page("astronaut")
    as_of = datetime.now(UTC) - timedelta(days=days)
    overtime = {"minutes": 2400, "exceeded_minutes": 0, "cap_minutes": 3600, "as_of": as_of.isoformat()}
    _answer_with(page, state="pending", held_until=None, overtime=overtime)

    pair(page, installation, "out")

    expect(page.locator("#overtime-detail")).to_have_text(re.compile(told))


def _answer_with(page: Page, *, state: str, held_until: str | None, overtime: object = None) -> None:
    """Answers every attempt as the server would at another hour of the day."""
    punch = {
        "kind": "out",
        "working_date": "2026-11-20",
        "working_time": "25:00",
        "state": state,
        "held_until": held_until,
    }
    answer: dict[str, object] = {
        "attempt_id": "00000000-0000-4000-8000-000000000000",
        "outcome": "identified",
        "employee": {"employee_code": "0107", "display_name": "高橋 翼"},
        "punch": punch,
        "remaining_overtime": overtime,
        "guidance": [],
    }
    page.route(ATTEMPTS, lambda route: route.fulfill(status=200, json=answer))
