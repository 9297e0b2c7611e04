"""Every state of the kiosk in each language: nothing serious for a screen reader, nothing cut off, pictured."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.installation import Installation
from tests.browser.kiosk_page import pair
from tests.browser.test_offline import KEPT, PATIENCE_MS, go_offline

IMAGES = Path(__file__).parents[2] / "docs" / "images"
ATTEMPTS = "**/api/v1/terminal/attempts"
ATTEMPT_ID = "00000000-0000-4000-8000-000000000000"
NO_CAMERA = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('refused'))"
# The states whose pictures stand in the documentation.
PICTURED = {"idle", "result", "not_sure", "offline"}
PERSON = {"employee_code": "0128", "display_name": "コリンズ アイリーン"}
PUNCH = {
    "kind": "out",
    "working_date": "2026-11-20",
    "working_time": "25:04",
    "state": "pending",
    "held_until": None,
}
# Of today, which the kiosk writes without the date.
AS_OF = datetime.now(ZoneInfo("Asia/Tokyo")).replace(hour=18, minute=0, second=0, microsecond=0)
OVERTIME = {"minutes": 2400, "exceeded_minutes": 0, "cap_minutes": 3600, "as_of": AS_OF.isoformat()}
CHALLENGE = {
    "challenge_id": ATTEMPT_ID,
    "action": "turn_left",
    "instruction": "?",
    "expires_at": "2036-11-20T09:00:10+09:00",
}

Play = Callable[[Page, Installation], None]


def answer_with(page: Page, **answer: object) -> None:
    full = {"attempt_id": ATTEMPT_ID, "guidance": [], **answer}
    page.route(ATTEMPTS, lambda route: route.fulfill(status=200, json=full))


def pairing(page: Page, _: Installation) -> None:
    page.goto("/kiosk/")


def idle(page: Page, installation: Installation) -> None:
    answer_with(page, outcome="no_face")
    pair(page, installation, "in", name="本社 1階")


def looking(page: Page, installation: Installation) -> None:
    guidance = [{"code": "too_small", "message": "もう少し近づいてください"}]
    answer_with(page, outcome="poor_quality", guidance=guidance, face={"box": [0.35, 0.25, 0.3, 0.4]})
    pair(page, installation, "in")
    expect(page.locator("#sentence")).to_have_text("もう少し近づいてください")


def choosing(page: Page, installation: Installation) -> None:
    answer_with(page, outcome="identified", employee=PERSON, likely_kind="out", likely_reason="今日 9:02 に出勤")
    pair(page, installation, "chosen_after")


def challenge(page: Page, installation: Installation) -> None:
    answer_with(page, outcome="challenge_required", challenge=CHALLENGE)
    pair(page, installation, "in")


def result(page: Page, installation: Installation) -> None:
    answer_with(page, outcome="identified", employee=PERSON, punch=PUNCH, remaining_overtime=OVERTIME)
    pair(page, installation, "out")


def not_sure(page: Page, installation: Installation) -> None:
    answer_with(page, outcome="not_sure", guidance=[{"code": "not_sure", "message": "?"}])
    pair(page, installation, "in")


def refused(page: Page, installation: Installation) -> None:
    message = "登録された顔と一致しませんでした。従業員コードとPINでも打刻できます。"
    answer_with(page, outcome="unknown", guidance=[{"code": "unknown", "message": message}])
    pair(page, installation, "in")


def offline(page: Page, installation: Installation) -> None:
    """What can be done is asked; nothing tells the person to wait."""
    answer_with(page, outcome="no_face")
    pair(page, installation, "chosen")
    go_offline(page)
    expect(page.locator("#sentence")).to_have_text("打刻の種類を選んでください")


def offline_kept(page: Page, installation: Installation) -> None:
    offline(page, installation)
    page.locator("#offline-kinds button").first.click()
    expect(page.locator("#sentence")).to_have_text(KEPT)
    expect(page.locator("#offline-note")).to_contain_text("つながりしだい自動で送信します")


def error(page: Page, installation: Installation) -> None:
    page.add_init_script(NO_CAMERA)
    pair(page, installation, "in")


STATES: dict[str, Play] = {
    "pairing": pairing,
    "idle": idle,
    "looking": looking,
    "choosing": choosing,
    "challenge": challenge,
    "result": result,
    "not_sure": not_sure,
    "refused": refused,
    "offline": offline,
    "offline_kept": offline_kept,
    "error": error,
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_read_in_both_languages(
    open_page: OpenPage, installation: Installation, state: str, request: pytest.FixtureRequest
) -> None:
    # The state is held: its time must not run out while it is looked at.
    page = open_page("astronaut")
    page.route("**/stay.js", lambda route: hold(route, may_look=state not in ("idle", "offline", "offline_kept")))
    STATES[state](page, installation)
    expect(page.locator("#kiosk")).to_have_attribute("data-state", state, timeout=PATIENCE_MS)
    page.wait_for_timeout(300)
    keep(page, f"kiosk-{state.replace('_', '-')}", request, is_shown=state in PICTURED)

    for language in ("ja", "en"):
        expect(page.locator("html")).to_have_attribute("lang", language)
        violations = Axe().run(page).response["violations"]
        assert [one["id"] for one in violations if one["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 820
        page.locator("#language").click()


def hold(route: Route, *, may_look: bool) -> None:
    """Nothing is over by itself, and nobody is looked at twice once something is on the screen."""
    looks = "state.name === 'idle'" if may_look else "false"
    source = f"export const isOver = () => false;\nexport const mayLook = (state) => {looks};"
    route.fulfill(status=200, content_type="text/javascript", body=source)


def keep(page: Page, name: str, request: pytest.FixtureRequest, *, is_shown: bool) -> None:
    """For the documentation, when asked for."""
    picture = page.screenshot()
    if is_shown and request.config.getoption("--save-pictures"):
        (IMAGES / f"{name}.png").write_bytes(picture)
    folder = os.environ.get("KIOSK_PICTURES")
    if folder:
        (Path(folder) / f"{name}.png").write_bytes(picture)
