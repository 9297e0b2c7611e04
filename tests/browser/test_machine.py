"""The kiosk's state machine by itself, run by the browser that it is for."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

# What happened, one after another, and the state it ends in.
STORIES: dict[str, tuple[list[object], str]] = {
    "unpaired": ([{"type": "refused"}], "pairing"),
    "wrong code": ([{"type": "refused"}, {"type": "pairing_failed", "message": "x"}], "pairing"),
    "paired": ([{"type": "refused"}, {"type": "known"}], "watching"),
    "sign of life while looking": ([{"type": "known"}, {"type": "sent"}, {"type": "known"}], "looking"),
    "nobody known": ([{"type": "known"}, {"type": "sent"}, "unknown"], "watching"),
    "recognised": ([{"type": "known"}, {"type": "sent"}, "identified"], "result"),
    "recognised, kind to come": ([{"type": "known"}, {"type": "sent"}, "identified, kind wanted"], "kind_wanted"),
    "answer after giving up": ([{"type": "known"}, "identified"], "watching"),
    "result over": ([{"type": "known"}, {"type": "sent"}, "identified", {"type": "over"}], "watching"),
    "undone": ([{"type": "known"}, {"type": "sent"}, "identified", {"type": "cancelled"}], "cancelled"),
    "revoked in between": ([{"type": "known"}, {"type": "sent"}, {"type": "refused"}], "pairing"),
    "camera gone": ([{"type": "known"}, {"type": "camera_failed"}, {"type": "known"}], "no_camera"),
}
ANSWERS: dict[str, object] = {
    "no_face": {
        "type": "answered",
        "answer": {"outcome": "no_face", "guidance": [{"code": "no_face", "message": "?"}]},
        "wantsKind": False,
    },
    "unknown": {"type": "answered", "answer": {"outcome": "unknown", "guidance": []}, "wantsKind": False},
    "identified": {"type": "answered", "answer": {"outcome": "identified", "guidance": []}, "wantsKind": False},
    "identified, kind wanted": {
        "type": "answered",
        "answer": {"outcome": "identified", "guidance": []},
        "wantsKind": True,
    },
}
PLAY = """async (events) => {
  const {next, START} = await import('/static/kiosk/machine.js');
  return events.reduce(next, START);
}"""


@pytest.fixture
def page_with_modules(open_page: OpenPage) -> Page:
    page = open_page("nobody")
    page.goto("/kiosk/")
    return page


@pytest.mark.parametrize("story", STORIES)
def test_story_ends_in_its_state(page_with_modules: Page, story: str) -> None:
    happened, ends_in = STORIES[story]
    events = [ANSWERS[event] if isinstance(event, str) else event for event in happened]

    state = page_with_modules.evaluate(PLAY, events)

    assert state["name"] == ends_in


def test_chosen_kind_is_kept_for_a_second_look(page_with_modules: Page) -> None:
    events = [{"type": "known"}, {"type": "kind_tapped", "kind": "out"}, {"type": "sent"}, ANSWERS["unknown"]]

    state = page_with_modules.evaluate(PLAY, events)

    assert (state["name"], state["kind"]) == ("watching", "out")


def test_empty_entrance_is_not_told_that_nobody_is_there(page_with_modules: Page) -> None:
    events = [{"type": "known"}, {"type": "sent"}, ANSWERS["no_face"]]

    state = page_with_modules.evaluate(PLAY, events)

    assert (state["name"], state["guidance"]) == ("watching", "")
