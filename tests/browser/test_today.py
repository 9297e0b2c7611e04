"""今日 keeps itself fresh, but takes nothing from under a hand; charts fit the room they have."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

A_MINUTE_MS = 61_000


@pytest.fixture
def today(open_page: OpenPage, full_company: tuple[str, str]) -> Page:
    """Logged in, on the page 今日, with a clock that the test turns."""
    page = open_page("nobody", width=1280, height=900)
    page.clock.install()
    page.goto("/console/")
    page.get_by_label("ログインID").fill(full_company[0])
    page.get_by_label("パスワード").fill(full_company[1])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.locator("[data-live]").wait_for()
    # Whether what is shown is still the same is told by a mark of the test's own.
    page.evaluate("document.querySelector('[data-live]').dataset.mark = 'first'")
    return page


def test_page_is_fresh_after_a_minute(today: Page) -> None:
    expect(today.get_by_text("60秒ごとに自動で更新します")).to_be_visible()

    today.clock.fast_forward(A_MINUTE_MS)

    expect(today.locator("[data-live]:not([data-mark])")).to_have_count(1)
    expect(today.locator("[data-live]")).to_have_count(1)
    expect(today.get_by_text("60秒ごとに自動で更新します")).to_be_visible()


@pytest.mark.parametrize(
    "use",
    [
        lambda page: page.get_by_text("数値を表で見る").click(),
        lambda page: page.get_by_role("link", name="名前で見る").focus(),
        lambda page: page.locator("h1").click(click_count=2),
    ],
    ids=["table open", "focus within", "text selected"],
)
def test_what_somebody_uses_stays(today: Page, use: Callable[[Page], None]) -> None:
    asked: list[str] = []
    use(today)
    today.on("request", lambda request: asked.append(request.url))

    today.clock.fast_forward(A_MINUTE_MS)
    today.wait_for_timeout(300)

    assert asked == []
    expect(today.locator("[data-mark='first']")).to_have_count(1)


def test_page_whose_session_is_over_leads_to_the_login(today: Page) -> None:
    today.context.clear_cookies()

    today.clock.fast_forward(A_MINUTE_MS)

    expect(today).to_have_url(re.compile("/console/login"))


def test_page_goes_on_when_the_server_was_away_for_a_minute(today: Page) -> None:
    today.context.set_offline(True)
    today.clock.fast_forward(A_MINUTE_MS)
    today.wait_for_timeout(300)
    expect(today.locator("[data-mark='first']")).to_have_count(1)

    today.context.set_offline(False)
    today.clock.fast_forward(A_MINUTE_MS)

    expect(today.locator("[data-live]:not([data-mark])")).to_have_count(1)


@pytest.mark.parametrize(("width", "shown"), [(1280, "wide"), (820, "middle"), (390, "narrow")])
def test_chart_is_drawn_in_the_size_whose_texts_can_be_read(today: Page, width: int, shown: str) -> None:
    today.set_viewport_size({"width": width, "height": 900})

    visible = today.locator("svg.chart:visible")

    expect(visible).to_have_count(1)
    expect(visible).to_have_class(f"chart {shown}")
    height = visible.locator("text").first.evaluate("text => text.getBoundingClientRect().height")
    assert 11 <= height <= 26


def test_by_keyboard_the_table_of_a_chart_is_reached_and_opened(today: Page) -> None:
    today.get_by_text("数値を表で見る").focus()

    today.keyboard.press("Enter")

    expect(today.get_by_role("region", name="出勤の時間帯(5分ごと)")).to_be_visible()
