"""One tablet from the first punch in the evening until it is revoked at night, with the real server all the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kaodoki.project.demo_pictures import are_fetched, picture_path
from tests.browser.conftest import ASTRONAUT, PRESIDENT, OpenPage
from tests.browser.installation import COMPANY_NAME, JAPAN, Installation, clock_offset, running_installation, served
from tests.browser.kiosk_page import expect_result, pair
from tests.browser.test_offline import KEPT, PATIENCE_MS, go_offline, kept

# Nobody the camera could tell from the president: then his face alone does not say who he is.
TWIN = ("0045", "双子", "次郎", "obama_3")
PIN = "492817"
NIGHT = timedelta(hours=7)


@pytest.fixture(scope="module")
def installation(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A company of its own, whose working day begins at two: the night's punches disturb no other test."""
    assert are_fetched(), "the demo's pictures are missing: run script/bootstrap"
    with running_installation(tmp_path_factory.mktemp("a-day")) as running:
        for person in (PRESIDENT, ASTRONAUT):
            running.enrol(*person)
        running.call("PUT", f"/api/v1/employees/{PRESIDENT[0]}/pin", json={"pin": PIN})
        settings = {"restricted_hours": [], "duplicate_guard_seconds": 0, "day_start": "02:00"}
        running.call("PATCH", "/api/v1/settings", json=settings)
        yield running


def test_a_day_at_the_kiosk(open_page: OpenPage, installation: Installation) -> None:
    tablet = open_page("president")
    terminal_id = pair(tablet, installation, "chosen")
    for kind in ("出勤", "休憩開始", "休憩終了"):
        punch(tablet, kind, "オバマ バラク さん")
    colleague = same_tablet(tablet, open_page("astronaut"))
    punch(colleague, "出勤", "コリンズ アイリーン さん")

    go_out_and_return_offline(tablet, installation)
    leave_by_pin_after_a_look_that_was_not_sure(tablet, installation)
    with served(installation.variables, clock=clock_offset() + NIGHT - timedelta(minutes=3)) as at_night:
        leave_after_midnight(colleague, at_night, installation)
        ask_a_revoked_terminal(colleague, at_night, installation, terminal_id)

    assert kinds_of(installation, PRESIDENT[0]) == ["in", "break_start", "break_end", "go_out", "return", "out"]
    assert kinds_of(installation, ASTRONAUT[0]) == ["in", "out"]
    assert {punch["state"] for punch in installation.punches()} == {"pending"}  # none breaks the order


def punch(page: Page, kind: str, name: str) -> None:
    expect(page.locator("#kinds")).to_be_visible()
    page.locator("#kinds").get_by_role("button", name=kind).click()
    expect_result(page, name=name, kind=kind)
    expect(page.locator("#result")).to_be_hidden(timeout=10_000)


def same_tablet(page: Page, other: Page) -> Page:
    """Another person before the camera of the same terminal: the browser's camera shows one clip only."""
    other.context.add_cookies([{**one} for one in page.context.cookies()])  # type: ignore[typeddict-item]
    other.goto("/kiosk/")
    return other


def go_out_and_return_offline(page: Page, installation: Installation) -> None:
    """Both are sealed on the tablet, sent in their order, and count at the time of the look."""
    before, looked_at = len(installation.punches()), []
    go_offline(page)
    for kind in ("外出", "戻り"):
        page.locator("#offline-kinds").get_by_role("button", name=kind).click()
        expect(page.locator("#sentence")).to_have_text(KEPT)
        looked_at.append(datetime.now(tz=JAPAN) + clock_offset())
        expect(page.locator("#kiosk")).to_have_attribute("data-state", "offline", timeout=PATIENCE_MS)
    assert kept(page) == len(looked_at)
    assert len(installation.punches()) == before

    page.context.set_offline(False)

    expect(page.locator("#offline")).to_be_hidden(timeout=PATIENCE_MS)
    arrived = [one for one in installation.punches() if one["time_source"] == "terminal"]
    assert [one["kind"] for one in arrived] == ["go_out", "return"]
    for one, at in zip(arrived, looked_at, strict=True):
        assert abs(datetime.fromisoformat(one["punched_at"]) - at) < timedelta(seconds=5)


