"""The kiosk while its server is away, and when it is back."""

import json
import time
from datetime import datetime, timedelta

import psycopg
from playwright.sync_api import Page, Response, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.installation import LOGIN, PASSWORD, Installation, clock_offset
from tests.browser.kiosk_page import pair

SEALED = "**/api/v1/terminal/sealed-attempts"
KEPT = "受け付けました(オフライン)"
# A look under way at the cut is given up after a minute where it cannot be kept.
PATIENCE_MS = 80_000


COUNT = """() => new Promise((resolve) => {
  const asked = indexedDB.open('kaodoki-offline');
  asked.onsuccess = () => {
    const counted = asked.result.transaction('attempts').objectStore('attempts').count();
    counted.onsuccess = () => { asked.result.close(); resolve(counted.result); };
  };
})"""


def wait_for_service_worker(page: Page) -> None:
    """Playwright's own waiting evaluates text in the page, which the content policy forbids."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate("navigator.serviceWorker.controller !== null"):
        assert time.monotonic() < deadline, "no service worker"
        page.wait_for_timeout(50)


def go_offline(page: Page) -> None:
    """The line is cut once the kiosk could be reloaded without it."""
    wait_for_service_worker(page)
    page.context.set_offline(True)
    expect(page.locator("#kiosk")).to_have_attribute("data-state", "offline", timeout=PATIENCE_MS)


def punch_offline(page: Page) -> None:
    page.locator("#offline-start").click()
    expect(page.locator("#sentence")).to_have_text(KEPT)


def kept(page: Page) -> int:
    """How many attempts lie on the device."""
    return int(page.evaluate(COUNT))


def punches_of(installation: Installation, terminal_id: str) -> list[dict[str, object]]:
    found = installation.punches()
    return [punch for punch in found if punch["time_source"] == "terminal" and terminal_id]


def test_what_was_punched_offline_arrives_with_its_own_time(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    terminal_id = pair(page, installation, "in")
    go_offline(page)
    before = len(punches_of(installation, terminal_id))

    punch_offline(page)

    assert kept(page) >= 1
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden(timeout=PATIENCE_MS)
    assert kept(page) == 0
    # Nobody stood there: it waits for an administrator instead of being somebody's punch.
    assert len(punches_of(installation, terminal_id)) == before


def test_a_face_kept_offline_becomes_a_punch_and_a_reload_loses_nothing(
    open_page: OpenPage, installation: Installation
) -> None:
    page = open_page("president")
    terminal_id = pair(page, installation, "chosen")
    go_offline(page)
    before = len(punches_of(installation, terminal_id))

    page.locator("#offline-kinds").get_by_role("button", name="出勤").click()
    expect(page.locator("#sentence")).to_have_text(KEPT)
    looked_at = datetime.now().astimezone() + clock_offset()
    page.reload()
    expect(page.locator("#kiosk")).to_have_attribute("data-state", "offline", timeout=PATIENCE_MS)

    assert kept(page) >= 1
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden(timeout=PATIENCE_MS)
    arrived = punches_of(installation, terminal_id)
    assert len(arrived) == before + 1
    newest = max(arrived, key=lambda punch: str(punch["punched_at"]))
    assert newest["kind"] == "in"
    assert abs(datetime.fromisoformat(str(newest["punched_at"])) - looked_at) < timedelta(seconds=30)


def test_what_the_server_refuses_for_good_holds_up_nobody_and_is_told(
    open_page: OpenPage, installation: Installation
) -> None:
    page = open_page("nobody")
    terminal_id = pair(page, installation, "in")
    go_offline(page)
    for _ in range(2):
        punch_offline(page)
        expect(page.locator("#kiosk")).to_have_attribute("data-state", "offline", timeout=PATIENCE_MS)
    sent: list[int] = []

    def refuse_the_first(route: Route) -> None:
        sent.append(len(sent))
        error = {"code": "sealed_out_of_order", "message": "x", "details": {}}
        route.fulfill(status=409, json=error) if len(sent) == 1 else route.continue_()

    page.route(SEALED, refuse_the_first)
    with page.expect_response(is_told, timeout=PATIENCE_MS):
        page.context.set_offline(False)

    expect(page.locator("#offline")).to_be_hidden(timeout=PATIENCE_MS)
    assert kept(page) == 1  # set aside, not thrown away
    console = open_page("nobody", width=1280, height=860)
    console.goto("/console/")
    console.get_by_label("ログインID").fill(LOGIN)
    console.get_by_label("パスワード").fill(PASSWORD)
    console.get_by_role("button", name="ログイン", exact=True).click()
    console.goto(f"/console/terminals/{terminal_id}")
    expect(console.get_by_text("これより後の打刻が先に届いています")).to_be_visible()
    before = len(sent)
    page.reload()
    with page.expect_response(is_told, timeout=PATIENCE_MS):
        pass
    expect(page.locator("#offline")).to_be_hidden()
    assert len(sent) == before  # what is set aside is not sent again


def is_told(response: Response) -> bool:
    return response.url.endswith("/heartbeat") and '"refused_length":1' in str(response.request.post_data)


def test_reload_while_an_answer_is_lost_neither_doubles_nor_loses(
    open_page: OpenPage, installation: Installation
) -> None:
    page = open_page("president")
    terminal_id = pair(page, installation, "chosen")
    go_offline(page)
    before = len(punches_of(installation, terminal_id))
    for kind in ("出勤", "外出"):
        page.locator("#offline-kinds").get_by_role("button", name=kind).click()
        expect(page.locator("#sentence")).to_have_text(KEPT)
        expect(page.locator("#kiosk")).to_have_attribute("data-state", "offline", timeout=PATIENCE_MS)
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route(SEALED, lose_the_answer)
    page.context.set_offline(False)
    with page.expect_event("requestfailed", lambda one: "sealed-attempts" in one.url, timeout=PATIENCE_MS):
        pass
    assert lost[0] == 200
    assert kept(page) == 2
    page.unroute(SEALED)
    # A second tab of the same device sends too.
    other = page.context.new_page()
    page.reload()
    other.goto("/kiosk/")

    expect(page.locator("#watch")).to_be_visible()
    wait_until_sent(page)
    assert len(punches_of(installation, terminal_id)) == before + 2, sealed_rows(installation)


def wait_until_sent(page: Page) -> None:
    """An empty queue shows nothing on the page, neither before nor after: the device itself is asked."""
    for _ in range(PATIENCE_MS // 500):
        if kept(page) == 0:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{kept(page)} still lie on the device")


def sealed_rows(installation: Installation) -> list[tuple[object, ...]]:
    """What became of everything that arrived, to read where a test fails."""
    with psycopg.connect(installation.database_url) as connection:
        return connection.execute(
            "SELECT sequence, state, reason, kind, captured_at FROM punches_sealedattempt"
        ).fetchall()


def test_nothing_on_the_device_can_be_read(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    pair(page, installation, "in")
    go_offline(page)
    punch_offline(page)

    row = page.evaluate(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open('kaodoki-offline');
          asked.onsuccess = () => {
            const all = asked.result.transaction('attempts').objectStore('attempts').getAll();
            all.onsuccess = async () => {
              const {sealed, ...open} = all.result[0];
              const bytes = new Uint8Array(await sealed.arrayBuffer());
              resolve({open: JSON.stringify(open), text: String.fromCharCode(...bytes.slice(0, 400))});
            };
          };
        })"""
    )

    assert set(json.loads(row["open"])) == {
        "sequence",
        "terminalId",
        "attemptId",
        "keyId",
        "ephemeralKey",
        "nonce",
    }
    assert "captured_at" not in row["text"]


