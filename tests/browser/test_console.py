"""An administrator in the console: today, a new terminal, revoking it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.installation import COMPANY_NAME, LOGIN, PASSWORD, Installation
from tests.browser.kiosk_page import expect_result, pair, type_code


def log_in(page: Page) -> None:
    page.goto("/console/")
    page.get_by_label("ログインID").fill(LOGIN)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()


def test_console_asks_who_is_there_first(open_page: OpenPage) -> None:
    page = open_page("nobody", width=1280, height=860)
    page.goto("/console/terminals")

    page.get_by_label("ログインID").fill(LOGIN)
    page.get_by_label("パスワード").fill("wrong")
    page.get_by_role("button", name="ログイン").click()

    expect(page.get_by_role("alert")).to_contain_text("ログインIDまたはパスワードが違います")


def test_today_lists_the_punch_just_made(open_page: OpenPage, installation: Installation) -> None:
    kiosk = open_page("astronaut")
    pair(kiosk, installation, "in", name="2階エントランス")
    expect_result(kiosk, name="コリンズ アイリーン さん", kind="出勤")
    page = open_page("nobody", width=1280, height=860)

    log_in(page)

    expect(page.get_by_role("navigation")).to_contain_text(COMPANY_NAME)
    expect(page.locator(".page-head")).to_contain_text(re.compile(r"18:\d\d"))
    newest = page.get_by_role("region", name="顔認証ログ").get_by_role("row").nth(1)
    expect(newest).to_contain_text(re.compile("コリンズ アイリーン.*0128.*出勤.*送信待ち", re.DOTALL))


def test_terminal_is_made_paired_and_revoked(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody", width=1280, height=860)
    log_in(page)
    page.get_by_role("link", name="端末").first.click()
    page.get_by_label("端末の名前").fill("倉庫の入口")
    page.get_by_label("打刻の種類").select_option("chosen")
    page.get_by_role("button", name="コードを発行する").click()
    code = page.locator(".pairing-code").inner_text()
    kiosk = open_page("nobody")
    kiosk.goto("/kiosk/")

    type_code(kiosk, code)

    expect(kiosk.locator("#terminal-name")).to_contain_text("倉庫の入口")
    page.goto("/console/terminals")
    row = page.get_by_role("row").filter(has_text="倉庫の入口")
    expect(row).to_contain_text("接続中")
    row.get_by_role("button", name="「倉庫の入口」を無効にする").click()
    expect(page.get_by_role("row").filter(has_text="倉庫の入口")).to_contain_text("無効")


def test_console_speaks_english_when_asked(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody", width=1280, height=860)
    log_in(page)

    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    page.goto("/console/terminals")
    expect(page.get_by_role("heading", name="Add a terminal")).to_be_visible()


def test_integrity_error_is_corrected_where_it_is_shown(open_page: OpenPage, installation: Installation) -> None:
    kiosk = open_page("president")
    pair(kiosk, installation, "chosen_after", name="工場の入口")
    expect(kiosk.locator("#choose-name")).to_have_text("オバマ バラク さん")
    kiosk.locator("#choose-kinds").get_by_role("button", name="休憩終了").click()
    expect_result(kiosk, name="オバマ バラク さん", kind="休憩終了")
    page = open_page("nobody", width=1280, height=860)
    log_in(page)

    page.get_by_role("navigation").get_by_role("link", name="整合性エラー").click()
    card = page.get_by_role("article").filter(has_text="オバマ").filter(has_text="休憩終了").last
    expect(card).to_contain_text(re.compile("がありません|なっています"))
    card.get_by_label("理由").fill("休憩開始の押し間違い")
    card.get_by_label("正しい打刻種別").select_option("in")
    card.get_by_role("button", name="修正する").click()

    decided = page.get_by_role("row").filter(has_text="休憩開始の押し間違い")
    expect(decided).to_contain_text("休憩終了")
    expect(decided).to_contain_text(re.compile("出勤 .*に修正"))
    expect(decided).to_contain_text(LOGIN)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
