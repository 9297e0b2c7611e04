"""The story that the demo plays, scene by scene, as a terminal would: each step says what must come of it."""

import time
from datetime import datetime, timedelta
from typing import Final

from kaodoki.project.demo import pictures
from kaodoki.project.demo.cast import ASTRONAUT, PRESIDENT
from kaodoki.project.demo.days import moment, until_border_has_passed, working_date
from kaodoki.project.demo.restricted import MARGIN_SECONDS, WindowAroundNow, window_around
from kaodoki.project.demo.stage import Stage
from kaodoki.project.demo.story import Played, Step, WantedPunch

CAP_MINUTES: Final = 60 * 60
OVERTIME_SO_FAR_MINUTES: Final = 20 * 60
UNDO_SECONDS: Final = 10
# What attempts made now need before a border of the day: a few seconds, seen from the first of them.
_UNDIVIDED: Final = timedelta(seconds=10)
_NEXT_SECOND: Final = 1.1


def play_story(stage: Stage) -> None:
    """Every scene. What went otherwise than promised is in `stage.problems` afterwards."""
    nobody_enrolled(stage)
    full_day(stage)
    past_midnight(stage)
    out_without_in(stage)
    overtime_left(stage)
    stage.wait_for("the punches so far at the attendance server", stage.is_nothing_on_its_way)
    restricted_hours(stage)


def nobody_enrolled(stage: Stage) -> None:
    """None of these becomes a punch, each has an outcome or an error of its own."""
    stage.board.say("People who are not enrolled, and pictures that are none of one person")
    frames = (
        ("somebody who is not enrolled", pictures.frame("biden"), "unknown"),
        ("six people at once", pictures.frame("group"), "several_faces"),
        ("a face cut by the picture's edge", pictures.frame("cut_1"), "poor_quality"),
        ("a picture without a face", pictures.frame_without_face(), "no_face"),
        ("a broken file", pictures.broken_file(), "image_unreadable"),
    )
    for title, frame, outcome in frames:
        made = stage.play(Step(title=title, frame=frame, outcome=outcome, kind="in"))
        stage.expect(f"HTTP status for {title}", made.answer.status, 422 if outcome == "image_unreadable" else 200)


def full_day(stage: Stage) -> None:
    """Nine to half past six with an hour's break; going out by mistake is undone; one attempt is sent twice."""
    stage.board.say(f"A full day ({stage.days.full}) of {PRESIDENT.display_name}: {PRESIDENT.remark}")
    made = _president(stage, "in", 9, "obama_2")
    stage.repeat(made)
    _president(stage, "break_start", 12, "obama_3")
    _president(stage, "break_end", 13, "obama_2")
    stage.company.change_settings(undo_seconds=UNDO_SECONDS)
    mistake = _president(stage, "go_out", 15, "obama_3", state="discarded")
    undone = stage.terminal.cancel(mistake.attempt_id)
    stage.expect("the answer to the undo", undone.status, 200)
    stage.board.say("  … pressed by mistake and undone at once: it is never delivered")
    stage.company.change_settings(undo_seconds=0)
    _president(stage, "out", 18, "obama_3", minute=30)


def past_midnight(stage: Stage) -> None:
    """01:00 with a 02:00 day start is 25:00 of the day before."""
    stage.board.say(f"Past midnight ({stage.days.overnight}), {ASTRONAUT.display_name}: {ASTRONAUT.remark}")
    day = stage.days.overnight
    for look, (kind, hour) in zip(pictures.CAPTURED_AGAIN, (("in", 17), ("out", 25)), strict=False):
        wanted = WantedPunch(person=ASTRONAUT, kind=kind, working_date=day, working_time=f"{hour}:00")
        stage.play(
            Step(
                title=f"{kind} at {hour % 24:02d}:00",
                frame=pictures.frame("astronaut", look),
                outcome="identified",
                kind=kind,
                captured_at=moment(day, hour),
                punch=wanted,
            )
        )


def out_without_in(stage: Stage) -> None:
    """Kept and shown, but not delivered."""
    stage.board.say("A clock-out without a clock-in")
    day = stage.days.without_clock_in
    wanted = WantedPunch(
        person=ASTRONAUT,
        kind="out",
        working_date=day,
        working_time="18:00",
        state="integrity_error",
        error="no_clock_in",
    )
    stage.play(
        Step(
            title="out at 18:00",
            frame=pictures.frame("astronaut", pictures.CAPTURED_AGAIN[2]),
            outcome="identified",
            kind="out",
            captured_at=moment(day, 18),
            punch=wanted,
        )
    )


