"""Every fault on the way to the attendance server, with real processes: what was accepted must be there once, in order.

Run as `python -m bench.faults`. Exit 1 if a punch is missing, double, out of order or unsettled.
"""

import math
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bench.attempt_faults import Door, two_terminals, web_killed
from bench.faulty_server import Fault, FaultyServer, Window
from bench.linked_world import Count, World
from bench.report import Goal, Report, Table, parser_for, print_report
from kaodoki.timekeeping.restricted_hours import JAPAN

# Between the other side's trouble, look-ups after 60 s and 120 s, and pauses that grow to five minutes.
PATIENCE_S: Final = 600.0
OPTIONS: Final = ("--general-limit", "100000", "--punch-limit", "100000")
MET_BY: Final = (3, 11, 12, 25)  # which punches of a company meet its fault
OUTS: Final = range(11, 14)  # among these are clock-outs
PEOPLE: Final = 10
DAYS: Final = 4
HOUR_S: Final = 3600.0
WINDOW_S: Final = 120.0
# Seconds by which the other side's clock is ahead, and how often it may refuse because of that.
CLOCKS: Final = {40.0: 0, -40.0: 0, 120.0: 1}
PARTS: Final = ("answers", "machines", "attempts", "kills")
TERMINALS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    fault: str
    met: int
    seconds: float
    count: Count
    is_survived: bool


def main() -> int:
    parser = parser_for("faults", __doc__)
    parser.add_argument("--kills", type=int, default=50, help="SIGKILLs of the worker during one release")
    parser.add_argument("--web-kills", type=int, default=10, help="SIGKILLs of web in the middle of attempts")
    parser.add_argument("--punches", type=int, default=2000, help="punches of that release")
    parser.add_argument("--only", choices=PARTS, action="append", help="part of it")
    parser.add_argument("--seed", type=int, default=20261122)
    options = parser.parse_args()
    wanted = options.only or PARTS
    chance = random.Random(options.seed)
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="kaodoki-bench-") as folder:
        # Only where that is the fault may a clock-out overwrite another: automatic punches become clock-outs, too.
        if "answers" in wanted:
            overwriting = (*OPTIONS, "--overwrite-clock-out", "on")
            with World(Path(folder) / "answers", attendance_options=overwriting) as world:
                results += bad_answers(world)
        if {*wanted} - {"answers"}:
            with World(Path(folder) / "rest", attendance_options=OPTIONS) as world:
                results += bad_machines(world) if "machines" in wanted else []
                results += [kills(world, options.kills, options.punches, chance)] if "kills" in wanted else []
                results += bad_doors(world, options.web_kills, chance) if "attempts" in wanted else []
    return print_report(as_report(results, vars(options)), options.form, page=options.write, name="faults")


def bad_answers(world: World) -> list[Result]:
    """A company for each fault, all at once with one worker: the trouble of one must not be that of another."""
    proxies = {fault: FaultyServer(world.port, dict.fromkeys(_met_by(fault), fault)) for fault in Fault}
    late = FaultyServer(world.port, {})
    begin = _next_minute(time.time() + 60 + 90)
    edges = {
        ahead: FaultyServer(world.port, {}, window=Window(begin=begin, end=begin + WINDOW_S, ahead_s=ahead))
        for ahead in CLOCKS
    }
    world.fill([_order(_code(fault), proxy.url) for fault, proxy in proxies.items()])
    world.fill([_order("late", late.url), *(_at_the_edge(ahead, proxy.url, begin) for ahead, proxy in edges.items())])
    world.start_worker()
    relink = {**_order(_code(Fault.CREDENTIALS), proxies[Fault.CREDENTIALS].url), "days": 0, "relink": True}
    time.sleep(15)
    world.fill([relink, {**_order("late", late.url), "breaks": True}])
    seconds = world.settle(workers=1, patience_s=PATIENCE_S)
    world.kill_workers()
    return [
        *(_result(fault.value, proxy.met, seconds, world.count(_code(fault))) for fault, proxy in proxies.items()),
        _result("late_punches", 1, seconds, world.count("late")),
        *(_edge_result(world, ahead, proxy, seconds) for ahead, proxy in edges.items()),
    ]


def _at_the_edge(ahead: float, url: str, begin: float) -> dict[str, Any]:
    """Punches that fall due before the window, in it and after it."""
    window = [datetime.fromtimestamp(at, JAPAN).strftime("%H:%M") for at in (begin, begin + WINDOW_S)]
    spread = begin + WINDOW_S + 60 - time.time()
    return {**_order(_edge(ahead), url), "people": 20, "restricted_hours": [window], "spread_s": spread}


def _edge_result(world: World, ahead: float, proxy: FaultyServer, seconds: float) -> Result:
    result = _result(f"clock_{ahead:+.0f}_s_at_the_edge", proxy.refused, seconds, world.count(_edge(ahead)))
    return replace(result, is_survived=result.is_survived and proxy.refused <= CLOCKS[ahead])


