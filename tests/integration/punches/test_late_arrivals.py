"""An older punch arrives late: what came after it is placed and judged anew, as far as nothing of it was sent."""

from collections.abc import Callable
from itertools import permutations

import pytest
from tests.integration.punches.conftest import Clock

from kaodoki.people.models import Company, Employee, Site
from kaodoki.punches.models import Punch, PunchEvent

pytestmark = pytest.mark.django_db

Mark = Callable[[Punch, str], None]


def test_error_that_a_late_clock_in_explains_is_sent_on(clock: Clock) -> None:
    clock.press("out", "20T18:00")
    before = clock.day()

    clock.press("in", "20T09:00")

    assert before == ["out 20 integrity_error no_clock_in"]
    assert clock.day() == ["in 20 pending", "out 20 pending"]


def test_punch_that_waits_becomes_an_error_when_a_late_break_makes_it_one(clock: Clock) -> None:
    clock.press("in", "20T09:00")
    clock.press("out", "20T18:00")

    clock.press("break_start", "20T12:00")
    with_open_break = clock.day()
    clock.press("break_end", "20T12:45")

    assert with_open_break[-1] == "out 20 integrity_error break_not_ended"
    assert clock.day() == ["in 20 pending", "break_start 20 pending", "break_end 20 pending", "out 20 pending"]


@pytest.mark.parametrize("state", ["sending", "unconfirmed", "delivered"])
def test_what_was_sent_stays_as_it_is(clock: Clock, mark: Mark, state: str) -> None:
    clock.press("in", "20T09:00")
    mark(clock.press("out", "20T18:00"), state)

    clock.press("break_start", "20T12:00")

    assert clock.day()[-1] == f"out 20 {state}"


def test_what_was_sent_stays_and_counts_although_later_ones_are_judged_anew(clock: Clock, mark: Mark) -> None:
    clock.press("in", "20T09:00")
    mark(clock.press("out", "20T18:00"), "delivered")
    clock.press("in", "20T20:00")

    clock.press("break_start", "20T12:00")

    assert clock.day() == ["in 20 pending", "break_start 20 pending", "out 20 delivered", "in 20 pending"]


@pytest.mark.parametrize("state", ["held", "not_linked"])
def test_day_that_moves_leaves_the_state_as_it_is(night: Clock, mark: Mark, state: str) -> None:
    night.set(integrity_check=False)
    mark(night.press("out", "21T06:00"), state)

    night.press("in", "20T22:00")

    assert night.day() == ["in 20 pending", f"out 20 {state}"]


@pytest.mark.parametrize("state", ["held", "not_linked"])
def test_what_waits_for_another_reason_is_judged_too(clock: Clock, mark: Mark, state: str) -> None:
    clock.press("in", "20T09:00")
    mark(clock.press("out", "20T18:00"), state)

    clock.press("break_start", "20T12:00")

    assert clock.day()[-1] == "out 20 integrity_error break_not_ended"


@pytest.mark.parametrize("state", ["rejected", "discarded"])
def test_what_never_arrives_over_there_is_neither_judged_nor_counted(clock: Clock, mark: Mark, state: str) -> None:
    mark(clock.press("in", "20T09:00"), state)

    clock.press("out", "20T18:00")

    assert clock.day() == [f"in 20 {state}", "out 20 integrity_error no_clock_in"]


def test_every_state_and_its_reason_are_kept(clock: Clock, in_scope: Company) -> None:
    wrong = clock.press("out", "20T18:00")

    clock.press("in", "20T09:00")

    events = PunchEvent.objects.filter(punch=wrong).order_by("id")
    assert [(event.state, event.note) for event in events] == [
        ("integrity_error", "no_clock_in"),
        ("pending", "an earlier punch came or went"),
    ]


DAY = [
    ("in", "20T22:00"),
    ("break_start", "21T02:00"),
    ("break_end", "21T03:00"),
    ("out", "21T06:00"),
    ("in", "21T22:00"),
]


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7])
def test_whatever_order_a_night_arrives_in_it_is_one_day(night: Clock, order: tuple[int, ...]) -> None:
    for index in order:
        night.press(*DAY[index])

    assert night.day() == [
        "in 20 pending",
        "break_start 20 pending",
        "break_end 20 pending",
        "out 20 pending",
        "in 21 pending",
    ]


def test_late_clock_in_draws_the_night_to_its_day_and_the_notation_follows(night: Clock, in_scope: Company) -> None:
    out = night.press("out", "21T06:00")

    night.press("in", "20T22:00")

    out.refresh_from_db()
    assert (out.working_date.day, out.working_time, out.state) == (20, "30:00", "pending")
    last = PunchEvent.objects.filter(punch=out).latest("id")
    assert last.note == "an earlier punch came or went; 2026-11-21 → 2026-11-20"


def test_late_clock_in_does_not_move_what_was_sent(night: Clock, mark: Mark) -> None:
    night.set(integrity_check=False)
    mark(night.press("out", "21T06:00"), "delivered")

    night.press("in", "20T22:00")

    assert night.day() == ["in 20 pending", "out 21 delivered"]


def test_days_are_placed_anew_without_the_check_too_and_errors_stay(night: Clock) -> None:
    night.press("break_end", "20T23:00")
    night.set(integrity_check=False)
    night.press("out", "21T06:00")

    night.press("in", "20T22:00")

    assert night.day() == ["in 20 pending", "break_end 20 integrity_error no_clock_in", "out 20 pending"]


def test_automatic_punch_that_arrives_late_leaves_the_rest_of_the_day_unjudged(clock: Clock) -> None:
    clock.press("out", "20T18:00")

    clock.press("auto", "20T09:00", chosen=False)

    assert clock.day() == ["auto 20 pending", "out 20 pending"]


def test_kind_that_the_terminal_fixes_is_not_judged_but_counts(clock: Clock) -> None:
    clock.press("out", "20T08:00", chosen=False)
    clock.press("in", "20T09:00", chosen=False)
    clock.press("break_end", "20T10:00")

    assert clock.day() == ["out 20 pending", "in 20 pending", "break_end 20 integrity_error no_break_start"]


def test_kind_that_the_terminal_fixes_is_not_judged_by_a_late_arrival_either(clock: Clock) -> None:
    clock.press("in", "20T09:00")
    clock.press("out", "20T18:00", chosen=False)

    clock.press("break_start", "20T12:00")

    assert clock.day() == ["in 20 pending", "break_start 20 pending", "out 20 pending"]


def test_other_people_and_other_weeks_are_left_alone(clock: Clock, in_scope: Company) -> None:
    other = Employee.objects.create(company=in_scope, employee_code="0099", created_at=clock.terminal.created_at)
    others = Clock(company=in_scope, employee=other, terminal=clock.terminal)
    others.press("out", "20T18:00")
    clock.press("out", "10T18:00")
    clock.press("out", "29T18:00")

    clock.press("in", "20T09:00")

    assert others.day() == ["out 20 integrity_error no_clock_in"]
    assert clock.day() == [
        "out 10 integrity_error no_clock_in",
        "in 20 pending",
        "out 29 integrity_error no_clock_in",
    ]


def test_site_with_a_day_start_of_its_own_places_and_judges_by_it(clock: Clock, in_scope: Company) -> None:
    clock.employee.site = Site.objects.create(company=in_scope, code="0002", name="夜間工場", day_start="09:00")
    clock.employee.save()

    clock.press("out", "21T08:59:59")
    clock.press("in", "20T22:00")
    clock.press("in", "21T09:00")

    assert clock.day() == ["in 20 pending", "out 20 pending", "in 21 pending"]