def overtime_left(stage: Stage) -> None:
    """20 h so far and a cap of 60 h: the terminal's answer says that 40 h remain."""
    _keep_clear_of_borders(stage)
    stage.company.sync()
    stage.board.say(f"Now: {ASTRONAUT.display_name} has worked 20 h of overtime this month, the cap is 60 h")
    made = _now(stage, "in", ASTRONAUT.photo, pictures.CAPTURED_AGAIN[0])
    left = made.answer.body.get("remaining_overtime") or {}
    stage.expect("remaining overtime", left.get("minutes"), CAP_MINUTES - OVERTIME_SO_FAR_MINUTES)
    stage.expect("exceeded overtime", left.get("exceeded_minutes"), 0)


def restricted_hours(stage: Stage) -> None:
    """A window around this moment in both programs: punches wait, and leave in order when it ends."""
    _keep_clear_of_borders(stage)
    window = window_around(stage.now())
    stage.company.change_settings(restricted_hours=window.as_setting, restricted_hours_margin_seconds=MARGIN_SECONDS)
    stage.attendance.restrict(window.as_option)
    stage.window = window
    stage.board.say(f"Restricted hours {window.as_option[0]} (JST) in both programs")
    first = _now(stage, "in", "obama_2", pictures.STRAIGHT)
    time.sleep(_NEXT_SECOND)
    second = _now(stage, "break_start", "obama_3", pictures.STRAIGHT)
    for made in (first, second):
        _expect_held(stage, made, window)
    stage.expect("what the attendance server says meanwhile", stage.attendance.refusal(), (403, 104))
    stage.board.say("  … held; the attendance server refuses everything but punches (403, code 104) meanwhile")
    stage.wait_for("the end of the restricted hours", lambda: stage.now() > window.end)
    stage.wait_for("the held punches at the attendance server", stage.is_nothing_on_its_way)
    _expect_order(stage, first, second, window)
    stage.attendance.restrict([])
    stage.company.change_settings(restricted_hours=[])


def _president(
    stage: Stage, kind: str, hour: int, picture: str, *, minute: int = 0, state: str = "delivered"
) -> Played:
    day = stage.days.full
    wanted = WantedPunch(
        person=PRESIDENT, kind=kind, working_date=day, working_time=f"{hour:02d}:{minute:02d}", state=state
    )
    return stage.play(
        Step(
            title=f"{kind} at {wanted.working_time} ({picture})",
            frame=pictures.frame(picture),
            outcome="identified",
            kind=kind,
            captured_at=moment(day, hour, minute),
            punch=wanted,
        )
    )


def _now(stage: Stage, kind: str, picture: str, look: pictures.Look) -> Played:
    person = ASTRONAUT if picture == ASTRONAUT.photo else PRESIDENT
    wanted = WantedPunch(person=person, kind=kind, working_date=working_date(stage.now()))
    return stage.play(
        Step(title=f"{kind} now", frame=pictures.frame(picture, look), outcome="identified", kind=kind, punch=wanted)
    )


def _keep_clear_of_borders(stage: Stage) -> None:
    """Once a day the scene would fall into two days."""
    time.sleep(until_border_has_passed(stage.now(), needed=_UNDIVIDED).total_seconds())


def _expect_held(stage: Stage, made: Played, window: WindowAroundNow) -> None:
    punch = made.answer.body.get("punch") or {}
    stage.expect("the state of a punch in restricted hours", punch.get("state"), "held")
    if punch.get("held_until"):
        until = datetime.fromisoformat(punch["held_until"])
        stage.expect("held until", until.timestamp(), window.released_at.timestamp())


def _expect_order(stage: Stage, first: Played, second: Played, window: WindowAroundNow) -> None:
    delivered = {punch["attempt_id"]: punch["delivered_at"] for punch in stage.company.punches()}
    times = [delivered.get(made.attempt_id) for made in (first, second)]
    if None in times:
        return
    instants = [datetime.fromisoformat(str(at)) for at in times]
    stage.expect("delivered in order", instants, sorted(instants))
    stage.expect("delivered after the window", min(instants) >= window.end, True)
