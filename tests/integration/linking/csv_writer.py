"""Delivers punches to a folder until it is killed; prints the id of each once it has the receipt.

    python csv_writer.py FOLDER SEED [STEP]

With STEP it dies by itself, without any cleaning up, right "before" or "after" a file is renamed to where it is read.
"""

import os
import random
import signal
import sys
import uuid
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from kaodoki.linking.connectors.csv_file import index
from kaodoki.linking.connectors.csv_file.connector import CsvFile
from kaodoki.linking.connectors.protocol import OutgoingPunch
from kaodoki.timekeeping.kinds import Kind


def die_at_rename(step: str) -> None:
    rename = os.rename

    def dying(source: Path, target: Path) -> None:
        if step == "after":
            rename(source, target)
        os.kill(os.getpid(), signal.SIGKILL)

    index.os.rename = dying  # type: ignore[attr-defined]


def main() -> None:
    folder, numbers = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
    if len(sys.argv) > 3:
        die_at_rename(sys.argv[3])
    index.MOST_ROWS = 7  # type: ignore[attr-defined]
    while True:
        with closing(CsvFile(base_url=f"file://{folder}?format=plain&every=0", allowed_folders=[folder])) as connector:
            for _ in range(numbers.randrange(1, 12)):
                punch_id = uuid.UUID(int=numbers.getrandbits(128), version=4)
                at = datetime(2026, 6, 1, 9, tzinfo=UTC)
                connector.deliver(
                    OutgoingPunch(
                        punch_id=punch_id, employee_key="1", punched_at=at, working_date=date(2026, 6, 1), kind=Kind.IN
                    )
                )
                print(punch_id, flush=True)


if __name__ == "__main__":
    main()
