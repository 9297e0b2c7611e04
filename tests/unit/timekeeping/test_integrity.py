"""The table of the integrity check: who may do what from where."""

from itertools import product

import pytest

from kaodoki.timekeeping.integrity import LEADS_TO, IntegrityReason, Presence, integrity_error
from kaodoki.timekeeping.kinds import Kind

# Written by hand, a column a kind, in the order of `Kind`: in, out, break_start, break_end, go_out, return, auto.
TABLE = {
    Presence.AWAY: "- no_clock_in no_clock_in no_clock_in no_clock_in no_clock_in -",
    Presence.WORKING: "already_in - - no_break_start - no_go_out -",
    Presence.ON_BREAK: "already_in break_not_ended break_not_ended - break_not_ended no_go_out -",
    Presence.OUTSIDE: "already_in not_returned not_returned no_break_start not_returned - -",
    Presence.UNKNOWN: "- - - - - - -",
}


@pytest.mark.parametrize(("where", "kind"), list(product(Presence, Kind)))
def test_every_step_is_allowed_or_refused_with_its_reason(where: Presence, kind: Kind) -> None:
    reason = dict(zip(Kind, TABLE[where].split(), strict=True))[kind]

    assert integrity_error(where, kind) == (None if reason == "-" else IntegrityReason(reason))


def test_every_kind_leads_somewhere() -> None:
    assert [LEADS_TO[kind].value for kind in Kind] == [
        "working",
        "away",
        "on_break",
        "working",
        "outside",
        "working",
        "unknown",
    ]


@pytest.mark.parametrize("reason", IntegrityReason)
def test_every_reason_has_a_sentence_in_both_languages(reason: IntegrityReason) -> None:
    japanese, english = reason.message("ja"), reason.message("en")

    assert japanese.endswith("。")
    assert english.isascii()
    assert english.endswith(".")
