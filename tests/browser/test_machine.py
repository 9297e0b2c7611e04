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
STORIES |= {
    "movement asked for": ([{"type": "known"}, {"type": "sent"}, "challenge"], "challenged"),
    "movement filmed": ([{"type": "known"}, {"type": "sent"}, "challenge", {"type": "moved"}], "looking"),
    "movement recognised": (
        [{"type": "known"}, {"type": "sent"}, "challenge", {"type": "moved"}, "identified"],
        "result",
    ),
    "asked once more": (
        [{"type": "known"}, {"type": "sent"}, "challenge", {"type": "moved"}, "challenge"],
        "challenged",
    ),
    "given up": ([{"type": "known"}, {"type": "sent"}, "challenge", {"type": "over"}], "watching"),
    "filmed after giving up": (
        [{"type": "known"}, {"type": "sent"}, "challenge", {"type": "over"}, {"type": "moved"}],
        "watching",
    ),
    "too late": (
        [{"type": "known"}, {"type": "sent"}, "challenge", {"type": "moved"}, {"type": "not_taken", "message": "x"}],
        "watching",
    ),
    "revoked while moving": ([{"type": "known"}, {"type": "sent"}, "challenge", {"type": "refused"}], "pairing"),
    "camera gone while moving": (
        [{"type": "known"}, {"type": "sent"}, "challenge", {"type": "camera_failed"}],
        "no_camera",
    ),
    "challenge that says nothing": ([{"type": "known"}, {"type": "sent"}, "challenge without one"], "watching"),
}
CHALLENGE = {"challenge_id": "1", "action": "look_up", "instruction": "?", "expires_at": "2026-11-20T09:00:10+09:00"}
ANSWERS: dict[str, object] = {
    "no_face": {
        "type": "answered",
        "answer": {"outcome": "no_face", "guidance": [{"code": "no_face", "message": "?"}]},
        "wantsKind": False,
    },
    "unknown": {"type": "answered", "answer": {"outcome": "unknown", "guidance": []}, "wantsKind": False},
    "challenge": {
        "type": "answered",
        "answer": {
            "outcome": "challenge_required",
            "challenge": CHALLENGE,
            "guidance": [{"code": "not_performed", "message": "further"}],
        },
        "wantsKind": False,
    },
    "challenge without one": {
        "type": "answered",
        "answer": {"outcome": "challenge_required", "guidance": []},
        "wantsKind": False,
    },
    "not_live": {
        "type": "answered",
        "answer": {
            "outcome": "not_live",
            "guidance": [
                {"code": "screen_pattern", "message": "stand"},
                {"code": "liveness_score_low", "message": "stand"},
                {"code": "ask_administrator", "message": "ask"},
            ],
        },
        "wantsKind": False,
    },
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


def test_second_challenge_says_what_was_wrong_and_keeps_the_kind(page_with_modules: Page) -> None:
    events = [{"type": "known"}, {"type": "kind_tapped", "kind": "out"}, {"type": "sent"}, ANSWERS["challenge"]]

    state = page_with_modules.evaluate(PLAY, events)

    assert (state["name"], state["kind"], state["guidance"]) == ("challenged", "out", "further")


def test_who_is_refused_hears_each_sentence_once_and_whom_to_ask(page_with_modules: Page) -> None:
    events = [{"type": "known"}, {"type": "sent"}, ANSWERS["not_live"]]

    state = page_with_modules.evaluate(PLAY, events)

    assert (state["name"], state["guidance"]) == ("watching", "stand ask")


@pytest.mark.parametrize(
    ("name", "guidance", "since_ms", "may_look"),
    [
        ("watching", "", 0, True),
        ("watching", "制限時間を過ぎました", 1_400, False),
        ("watching", "制限時間を過ぎました", 1_600, True),
        ("result", "", 9_000, False),
    ],
)
def test_next_look_waits_until_the_sentence_could_be_read(
    page_with_modules: Page, name: str, guidance: str, since_ms: int, may_look: bool
) -> None:
    ask = """async ([state, sinceMs]) => (await import('/static/kiosk/stay.js')).mayLook(state, sinceMs)"""

    assert page_with_modules.evaluate(ask, [{"name": name, "guidance": guidance}, since_ms]) is may_look
