"""Linking by the steps that administrators know, in Chromium, with both real programs started by `kaodoki up`."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from kaodoki.project.demo import pictures
from kaodoki.project.demo.cast import ADMINISTRATOR, ASTRONAUT
from kaodoki.project.demo.client import Attempt, AttendanceClient, CompanyClient, TerminalClient
from kaodoki.project.demo.programs import Programs, free_ports

PASSWORD = "a-long-password-for-tests"
PATIENCE_S = 60
JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An employee with a face in both programs, a terminal, and nothing linked. `offset`: from our clock to theirs."""

    offset: timedelta
    programs: Programs
    company: CompanyClient
    there: AttendanceClient
    terminal: TerminalClient

    def now(self) -> datetime:
        return datetime.now(tz=JAPAN) + self.offset

    def punch(self, *, minutes_ago: int, kind: str) -> None:
        """A clock-in or clock-out by face, as a terminal sends it."""
        answer = self.terminal.send(
            Attempt(
                attempt_id=str(uuid.uuid4()),
                frames=[pictures.photo(ASTRONAUT.photo)],
                captured_at=self.now() - timedelta(minutes=minutes_ago),
                punch_kind=kind,
            )
        )
        assert answer.outcome == "identified", answer.body

    def states(self) -> list[str]:
        return [punch["state"] for punch in self.company.punches()]

    def arrived(self) -> list[str]:
        """Codes of what the attendance server has, in order."""
        today = self.now().date()
        days = self.there.timerecords(today, today)
        records = [item for day in days for row in day["dailyWorkings"] for item in row["timeRecord"]]
        return [item["code"] for item in sorted(records, key=lambda item: str(item["time"]))]

    def wait_until(self, is_true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_true():
            assert time.monotonic() < deadline, f"{self.states()} {self.arrived()}"
            time.sleep(0.5)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, now = tmp_path_factory.mktemp("linking") / "data", datetime.now(tz=JAPAN)
    afternoon = now.replace(hour=15)  # so that no test meets midnight
    with Programs(folder, free_ports(), temporary=True, clock=afternoon) as programs, ExitStack() as clients:
        company = CompanyClient(programs.kaodoki_url, programs.create_company())
        clients.callback(company.close)
        programs.create_administrator(PASSWORD)
        there = AttendanceClient(programs.attendance_url, programs.attendance_token)
        clients.callback(there.close)
        there.add_employee(ASTRONAUT.for_attendance)
        company.change_settings(restricted_hours=[], undo_seconds=0, duplicate_guard_seconds=0)
        company.create_employee(ASTRONAUT.for_kaodoki)
        company.add_photo(ASTRONAUT.employee_code, pictures.photo(ASTRONAUT.photo))
        made = company.create_terminal("通用口", punch_selection="chosen", accepts_past=True)
        terminal = TerminalClient(programs.kaodoki_url, company.pair(made["pairing_code"]))
        clients.callback(terminal.close)
        offset = afternoon - now
        yield Office(programs=programs, company=company, there=there, terminal=terminal, offset=offset)


@pytest.fixture
def page(browsers: Callable[[str], Browser], office: Office) -> Iterator[Page]:
    """The administrator at the console; whatever a page's policy refuses fails the test."""
    problems: list[str] = []
    context = browsers("nobody").new_context(base_url=office.programs.kaodoki_url, locale="ja-JP")
    opened = context.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)
    opened.set_default_timeout(20_000)
    yield opened
    context.close()
    assert not problems


