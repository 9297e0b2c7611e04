"""What a person does at the kiosk."""

import re

from playwright.sync_api import Page, expect

from tests.browser.installation import Installation


def pair(page: Page, installation: Installation, selection: str = "in", name: str = "1階エントランス") -> str:
    """Pairs the page's browser as a new terminal and returns the terminal's id."""
    new = installation.create_terminal(name, selection)
    page.goto("/kiosk/")
    type_code(page, new["pairing_code"])
    expect(page.locator("#watch")).to_be_visible()
    return new["terminal_id"]


def type_code(page: Page, code: str) -> None:
    page.get_by_label("ペアリングコード").fill(code)
    page.get_by_role("button", name="登録する").click()


def expect_result(page: Page, *, name: str, kind: str) -> None:
    """The result with the person, the kind and a time."""
    result = page.locator("#result")
    expect(result).to_be_visible()
    expect(result.get_by_role("heading")).to_have_text(name)
    expect(page.locator("#result-kind")).to_have_text(kind)
    expect(page.locator("#result-time")).to_have_text(re.compile(r"^\d{1,2}:\d\d$"))
