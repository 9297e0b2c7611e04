"""The attendance server's pages in Chromium: each can be used, in both languages, and breaks no rule of axe-core."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.attendance import LOGIN, PASSWORD, running_attendance_server

CARD = "/timecards/?employee=1000&month=2026-10"
PAGES = (
    CARD,
    "/administration/employees/",
    "/administration/divisions/",
    "/administration/closing/?month=2026-10",
    "/administration/loading/",
    "/administration/tokens/",
    "/administration/tokens/issue/",
)
NAMES = {"ja-JP": ("ログイン", "タイムカード"), "en-US": ("Log in", "Time card")}

LogIn = Callable[..., Page]


@pytest.fixture(scope="module")
def attendance_url(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_attendance_server(tmp_path_factory.mktemp("attendance")) as address:
        yield address


@pytest.fixture
def log_in(browsers: Callable[[str], Browser], attendance_url: str) -> Iterator[LogIn]:
    """Pages of an administrator who has just logged in by the form; a violated content policy fails the test."""
    problems: list[str] = []
    with ExitStack() as contexts:

        def log_in(locale: str = "ja-JP") -> Page:
            context = browsers("nobody").new_context(base_url=attendance_url, locale=locale)
            contexts.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)
            page.goto("/timecards/")
            page.locator("#username").fill(LOGIN)
            page.locator("#password").fill(PASSWORD)
            page.get_by_role("button", name=NAMES[locale][0]).click()
            expect(page.get_by_role("navigation")).to_be_visible()
            return page

        yield log_in
    assert not problems


def violations(page: Page) -> list[str]:
    """What axe-core finds, by rule and the first elements that break it."""
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {[node['html'][:120] for node in item['nodes'][:3]]}" for item in found]


@pytest.mark.parametrize("locale", NAMES)
def test_login_names_its_fields_and_refuses_in_the_persons_language(
    browsers: Callable[[str], Browser], attendance_url: str, locale: str
) -> None:
    with ExitStack() as contexts:
        context = browsers("nobody").new_context(base_url=attendance_url, locale=locale)
        contexts.callback(context.close)
        page = context.new_page()
        page.goto("/timecards/")

        assert violations(page) == []
        page.locator("#username").fill(LOGIN)
        page.locator("#password").fill("wrong")
        page.get_by_role("button", name=NAMES[locale][0]).click()

        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == []
        assert page.locator("html").get_attribute("lang") == locale[:2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", NAMES)
def test_pages_break_no_rule_of_accessibility(log_in: LogIn, locale: str, scheme: Literal["light", "dark"]) -> None:
    page = log_in(locale)
    page.emulate_media(color_scheme=scheme)
    found = {}
    for address in PAGES:
        page.goto(address)
        found[address] = violations(page)

    assert found == {address: [] for address in PAGES}


@pytest.mark.parametrize(("locale", "reason"), [("ja-JP", "退勤の打刻がありません"), ("en-US", "No clock-out")])
def test_a_month_shows_25_00_and_why_a_day_is_an_error_day(log_in: LogIn, locale: str, reason: str) -> None:
    page = log_in(locale)
    page.goto(CARD)

    night = page.get_by_role("row").filter(has_text="10/29")
    expect(night.locator("td.out")).to_have_text("25:00")
    broken = page.get_by_role("row").filter(has_text="10/30")
    expect(broken).to_contain_text(reason)


def test_a_card_comes_as_pdf_and_as_csv(log_in: LogIn, tmp_path: Path) -> None:
    page = log_in()
    page.goto(CARD)

    contents = {}
    for name in ("PDF", "CSV"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name, exact=True).click()
        place = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(place)
        contents[name] = place.read_bytes()

    assert contents["PDF"].startswith(b"%PDF-")
    assert contents["CSV"].startswith(b"\xef\xbb\xbf")
    assert "25:00" in contents["CSV"].decode("utf-8-sig")


def test_people_are_found_by_their_reading(log_in: LogIn) -> None:
    page = log_in()
    page.goto("/administration/employees/")
    page.get_by_label("従業員コード・氏名・フリガナ").fill("ハナコ")
    page.get_by_role("button", name="検索").click()

    expect(page.get_by_role("cell", name="勤怠 花子", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="勤怠 太郎", exact=True)).to_have_count(0)


def test_a_token_is_shown_once(log_in: LogIn) -> None:
    page = log_in()
    page.goto("/administration/tokens/issue/")
    page.locator("#purpose").fill("打刻の連携")
    page.get_by_label("日別勤怠データ(打刻を含む) 書き込み").check()
    page.locator("#addresses").fill("192.0.2.10")
    page.locator("form.form button.primary").click()

    token = page.locator(".issued").inner_text()
    assert len(token) == 32
    assert violations(page) == []
    page.goto("/administration/tokens/")
    expect(page.get_by_text("打刻の連携")).to_be_visible()
    assert token not in page.content()


def test_a_division_gets_another_day_border(log_in: LogIn) -> None:
    page = log_in()
    page.goto("/administration/divisions/")
    page.get_by_label("日付変更時間 支社").fill("04:30")
    page.get_by_role("row").filter(has_text="支社").get_by_role("button").click()

    expect(page.get_by_role("status")).to_have_text("日付変更時間を変更しました。")
    expect(page.get_by_label("日付変更時間 支社")).to_have_value("04:30")


def test_a_month_is_closed_and_opened_again(log_in: LogIn) -> None:
    page = log_in()
    page.goto("/administration/closing/?month=2026-10")
    expect(page.get_by_role("link", name="勤怠 太郎")).to_be_visible()

    page.get_by_role("button", name="本社 この月を締める").click()
    expect(page.get_by_role("status")).to_have_text("締めました。")
    page.get_by_text("締めを解除", exact=True).click()
    page.get_by_role("button", name="解除する").click()

    expect(page.get_by_role("status")).to_have_text("締めを解除しました。")


def test_company_data_is_loaded_and_mistakes_are_said(log_in: LogIn, tmp_path: Path) -> None:
    place = tmp_path / "所属.csv"
    page = log_in()
    page.goto("/administration/loading/")
    place.write_text("所属コード,所属名\n3000,\n", encoding="utf-8")
    page.locator("#files").set_input_files(place)
    page.get_by_role("button", name="読み込む").click()
    expect(page.get_by_role("alert")).to_contain_text("所属.csv 2行目「所属名」: 必須です。")
    assert violations(page) == []

    place.write_text("所属コード,所属名\n3000,大阪\n", encoding="utf-8")
    page.locator("#files").set_input_files(place)
    page.get_by_role("button", name="読み込む").click()

    expect(page.get_by_role("status")).to_contain_text("所属: 追加 1")
    assert violations(page) == []
