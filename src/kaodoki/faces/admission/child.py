"""`python -m kaodoki.faces.admission.child`: reads and runs a pack's networks in a process that may die of them.

It takes the pack's folder, or the name of a built-in pack, and prints one line of JSON: the run, or the error.
"""

import contextlib
import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from kaodoki.faces.admission.errors import PackNotRunnable
from kaodoki.faces.admission.inspection import inspect_network
from kaodoki.faces.admission.trial_run import TrialRun, try_networks
from kaodoki.faces.errors import PackError
from kaodoki.faces.pack import Pack, read_folder, read_pack
from kaodoki.faces.prepare import prepare, read_source

MOST_MEMORY = 6 * 1024**3
MOST_SECONDS = 300
LARGEST_FILE = 2 * 1024**3


def examine(pack: Pack) -> TrialRun:
    """Hashes, what the files say of themselves, the preparation if it is still to do, and a run."""
    for file in pack.files:
        inspect_network(read_source(file), file.source)
    try:
        prepare(pack)
    except ValueError as error:  # weights that cannot be folded as pack.toml says
        raise PackNotRunnable(file=pack.recogniser.source, reason=str(error)[:200]) from error
    return try_networks(pack)


def main(arguments: list[str]) -> int:
    _limit()
    place, name = arguments
    try:
        pack = read_folder(Path(name), is_built_in=False) if place == "--folder" else read_pack(name)
        answer: dict[str, object] = {"run": asdict(examine(pack))}
    except PackError as error:
        answer = {"code": error.code, "details": error.details}
    print(json.dumps(answer))
    return 0


def _limit() -> None:
    """No more memory, time and disk than a network needs; a system that cannot limit one of them goes without."""
    bounds = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: MOST_SECONDS,
        resource.RLIMIT_FSIZE: LARGEST_FILE,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound, bound))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
