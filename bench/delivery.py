"""How fast punches get across: against a bare client loop, within the rate limits, and from an attempt to its record.

Run as `python -m bench.delivery`. All of it with real processes on one machine, the attendance server included.
"""

import http.client
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.attempts import Terminals, fill, jpeg
from bench.linked_world import TOKEN, World
from bench.report import Goal, Report, Table, parser_for, print_report

SHARE_GOAL: Final = 0.7
P95_GOAL_MS: Final = 300.0
LANES: Final = 8  # as many as the connector's
UNLIMITED: Final = ("--general-limit", "1000000", "--punch-limit", "1000000")
WINDOW_S: Final = 300.0
LIMITED_PUNCHES: Final = 4000
PARTS: Final = ("share", "latency", "limits")
TIMES: Final = """
SELECT extract(epoch FROM p.registered_at)::float FROM webapi_punch p
JOIN webapi_employee e ON e.id = p.employee_id WHERE e.code LIKE %s ORDER BY 1
"""
RECORDS: Final = (
    "SELECT count(*) FROM webapi_punch p JOIN webapi_employee e ON e.id = p.employee_id WHERE e.code = '00000'"
)
REFUSED: Final = "SELECT count(*) FROM punches_punchevent WHERE note = 'rate_limited'"


def main() -> int:
    parser = parser_for("delivery", __doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="part of it")
    # Kaodoki keeps to 2,000 in five minutes whatever the server allows: all turns together must stay below that.
    parser.add_argument("--punches", type=int, default=600, help="punches of a turn against the bare loop")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--attempts", type=int, default=100)
    options = parser.parse_args()
    wanted = options.only or PARTS
    facts: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="kaodoki-bench-") as folder:
        if "share" in wanted or "latency" in wanted:
            with World(Path(folder) / "fast", attendance_options=UNLIMITED) as world:
                facts |= share(world, options.rounds, options.punches) if "share" in wanted else {}
                facts |= latency(world, options.attempts) if "latency" in wanted else {}
        if "limits" in wanted:
            with World(Path(folder) / "limited", attendance_options=("--general-limit", "100000")) as world:
                facts |= limits(world)
    return print_report(as_report(facts), options.form, page=options.write, name="delivery")


