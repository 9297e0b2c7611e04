"""The kiosk's state machine by itself, run by the browser that it is for."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

KNOWN = {"type": "known", "choosesFirst": False}
CHOOSES = {"type": "known", "choosesFirst": True}
# What happened, one after another, and the state it ends in.
STORIES: dict[str, tuple[list[object], str]] = {
    "unpaired": ([{"type": "unpaired"}], "pairing"),
    "wrong code": ([{"type": "unpaired"}, {"type": "pairing_failed", "message": "x"}], "pairing"),
    "paired": ([{"type": "unpaired"}, KNOWN], "idle"),
    "sign of life while looking": ([KNOWN, {"type": "sent"}, KNOWN], "looking"),
    "nobody known": ([KNOWN, {"type": "sent"}, "unknown"], "refused"),
    "recognised": ([KNOWN, {"type": "sent"}, "identified"], "result"),
    "recognised, kind to come": ([KNOWN, {"type": "sent"}, "identified, kind wanted"], "choosing"),
    "answer after giving up": ([KNOWN, "identified"], "idle"),
    "result over": ([KNOWN, {"type": "sent"}, "identified", {"type": "over"}], "idle"),
    "undone": ([KNOWN, {"type": "sent"}, "identified", {"type": "cancelled"}], "cancelled"),
    "revoked in between": ([KNOWN, {"type": "sent"}, {"type": "unpaired"}], "pairing"),
    "camera gone": ([KNOWN, {"type": "camera_failed"}, KNOWN], "error"),
}
STORIES |= {
    "movement asked for": ([KNOWN, {"type": "sent"}, "challenge"], "challenge"),
    "movement filmed": ([KNOWN, {"type": "sent"}, "challenge", {"type": "moved"}], "looking"),
    "movement recognised": (
        [KNOWN, {"type": "sent"}, "challenge", {"type": "moved"}, "identified"],
        "result",
    ),
    "asked once more": (
        [KNOWN, {"type": "sent"}, "challenge", {"type": "moved"}, "challenge"],
        "challenge",
    ),
    "given up": ([KNOWN, {"type": "sent"}, "challenge", {"type": "over"}], "idle"),
    "filmed after giving up": (
        [KNOWN, {"type": "sent"}, "challenge", {"type": "over"}, {"type": "moved"}],
        "idle",
    ),
    "too late": (
        [KNOWN, {"type": "sent"}, "challenge", {"type": "moved"}, {"type": "not_taken", "message": "x"}],
        "looking",
    ),
    "revoked while moving": ([KNOWN, {"type": "sent"}, "challenge", {"type": "unpaired"}], "pairing"),
    "camera gone while moving": (
        [KNOWN, {"type": "sent"}, "challenge", {"type": "camera_failed"}],
        "error",
    ),
    "challenge that says nothing": ([KNOWN, {"type": "sent"}, "challenge without one"], "looking"),
}
STORIES |= {
    "kinds come first": ([CHOOSES], "choosing"),
    "no look before a kind": ([CHOOSES, {"type": "sent"}], "choosing"),
    "kind tapped": ([CHOOSES, {"type": "kind_tapped", "kind": "in"}], "looking"),
    "kind tapped and left": ([CHOOSES, {"type": "kind_tapped", "kind": "in"}, {"type": "over"}], "choosing"),
    "somebody comes": ([KNOWN, {"type": "guided", "guidance": ""}], "idle"),
    "somebody comes in the dark": ([KNOWN, {"type": "guided", "guidance": "dark"}], "looking"),
    "turned away": ([KNOWN, {"type": "sent"}, "not_live"], "refused"),
    "turned away, looks again": ([KNOWN, {"type": "sent"}, "not_live", {"type": "sent"}], "looking"),
    "not sure": ([KNOWN, {"type": "sent"}, "not_sure"], "not_sure"),
    "not sure keeps its look": ([KNOWN, {"type": "sent"}, "not_sure", {"type": "pin_tapped"}], "not_sure"),
    "not sure, wrong PIN": (
        [KNOWN, {"type": "sent"}, "not_sure", {"type": "sent"}, {"type": "not_taken", "message": "x"}],
        "not_sure",
    ),
    "not sure, right PIN": ([KNOWN, {"type": "sent"}, "not_sure", {"type": "sent"}, "identified"], "result"),
    "code instead of a face": ([KNOWN, {"type": "pin_tapped"}], "pin"),
    "code and kind after it": (
        [KNOWN, {"type": "pin_tapped"}, {"type": "sent"}, "identified, kind wanted"],
        "choosing",
    ),
    "code is not overtaken by a face": ([KNOWN, {"type": "pin_tapped"}, "identified"], "pin"),
    "code while frames are away": ([KNOWN, {"type": "sent"}, {"type": "pin_tapped"}], "looking"),
    "code, then nobody was seen": ([KNOWN, {"type": "sent"}, {"type": "pin_tapped"}, "no_face"], "pin"),
    "card, then not known": ([KNOWN, {"type": "sent"}, {"type": "card_tapped"}, "unknown"], "card"),
    "code, then known after all": ([KNOWN, {"type": "sent"}, {"type": "pin_tapped"}, "identified"], "result"),
    "code, then not sure": ([KNOWN, {"type": "sent"}, {"type": "pin_tapped"}, "not_sure"], "not_sure"),
    "code, then no answer": (
        [KNOWN, {"type": "sent"}, {"type": "pin_tapped"}, {"type": "not_taken", "message": ""}],
        "pin",
    ),
    "a tap counts for one look": (
        [KNOWN, {"type": "sent"}, {"type": "pin_tapped"}, "identified", {"type": "over"}, {"type": "sent"}, "no_face"],
        "idle",
    ),
    "code without a camera": ([KNOWN, {"type": "camera_failed"}, {"type": "pin_tapped"}], "pin"),
    "camera gone while typing": ([KNOWN, {"type": "pin_tapped"}, {"type": "camera_failed"}], "pin"),
    "code before pairing": ([{"type": "unpaired"}, {"type": "pin_tapped"}], "pairing"),
    "card": ([KNOWN, {"type": "card_tapped"}], "card"),
    "card not held yet": ([KNOWN, {"type": "card_tapped"}, {"type": "sent"}, "no_face"], "card"),
    "card read": ([KNOWN, {"type": "card_tapped"}, {"type": "sent"}, "identified"], "result"),
    "server away": ([KNOWN, {"type": "lost"}], "offline"),
    "server away during a look": ([KNOWN, {"type": "sent"}, {"type": "lost"}], "looking"),
    "server back": ([KNOWN, {"type": "lost"}, {"type": "back"}], "idle"),
    "kept for later": ([KNOWN, {"type": "lost"}, {"type": "kept"}], "offline_kept"),
    "kept during a look": ([KNOWN, {"type": "sent"}, {"type": "kept"}], "offline_kept"),
    "kept and read": ([KNOWN, {"type": "lost"}, {"type": "kept"}, {"type": "over"}], "idle"),
    "nothing is kept unpaired": ([{"type": "unpaired"}, {"type": "kept"}], "pairing"),
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
    "not_sure": {
        "type": "answered",
        "answer": {"outcome": "not_sure", "guidance": [{"code": "not_sure", "message": "?"}]},
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
    events = [CHOOSES, {"type": "kind_tapped", "kind": "out"}, {"type": "sent"}, ANSWERS["unknown"], {"type": "sent"}]

    state = page_with_modules.evaluate(PLAY, events)

    assert (state["name"], state["kind"], state["isBusy"]) == ("looking", "out", True)


def test_empty_entrance_is_not_told_that_nobody_is_there(page_with_modules: Page) -> None:
    events = [KNOWN, {"type": "sent"}, ANSWERS["no_face"]]

    state = page_with_modules.evaluate(PLAY, events)

    assert (state["name"], state["guidance"]) == ("idle", "")


def test_second_challenge_says_what_was_wrong_and_keeps_the_kind(page_with_modules: Page) -> None:
    events = [KNOWN, {"type": "kind_tapped", "kind": "out"}, {"type": "sent"}, ANSWERS["challenge"]]

    state = page_with_modules.evaluate(PLAY, events)

    assert (state["name"], state["kind"], state["guidance"]) == ("challenge", "out", "further")


def test_who_is_refused_hears_each_sentence_once_and_whom_to_ask(page_with_modules: Page) -> None:
    events = [KNOWN, {"type": "sent"}, ANSWERS["not_live"]]

    state = page_with_modules.evaluate(PLAY, events)

    assert (state["name"], state["guidance"]) == ("refused", "stand ask")


@pytest.mark.parametrize(
    ("name", "guidance", "since_ms", "may_look"),
    [
        ("idle", "", 0, True),
        ("idle", "制限時間を過ぎました", 1_400, False),
        ("idle", "制限時間を過ぎました", 1_600, True),
        ("result", "", 9_000, False),
    ],
)
def test_next_look_waits_until_the_sentence_could_be_read(
    page_with_modules: Page, name: str, guidance: str, since_ms: int, may_look: bool
) -> None:
    ask = """async ([state, sinceMs]) => (await import('/static/kiosk/stay.js')).mayLook(state, sinceMs)"""

    assert page_with_modules.evaluate(ask, [{"name": name, "guidance": guidance}, since_ms]) is may_look
