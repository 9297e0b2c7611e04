"""A newcomer, from an empty database to the first punch on the time card, with a tablet on the network."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, FilePayload, Page, Playwright, expect

from kaodoki.project.demo.cast import ASTRONAUT
from kaodoki.project.demo.client import AttendanceClient
from kaodoki.project.demo_pictures import picture_path
from tests.browser.conftest import FLAGS
from tests.browser.kiosk_page import expect_result
from tests.browser.newcomer import LOGIN, PASSWORD, Empty, running_empty

JAPAN = ZoneInfo("Asia/Tokyo")
PATIENCE_S = 60
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def empty(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Empty]:
    afternoon = datetime.now(tz=JAPAN).replace(hour=15)  # so that no test meets midnight or restricted hours
    with running_empty(tmp_path_factory.mktemp("newcomer"), clock=afternoon) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(
    playwright: Playwright, chromium_path: str, clips: dict[str, Path], empty: Empty
) -> Iterator[Callable[[bool], Browser]]:
    """A browser with a camera; `True`: one that has the server's certificate installed."""
    with ExitStack() as started:

        def launch(trusts: bool) -> Browser:
            args = [*FLAGS, f"--use-file-for-fake-video-capture={clips['astronaut']}"]
            args += [f"--ignore-certificate-errors-spki-list={empty.spki}"] if trusts else []
            browser = playwright.chromium.launch(executable_path=chromium_path, args=args, chromium_sandbox=False)
            started.callback(browser.close)
            return browser

        yield launch


@pytest.fixture(scope="module")
def open_at(chromium: Callable[[bool], Browser]) -> Iterator[Open]:
    """Opens a page at an address of its own; an error in a script or a violated policy fails the test."""
    problems: list[str] = []
    browser = chromium(True)
    with ExitStack() as contexts:

        def open_one(address: str, *, width: int = 1280, height: int = 900) -> Page:
            context = browser.new_context(
                base_url=address,
                viewport={"width": width, "height": height},
                locale="ja-JP",
                permissions=["camera"],
            )
            contexts.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)
            page.set_default_timeout(20_000)
            return page

        yield open_one
    assert not problems


def accessible(page: Page) -> None:
    found = [each for each in Axe().run(page).response["violations"] if each["impact"] in ("serious", "critical")]
    assert found == [], [each["id"] for each in found]


def picture(page: Page, name: str, request: pytest.FixtureRequest) -> None:
    """For the documentation, when asked for."""
    if request.config.getoption("--save-pictures"):
        page.screenshot(path=Path(__file__).parents[2] / "docs" / "images" / f"{name}.png", full_page=True)


def test_a_browser_without_the_certificate_is_warned(chromium: Callable[[bool], Browser], empty: Empty) -> None:
    page = chromium(False).new_page()

    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"{empty.network}/kiosk/")


def test_newcomer_gets_from_an_empty_database_to_a_punch_on_the_time_card(
    open_at: Open, empty: Empty, request: pytest.FixtureRequest
) -> None:
    page = open_at(empty.here)
    page.goto("/console/")
    expect(page.get_by_label("初期設定コード")).to_be_visible()
    accessible(page)
    page.goto(empty.set_up_address)
    assert "code=" not in page.url
    accessible(page)
    picture(page, "first-run", request)

    make_administrator(page)
    accessible(page)
    add_site(page)
    add_people(page, empty, request)
    link(page, empty)
    page.goto("/console/first-steps")
    picture(page, "first-steps", request)
    enrol(page)
    tablet = pair_tablet(page, open_at, empty, request)
    tablet.get_by_role("button", name="出勤").click()

    expect_result(tablet, name=f"{ASTRONAUT.display_name} さん", kind="出勤")
    wait_until(lambda: arrived(empty) == ["1"])
    page.goto("/console/first-steps")
    wait_until(lambda: page.reload() is not None and page.get_by_text("準備がすべて整いました").is_visible())
    assert page.get_by_role("main").get_by_text("完了", exact=True).count() == 6
    fits_a_phone(page)


def fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in ("", "/sites", "/people", "/terminal"):
        page.goto(f"/console/first-steps{address}?lang=en")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def make_administrator(page: Page) -> None:
    page.get_by_label("会社名").fill("株式会社みなと製作所")
    page.get_by_label("氏名").fill("山田 花子")
    page.get_by_label("ログインID").fill(LOGIN)
    page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    page.get_by_label("パスワード(確認)").fill("something else entirely")
    page.get_by_role("button", name="登録してはじめる").click()
    expect(page.get_by_text("2つのパスワードが一致しません")).to_be_visible()
    expect(page.get_by_label("会社名")).to_have_value("株式会社みなと製作所")
    page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    page.get_by_label("パスワード(確認)").fill(PASSWORD)
    page.get_by_role("button", name="登録してはじめる").click()
    expect(page.get_by_role("heading", name="はじめに")).to_be_visible()
    expect(page.get_by_text("5 項目中 0 項目 完了")).to_be_visible()


def add_site(page: Page) -> None:
    page.get_by_role("link", name="拠点を登録する").click()
    page.get_by_label("拠点コード").fill("1000")
    page.get_by_label("拠点名").fill("本社")
    page.get_by_role("button", name="拠点を追加する").click()
    expect(page.get_by_role("cell", name="本社")).to_be_visible()
    page.get_by_role("link", name="一覧に戻る").click()


