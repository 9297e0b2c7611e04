"""A later run of `script/demo --once`, everything already fetched: its own account of its seconds, and the clock's.

Run as `python -m bench.demo`. The first run on a fresh checkout is measured by hand, on a fresh machine.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from bench.report import Goal, Report, Table, parser_for, print_report

GOAL_S: Final = 75.0
ROOT: Final = Path(__file__).parents[1]


def main() -> int:
    parser = parser_for("demo", __doc__)
    options = parser.parse_args()
    result = measure()
    return print_report(as_report(result), options.form)


def measure() -> dict[str, Any]:
    subprocess.run([ROOT / "script" / "bootstrap", "--quiet"], check=True)  # so that this is a later run
    begin = time.monotonic()
    done = subprocess.run([ROOT / "script" / "demo", "--once", "--json"], stdout=subprocess.PIPE, check=False)
    whole = time.monotonic() - begin
    if not done.stdout:
        raise SystemExit(f"script/demo --once --json ended with {done.returncode} and printed no document")
    document = json.loads(done.stdout)
    told = {f"{name}_s": seconds for name, seconds in document["seconds"].items()}
    punches = {"expected": document["expected"], "arrived": document["arrived"]}
    return {"whole_s": round(whole, 1), **told, **punches, "ok": done.returncode == 0 and document["ok"]}


def as_report(result: dict[str, Any]) -> Report:
    return Report(
        about="A later run of `script/demo --once`.",
        facts=result,
        tables=[Table(header=("", "seen"), rows=list(result.items()))],
        goals=[
            Goal(what="in all, s", measured=result["whole_s"], at_most=GOAL_S),
            Goal(what="punches arrived", measured=result["arrived"], at_least=result["expected"]),
            Goal(what="the demo says ok (1)", measured=int(result["ok"]), at_least=1),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