def test_a_device_that_is_nearly_full_says_so_before_it_is(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    page.add_init_script("navigator.storage.estimate = async () => ({quota: 100_000_000, usage: 80_000_000});")
    pair(page, installation, "in")

    expect(page.locator("#offline-note")).to_contain_text("残りわずか")


def test_a_full_device_takes_no_punch_it_cannot_keep(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    page.add_init_script("navigator.storage.estimate = async () => ({quota: 100_000_000, usage: 99_900_000});")
    pair(page, installation, "in")
    go_offline(page)

    expect(page.locator("#offline-note")).to_contain_text("これ以上保存できません")
    expect(page.locator("#offline-start")).to_be_hidden()


def test_a_code_with_its_pin_is_kept_offline_and_becomes_that_persons_punch(
    open_page: OpenPage, installation: Installation
) -> None:
    installation.call("PUT", "/api/v1/employees/0128/pin", json={"pin": "492817"})
    page = open_page("nobody")
    terminal_id = pair(page, installation, "out")
    go_offline(page)
    before = len(punches_of(installation, terminal_id))

    page.get_by_role("button", name="従業員コード + PIN").click()
    page.get_by_label("従業員コード").fill("0128")
    page.get_by_label("PIN", exact=True).fill("492817")
    page.get_by_role("button", name="打刻する").click()
    expect(page.locator("#sentence")).to_have_text(KEPT)
    page.context.set_offline(False)

    expect(page.locator("#offline")).to_be_hidden(timeout=PATIENCE_MS)
    arrived = punches_of(installation, terminal_id)
    assert len(arrived) == before + 1
    newest = max(arrived, key=lambda punch: str(punch["punched_at"]))
    assert (newest["employee_code"], newest["kind"]) == ("0128", "out")


def test_offline_a_code_waits_for_the_kind_that_would_be_asked_for_afterwards(
    open_page: OpenPage, installation: Installation
) -> None:
    installation.call("PUT", "/api/v1/employees/0128/pin", json={"pin": "492817"})
    page = open_page("nobody")
    terminal_id = pair(page, installation, "chosen_after")
    go_offline(page)
    page.get_by_role("button", name="従業員コード + PIN").click()
    page.get_by_label("従業員コード").fill("0128")
    page.get_by_label("PIN", exact=True).fill("492817")

    page.get_by_role("button", name="打刻する").click()
    expect(page.locator("#pin-error")).to_have_text("打刻の種類を選んでください")
    page.locator("#pin-kinds").get_by_role("button", name="休憩開始").click()
    page.get_by_role("button", name="打刻する").click()
    expect(page.locator("#sentence")).to_have_text(KEPT)
    page.context.set_offline(False)

    expect(page.locator("#offline")).to_be_hidden(timeout=PATIENCE_MS)
    newest = max(punches_of(installation, terminal_id), key=lambda punch: str(punch["punched_at"]))
    assert (newest["employee_code"], newest["kind"]) == ("0128", "break_start")
