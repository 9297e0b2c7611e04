"""A worker whose server was killed would hold the port for ever, and no new server could take its place."""

import os
import threading
import time

LOOK_EVERY_S = 0.5


def end_with_parent() -> None:
    """From now on this process ends soon after the one that started it."""
    threading.Thread(target=_watch, args=(os.getppid(),), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os._exit(1)