def share(world: World, rounds: int, punches: int) -> dict[str, Any]:
    """Punches a second of both, taking turns; each counted by the server's own clock from first record to last."""
    ours, bare = [], []
    for turn in range(rounds):
        codes = (f"bare{turn}", f"ours{turn}")
        # The bare loop's people are made as ours are, but have no punches here; many people with a few punches each,
        # as when a window ends.
        world.fill([_order(code, world, punches // 4, days) for code, days in zip(codes, (0, 2), strict=True)])
        bare.append(_bare_rate(world, codes[0], punches))
        world.start_worker()
        world.settle(workers=1, patience_s=300)
        world.kill_workers()
        ours.append(_rate(stored_at(world, codes[1])))
    return {
        "ours_per_s": round(statistics.median(ours), 1),
        "bare_per_s": round(statistics.median(bare), 1),
        "share": round(statistics.median(mine / theirs for mine, theirs in zip(ours, bare, strict=True)), 3),
    }


def latency(world: World, attempts: int) -> dict[str, Any]:
    """Milliseconds from the first byte of an attempt until its record lies over there, one at a time."""
    frame = jpeg(None)
    tokens = fill(world.variables, frame, people=1, terminals=max(1, -(-attempts // 50)))
    world.fill([{**_order("bench", world, 1, 0), "adopt": True}])
    client = Terminals(port=world.start_web(), tokens=tokens, frame=frame)
    world.start_worker()
    time.sleep(5)
    took: list[float] = []
    with psycopg.connect(world.postgres.url("attendance"), autocommit=True) as there:
        for number in range(attempts):
            begin = time.perf_counter()
            client.attempt()
            _wait_for_records(there, number + 1)
            took.append((time.perf_counter() - begin) * 1000)
            time.sleep(0.3)
    world.kill_workers()
    p95 = statistics.quantiles(took, n=20)[-1]
    return {"attempts": attempts, "median_ms": round(statistics.median(took), 1), "p95_ms": round(p95, 1)}


def limits(world: World) -> dict[str, Any]:
    """4,000 punches that waited for the end of a window, 2,000 in any 300 s allowed."""
    world.fill([_order("limited", world, 100, LIMITED_PUNCHES // 200)])
    world.start_worker()
    world.settle(workers=1, patience_s=420)
    world.kill_workers()
    times = stored_at(world, "limited")
    return {
        "stored": len(times),
        "in_first_300_s": sum(at - times[0] < WINDOW_S for at in times),
        "most_in_any_300_s": max(sum(start <= at < start + WINDOW_S for at in times) for start in times),
        "all_there_s": round(times[-1] - times[0], 1),
        "refused": world.asked("kaodoki", REFUSED),
    }


def stored_at(world: World, code: str) -> list[float]:
    """When the server stored each punch of a company, by its own clock."""
    with psycopg.connect(world.postgres.url("attendance")) as connection:
        return [float(row[0]) for row in connection.execute(TIMES, (f"{code}-%",)).fetchall()]


def as_report(facts: Mapping[str, Any]) -> Report:
    goals = {
        "share": [Goal(what="share of a bare client loop", measured=facts.get("share", 0), at_least=SHARE_GOAL)],
        "p95_ms": [Goal(what="attempt to record, p95 ms", measured=facts.get("p95_ms", 0), at_most=P95_GOAL_MS)],
        "stored": [
            Goal(what="of 4,000 sent in the first 300 s", measured=facts.get("in_first_300_s", 0), at_least=1900),
            Goal(what="most in any 300 s", measured=facts.get("most_in_any_300_s", 0), at_most=2000),
            Goal(what="all there, s", measured=facts.get("all_there_s", 0), at_most=330),
            Goal(what="refused", measured=facts.get("refused", 0), at_most=0),
        ],
    }
    return Report(
        about="Kaodoki's worker, PostgreSQL and the attendance server on one machine.",
        facts=facts,
        tables=[Table(header=("", "measured"), rows=list(facts.items()))],
        goals=[goal for name, group in goals.items() if name in facts for goal in group],
    )


def _order(code: str, world: World, people: int, days: int) -> dict[str, Any]:
    return {"code": code, "url": world.direct_url, "people": people, "days": days}


def _bare_rate(world: World, code: str, punches: int) -> float:
    """A loop that knows nothing: keep-alive, `LANES` threads, the same bodies."""
    with psycopg.connect(world.postgres.url("attendance")) as connection:
        rows = connection.execute("SELECT key FROM webapi_employee WHERE code LIKE %s", (f"{code}-%",)).fetchall()
    keys = [str(row[0]) for row in rows]
    threads = [
        threading.Thread(target=_bare_loop, args=(world.port, keys[lane::LANES], punches // len(keys)))
        for lane in range(LANES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = stored_at(world, code)
    if len(times) != punches:
        raise SystemExit(f"the bare loop left {len(times)} records of {punches}")
    return _rate(times)


def _bare_loop(port: int, keys: list[str], each: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", "Accept": "application/json"}
    for number in range(each):
        for key in keys:
            day, hour = f"2026-10-{1 + number // 2:02}", (8, 17)[number % 2]
            body = {"time": f"{day}T{hour:02}:00:00+09:00", "date": day, "code": str(1 + number % 2)}
            connection.request("POST", f"/v1.0/daily-workings/timerecord/{key}", json.dumps(body), headers)
            connection.getresponse().read()
    connection.close()


def _rate(times: list[float]) -> float:
    return (len(times) - 1) / (times[-1] - times[0])


def _wait_for_records(there: psycopg.Connection[Any], count: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        row = there.execute(RECORDS).fetchone()
        if row is not None and row[0] >= count:
            return
        time.sleep(0.002)
    raise SystemExit("an attempt's punch never arrived")


if __name__ == "__main__":
    sys.exit(main())
