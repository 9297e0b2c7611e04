"""The document of `--json`, from what the two servers answer at the end, and what in it is not as it had to be."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from kaodoki.project.demo.board import instant
from kaodoki.project.demo.cast import ASTRONAUT, PRESIDENT
from kaodoki.project.demo.client import AttendanceClient, CompanyClient, Json
from kaodoki.project.demo.days import Days
from kaodoki.project.demo.scenario import OVERTIME_SO_FAR_MINUTES
from kaodoki.project.demo.story import CODES, Played, WantedPunch

FEWEST_ARRIVALS: Final = 6
FEWEST_ATTEMPTS: Final = 8
# Nine to half past six with an hour's break: 8 h 30 min of work, 30 min of them overtime.
FULL_DAY: Final[Mapping[str, int]] = {"assigned": 480, "overtime": 30, "breakTime": 60, "totalWork": 510}

Holdings = Counter[tuple[str, str, str]]


def collect(company: CompanyClient, attendance: AttendanceClient, days: Days) -> Json:
    """Everything that was asked from the servers; `expected` and the rest come from `judge`."""
    touched = (*days.overtime, days.full, days.overnight, days.without_clock_in, days.today + timedelta(days=1))
    return {
        "attempts": company.attempts(),
        "punches": company.punches(),
        "attendance": {
            "timerecords": attendance.timerecords(min(touched), max(touched)),
            "monthly": attendance.monthly(days.month),
        },
    }


def judge(document: Json, played: Sequence[Played], keys: Mapping[str, str]) -> tuple[int, int, list[str]]:
    """(expected, arrived, problems) of a collected document."""
    holdings = _holdings(document["attendance"]["timerecords"])
    punches = {punch["attempt_id"]: punch for punch in document["punches"]}
    due = [made for made in played if made.must_arrive]
    arrived = [made for made in due if _has_arrived(made, punches.get(made.attempt_id), holdings, keys)]
    problems = [f"{made.step.title}: not exactly once over there" for made in due if made not in arrived]
    problems += _wrong_attempts(document["attempts"], played)
    problems += _wrong_punches(punches, played)
    problems += _wrong_holdings(document, punches, holdings, keys)
    if len(due) < FEWEST_ARRIVALS or len(document["attempts"]) < FEWEST_ATTEMPTS:
        problems.append("the story is too short")
    return len(due), len(arrived), problems


def wrong_totals(attendance: AttendanceClient, document: Json, full_day: date, keys: Mapping[str, str]) -> list[str]:
    """Whether the full day's totals and the month's overtime are there."""
    problems = []
    president, astronaut = keys[PRESIDENT.employee_code], keys[ASTRONAUT.employee_code]
    daily = next((row for row in attendance.daily(full_day) if row["employeeKey"] == president), {})
    for name, minutes in FULL_DAY.items():
        if daily.get(name) != minutes:
            problems.append(f"the full day's {name}: {daily.get(name)} instead of {minutes}")
    monthly = {row["employeeKey"]: row.get("overtime") for row in document["attendance"]["monthly"]}
    wanted = {president: FULL_DAY["overtime"], astronaut: OVERTIME_SO_FAR_MINUTES}
    if {key: monthly.get(key) for key in wanted} != wanted:
        problems.append(f"the month's overtime: {sorted(monthly.values())} instead of {sorted(wanted.values())}")
    return problems


def _holdings(timerecords: Sequence[Json]) -> Holdings:
    """How often each (employee key, instant, code) is over there."""
    return Counter(
        (working["employeeKey"], instant(record["time"]), str(record["code"]))
        for day in timerecords
        for working in day["dailyWorkings"]
        for record in working["timeRecord"]
    )


def _has_arrived(made: Played, punch: Json | None, holdings: Holdings, keys: Mapping[str, str]) -> bool:
    wanted = made.step.punch
    if punch is None or wanted is None:
        return False
    # The instant is the story's own where it has one; a punch made now has the time that the terminal was told.
    at = made.step.captured_at.isoformat() if made.step.captured_at else punch["punched_at"]
    return holdings[keys[wanted.person.employee_code], instant(at), CODES[wanted.kind]] == 1


def _wrong_attempts(attempts: Sequence[Json], played: Sequence[Played]) -> Iterator[str]:
    found = {attempt["attempt_id"]: attempt for attempt in attempts}
    made_ids = [made.attempt_id for made in played if made.is_an_attempt]
    if sorted(made_ids) != sorted(attempt["attempt_id"] for attempt in attempts):
        yield f"{len(attempts)} attempts are in the log instead of {len(made_ids)}, each once"
    for made in played:
        step = made.step
        if made.answer.outcome != step.outcome:
            yield f"{step.title}: {made.answer.outcome} instead of {step.outcome}"
        name = (made.answer.body.get("employee") or {}).get("display_name")
        if name != (step.punch.person.display_name if step.punch else None):
            yield f"{step.title}: recognised as {name}"
        logged = found.get(made.attempt_id)
        if logged and (logged["outcome"], logged["employee_code"]) != (step.outcome, _code(step.punch)):
            yield f"{step.title}: the log says {logged['outcome']}, {logged['employee_code']}"


def _wrong_punches(punches: Mapping[str, Json], played: Sequence[Played]) -> Iterator[str]:
    if len(punches) != sum(made.step.punch is not None for made in played):
        yield f"{len(punches)} punches are recorded"
    for made in played:
        punch, wanted = punches.get(made.attempt_id), made.step.punch
        if punch and wanted:
            yield from _differences(made.step.title, punch, wanted)


def _differences(title: str, punch: Json, wanted: WantedPunch) -> Iterator[str]:
    promised = {
        "employee_code": wanted.person.employee_code,
        "kind": wanted.kind,
        "working_date": wanted.working_date.isoformat(),
        "working_time": wanted.working_time or punch["working_time"],
        "state": wanted.state,
        "error": wanted.error or punch["error"],
    }
    for name, value in promised.items():
        if punch[name] != value:
            yield f"{title}: {name} is {punch[name]} instead of {value}"


def _wrong_holdings(
    document: Json, punches: Mapping[str, Json], holdings: Holdings, keys: Mapping[str, str]
) -> Iterator[str]:
    """What was undone or is an integrity error must not be over there."""
    instants = {(key, at) for key, at, _ in holdings}
    for punch in punches.values():
        if punch["state"] != "delivered" and (keys[punch["employee_code"]], instant(punch["punched_at"])) in instants:
            yield f"a punch that is {punch['state']} is over there: {punch['punched_at']}"
    if len(punches) != len(document["punches"]):
        yield "two punches belong to one attempt"


def _code(punch: WantedPunch | None) -> str | None:
    return punch.person.employee_code if punch else None
