"""A later run of `script/demo --once`, everything already fetched: its own account of its seconds, and the clock's.

Run as `python -m bench.demo`. The first run on a fresh checkout is measured by hand, on a fresh machine.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from bench.machine import describe_machine

GOAL_S: Final = 75.0
ROOT: Final = Path(__file__).parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.demo", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    options = parser.parse_args()
    result = measure()
    print(json.dumps({"machine": describe_machine(), **result}) if options.json else as_text(result))
    return 0 if result["ok"] and result["whole_s"] <= GOAL_S else 1


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


def as_text(result: dict[str, Any]) -> str:
    lines = [f"machine: {describe_machine()}", *(f"{name:20} {value!s:>8}" for name, value in result.items())]
    lines.append(f"goal: whole_s at most {GOAL_S:.0f}, and ok")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
