"""The kiosk on small and large screens: nothing is cut off, everything that can be tapped is large enough."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.installation import Installation
from tests.browser.kiosk_page import expect_result, pair

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SMALLEST_TAP_PX = 64
SCREENS = {"phone": (320, 640), "portrait": (820, 1180), "landscape": (1180, 820)}

TOO_SMALL = """() => [...document.querySelectorAll('button, a.button, input:not([type=hidden])')]
  .map((element) => [element.id || element.textContent, element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && box.height < %d)
  .map(([name]) => name)"""


@pytest.mark.parametrize("screen", SCREENS)
def test_kinds_fit_the_screen_and_the_thumb(open_page: OpenPage, installation: Installation, screen: str) -> None:
    width, height = SCREENS[screen]
    page = open_page("nobody", width=width, height=height)

    pair(page, installation, "chosen")

    expect(page.locator("#kinds button")).to_have_count(6)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(TOO_SMALL % SMALLEST_TAP_PX) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_result_fits_the_screen(open_page: OpenPage, installation: Installation, screen: str) -> None:
    width, height = SCREENS[screen]
    page = open_page("astronaut", width=width, height=height)

    pair(page, installation, "out")

    expect_result(page, name="コリンズ アイリーン さん", kind="退勤")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(TOO_SMALL % SMALLEST_TAP_PX) == []


def test_visitor_of_the_demo_enrols_and_is_recognised(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("stranger")
    pair(page, installation, "in")
    page.get_by_role("link", name="自分の顔を登録する").click()
    page.get_by_label("お名前").fill("訪問者")
    page.get_by_role("checkbox").check()

    page.get_by_role("button", name="撮影して登録する").click()

    expect(page.locator("#enrol-done")).to_contain_text("従業員コード 9001")
    page.get_by_role("link", name="最初の画面に戻る").click()
    expect_result(page, name="訪問者 さん", kind="出勤")
    installation.call("DELETE", "/api/v1/employees/9001")  # in the other tests this face is a stranger's


def test_pictures_of_the_kiosk_for_the_documentation(
    open_page: OpenPage, installation: Installation, request: pytest.FixtureRequest
) -> None:
    looking = _kiosk_before_the_punch(open_page("astronaut"), installation)
    result = open_page("astronaut")
    pair(result, installation, "out", name="本社 1階")
    expect_result(result, name="コリンズ アイリーン さん", kind="退勤")

    joined = _side_by_side([looking, result.screenshot()])
    assert joined.shape[1] > joined.shape[0]
    if request.config.getoption("--save-pictures"):
        assert cv2.imwrite(str(IMAGES / "kiosk.png"), joined, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def _kiosk_before_the_punch(page: Page, installation: Installation) -> bytes:
    """The screen that waits for the kind, the camera running."""
    pair(page, installation, "chosen", name="本社 1階")
    expect(page.locator("#kinds")).to_be_visible()
    page.wait_for_timeout(1_000)
    return page.screenshot()


def _side_by_side(pictures: list[bytes]) -> cv2.typing.MatLike:
    decoded = [cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) for picture in pictures]
    shown = [picture for picture in decoded if picture is not None]
    gap = np.full((shown[0].shape[0], 24, 3), 208, dtype=np.uint8)
    joined = np.hstack([shown[0], gap, shown[1]])
    return cv2.resize(joined, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
