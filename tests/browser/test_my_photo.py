"""An employee and their phone: from the letter to the approval, with a camera, without JavaScript, and back out."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kaodoki.project.demo_pictures import picture_path
from tests.browser.conftest import OpenPage
from tests.browser.installation import LOGIN, PASSWORD, Installation
from tests.browser.kiosk_page import expect_result, pair

IMAGES = Path(__file__).parents[2] / "docs" / "images"
PHONE = {"width": 390, "height": 844}


def log_in(page: Page) -> None:
    page.goto("/console/")
    page.get_by_label("ログインID").fill(LOGIN)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()


def letter_for(page: Page, installation: Installation, code: str, family: str, given: str) -> str:
    """The address on the letter of a new employee."""
    names = {"employee_code": code, "family_name": family, "given_name": given}
    installation.call("POST", "/api/v1/employees", json=names)
    log_in(page)
    page.locator("nav.menu").wait_for()
    page.goto("/console/invitations")
    page.get_by_label(f"{family} {given} を選ぶ").check()
    page.get_by_role("button", name="案内状").click()
    return page.locator(".place").inner_text()


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found if item["impact"] in ("serious", "critical")
    ]


def agree(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="はじめる").click()
    expect(page.get_by_role("heading", name="説明と同意")).to_be_visible()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="同意して撮影へ進む").click()


def keep(page: Page, name: str, request: pytest.FixtureRequest) -> None:
    """For the documentation, when asked for."""
    if request.config.getoption("--save-pictures"):
        (IMAGES / f"{name}.png").write_bytes(page.screenshot())


def test_submission_rejection_second_submission_approval_and_punch(
    open_page: OpenPage, installation: Installation, request: pytest.FixtureRequest
) -> None:
    console = open_page("nobody", width=1280, height=860)
    address = letter_for(console, installation, "0501", "大統領", "二郎")
    phone = open_page("stranger", **PHONE)
    agree(phone, address)

    expect(phone.locator("[data-component=size]")).to_have_class(re.compile("good"), timeout=30_000)
    assert serious(phone) == []
    keep(phone, "my-photo-capture", request)
    for _ in range(3):
        phone.get_by_role("button", name="撮影する").click()
    phone.get_by_role("button", name="この写真で申請する").click()
    expect(phone.locator(".state")).to_have_text("申請中")

    console.goto("/console/photos")
    card = console.locator("article").filter(has_text="0501")
    expect(card.locator("img").first).to_have_js_property("complete", True)
    card.locator("summary").click()
    card.get_by_label("補足").fill("もう一度お願いします")
    card.locator("button.danger").click()
    expect(console.get_by_role("status")).to_contain_text("差し戻しました")

    phone.reload()
    expect(phone.locator(".state")).to_have_text("差戻し")
    expect(phone.get_by_text("もう一度お願いします")).to_be_visible()
    keep(phone, "my-photo-sent-back", request)
    phone.get_by_role("link", name="撮り直す").click()
    expect(phone.locator("[data-component=size]")).to_have_class(re.compile("good"), timeout=30_000)
    phone.get_by_role("button", name="撮影する").click()
    phone.get_by_role("button", name="この写真で申請する").click()

    console.goto("/console/photos")
    card = console.locator("article").filter(has_text="0501")
    card.focus()
    console.keyboard.press("a")
    expect(console.get_by_role("status")).to_contain_text("承認しました")
    phone.reload()
    expect(phone.locator(".state")).to_have_text("承認")

    kiosk = open_page("stranger")
    pair(kiosk, installation, "in", name="申請のあと")
    expect_result(kiosk, name="大統領 二郎 さん", kind="出勤")
    withdraw(phone)
    again = open_page("stranger")
    pair(again, installation, "in", name="撤回のあと")
    again.wait_for_timeout(4_000)
    expect(again.get_by_text("大統領 二郎")).to_have_count(0)


def withdraw(phone: Page) -> None:
    phone.get_by_role("link", name="同意を撤回する").click()
    phone.get_by_role("button", name="撤回して消去する").click()
    expect(phone.get_by_role("status")).to_contain_text("消去しました")


def test_an_album_photo_is_handed_in_without_javascript(open_page: OpenPage, installation: Installation) -> None:
    console = open_page("nobody", width=1280, height=860)
    address = letter_for(console, installation, "0502", "宇宙", "飛子")
    context = console.context.browser.new_context(  # type: ignore[union-attr]  # opened from a browser
        base_url=installation.address, java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="ja-JP"
    )
    phone = context.new_page()
    agree(phone, address)

    phone.get_by_text("写真を選んで申請する").click()
    phone.get_by_label("正面").set_input_files(picture_path("cut_1"))
    phone.get_by_role("button", name="選んだ写真で申請する").click()
    refused_or_waiting = phone.locator(".state, [role=alert]").first
    expect(refused_or_waiting).to_be_visible()
    if phone.locator("[role=alert]").count():
        phone.get_by_label("正面").set_input_files(picture_path("obama_3"))
        phone.get_by_role("button", name="選んだ写真で申請する").click()

    expect(phone.locator(".state")).to_have_text("申請中")
    context.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_phones_pages_are_accessible_and_fit(
    open_page: OpenPage, installation: Installation, language: str
) -> None:
    console = open_page("nobody", width=1280, height=860)
    address = letter_for(console, installation, f"050{3 if language == 'ja' else 4}", "案内", language)
    phone = open_page("nobody", width=360, height=740, scheme="dark" if language == "en" else "light")
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        phone.goto(phone.url.split("?")[0] + f"?lang={language}")
        found[name] = serious(phone)
        assert phone.locator("html").get_attribute("lang") == language
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, name

    phone.goto("/my-photo/")
    look("closed")
    phone.goto(address)
    look("open")
    phone.locator("button.primary").click()
    look("consent")
    phone.get_by_role("checkbox").check()
    phone.locator("button.primary").click()
    phone.wait_for_url("**/capture")
    look("capture")
    phone.goto("/my-photo/")
    look("status")
    phone.goto("/my-photo/withdraw")
    look("withdraw")

    assert found == {name: [] for name in found}
