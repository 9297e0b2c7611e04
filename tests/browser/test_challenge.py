"""A challenge at the kiosk: somebody who turns their head, somebody with a print, somebody who would rather not."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from kaodoki.project.demo_pictures import picture_path
from tests.browser.actor import act
from tests.browser.conftest import OpenPage
from tests.browser.installation import Installation
from tests.browser.kiosk_page import expect_result, pair

CHALLENGES = re.compile(r"/api/v1/terminal/attempts/[0-9a-f-]+/challenge$")
# A challenge takes some five seconds, and may be asked twice.
PATIENCE_MS = 60_000
ATTEMPTS = "/api/v1/terminal/attempts"
SCREENS = {"phone": (320, 640), "portrait": (820, 1180), "landscape": (1180, 820)}


@pytest.fixture(autouse=True)
def always_challenged(installation: Installation) -> Iterator[None]:
    """The company asks for a movement every time; afterwards nothing is checked, as the other tests expect."""
    settings = {"liveness": "passive_and_challenge", "liveness_challenge": "always"}
    installation.call("PATCH", "/api/v1/settings", json=settings)
    yield
    installation.call("PATCH", "/api/v1/settings", json={"liveness": "off"})


def test_person_who_turns_as_asked_has_a_punch(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    act(page, picture_path("obama_3"))
    sent: list[int] = []

    def count(route: Route) -> None:
        sent.append((route.request.post_data_buffer or b"").count(b'name="frames"'))
        route.continue_()

    page.route(CHALLENGES, count)
    pair(page, installation, "in")

    expect(page.locator("#challenge")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#sentence")).to_have_text(re.compile("(左|右|上)を向いてください"))
    expect(page.locator("#countdown")).to_have_text(re.compile(r"^\d+$"))
    expect(page.locator("#result")).to_be_visible(timeout=PATIENCE_MS)
    expect_result(page, name="オバマ バラク さん", kind="出勤")
    assert sent[-1] == 8
    assert installation.punches()[-1]["employee_code"] == "0044"


def test_print_that_is_turned_does_not_pass(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("print")
    before = len(installation.punches())
    outcomes: list[str] = []
    page.on("response", lambda said: outcomes.append(said.json()["outcome"]) if ATTEMPTS in said.url else None)

    pair(page, installation, "in")

    # The print is tilted all the while: some of its looks show no usable face and are only told so.
    expect(page.locator("#sentence")).to_contain_text("管理者に打刻を依頼してください", timeout=2 * PATIENCE_MS)
    assert "identified" not in outcomes
    assert outcomes[-1] == "not_live"
    assert len(installation.punches()) == before


def test_challenge_can_be_given_up(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("president")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if _is(request.url) else None)
    pair(page, installation, "chosen")
    page.get_by_role("button", name="退勤").click()
    expect(page.locator("#challenge")).to_be_visible(timeout=PATIENCE_MS)

    page.get_by_role("button", name="やめる").click()

    expect(page.locator("#challenge")).to_be_hidden()
    expect(page.locator("#sentence")).to_have_text("打刻の種類を選んでください")
    page.wait_for_timeout(5_000)
    assert sent == []


def test_answer_that_comes_too_late_says_so(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("president")
    error = {"code": "challenge_expired", "message": "制限時間を過ぎました", "details": {}}
    page.route(CHALLENGES, lambda route: route.fulfill(status=410, json=error))

    pair(page, installation, "in")

    expect(page.locator("#sentence")).to_have_text("制限時間を過ぎました", timeout=PATIENCE_MS)


def test_lost_network_repeats_the_same_frames(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    act(page, picture_path("obama_3"))
    outcomes: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        answer = route.fetch()
        outcomes.append(answer.json().get("outcome", answer.json().get("code")))
        if len(outcomes) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(CHALLENGES, lose_the_first_answer)
    pair(page, installation, "out")

    expect(page.locator("#result")).to_be_visible(timeout=PATIENCE_MS)
    expect_result(page, name="オバマ バラク さん", kind="退勤")
    # Other frames would have been refused as `challenge_used`: the lost answer had used the challenge up.
    assert outcomes[1] == outcomes[0]


def test_english_shows_the_instruction_in_english(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("president")
    pair(page, installation, "in")
    expect(page.locator("#challenge")).to_be_visible(timeout=PATIENCE_MS)

    page.get_by_role("button", name="English").click()

    expect(page.locator("#sentence")).to_have_text(re.compile("^Look straight ahead, then"))


@pytest.mark.parametrize("screen", SCREENS)
def test_instruction_and_preview_fit_the_screen(open_page: OpenPage, installation: Installation, screen: str) -> None:
    width, height = SCREENS[screen]
    page = open_page("president", width=width, height=height)

    pair(page, installation, "in")

    expect(page.locator("#challenge")).to_be_visible(timeout=PATIENCE_MS)
    for part in ("#oval", "#sentence", "#challenge", "#give-up"):
        _expect_inside(page, part, width, height)


def _expect_inside(page: Page, part: str, width: int, height: int) -> None:
    box = page.locator(part).bounding_box()
    assert box is not None, part
    assert 0 <= box["x"] <= width + 1 - box["width"], (part, box)
    assert 0 <= box["y"] <= height + 1 - box["height"], (part, box)


def _is(url: str) -> bool:
    return CHALLENGES.search(url) is not None
