"""Children that end with the process that started them, even if that one is killed."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent(with_signal: signal.Signals, *, parent: int | None = None) -> Callable[[], None] | None:
    """A `preexec_fn` after which the kernel sends the child `with_signal` when its parent dies; None where it cannot.

    `parent` is the calling process unless given. The kernel watches the parent's *thread*: start such children from a
    thread that lives as long as they should.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # loaded before the fork: afterwards only calls that are safe there
    parent = parent or os.getpid()

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return ask_kernel
