"""Every fault on the way to the attendance server, with real processes: what was accepted must be there once, in order.

Run as `python -m bench.faults`. Exit 1 if a punch is missing, double, out of order or unsettled.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.faulty_server import Fault, FaultyServer
from bench.linked_world import Count, World
from bench.report import Goal, Report, Table, parser_for, print_report

# Between the other side's trouble, look-ups after 60 s and 120 s, and pauses that grow to five minutes.
PATIENCE_S: Final = 420.0
OPTIONS: Final = ("--general-limit", "100000", "--punch-limit", "100000")
MET_BY: Final = (3, 11, 12, 25)  # which punches of a company meet its fault
PEOPLE: Final = 10
DAYS: Final = 4
HOUR_S: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    fault: str
    met: int
    seconds: float
    count: Count


def main() -> int:
    parser = parser_for("faults", __doc__)
    parser.add_argument("--kills", type=int, default=50, help="SIGKILLs of the worker during one release")
    parser.add_argument("--punches", type=int, default=2000, help="punches of that release")
    parser.add_argument("--only", choices=("kills", "answers", "machines"), action="append", help="part of it")
    parser.add_argument("--seed", type=int, default=20261122)
    options = parser.parse_args()
    wanted = options.only or ["kills", "answers", "machines"]
    results: list[Result] = []
    with (
        tempfile.TemporaryDirectory(prefix="kaodoki-bench-") as folder,
        World(Path(folder), attendance_options=OPTIONS) as world,
    ):
        if "answers" in wanted:
            results += bad_answers(world)
        if "machines" in wanted:
            results += bad_machines(world)
        if "kills" in wanted:
            results.append(kills(world, options.kills, options.punches, random.Random(options.seed)))
    return print_report(as_report(results, vars(options)), options.form)


def bad_answers(world: World) -> list[Result]:
    """A company for each fault, all at once with one worker: the trouble of one must not be that of another."""
    proxies = {fault: FaultyServer(world.port, dict.fromkeys(_met_by(fault), fault)) for fault in Fault}
    world.fill([_order(_code(fault), proxy.url) for fault, proxy in proxies.items()])
    world.start_worker()
    relink = {**_order(_code(Fault.CREDENTIALS), proxies[Fault.CREDENTIALS].url), "days": 0, "relink": True}
    time.sleep(15)
    world.fill([relink])
    seconds = world.settle(workers=1, patience_s=PATIENCE_S)
    world.kill_workers()
    return [
        Result(fault=fault.value, met=proxy.met, seconds=seconds, count=world.count(_code(fault)))
        for fault, proxy in proxies.items()
    ]


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
    return Result(fault=name, met=1, seconds=seconds, count=world.count(code))


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
    return Result(fault="sigkill", met=number, seconds=time.monotonic() - begin, count=world.count("kills"))


def as_report(results: list[Result], options: Mapping[str, Any]) -> Report:
    header = ("fault", "times", "accepted", "there", "missing", "double", "disorder", "unsettled", "s")
    return Report(
        about="Accepted here, records there; seconds until nothing was on its way any more.",
        facts={"options": {k: v for k, v in options.items() if k != "form"}, "results": [_facts(r) for r in results]},
        tables=[Table(header=header, rows=[list(_facts(result).values()) for result in results])],
        goals=[Goal(what="faults survived", measured=sum(r.count.is_whole for r in results), at_least=len(results))],
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
        "unsettled": count.accepted - count.delivered,
        "seconds": round(result.seconds),
    }


def _met_by(fault: Fault) -> tuple[int, ...]:
    # A refused token stops everything until somebody links again: once is enough.
    return MET_BY[:1] if fault is Fault.CREDENTIALS else MET_BY


def _code(fault: Fault) -> str:
    return fault.value.replace("_", "")


def _order(code: str, url: str) -> dict[str, Any]:
    return {"code": code, "url": url, "people": PEOPLE, "days": DAYS}


def _wait_for_punches(proxy: FaultyServer, count: int) -> None:
    deadline = time.monotonic() + 180
    while proxy.punches < count and time.monotonic() < deadline:
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
