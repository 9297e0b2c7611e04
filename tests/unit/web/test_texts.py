"""Everything a person reads exists in both languages, with the same gaps to fill."""

import re
import string

import pytest

from kaodoki.web.console import texts as console
from kaodoki.web.console.integrity_texts import INTEGRITY_TEXTS
from kaodoki.web.console.linking_page_texts import LINKING_PAGE_TEXTS
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.kiosk.texts import TEXTS as KIOSK_TEXTS
from kaodoki.web.texts import Text

CATALOGUES = {
    "kinds": KIND_NAMES,
    "kiosk": KIOSK_TEXTS,
    "console": console.TEXTS,
    "integrity": INTEGRITY_TEXTS,
    "linking_page": LINKING_PAGE_TEXTS,
    "selections": console.SELECTIONS,
    "states": console.STATES,
    "outcomes": console.OUTCOMES,
}
ALL = [(f"{name}.{key}", text) for name, catalogue in CATALOGUES.items() for key, text in catalogue.items()]
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# The name of the other language is written in that language.
SHOWN_IN_THE_OTHER = {"kiosk.other_language", "console.other_language"}


@pytest.mark.parametrize(("key", "text"), ALL)
def test_text_is_there_in_both_languages_with_the_same_gaps(key: str, text: Text) -> None:
    gaps = [{name for _, name, _, _ in string.Formatter().parse(said) if name} for said in (text.ja, text.en)]

    assert text.ja.strip()
    assert text.en.strip()
    assert gaps[0] == gaps[1]


@pytest.mark.parametrize(("key", "text"), ALL)
def test_english_text_holds_no_japanese(key: str, text: Text) -> None:
    assert key in SHOWN_IN_THE_OTHER or not JAPANESE.search(text.en)


def test_text_is_given_in_the_language_asked_for() -> None:
    text = Text("出勤", "Clock in")

    assert (text.in_language("ja"), text.in_language("en")) == ("出勤", "Clock in")
