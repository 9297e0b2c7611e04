"""Both rules of the working day, against an oracle that asks each day whether a punch is its own."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kaodoki.timekeeping.arrangement import PersonPunch, arrange
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.working_day import ClockIn, DayRules, WorkingDayRule, working_day_of, working_time

TOKYO = ZoneInfo("Asia/Tokyo")
EPOCH = date(2000, 1, 1)
MINUTES_A_DAY = 24 * 60

INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))
DAY_STARTS = st.integers(0, MINUTES_A_DAY - 1).map(lambda minute: time(minute // 60, minute % 60))
# Summer time moves the clock by an hour in one, by half an hour in another.
ZONES = st.sampled_from(["Asia/Tokyo", "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]).map(ZoneInfo)
RULES = st.builds(
    DayRules,
    zone=ZONES,
    day_start=DAY_STARTS,
    rule=st.sampled_from(WorkingDayRule),
    open_shift_max=st.integers(1, 48).map(lambda hours: timedelta(hours=hours)),
)


@st.composite
def histories(draw: st.DrawFn) -> list[PersonPunch]:
    """Up to a dozen punches of four days, none judged: all of them count."""
    start = draw(INSTANTS)
    seconds = draw(st.lists(st.integers(0, 4 * 86_400), min_size=1, max_size=12, unique=True))
    kinds = draw(st.lists(st.sampled_from(Kind), min_size=len(seconds), max_size=len(seconds)))
    return [
        PersonPunch(kind=kind, punched_at=start + timedelta(seconds=second))
        for kind, second in zip(kinds, sorted(seconds), strict=True)
    ]


def wall_minutes(instant: datetime, zone: ZoneInfo) -> float:
    """Minutes of the wall clock since 1 January 2000."""
    wall = instant.astimezone(zone).replace(tzinfo=None)
    return (wall - datetime(2000, 1, 1)) / timedelta(minutes=1)


def is_of_the_clock(instant: datetime, day: date, rules: DayRules) -> bool:
    """Whether the wall clock has passed the day's start and not the next one's."""
    begins = (day - EPOCH).days * MINUTES_A_DAY + rules.day_start.hour * 60 + rules.day_start.minute
    return begins <= wall_minutes(instant, rules.zone) < begins + MINUTES_A_DAY


def is_joined(clock_in: PersonPunch, punch: PersonPunch, history: Sequence[PersonPunch], rules: DayRules) -> bool:
    """Whether `punch` belongs to the shift that `clock_in` opened."""
    if clock_in.kind is not Kind.IN or punch.kind in (Kind.IN, Kind.AUTO) or clock_in.punched_at > punch.punched_at:
        return False
    between = [each for each in history if clock_in.punched_at < each.punched_at < punch.punched_at]
    is_closed = any(each.kind in (Kind.IN, Kind.OUT) for each in between)
    day = next(day for day in days_around(clock_in.punched_at) if is_of_the_clock(clock_in.punched_at, day, rules))
    ends = ((day - EPOCH).days + 2) * MINUTES_A_DAY
    is_old = punch.punched_at - clock_in.punched_at > rules.open_shift_max
    return not is_closed and not is_old and wall_minutes(punch.punched_at, rules.zone) < ends


def is_of(punch: PersonPunch, day: date, history: Sequence[PersonPunch], rules: DayRules) -> bool:
    """Whether `punch` belongs to `day`, by the words of the rule."""
    joined = [each for each in history if is_joined(each, punch, history, rules)]
    if rules.rule is WorkingDayRule.OPEN_SHIFT and joined:
        return any(is_of_the_clock(each.punched_at, day, rules) for each in joined)
    return is_of_the_clock(punch.punched_at, day, rules)


def days_around(instant: datetime) -> list[date]:
    return [instant.date() + timedelta(days=days) for days in range(-4, 5)]


@settings(max_examples=300)
@given(history=histories(), rules=RULES)
def test_every_punch_belongs_to_exactly_one_working_day(history: list[PersonPunch], rules: DayRules) -> None:
    places = arrange(history, rules=rules)

    for punch, place in zip(history, places, strict=True):
        days = [day for day in days_around(punch.punched_at) if is_of(punch, day, history, rules)]
        assert days == [place.working_date]


@settings(max_examples=300)
@given(history=histories(), rules=RULES)
def test_working_time_runs_past_24_and_ends_before_48(history: list[PersonPunch], rules: DayRules) -> None:
    places = arrange(history, rules=rules)

    for punch, place in zip(history, places, strict=True):
        shown = working_time(punch.punched_at, zone=rules.zone, day=place.working_date)
        hours, minutes = (int(part) for part in shown.split(":"))
        midnight = (place.working_date - EPOCH).days * MINUTES_A_DAY
        assert 0 <= hours * 60 + minutes < 2 * MINUTES_A_DAY
        assert hours * 60 + minutes == int(wall_minutes(punch.punched_at, rules.zone)) - midnight


@given(history=histories(), rules=RULES)
def test_automatic_punches_and_clock_ins_go_by_the_day_start(history: list[PersonPunch], rules: DayRules) -> None:
    places = arrange(history, rules=rules)

    by_clock = [
        is_of_the_clock(punch.punched_at, place.working_date, rules)
        for punch, place in zip(history, places, strict=True)
        if punch.kind in (Kind.IN, Kind.AUTO)
    ]
    assert all(by_clock)


def test_working_time_reaches_47_59() -> None:
    rules = DayRules(zone=TOKYO, day_start=time(0), rule=WorkingDayRule.OPEN_SHIFT, open_shift_max=timedelta(hours=48))
    clock_in = ClockIn(punched_at=datetime(2026, 11, 20, 0, 0, tzinfo=TOKYO), working_date=date(2026, 11, 20))
    last = datetime(2026, 11, 21, 23, 59, 59, tzinfo=TOKYO)

    day = working_day_of(Kind.OUT, last, rules=rules, clock_in=clock_in)

    assert (day, working_time(last, zone=TOKYO, day=day)) == (date(2026, 11, 20), "47:59")


def test_clock_in_before_the_day_start_belongs_to_the_day_before_and_its_shift_too() -> None:
    """Clocked in at 1:30 with a day start of 02:00: 25:30, and the clock-out at 10:00 is 34:00 of that same day."""
    rules = DayRules(zone=TOKYO, day_start=time(2), rule=WorkingDayRule.OPEN_SHIFT)
    shift = [
        PersonPunch(kind=Kind.IN, punched_at=datetime(2026, 11, 21, 1, 30, tzinfo=TOKYO)),
        PersonPunch(kind=Kind.OUT, punched_at=datetime(2026, 11, 21, 10, 0, tzinfo=TOKYO)),
    ]

    shown = [
        working_time(punch.punched_at, zone=TOKYO, day=place.working_date)
        for punch, place in zip(shift, arrange(shift, rules=rules), strict=True)
    ]

    assert shown == ["25:30", "34:00"]
