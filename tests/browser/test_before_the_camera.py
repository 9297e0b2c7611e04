"""What the kiosk sends of what its camera sees, when it sends it, and what is drawn and heard."""

import io
import re
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import segno
from playwright.sync_api import Page, Route, expect

from kaodoki.faces import load_engine
from tests.browser.conftest import ASTRONAUT, OpenPage
from tests.browser.installation import Installation
from tests.browser.kiosk_page import expect_result, pair
from tests.browser.stage import WIDTH, Image, empty, frames_in, people, set_stage, show

ATTEMPTS = "**/api/v1/terminal/attempts"
GREETED = "コリンズ アイリーン さん"
MIDDLE = WIDTH / 2
ALONE = people(("astronaut", MIDDLE, 150))
# The second face is two thirds of the first one's area: near enough to be asked for one at a time, if it were seen.
WITH_BYSTANDER = people(("astronaut", MIDDLE, 150), ("biden", 575, 115))
USUAL = {"liveness": "off", "kiosk_chime": False, "kiosk_voice": False, "kiosk_dwell_ms": 0}
LISTEN = """
  window.heard = {notes: [], lines: []};
  const tone = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    const made = tone.call(this);
    const start = made.start.bind(made);
    made.start = (when) => { window.heard.notes.push(made.frequency.value); start(when); };
    return made;
  };
  window.speechSynthesis.speak = (said) => window.heard.lines.push([said.lang, said.text]);
"""


@pytest.fixture(autouse=True)
def usual_again(installation: Installation) -> Iterator[None]:
    yield
    installation.call("PATCH", "/api/v1/settings", json=USUAL)


def looks_of(page: Page) -> list[list[Image]]:
    """The frames of every attempt that the page sends from now on."""
    sent: list[list[Image]] = []

    def note(route: Route) -> None:
        sent.append(frames_in(route.request.post_data_buffer or b""))
        route.continue_()

    page.route(ATTEMPTS, note)
    return sent


def faces_in(frame: Image) -> int:
    return len(load_engine().detect(frame))


def test_who_stands_beside_the_oval_is_never_sent(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    set_stage(page, {"two": WITH_BYSTANDER})
    sent = looks_of(page)

    pair(page, installation, "in")

    expect_result(page, name=GREETED, kind="出勤")
    assert faces_in(WITH_BYSTANDER) == 2
    assert [frame.shape[:2] for frame in sent[-1]] == [(480, 360)] * 3
    assert [faces_in(frame) for frame in sent[-1]] == [1] * 3


def test_where_prints_are_told_from_people_their_surroundings_are_sent(
    open_page: OpenPage, installation: Installation
) -> None:
    installation.call("PATCH", "/api/v1/settings", json={"liveness": "passive"})
    page = open_page("nobody")
    set_stage(page, {"two": WITH_BYSTANDER})
    sent = looks_of(page)

    pair(page, installation, "in")

    expect(page.locator("#sentence")).to_have_text(re.compile("お一人ずつ"))
    assert [frame.shape[:2] for frame in sent[-1]] == [(480, 640)] * 3


def test_who_walks_past_is_not_looked_at_where_a_dwell_is_set(open_page: OpenPage, installation: Installation) -> None:
    installation.call("PATCH", "/api/v1/settings", json={"kiosk_dwell_ms": 2_500})
    page = open_page("nobody")
    set_stage(page, {"empty": empty(), "somebody": ALONE})
    pair(page, installation, "in")
    page.wait_for_timeout(3_000)  # the first look, at nobody, is over
    sent = looks_of(page)

    show(page, "somebody")
    page.wait_for_timeout(1_200)
    show(page, "empty")
    page.wait_for_timeout(3_000)
    assert sent == []

    show(page, "somebody")
    expect_result(page, name=GREETED, kind="出勤")


def test_an_empty_entrance_is_looked_at_once_and_a_paired_kiosk_leads_to_its_self_test(
    open_page: OpenPage, installation: Installation
) -> None:
    page = open_page("nobody")
    page.clock.install()
    sent = looks_of(page)
    pair(page, installation, "in")
    expect(page.locator("#sentence")).to_have_text(re.compile("枠に顔を合わせてください"))
    page.clock.run_for(120_000)

    assert len(sent) <= 1
    page.get_by_role("link", name="端末の動作確認").click()
    page.wait_for_url("**/kiosk/self-test")


def test_the_face_that_was_seen_is_framed_where_it_is_shown(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("nobody")
    stranger = people(("biden", MIDDLE + 40, 130))
    set_stage(page, {"stranger": stranger})

    pair(page, installation, "in")

    mark = page.locator("#face-box")
    expect(mark).to_be_visible()
    drawn, shown = mark.bounding_box(), page.locator("#preview").bounding_box()
    assert drawn is not None
    assert shown is not None
    x, y, width, height = load_engine().detect(stranger)[0].box
    scale = shown["height"] / 480
    mirrored = shown["x"] + shown["width"] / 2 - (x + width / 2 - MIDDLE) * scale
    assert drawn["x"] + drawn["width"] / 2 == pytest.approx(mirrored, abs=12)
    assert drawn["y"] + drawn["height"] / 2 == pytest.approx(shown["y"] + (y + height / 2) * scale, abs=12)
    assert drawn["width"] == pytest.approx(width * scale, rel=0.15)


def test_card_held_before_the_camera_is_a_punch(open_page: OpenPage, installation: Installation) -> None:
    issued = installation.call("POST", f"/api/v1/employees/{ASTRONAUT[0]}/card").json()
    page = open_page("nobody")
    set_stage(page, {"empty": empty(), "card": card_before_the_camera(issued["secret"])})
    pair(page, installation, "out")
    page.get_by_role("button", name="カード").click()
    expect(page.locator("#sentence")).to_have_text("カードのQRコードをカメラに見せてください")

    show(page, "card")

    expect_result(page, name=GREETED, kind="退勤")


def test_chime_and_spoken_line_never_say_who_it_is(open_page: OpenPage, installation: Installation) -> None:
    installation.call("PATCH", "/api/v1/settings", json={"kiosk_chime": True, "kiosk_voice": True})
    page = open_page("astronaut")
    page.add_init_script(LISTEN)

    pair(page, installation, "in")

    expect_result(page, name=GREETED, kind="出勤")
    heard = page.evaluate("window.heard")
    assert heard["notes"] == [660, 880]
    [[language, line]] = heard["lines"]
    assert language == "ja-JP"
    assert line.startswith("出勤 ")
    assert "コリンズ" not in line  # everybody in the queue hears it


def test_nothing_is_heard_unless_the_company_wants_it(open_page: OpenPage, installation: Installation) -> None:
    page = open_page("astronaut")
    page.add_init_script(LISTEN)

    pair(page, installation, "in")

    expect_result(page, name=GREETED, kind="出勤")
    assert page.evaluate("window.heard") == {"notes": [], "lines": []}


def card_before_the_camera(secret: str) -> Image:
    """As somebody holds it: in the middle, a little turned."""
    png = io.BytesIO()
    segno.make(secret, error="m").save(png, kind="png", scale=5, border=4)
    code = cv2.imdecode(np.frombuffer(png.getvalue(), np.uint8), cv2.IMREAD_COLOR)
    assert code is not None
    view, (rows, columns) = empty(), code.shape[:2]
    view[120 : 120 + rows, 320 - columns // 2 : 320 - columns // 2 + columns] = code
    turned = cv2.warpAffine(
        view, cv2.getRotationMatrix2D((320, 240), 7, 1), (640, 480), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, dtype=np.uint8)