def choose_file(page: Page, text: str) -> None:
    """As Excel in Japan saves it."""
    file: FilePayload = {"name": "employees.csv", "mimeType": "text/csv", "buffer": text.encode("cp932")}
    page.get_by_label("CSVファイル").set_input_files(file)
    page.get_by_role("button", name="内容を確認する").click()


def add_people(page: Page, empty: Empty, request: pytest.FixtureRequest) -> None:
    """Both programs know the person; in ours a first file is wrong."""
    there = AttendanceClient(empty.attendance, empty.attendance_token)
    there.add_employee(ASTRONAUT.for_attendance)
    there.close()
    page.get_by_role("link", name="従業員を登録する").click()
    choose_file(page, f"従業員コード,姓,名\r\n{ASTRONAUT.employee_code},,\r\n")
    expect(page.get_by_role("cell", name="新しい従業員には姓と名が必要です")).to_be_visible()
    names = f"{ASTRONAUT.family_name},{ASTRONAUT.given_name}"
    choose_file(page, f"従業員コード,姓,名\r\n{ASTRONAUT.employee_code},{names}\r\n")
    expect(page.get_by_role("cell", name=ASTRONAUT.display_name)).to_be_visible()
    accessible(page)
    picture(page, "first-people", request)
    page.goto("/console/first-steps")  # left before it was stored, and taken up again
    page.get_by_role("link", name="従業員を登録する").click()
    page.get_by_role("button", name="この内容で登録する").click()
    expect(page.get_by_role("status")).to_have_text("新しく 1 名を登録し、0 名を変更しました。")
    with empty.client(empty.run("token", "create", "--company", "company", "--name", "tests")) as client:
        settings = {"restricted_hours": [], "undo_seconds": 0, "duplicate_guard_seconds": 0}
        client.patch("/api/v1/settings", json=settings).raise_for_status()


def link(page: Page, empty: Empty) -> None:
    page.goto("/console/first-steps")
    page.get_by_role("link", name="勤怠システムと連携する").click()
    page.get_by_role("button", name="連携設定").click()
    page.wait_for_url(f"{empty.attendance}/linkage/authorize**")
    page.get_by_label("ログインID").fill(empty.attendance_login[0])
    page.get_by_label("パスワード").fill(empty.attendance_login[1])
    page.get_by_label("確認のうえ、同意します。").check()
    page.get_by_role("button", name="承諾する").click()
    page.wait_for_url(f"{empty.here}/console/system/linking")
    expect(page.get_by_role("status")).to_have_text("連携が完了しました。")


def enrol(page: Page) -> None:
    """As the list of steps leads: the person's page, their picture, their consent."""
    page.goto("/console/first-steps")
    page.get_by_role("link", name="顔写真を登録する").click()
    page.get_by_role("link", name=ASTRONAUT.employee_code).click()
    page.locator("#photo").set_input_files(picture_path(ASTRONAUT.photo))
    page.locator("#consent").check()
    page.get_by_role("button", name="登録する", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("顔写真を登録しました")


def pair_tablet(page: Page, open_at: Open, empty: Empty, request: pytest.FixtureRequest) -> Page:
    page.goto("/console/first-steps")
    page.get_by_role("link", name="最初の端末をつなぐ").click()
    expect(page.get_by_role("img", name=f"{empty.network}/kiosk/install-ca")).to_be_visible()
    accessible(page)
    picture(page, "first-terminal", request)
    page.get_by_label("端末の名前").fill("通用口")
    page.get_by_label("打刻の種類").select_option("chosen")
    page.get_by_role("button", name="コードを発行する").click()
    code = page.locator(".pairing-code").inner_text()
    tablet = open_at(empty.network, width=820, height=1180)
    tablet.goto(f"/kiosk/#pair={code}")  # what the QR code says
    expect(tablet.get_by_label("ペアリングコード")).to_have_value(code)
    assert tablet.evaluate("isSecureContext")
    assert "pair=" not in tablet.url
    tablet.get_by_role("button", name="登録する").click()
    expect(tablet.locator("#watch")).to_be_visible()
    return tablet


def test_the_tablets_page_shows_the_fingerprint_that_the_server_printed(
    open_at: Open, empty: Empty, request: pytest.FixtureRequest
) -> None:
    page = open_at(empty.network, width=820, height=1180)

    page.goto("/kiosk/install-ca")

    first, second = page.locator(".fingerprint").inner_text().split()
    said = empty.said.read_text(encoding="utf-8")
    assert first in said
    assert second in said
    assert first in empty.run("doctor")
    accessible(page)
    picture(page, "install-certificate", request)
    with page.expect_download() as download:
        page.get_by_role("link", name="iPad用プロファイル").click()
    assert download.value.suggested_filename == "kaodoki-ca.mobileconfig"


def test_a_phone_can_read_the_steps_in_english(open_at: Open, empty: Empty) -> None:
    page = open_at(empty.network, width=360, height=740)

    page.goto("/kiosk/install-ca?lang=en")

    expect(page.get_by_role("heading", name="Install the certificate on this device")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    accessible(page)


def arrived(empty: Empty) -> list[str]:
    """Codes of what is on the time cards of today."""
    there = AttendanceClient(empty.attendance, empty.attendance_token)
    today = datetime.now(tz=JAPAN).date()
    days = there.timerecords(today, today)
    there.close()
    return [item["code"] for day in days for row in day["dailyWorkings"] for item in row["timeRecord"]]


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.5)