def leave_by_pin_after_a_look_that_was_not_sure(page: Page, installation: Installation) -> None:
    """The punch has the time of the look, however long the PIN takes."""
    enrol_twin(installation)
    page.locator("#kinds").get_by_role("button", name="退勤").click()
    expect(page.locator("#pin-title")).to_have_text("ご本人の確認をお願いします", timeout=PATIENCE_MS)
    page.wait_for_timeout(4_000)
    page.get_by_label("従業員コード").fill(PRESIDENT[0])
    page.get_by_label("PIN", exact=True).fill(PIN)
    typed_at = datetime.now(tz=JAPAN) + clock_offset()

    page.get_by_role("button", name="打刻する").click()

    expect_result(page, name="オバマ バラク さん", kind="退勤")
    newest = punches_of(installation, PRESIDENT[0])[-1]
    look = next(one for one in attempts(installation) if one["attempt_id"] == newest["attempt_id"])
    at = datetime.fromisoformat(newest["punched_at"])
    # The server's clock when the look arrived, not when the PIN did.
    assert abs(at - datetime.fromisoformat(look["captured_at"])) < timedelta(seconds=3)
    assert timedelta(seconds=3) < typed_at - at < timedelta(seconds=30)


def enrol_twin(installation: Installation) -> None:
    code, family_name, given_name, picture = TWIN
    names = {"employee_code": code, "family_name": family_name, "given_name": given_name}
    installation.call("POST", "/api/v1/employees", json=names)
    photo = ("photo", picture_path(picture).read_bytes(), "image/jpeg")
    said = {"consent": "true", "confirm_duplicate": "true"}
    installation.call("POST", f"/api/v1/employees/{code}/photos", files={"photo": photo}, data=said)


def leave_after_midnight(page: Page, at_night: str, installation: Installation) -> None:
    """Past midnight, before the working day begins: the hours of the day before go on."""
    page.goto(f"{at_night}/kiosk/")
    expect(page.locator("#kinds")).to_be_visible()
    page.locator("#kinds").get_by_role("button", name="退勤").click()
    expect_result(page, name="コリンズ アイリーン さん", kind="退勤")

    first, last = punches_of(installation, ASTRONAUT[0])
    assert page.locator("#result-time").inner_text() == last["working_time"]
    assert last["working_time"].startswith("25:")
    assert last["working_date"] == first["working_date"]
    assert datetime.fromisoformat(last["punched_at"]).astimezone(JAPAN).hour == 1
    date = datetime.fromisoformat(first["working_date"])
    expect(page.locator("#foot-note")).to_contain_text(f"勤務日 {date.month}月{date.day}日")


def ask_a_revoked_terminal(page: Page, at_night: str, installation: Installation, terminal_id: str) -> None:
    """It asks to be paired, and nothing is recorded."""
    page.goto(f"{at_night}/kiosk/")
    expect(page.locator("#kinds")).to_be_visible()
    before = (len(installation.punches()), len(attempts(installation)))
    installation.call("DELETE", f"/api/v1/terminals/{terminal_id}")

    page.locator("#kinds").get_by_role("button", name="出勤").click()

    expect(page.get_by_role("heading", name="この端末を登録します")).to_be_visible()
    expect(page.get_by_text(COMPANY_NAME)).to_be_hidden()
    assert (len(installation.punches()), len(attempts(installation))) == before


def attempts(installation: Installation) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = installation.call("GET", "/api/v1/attempts").json()["items"]
    return items


def punches_of(installation: Installation, code: str) -> list[dict[str, Any]]:
    return [one for one in installation.punches() if one["employee_code"] == code]


def kinds_of(installation: Installation, code: str) -> list[str]:
    return [one["kind"] for one in punches_of(installation, code)]
