"""IDデータ詳細 in the browser: a photo by file and by camera, a PIN that clocks at the kiosk, a card, a working day."""

import re

import pytest
from playwright.sync_api import Page, expect

from kaodoki.project.demo_pictures import picture_path
from tests.browser.conftest import ASTRONAUT, OpenPage
from tests.browser.installation import LOGIN, PASSWORD, Installation
from tests.browser.kiosk_page import expect_result, pair

CODE, NAME = "0611", "長谷川 光"


def log_in(page: Page) -> None:
    page.goto("/console/")
    page.get_by_label("ログインID").fill(LOGIN)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.locator("nav.menu").wait_for()


def find(page: Page, code: str) -> None:
    """From the menu to the person's page."""
    page.get_by_role("link", name="従業員", exact=True).click()
    page.get_by_label("コード・氏名・フリガナ").fill(code)
    page.get_by_role("button", name="絞り込む").click()
    page.get_by_role("link", name=code, exact=True).click()


def register(page: Page) -> None:
    page.get_by_label("本人が説明を読み、顔識別に使うことに同意しました。").check()
    page.get_by_role("button", name="登録する", exact=True).click()


def take_away_newest(page: Page) -> None:
    page.locator("figure").first.get_by_text("削除", exact=True).click()
    page.get_by_role("button", name="この写真を削除する").click()
    expect(page.get_by_role("status")).to_contain_text("顔写真を削除しました")


@pytest.fixture
def newcomer(installation: Installation) -> Installation:
    known = {one["employee_code"] for one in installation.call("GET", "/api/v1/employees").json()["items"]}
    if CODE not in known:
        names = {"family_name": NAME.split()[0], "given_name": NAME.split()[1]}
        installation.call("POST", "/api/v1/employees", json={"employee_code": CODE, **names})
    return installation


def test_a_photo_that_looks_like_somebody_else_is_registered_after_a_confirmation(
    open_page: OpenPage, newcomer: Installation
) -> None:
    page = open_page("nobody", width=1280, height=900)
    log_in(page)
    find(page, CODE)
    picture = picture_path(ASTRONAUT[3])

    page.get_by_label(re.compile("^写真")).set_input_files(picture)
    register(page)

    expect(page.get_by_role("alert")).to_contain_text(f"登録済みの従業員({ASTRONAUT[0]})と一致します")
    page.get_by_label("別人であることを確認しました。").check()
    page.get_by_label(re.compile("^写真")).set_input_files(picture)
    register(page)
    expect(page.get_by_role("status")).to_contain_text("顔写真を登録しました")
    expect(page.get_by_role("img", name=f"{NAME} の顔写真")).to_be_visible()
    expect(page.get_by_role("link", name="コリンズ アイリーン")).to_be_visible()
    take_away_newest(page)
    expect(page.get_by_role("img", name=f"{NAME} の顔写真")).to_have_count(0)
    expect(page.get_by_role("link", name="コリンズ アイリーン")).to_have_count(0)


def test_a_pin_drawn_here_clocks_at_the_kiosk_and_the_day_shows_it(open_page: OpenPage, newcomer: Installation) -> None:
    page = open_page("nobody", width=1280, height=900)
    log_in(page)
    find(page, CODE)
    page.get_by_role("button", name="新しいPINを発行する").click()
    pin = page.locator(".pairing-code").inner_text()
    kiosk = open_page("nobody")
    pair(kiosk, newcomer, "in", name="正門")

    kiosk.get_by_role("button", name="従業員コード + PIN").click()
    kiosk.get_by_label("従業員コード").fill(CODE)
    kiosk.get_by_label("PIN", exact=True).fill(pin)
    kiosk.get_by_role("button", name="打刻する").click()

    expect_result(kiosk, name=f"{NAME} さん", kind="出勤")
    page.get_by_role("link", name="IDデータ詳細へ戻る").click()
    expect(page.locator("main")).not_to_contain_text(pin)
    page.get_by_role("link", name="今日の打刻を見る").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text(re.compile("出勤.*PIN.*正門", re.DOTALL))
    page.get_by_role("link", name="前の日").click()
    expect(page.locator("main")).to_contain_text("この勤務日の打刻はありません")


def test_a_card_is_issued_to_print_and_revoked(open_page: OpenPage, newcomer: Installation) -> None:
    page = open_page("nobody", width=1280, height=900)
    log_in(page)
    find(page, CODE)

    page.get_by_role("button", name="カードを発行する").click()

    code = page.get_by_role("img", name=f"QRカード {CODE}")
    box = code.locator("svg").bounding_box()
    assert box is not None
    assert box["width"] == box["height"] >= 150
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="IDデータ詳細へ戻る")).to_be_hidden()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(code).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="IDデータ詳細へ戻る").click()
    page.get_by_role("button", name="カードを無効にする").click()
    expect(page.locator("main")).to_contain_text("カードはありません。")


def test_the_computers_camera_takes_the_photo(open_page: OpenPage, newcomer: Installation) -> None:
    page = open_page("astronaut", width=1280, height=900)
    log_in(page)
    find(page, ASTRONAUT[0])
    before = page.locator("figure").count()
    page.get_by_text("顔写真を登録する").click()

    page.get_by_role("button", name="カメラで撮影する").click()
    expect(page.get_by_label("カメラの映像")).to_be_visible()
    page.get_by_role("button", name="撮影", exact=True).click()
    expect(page.get_by_role("img", name="撮影した写真")).to_be_visible()
    expect(page.get_by_label("カメラの映像")).to_be_hidden()
    register(page)

    expect(page.get_by_role("status")).to_contain_text("顔写真を登録しました")
    expect(page.locator("figure")).to_have_count(before + 1)
    take_away_newest(page)
    expect(page.locator("figure")).to_have_count(before)


def test_a_camera_that_may_not_be_used_is_said(open_page: OpenPage, newcomer: Installation) -> None:
    page = open_page("astronaut", width=1280, height=900)
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('denied'))")
    log_in(page)
    find(page, CODE)

    page.get_by_role("button", name="カメラで撮影する").click()

    expect(page.locator("#camera-off")).to_contain_text("写真のファイルを選んでください")
    expect(page.get_by_label("カメラの映像")).to_be_hidden()
