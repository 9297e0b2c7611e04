"""At the kiosk without a face: code and PIN, a card, a look that is not sure, the likely kind, and their looks."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.installation import Installation
from tests.browser.kiosk_page import expect_result, pair

PIN = "492817"
CODE = "0128"
ATTEMPTS = "**/api/v1/terminal/attempts"
TOO_SMALL = """() => [...document.querySelectorAll('button, a.button, input:not([type=hidden])')]
  .map((element) => [element.id || element.textContent, element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && box.height < 64)
  .map(([name]) => name)"""


@pytest.fixture
def with_pin(installation: Installation) -> Installation:
    installation.call("PUT", f"/api/v1/employees/{CODE}/pin", json={"pin": PIN})
    return installation


def type_pin(page: Page, code: str = CODE, pin: str = PIN) -> None:
    page.get_by_label("従業員コード").fill(code)
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_role("button", name="打刻する").click()


def open_pin(page: Page) -> None:
    page.get_by_role("button", name="従業員コード + PIN").click()
    expect(page.locator("#pin-form")).to_be_visible()


def answer_with(page: Page, answer: dict[str, object]) -> None:
    full = {"attempt_id": "00000000-0000-4000-8000-000000000000", "guidance": [], **answer}
    page.route(ATTEMPTS, lambda route: route.fulfill(status=200, json=full))


def test_code_and_pin_are_a_punch(open_page: OpenPage, with_pin: Installation) -> None:
    page = open_page("nobody")
    pair(page, with_pin, "out")

    open_pin(page)
    type_pin(page)

    expect_result(page, name="コリンズ アイリーン さん", kind="退勤")
    assert with_pin.punches()[-1]["employee_code"] == CODE


def test_wrong_pin_says_so_and_another_try_follows(open_page: OpenPage, with_pin: Installation) -> None:
    page = open_page("nobody")
    pair(page, with_pin, "in")
    open_pin(page)

    type_pin(page, pin="000001")

    expect(page.locator("#pin-error")).to_contain_text("従業員コードまたはPINが正しくありません")
    expect(page.get_by_label("PIN", exact=True)).to_have_value("")
    type_pin(page)
    expect_result(page, name="コリンズ アイリーン さん", kind="出勤")


def test_kind_is_chosen_beside_the_pin(open_page: OpenPage, with_pin: Installation) -> None:
    page = open_page("nobody")
    pair(page, with_pin, "chosen")
    open_pin(page)

    page.locator("#pin-kinds").get_by_role("button", name="外出").click()
    type_pin(page)

    expect_result(page, name="コリンズ アイリーン さん", kind="外出")


def test_form_is_empty_for_the_next_person(open_page: OpenPage, with_pin: Installation) -> None:
    page = open_page("nobody")
    pair(page, with_pin, "in")
    open_pin(page)
    page.get_by_label("従業員コード").fill(CODE)

    page.get_by_role("button", name="やめる").click()
    open_pin(page)

    expect(page.get_by_label("従業員コード")).to_have_value("")


def test_pin_works_where_the_camera_does_not(open_page: OpenPage, with_pin: Installation) -> None:
    page = open_page("nobody")
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('refused'))")
    pair(page, with_pin, "in")
    expect(page.locator("#sentence")).to_contain_text("カメラを使えません")

    open_pin(page)
    type_pin(page)

    expect_result(page, name="コリンズ アイリーン さん", kind="出勤")
    expect(page.locator("#sentence")).to_contain_text("カメラを使えません", timeout=10_000)


def test_look_that_is_not_sure_is_completed_with_its_own_attempt(open_page: OpenPage, with_pin: Installation) -> None:
    page = open_page("astronaut")
    answer_with(page, {"outcome": "not_sure", "guidance": [{"code": "not_sure", "message": "?"}]})
    completed: list[str] = []
    pair(page, with_pin, "in")
    expect(page.locator("#pin-title")).to_have_text("ご本人の確認をお願いします")
    page.on("request", lambda request: completed.append(request.url) if request.url.endswith("/pin") else None)

    type_pin(page)

    expect(page.locator("#pin-error")).not_to_be_empty()
    assert completed[0].endswith("/attempts/00000000-0000-4000-8000-000000000000/pin")


def test_likely_kind_is_largest_and_says_why(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("president")
    pair(page, installation, "chosen_after")
    expect(page.locator("#choose-name")).to_have_text("オバマ バラク さん")
    likely = page.locator("#choose-kinds .likely")
    expect(likely).to_have_count(1)
    heights = page.evaluate("[...document.querySelectorAll('#choose-kinds button')].map((one) => one.offsetHeight)")

    assert heights[0] == max(heights)
    assert page.locator("#choose-kinds button").count() == 6
    assert installation.punches()[-1]["state"] != ""  # nothing was decided for the person
    likely.click()
    expect(page.locator("#result")).to_be_visible()


def test_card_button_waits_for_a_card(open_page: OpenPage, with_pin: Installation) -> None:
    page = open_page("nobody")
    pair(page, with_pin, "in")

    with page.expect_response(re.compile("card-attempts")) as said:
        page.get_by_role("button", name="カード").click()

    assert said.value.json()["outcome"] == "no_face"
    expect(page.locator("#sentence")).to_have_text("カードのQRコードをカメラに見せてください")


SCREENS = {"phone": (360, 720), "portrait": (820, 1180), "landscape": (1180, 820)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_state_fits_and_can_be_read(
    open_page: OpenPage, with_pin: Installation, screen: str, scheme: str
) -> None:
    width, height = SCREENS[screen]
    page = open_page("nobody", width=width, height=height, scheme=scheme)
    pair(page, with_pin, "chosen")
    check(page, f"{screen}-{scheme}-choosing-before", width)
    page.get_by_role("button", name="カード").click()
    check(page, f"{screen}-{scheme}-card", width)
    open_pin(page)
    check(page, f"{screen}-{scheme}-pin", width)
    page.get_by_role("button", name="やめる").click()

    face = open_page("astronaut", width=width, height=height, scheme=scheme)
    refusal = {"code": "unknown", "message": "登録された顔と一致しませんでした。"}
    answer_with(face, {"outcome": "unknown", "guidance": [refusal]})
    pair(face, with_pin, "in")
    expect(face.locator("#kiosk")).to_have_attribute("data-state", "refused")
    check(face, f"{screen}-{scheme}-refused", width)
    employee = {"employee_code": CODE, "display_name": "コリンズ アイリーン"}
    likely = {"likely_kind": "out", "likely_reason": "今日 9:02 に出勤"}
    after = open_page("astronaut", width=width, height=height, scheme=scheme)
    answer_with(after, {"outcome": "identified", "employee": employee, **likely})
    pair(after, with_pin, "chosen_after")
    expect(after.locator("#choose")).to_be_visible()
    check(after, f"{screen}-{scheme}-choosing-after", width)


def check(page: Page, name: str, width: int) -> None:
    folder = os.environ.get("KIOSK_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert page.evaluate(TOO_SMALL) == [], name
    serious = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert serious == [], name