def test_the_steps_of_linking_then_unlinking_and_linking_again_lose_no_punch(office: Office, page: Page) -> None:
    log_in(page)
    page.get_by_role("navigation").get_by_role("link", name="システム設定").click()
    expect(page.locator(".page-head")).to_contain_text("システム設定一覧")
    page.get_by_role("main").get_by_role("link", name="KING OF TIME連携").click()
    expect(page.get_by_role("heading", name="KING OF TIME連携設定")).to_be_visible()
    office.punch(minutes_ago=50, kind="in")

    accept_over_there(office, page)

    expect(page.get_by_role("status")).to_have_text("連携が完了しました。")
    expect(page.get_by_role("button", name="連携済み")).to_be_disabled()
    assert "code=" not in page.url
    office.wait_until(lambda: office.arrived() == ["1"])

    page.get_by_text("アクセストークンと連携の解除").click()
    page.get_by_label("連携を解除することを確認しました").check()
    page.get_by_role("button", name="連携を解除する").click()
    expect(page.get_by_role("status")).to_contain_text("連携を解除し、アクセストークンを無効にしました")
    office.punch(minutes_ago=30, kind="break_start")
    office.punch(minutes_ago=20, kind="break_end")
    accept_over_there(office, page)

    expect(page.get_by_role("status")).to_have_text("連携が完了しました。")
    office.punch(minutes_ago=10, kind="out")
    office.wait_until(lambda: office.arrived() == ["1", "3", "4", "2"])
    office.wait_until(lambda: set(office.states()) == {"delivered"})


def test_an_integrity_error_is_found_read_resolved_and_delivered(office: Office, page: Page) -> None:
    if not office.company.connection().get("connected"):
        office.company.link(office.programs.attendance_url, office.programs.attendance_token)
        office.company.sync()
    before = office.arrived()
    office.punch(minutes_ago=5, kind="break_end")
    assert "integrity_error" in office.states()
    log_in(page)
    page.get_by_role("navigation").get_by_role("link", name="打刻", exact=True).click()
    page.get_by_label("状態", exact=True).select_option("integrity_error")
    page.get_by_role("button", name="絞り込む").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("休憩終了")

    rows.get_by_role("link").first.click()
    timeline = page.get_by_role("region", name="状態の履歴").locator("tbody tr")
    expect(timeline).to_have_count(1)
    expect(timeline).to_contain_text("整合性エラー")
    page.get_by_label("理由(必須)").fill("休憩開始の打刻漏れを本人に確認")
    page.get_by_role("button", name="このまま連携する").click()

    expect(timeline.nth(1)).to_contain_text("休憩開始の打刻漏れを本人に確認")
    expect(timeline.nth(1)).to_contain_text(ADMINISTRATOR)
    office.wait_until(lambda: office.arrived() == [*before, "4"])
    office.wait_until(lambda: set(office.states()) == {"delivered"})
    page.reload()
    expect(timeline.last).to_contain_text("連携済み")
    expect(page.get_by_label("理由(必須)")).to_have_count(0)


def test_the_attendance_system_refuses_who_may_not_link(office: Office, page: Page) -> None:
    page.goto("/console/system/linking")
    page.get_by_label("ログインID").fill(ADMINISTRATOR)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.goto("/console/system/linking")
    if page.get_by_text("連携し直す").is_visible():
        page.get_by_text("連携し直す").click()
    page.get_by_role("button", name="連携設定").click()

    page.get_by_label("ログインID").fill(ADMINISTRATOR)
    page.get_by_label("パスワード").fill("wrong")
    page.get_by_label("確認のうえ、同意します。").check()
    page.get_by_role("button", name="承諾する").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="承諾しない").click()

    expect(page.get_by_role("alert")).to_contain_text("承諾されなかったため、連携していません")


def log_in(page: Page) -> None:
    page.goto("/console/")
    page.get_by_label("ログインID").fill(ADMINISTRATOR)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()


def accept_over_there(office: Office, page: Page) -> None:
    """From [連携設定] through the attendance system's own screen and back."""
    page.get_by_role("button", name="連携設定").click()
    page.wait_for_url(f"{office.programs.attendance_url}/linkage/authorize**")
    page.get_by_label("ログインID").fill(ADMINISTRATOR)
    page.get_by_label("パスワード").fill(office.programs.attendance_password)
    page.get_by_label("確認のうえ、同意します。").check()
    page.get_by_role("button", name="承諾する").click()
    page.wait_for_url(f"{office.programs.kaodoki_url}/console/system/linking")
