"""What a day start (起算時刻) means, computed for the value on the page with the rules that place real punches."""

from datetime import date, datetime, time, timedelta

from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.working_day import ClockIn, DayRules, WorkingDayRule, working_day_of, working_time
from kaodoki.web.console.work_texts import WORK_TEXTS

# Any day does, as long as no clock is put forward or back near it.
_DAY = date(2026, 11, 20)
_ONE_IN_THE_MORNING = time(1)
_NIGHT_SHIFT_BEGINS = time(22)
_NIGHT_SHIFT_ENDS = time(7)


def example_lines(rules: DayRules, language: str) -> list[str]:
    """1:00, the last minute before the day start and the day start itself; with `open_shift` a night shift's end."""
    begins = datetime.combine(_DAY, rules.day_start)
    instants = {datetime.combine(_DAY, _ONE_IN_THE_MORNING), begins}
    if rules.day_start > time.min:
        instants.add(begins - timedelta(minutes=1))
    lines = [_line(Kind.AUTO, instant, rules, None, language) for instant in sorted(instants)]
    return [*lines, _night_shift(rules, language)] if rules.rule is WorkingDayRule.OPEN_SHIFT else lines


def _night_shift(rules: DayRules, language: str) -> str:
    came = (datetime.combine(_DAY, _NIGHT_SHIFT_BEGINS) - timedelta(days=1)).replace(tzinfo=rules.zone)
    day = working_day_of(Kind.IN, came, rules=rules, clock_in=None)
    clock_in = ClockIn(punched_at=came, working_date=day)
    return _line(Kind.OUT, datetime.combine(_DAY, _NIGHT_SHIFT_ENDS), rules, clock_in, language)


def _line(kind: Kind, local: datetime, rules: DayRules, clock_in: ClockIn | None, language: str) -> str:
    instant = local.replace(tzinfo=rules.zone)
    day = working_day_of(kind, instant, rules=rules, clock_in=clock_in)
    text = "example" if clock_in is None else "example_night_shift"
    return (
        WORK_TEXTS[text]
        .in_language(language)
        .format(
            came=f"{_NIGHT_SHIFT_BEGINS:%-H:%M}",
            time=f"{local:%-H:%M}",
            day=WORK_TEXTS["same_day" if day == local.date() else "day_before"].in_language(language),
            working_time=working_time(instant, zone=rules.zone, day=day).removeprefix("0"),
        )
    )
