"""The self-test of a device: each line says what was measured, and what to move."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.installation import Installation
from tests.browser.kiosk_page import pair

NO_CAMERA = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('refused'))"
FORTY_SECONDS_AHEAD = "{const now = Date.now; Date.now = () => now() + 40_000;}"
TOO_SMALL = """() => [...document.querySelectorAll('button, a.button')]
  .map((one) => [one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && box.height < 64).map(([name]) => name)"""


def line(page: Page, check: str, state: str, said: str) -> None:
    found = page.locator(f"[data-check={check}]")
    expect(found).to_have_attribute("data-state", state)
    expect(found.locator(".check-said")).to_contain_text(said)


def test_paired_device_with_a_person_before_it_is_all_right(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("astronaut")
    pair(page, installation, "chosen")
    attempts = len(installation.call("GET", "/api/v1/attempts").json()["items"])

    page.goto("/kiosk/self-test")

    line(page, "camera", "good", "640×480")
    line(page, "face", "good", "顔を検出しました")
    line(page, "light", "good", "明るさは十分です")
    line(page, "network", "good", "ミリ秒")
    # The tests' server runs at another hour than its machine; the device's clock is right all the same.
    line(page, "time", "good", "サーバーとの差は")
    assert len(installation.call("GET", "/api/v1/attempts").json()["items"]) == attempts


def test_sound_is_confirmed_by_the_person(open_page: OpenPage) -> None:
    page = open_page("nobody")
    page.goto("/kiosk/self-test")
    line(page, "sound", "ask", "ボタンを押す")
    expect(page.get_by_role("button", name="聞こえた")).to_be_hidden()

    page.get_by_role("button", name="チャイムを鳴らす").click()
    page.get_by_role("button", name="聞こえない").click()
    line(page, "sound", "bad", "音量を上げ")
    page.get_by_role("button", name="チャイムを鳴らす").click()
    page.get_by_role("button", name="聞こえた").click()

    line(page, "sound", "good", "聞こえます")


def test_empty_view_says_to_stand_there_and_an_unpaired_device_to_pair_first(
    open_page: OpenPage, installation: Installation
) -> None:
    page = open_page("nobody")
    page.goto("/kiosk/")
    page.get_by_role("link", name="端末の動作確認").click()
    line(page, "face", "attention", "ペアリング")
    pair(page, installation, "in")

    page.goto("/kiosk/self-test")

    line(page, "face", "bad", "カメラの正面に立って")


def test_camera_refused_says_where_to_allow_it(open_page: OpenPage) -> None:
    page = open_page("nobody")
    page.add_init_script(NO_CAMERA)

    page.goto("/kiosk/self-test")

    line(page, "camera", "bad", "ブラウザーの設定")
    line(page, "light", "attention", "カメラが使えるようになって")
    line(page, "network", "good", "ミリ秒")


def test_clock_more_than_thirty_seconds_off_says_what_to_set(open_page: OpenPage) -> None:
    page = open_page("nobody")
    page.add_init_script(FORTY_SECONDS_AHEAD)

    page.goto("/kiosk/self-test")

    line(page, "time", "bad", "時計が 40 秒ずれています")


def test_server_away_says_to_look_at_the_network_and_again_when_it_is_back(open_page: OpenPage) -> None:
    page = open_page("nobody")
    page.route("**/kiosk/self-test/time", lambda route: route.abort())
    page.goto("/kiosk/self-test")
    line(page, "network", "bad", "3/3 回失敗")
    line(page, "time", "bad", "サーバーの時刻が分かりません")
    page.unroute("**/kiosk/self-test/time")

    page.get_by_role("button", name="もう一度確認する").click()

    line(page, "network", "good", "ミリ秒")


@pytest.mark.parametrize(
    ("middle", "around", "text"),
    [(20, 20, "light_dark"), (60, 220, "light_against"), (240, 240, "light_bright"), (120, 130, "light_good")],
)
def test_light_is_judged_where_the_face_stands(open_page: OpenPage, middle: int, around: int, text: str) -> None:
    page = open_page("nobody")
    page.goto("/kiosk/self-test")
    judge = """async ([middle, around]) => {
      const {judgeLight} = await import('/static/kiosk/self_test/judge.js');
      const grid = new Uint8Array(192).fill(around);
      for (let y = 2; y < 10; y += 1) for (let x = 4; x < 12; x += 1) grid[y * 16 + x] = middle;
      return judgeLight(grid, 16);
    }"""

    assert page.evaluate(judge, [middle, around])["text"] == text


@pytest.mark.parametrize("screen", [(360, 720), (820, 1180), (1180, 820)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read_in_both_languages(open_page: OpenPage, screen: tuple[int, int], scheme: str) -> None:
    page = open_page("astronaut", width=screen[0], height=screen[1], scheme=scheme)
    page.goto("/kiosk/self-test")
    line(page, "network", "good", "ミリ秒")
    expect(page.get_by_role("button", name="もう一度確認する")).to_be_enabled()

    for _ in ("ja", "en"):
        found = [
            one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")
        ]
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= screen[0]
        assert page.evaluate(TOO_SMALL) == []
        page.locator("#language").click()
