"""Requests counted over the last five minutes, per caller, in memory: one worker process serves the WebAPI."""

import math
import threading
from collections import defaultdict, deque

WINDOW_S = 300.0
GENERAL_LIMIT = 500  # requests per window; the reference's section 3
PUNCH_LIMIT = 2000


class RateCounter:
    """Counts requests by caller; thread-safe. Refused requests are not counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._moments: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait_s(self, caller: str, *, limit: int, now_s: float) -> int:
        """Count a request at `now_s`; 0 if it is within the limit, else the whole seconds until one is again."""
        with self._lock:
            moments = self._moments[caller]
            while moments and moments[0] <= now_s - WINDOW_S:
                moments.popleft()
            if len(moments) >= limit:
                oldest = moments[0] if moments else now_s
                return max(1, math.ceil(oldest + WINDOW_S - now_s))
            moments.append(now_s)
            self._forget_idle(now_s)
            return 0

    def clear(self) -> None:
        with self._lock:
            self._moments.clear()

    def _forget_idle(self, now_s: float) -> None:
        if len(self._moments) < 1000:
            return
        idle = [caller for caller, moments in self._moments.items() if not moments or moments[-1] <= now_s - WINDOW_S]
        for caller in idle:
            del self._moments[caller]
