"""Every page of the console, with a full company behind it: accessible, small, in both languages, and pictured.

A page is found by walking the addresses that the program has, so a new page is looked at without anybody adding it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.browser.conftest import OpenPage
from tests.browser.console_addresses import console_addresses

IMAGES = Path(__file__).parents[2] / "docs" / "images"
# A page without its pictures, what it asks the server for, and how much the browser has to lay out.
MOST_BYTES, MOST_REQUESTS, MOST_ELEMENTS = 150_000, 15, 2_500
# Shown in the documentation: the page's address and the picture's name.
PICTURED = {
    "/console/": "console-today",
    "/console/employees": "console-employees",
    "/console/employees/0001": "console-employee",
    "/console/photos": "console-photos",
    "/console/log": "console-log",
    "/console/punches": "console-punches",
    "/console/data-protection": "console-data-protection",
    "/console/administrators": "console-administrators",
    "/console/integrity": "console-integrity",
    "/console/overtime": "console-overtime",
    "/console/statistics": "console-statistics",
    "/console/terminals": "console-terminals",
    "/console/system": "console-system",
    "/console/system/work": "console-work",
    "/console/system/linking": "console-linking",
    "/console/exports": "console-exports",
    "/console/audit": "console-audit",
}
SERIOUS = ("serious", "critical")
INLINE = "[style], style, script:not([src]):not([type='application/json'])"


@pytest.fixture
def console(open_page: OpenPage, full_company: tuple[str, str]) -> Page:
    """Logged in as an all-rights administrator of the full company."""
    page = open_page("nobody", width=1280, height=860)
    login, password = full_company
    page.goto("/console/")
    page.get_by_label("ログインID").fill(login)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.locator("nav.menu").wait_for()
    return page


@pytest.mark.parametrize(("language", "scheme"), [("ja", "light"), ("en", "dark")])
def test_every_page_of_the_console_is_accessible_small_and_without_inline_code(
    console: Page, language: str, scheme: Literal["light", "dark"]
) -> None:
    console.emulate_media(color_scheme=scheme)
    found: dict[str, list[str]] = {}

    for address in console_addresses(console):
        problems = list(_problems(console, address, language))
        if problems:
            found[address] = problems

    assert found == {}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_english_pages_have_no_japanese_words_of_ours_and_the_other_way_round(console: Page, language: str) -> None:
    found: dict[str, str] = {}

    for address in console_addresses(console):
        console.goto(f"{address}?lang={language}")
        names = " ".join(console.locator("h1, h2, th:not([scope=row]), label, button, nav a").all_inner_texts())
        strange = re.findall(r"[ぁ-んァ-ヶ]{2,}" if language == "en" else r"\b(?:The|your|please|Please|with)\b", names)
        strange = [word for word in strange if word not in ("日本語",)]
        if strange:
            found[address] = ", ".join(strange[:5])

    assert found == {}


@pytest.mark.parametrize("address", PICTURED)
def test_main_pages_fit_their_screens_and_are_pictured(
    console: Page, address: str, request: pytest.FixtureRequest
) -> None:
    console.goto(f"{address}?lang=ja")
    console.wait_for_load_state("networkidle")
    picture = console.screenshot()

    for width in (390, 820, 1280):
        console.set_viewport_size({"width": width, "height": 860})
        assert console.evaluate("document.documentElement.scrollWidth") <= width, width

    if request.config.getoption("--save-pictures"):
        (IMAGES / f"{PICTURED[address]}.png").write_bytes(picture)


def _problems(page: Page, address: str, language: str) -> Iterator[str]:
    answers: list[Response] = []

    def note(response: Response) -> None:
        answers.append(response)

    page.on("response", note)
    try:
        answer = page.goto(f"{address}?lang={language}")
        page.wait_for_load_state("networkidle")
    finally:
        page.remove_listener("response", note)
    if answer is None or answer.status != 200:
        yield f"status {answer and answer.status}"
        return
    if page.locator("html").get_attribute("lang") != language:
        yield "the page does not say its language"
    size = sum(_size(one) for one in answers if one.request.resource_type != "image")
    if size > MOST_BYTES:
        yield f"{size} bytes without pictures"
    if len(answers) > MOST_REQUESTS:
        yield f"{len(answers)} requests"
    if page.locator("*").count() > MOST_ELEMENTS:
        yield f"{page.locator('*').count()} elements"
    if page.locator(INLINE).count():
        yield f"inline code: {page.locator(INLINE).first.evaluate('element => element.outerHTML.slice(0, 120)')}"
    for item in Axe().run(page).response["violations"]:
        if item["impact"] in SERIOUS:
            yield f"{item['id']}: {item['nodes'][0]['html'][:160]}"


def _size(response: Response) -> int:
    return len(response.body()) if response.status == 200 else 0