def bad_doors(world: World, web_kills: int, chance: random.Random) -> list[Result]:
    """Between terminal and record."""
    world.keep_workers(1)
    door, begin = Door(world, terminals=TERMINALS), time.monotonic()
    results = [_result("same_look_at_two_terminals", *_timed(begin, two_terminals(world, door)))]
    begin = time.monotonic()
    results.append(_result("web_killed", *_timed(begin, web_killed(world, door, web_kills, chance))))
    world.kill_workers()
    return results


def _timed(begin: float, came: tuple[int, Count]) -> tuple[int, float, Count]:
    return came[0], time.monotonic() - begin, came[1]


def bad_machines(world: World) -> list[Result]:
    """One after the other, each in the middle of a release."""

    def kill_server() -> None:
        world.kill_attendance()
        time.sleep(2)
        world.start_attendance()

    def nothing() -> None:
        return

    def set_clock(offset_s: float) -> Callable[[], None]:
        def restart() -> None:
            world.kill_workers()
            world.keep_workers(1, clock_offset_s=offset_s)

        return restart

    return [
        _disturbed(world, "postgresql_restarted", world.restart_postgres),
        _disturbed(world, "attendance_server_killed", kill_server),
        _disturbed(world, "two_workers", nothing, workers=2),
        _disturbed(world, "clock_an_hour_ahead", set_clock(HOUR_S), clock_offset_s=HOUR_S),
        _disturbed(world, "clock_an_hour_back", set_clock(0.0)),
    ]


def _disturbed(
    world: World, name: str, disturb: Callable[[], None], *, workers: int = 1, clock_offset_s: float = 0.0
) -> Result:
    code = name.replace("_", "")
    proxy = FaultyServer(world.port, {})
    world.fill([{**_order(code, proxy.url), "people": 40, "days": 5}])
    world.keep_workers(workers)
    _wait_for_punches(proxy, 60)
    disturb()
    seconds = world.settle(workers=workers, patience_s=PATIENCE_S, clock_offset_s=clock_offset_s)
    return _result(name, 1, seconds, world.count(code))


def kills(world: World, number: int, punches: int, chance: random.Random) -> Result:
    """The worker dies `number` times while it is sending, at a random moment of the next punches' time."""
    people = min(100, punches // 2)
    proxy = FaultyServer(world.port, {})
    world.fill([{**_order("kills", proxy.url), "people": people, "days": max(1, punches // people // 2)}])
    begin, each = time.monotonic(), max(1, int(punches * 0.8 / number))
    for kill in range(number):
        world.keep_workers(1)
        _wait_for_punches(proxy, min(proxy.punches + chance.randint(1, each), punches - number + kill))
        time.sleep(chance.uniform(0, 0.05))
        world.kill_workers()
    world.settle(workers=1, patience_s=PATIENCE_S)
    world.kill_workers()
    return _result("worker_killed", number, time.monotonic() - begin, world.count("kills"))


def _result(fault: str, met: int, seconds: float, count: Count) -> Result:
    return Result(fault=fault, met=met, seconds=seconds, count=count, is_survived=count.is_whole)


def as_report(results: list[Result], options: Mapping[str, Any]) -> Report:
    header = ("fault", "times", "accepted", "there", "missing", "double", "disorder", "unsettled", "for a person", "s")
    return Report(
        about="Accepted here, records there; seconds until nothing was on its way any more.",
        facts={
            "options": {k: v for k, v in options.items() if k not in ("form", "write")},
            "results": [_facts(r) for r in results],
        },
        tables=[Table(header=header, rows=[list(_facts(result).values()) for result in results])],
        goals=[Goal(what="faults survived", measured=sum(r.is_survived for r in results), at_least=len(results))],
    )


def _facts(result: Result) -> dict[str, object]:
    count = result.count
    return {
        "fault": result.fault,
        "times": result.met,
        "accepted": count.accepted,
        "there": count.there,
        "missing": count.accepted - count.there + count.double,
        "double": count.double,
        "disorder": count.disorder,
        "unsettled": count.accepted - count.delivered - count.for_a_person,
        "for_a_person": count.for_a_person,
        "seconds": round(result.seconds),
    }


def _met_by(fault: Fault) -> Sequence[int]:
    # A refused token stops everything until somebody links again: once is enough.
    if fault is Fault.CREDENTIALS:
        return MET_BY[:1]
    return OUTS if fault is Fault.OVERWRITTEN else MET_BY


def _code(fault: Fault) -> str:
    return fault.value.replace("_", "")


def _edge(ahead: float) -> str:
    return f"edge{'ahead' if ahead > 0 else 'behind'}{abs(ahead):.0f}"


def _next_minute(at: float) -> float:
    return math.ceil(at / 60) * 60.0


def _order(code: str, url: str) -> dict[str, Any]:
    return {"code": code, "url": url, "people": PEOPLE, "days": DAYS}


def _wait_for_punches(proxy: FaultyServer, count: int) -> None:
    deadline = time.monotonic() + 180
    while proxy.punches < count and time.monotonic() < deadline:
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
