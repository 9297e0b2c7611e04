"""The settings that administrators know from the article, set on the console's pages and seen at the terminal: both
real programs, at one o'clock in the morning."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from kaodoki.project.demo import pictures
from kaodoki.project.demo.cast import ADMINISTRATOR, ASTRONAUT, PRESIDENT
from kaodoki.project.demo.client import AttendanceClient, CompanyClient
from kaodoki.project.demo.programs import Programs, free_ports
from tests.browser.kiosk_page import type_code

PASSWORD = "a-long-password-for-tests"
JAPAN = ZoneInfo("Asia/Tokyo")
NIGHT = datetime(2026, 11, 20, 1, 0, 20, tzinfo=JAPAN)
# Ten working days from nine to seven: two hours of overtime each.
LONG_DAYS = [date(2026, 11, day) for day in (2, 4, 5, 6, 9, 10, 11, 12, 13, 16)]
AFTER_ONE = re.compile(r"25:0\d")

Open = Callable[..., Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """Two people enrolled and linked; one of them has worked 20 hours of overtime this month."""

    company: CompanyClient
    address: str


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("night") / "data"
    with Programs(folder, free_ports(), temporary=True, clock=NIGHT) as programs, ExitStack() as clients:
        company = CompanyClient(programs.kaodoki_url, programs.create_company())
        there = AttendanceClient(programs.attendance_url, programs.attendance_token)
        for client in (company, there):
            clients.callback(client.close)
        programs.create_administrator(PASSWORD)
        company.change_settings(duplicate_guard_seconds=0)
        for person in (ASTRONAUT, PRESIDENT):
            key = there.add_employee(person.for_attendance)
            company.create_employee(person.for_kaodoki)
            company.add_photo(person.employee_code, pictures.photo(person.photo))
            for day in LONG_DAYS if person is ASTRONAUT else ():
                there.punch(key, at=datetime.combine(day, time(9), JAPAN), day=day, code="1")
                there.punch(key, at=datetime.combine(day, time(19), JAPAN), day=day, code="2")
        company.link(f"{programs.attendance_url}/v1.0", programs.attendance_token)
        company.sync()
        yield Night(company=company, address=programs.kaodoki_url)


@pytest.fixture
def open_at_night(browsers: Callable[[str], Browser], night: Night) -> Iterator[Open]:
    """Pages in contexts of their own; whatever their scripts or content policy complain of fails the test."""
    problems: list[str] = []
    with ExitStack() as contexts:

        def open_one(camera: str = "nobody", width: int = 1280) -> Page:
            context = browsers(camera).new_context(
                base_url=night.address,
                viewport={"width": width, "height": 900},
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


def work_settings(page: Page) -> Page:
    """As the article says: システム設定 > システム設定一覧 > 就労管理."""
    page.goto("/console/")
    page.get_by_label("ログインID").fill(ADMINISTRATOR)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.get_by_role("navigation").get_by_role("link", name="システム設定").click()
    expect(page.locator(".page-head")).to_contain_text("システム設定一覧")
    page.get_by_role("link", name="就労管理").click()
    expect(page.get_by_role("heading", name="就労管理")).to_be_visible()
    return page


def save(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status")).to_contain_text("保存しました")


def kiosk(page: Page, night: Night, selection: str) -> Page:
    made = night.company.create_terminal("通用口", punch_selection=selection, accepts_past=False)
    page.goto("/kiosk/")
    type_code(page, made["pairing_code"])
    expect(page.locator("#watch")).to_be_visible()
    return page


def test_one_in_the_morning_is_the_day_befores_25_and_40_of_60_hours_are_left(
    night: Night, open_at_night: Open
) -> None:
    console = work_settings(open_at_night())
    console.get_by_label("起算時刻", exact=True).fill("02:00")
    console.get_by_role("button", name="保存せずに例を見る").click()
    expect(console.locator(".examples")).to_contain_text("1:00 の打刻 → 前日の 25:00")
    console.get_by_label("残業時間上限(月あたり)").fill("60:00")
    save(console)
    expect(console.get_by_label("起算時刻", exact=True)).to_have_value("02:00")
    expect(console.get_by_label("残業時間上限(月あたり)")).to_have_value("60:00")

    terminal = kiosk(open_at_night("astronaut", width=820), night, "in")

    expect(terminal.locator("#result-time")).to_have_text(AFTER_ONE)
    expect(terminal.locator("#foot-note")).to_contain_text("勤務日 11月19日(木)")
    expect(terminal.locator("#overtime")).to_contain_text("月の残業可能時間40時間")
    expect(terminal.locator("#overtime-detail")).to_contain_text("今月の残業 20時間 / 上限 60時間")
    console.goto("/console/")
    expect(console.get_by_role("row").filter(has_text=ASTRONAUT.display_name).first).to_contain_text(AFTER_ONE)


def test_clock_out_without_clock_in_is_an_integrity_error_only_while_the_check_is_on(
    night: Night, open_at_night: Open
) -> None:
    console = work_settings(open_at_night())
    console.get_by_label("打刻の順序を確認する").check()
    console.get_by_label("起算時刻", exact=True).fill("02:30")
    save(console)
    terminal = kiosk(open_at_night("president", width=820), night, "chosen")

    terminal.get_by_role("button", name="退勤").click()

    expect(terminal.locator("#result-note")).to_contain_text("管理者が確認します")
    console.goto("/console/integrity")
    card = console.get_by_role("article").filter(has_text=PRESIDENT.display_name)
    expect(card).to_contain_text("退勤")
    expect(card).to_contain_text("11月19日")
    states = [each["state"] for each in night.company.punches() if each["employee_code"] == PRESIDENT.employee_code]
    assert states == ["integrity_error"]
    console.goto("/console/system/work")
    console.get_by_label("打刻の順序を確認する").uncheck()
    save(console)
    terminal.get_by_role("button", name="退勤").click()
    expect(terminal.locator("#result-note")).not_to_contain_text("管理者が確認します")


def test_restricted_hours_hold_a_punch_until_they_end_and_hide_the_overtime(night: Night, open_at_night: Open) -> None:
    console = work_settings(open_at_night())
    console.get_by_label("残業時間上限(月あたり)").fill("60")
    console.get_by_label("開始 1").fill("0:30")
    console.get_by_label("終了 1").fill("2:00")
    save(console)
    expect(console.locator("#restricted")).to_contain_text("いまは制限時間帯です。2:01 から送信します。")

    terminal = kiosk(open_at_night("astronaut", width=820), night, "in")

    expect(terminal.locator("#result-note")).to_have_text("2:01 に送信します")
    expect(terminal.locator("#overtime")).to_be_hidden()
    console.goto("/console/")
    expect(console.get_by_role("row").filter(has_text="保留 2:01").first).to_contain_text(ASTRONAUT.display_name)
    console.goto("/console/system/work")
    console.get_by_label("開始 1").fill("")
    console.get_by_label("終了 1").fill("")
    save(console)
    expect(console.locator("#restricted")).not_to_contain_text("いまは制限時間帯です")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ["/console/system", "/console/system/work"])
def test_pages_fit_the_screen(night: Night, open_at_night: Open, path: str, language: str, width: int) -> None:
    page = work_settings(open_at_night(width=width))

    page.goto(f"{path}?lang={language}")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
