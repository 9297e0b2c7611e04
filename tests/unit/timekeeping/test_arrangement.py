"""A person's punches arranged: working days and integrity together, whatever order they came in."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.arrangement import PersonPunch, arrange
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.working_day import DayRules, WorkingDayRule

TOKYO = ZoneInfo("Asia/Tokyo")
LETTERS = {
    Kind.IN: "(",
    Kind.OUT: ")",
    Kind.BREAK_START: "[",
    Kind.BREAK_END: "]",
    Kind.GO_OUT: "{",
    Kind.RETURN: "}",
}
# Shifts that are over, with breaks and outings inside, and then perhaps one that is not.
A_DAY_SO_FAR = re.compile(r"(\((\[\]|\{\})*\))*(\((\[\]|\{\})*[\[{]?)?")
NIGHT = DayRules(zone=TOKYO, day_start=time(0), rule=WorkingDayRule.OPEN_SHIFT)
BY_CLOCK = DayRules(zone=TOKYO, day_start=time(0))


def punches(text: str, *, is_judged: bool = True) -> list[PersonPunch]:
    """`20 22:00 in; 21 06:00 out` → punches of November 2026, Japan time."""
    parts = [part.split() for part in text.split(";")]
    return [
        PersonPunch(
            kind=Kind(kind),
            punched_at=datetime.fromisoformat(f"2026-11-{day}T{clock_time}").replace(tzinfo=TOKYO),
            is_judged=is_judged,
        )
        for day, clock_time, kind in parts
    ]


def said(text: str, rules: DayRules) -> list[str]:
    """`20` where a punch fits on that day, `20 no_clock_in` where it does not."""
    places = arrange(punches(text), rules=rules)
    return [f"{place.working_date.day} {place.error or ''}".strip() for place in places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 09:00 in; 20 12:00 break_start; 20 13:00 break_end; 20 18:00 out", ["20"] * 4),
        ("20 09:00 in; 20 10:00 go_out; 20 11:00 return; 20 18:00 out", ["20"] * 4),
        ("20 09:00 in; 20 18:00 out; 20 20:00 in; 20 22:00 out", ["20"] * 4),
        ("20 18:00 out", ["20 no_clock_in"]),
        ("20 09:00 in; 20 10:00 in; 20 18:00 out", ["20", "20 already_in", "20"]),
        ("20 09:00 in; 20 12:00 break_start; 20 18:00 out", ["20", "20", "20 break_not_ended"]),
        # What does not fit has no effect: the person is still on the break, and may end it.
        (
            "20 09:00 in; 20 12:00 break_start; 20 12:30 out; 20 13:00 break_end",
            ["20", "20", "20 break_not_ended", "20"],
        ),
        ("20 09:00 auto; 20 12:00 break_start; 20 13:00 return", ["20", "20", "20 no_go_out"]),
        ("20 22:00 in; 21 06:00 out", ["20", "21 no_clock_in"]),
    ],
)
def test_day_start_judges_each_day_for_itself(text: str, expected: list[str]) -> None:
    assert said(text, BY_CLOCK) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 22:00 in; 21 02:00 break_start; 21 03:00 break_end; 21 06:00 out", ["20"] * 4),
        ("20 22:00 in; 21 06:00 out; 21 22:00 in; 22 06:00 out", ["20", "20", "21", "21"]),
        # Sixteen hours, and a second more.
        ("20 22:00 in; 21 14:00 out", ["20", "20"]),
        ("20 22:00 in; 21 14:00:01 out", ["20", "21 no_clock_in"]),
        # A forgotten clock-out does not draw the next morning's punches to the day before.
        ("20 22:00 in; 21 08:00 in; 21 12:00 break_start; 21 12:45 break_end", ["20", "21", "21", "21"]),
        ("20 22:00 in; 21 06:00 out; 21 07:00 out", ["20", "20", "21 no_clock_in"]),
        # The kind of an automatic punch is not known: it neither joins a shift nor closes one.
        ("20 22:00 in; 21 02:00 auto; 21 06:00 out", ["20", "21", "20"]),
        ("20 22:00 auto; 21 06:00 out", ["20", "21 no_clock_in"]),
        # An error is no clock-in that others could join.
        ("20 20:00 in; 20 23:00 in; 21 12:30 out", ["20", "20 already_in", "21 no_clock_in"]),
    ],
)
def test_open_shift_keeps_a_night_on_the_day_of_its_clock_in(text: str, expected: list[str]) -> None:
    assert said(text, NIGHT) == expected


def test_shift_ends_with_the_next_calendar_day_however_long_it_may_be() -> None:
    rules = DayRules(zone=TOKYO, day_start=time(0), rule=WorkingDayRule.OPEN_SHIFT, open_shift_max=timedelta(hours=48))

    last, first = (arrange(punches(f"20 08:00 in; {end} out"), rules=rules)[1] for end in ("21 23:59:59", "22 00:00"))

    assert (last.working_date.day, first.working_date.day) == (20, 22)


def test_what_nobody_chose_is_not_judged_but_counts() -> None:
    fixed = punches("20 09:00 in", is_judged=False)
    chosen = punches("20 12:00 break_start; 20 18:00 out")

    assert [place.error for place in arrange([*fixed, *chosen], rules=BY_CLOCK)] == [None, None, "break_not_ended"]


def test_what_was_sent_stays_on_its_day_and_is_not_judged() -> None:
    sent = PersonPunch(
        kind=Kind.OUT, punched_at=datetime(2026, 11, 20, 21, 0, tzinfo=UTC), settled_on=date(2026, 11, 21)
    )

    places = arrange([*punches("20 22:00 in"), sent], rules=NIGHT)

    assert [(place.working_date.day, place.error) for place in places] == [(20, None), (21, None)]


KINDS = st.sampled_from(Kind)
HISTORIES = st.lists(
    st.tuples(KINDS, st.integers(0, 4 * 24 * 60), st.booleans()), max_size=14, unique_by=lambda entry: entry[1]
)


def made(history: Sequence[tuple[Kind, int, bool]]) -> list[PersonPunch]:
    start = datetime(2026, 11, 18, tzinfo=UTC)
    return [
        PersonPunch(kind=kind, punched_at=start + timedelta(minutes=minute), is_judged=is_judged)
        for kind, minute, is_judged in history
    ]


@given(history=HISTORIES, seed=st.randoms(use_true_random=False), rule=st.sampled_from(WorkingDayRule))
def test_order_of_arrival_changes_nothing(
    history: list[tuple[Kind, int, bool]], seed: object, rule: WorkingDayRule
) -> None:
    rules = DayRules(zone=TOKYO, day_start=time(5), rule=rule)
    in_order = made(history)
    shuffled = list(in_order)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]

    by_time = dict(zip((p.punched_at for p in in_order), arrange(in_order, rules=rules), strict=True))

    assert dict(zip((p.punched_at for p in shuffled), arrange(shuffled, rules=rules), strict=True)) == by_time


@given(history=HISTORIES, rule=st.sampled_from(WorkingDayRule))
def test_arranging_what_was_arranged_changes_nothing(
    history: list[tuple[Kind, int, bool]], rule: WorkingDayRule
) -> None:
    """The re-check finds what the first check found: those before a moment settled, those after it judged anew."""
    rules = DayRules(zone=TOKYO, day_start=time(5), rule=rule)
    given = sorted(made(history), key=lambda punch: punch.punched_at)
    places = arrange(given, rules=rules)
    for cut in range(len(given) + 1):
        settled = [
            PersonPunch(kind=punch.kind, punched_at=punch.punched_at, settled_on=place.working_date)
            for punch, place in zip(given[:cut], places[:cut], strict=True)
            if place.error is None
        ]
        assert arrange([*settled, *given[cut:]], rules=rules)[len(settled) :] == places[cut:]


@given(history=HISTORIES, rule=st.sampled_from(WorkingDayRule))
def test_what_fits_is_a_way_that_a_person_can_go(history: list[tuple[Kind, int, bool]], rule: WorkingDayRule) -> None:
    """The oracle is the shape of a day written as brackets, not a machine."""
    chosen = [(kind, minute, True) for kind, minute, _ in history if kind is not Kind.AUTO]
    rules = DayRules(zone=TOKYO, day_start=time(5), rule=rule)
    given = sorted(made(chosen), key=lambda punch: punch.punched_at)
    days: dict[date, str] = {}
    for punch, place in zip(given, arrange(given, rules=rules), strict=True):
        if place.error is None:
            days[place.working_date] = days.get(place.working_date, "") + LETTERS[punch.kind]

    assert [day for day in days.values() if not A_DAY_SO_FAR.fullmatch(day)] == []
