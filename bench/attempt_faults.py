"""Faults between terminal and record: the web process dies in the middle of attempts; one look reaches two terminals.

What counts as accepted is what terminals were thanked for, not what the database says.
"""

import random
import threading
import time
import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx2

from bench.attempts import ATTEMPTS_PER_TERMINAL, fill, jpeg
from bench.linked_world import Count, World

COMPANY: Final = "bench"  # as `crowd` calls it
PEOPLE: Final = "0000%"
LOOKS: Final = 40  # of one person at two terminals
PATIENCE_S: Final = 120.0


class Door:
    """Terminals in front of a web process that may be gone: each asks again, with the same attempt, until answered."""

    def __init__(self, world: World, *, terminals: int) -> None:
        self._frame = jpeg(None)
        self.tokens = fill(world.variables, self._frame, people=1, terminals=terminals)
        world.fill([{"code": COMPANY, "url": world.direct_url, "people": 1, "days": 0, "adopt": True}])
        self._address = f"http://127.0.0.1:{world.start_web()}/api/v1/terminal/attempts"
        self.first = datetime.now(UTC) - timedelta(days=3)
        self.thanked: set[str] = set()
        self.retried = 0

    def attempt(self, token: str, captured_at: datetime) -> None:
        """One look; the punch that the terminal is thanked for is remembered."""
        fields = {"attempt_id": str(uuid.uuid4()), "captured_at": captured_at.isoformat()}
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                answer = httpx2.post(
                    self._address,
                    data=fields,
                    files={"frames": ("f.jpg", self._frame, "image/jpeg")},
                    headers={"Authorization": f"Bearer {token}"},
                    timeout=20,
                )
            except httpx2.TransportError:
                self.retried += 1
                time.sleep(0.2)
                continue
            if answer.status_code == HTTPStatus.OK:
                self.thanked.add(answer.json()["punch"]["punch_id"])
                return
            self.retried += 1
            time.sleep(0.5)
        raise SystemExit("an attempt was never answered")


def web_killed(world: World, door: Door, kills: int, chance: random.Random) -> tuple[int, Count]:
    """SIGKILL to web at random moments while attempts come in one after the other. How often, and the count."""
    before, known, done = world.count(COMPANY, people=PEOPLE), set(door.thanked), threading.Event()
    start = door.first + timedelta(days=1)
    seconds = (start + timedelta(seconds=number) for number in range(kills * ATTEMPTS_PER_TERMINAL))

    def look() -> None:
        tokens = [token for token in door.tokens[2:] for _ in range(ATTEMPTS_PER_TERMINAL // 2)]
        for token, at in zip(tokens, seconds, strict=False):
            if done.is_set():
                return
            door.attempt(token, at)

    looking = threading.Thread(target=look)
    looking.start()
    killed = 0
    while killed < kills and looking.is_alive():
        wanted = len(door.thanked) + chance.randint(1, 8)
        while len(door.thanked) < wanted and looking.is_alive():
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.06))
        world.kill_web()
        world.start_web()
        killed += 1
    done.set()
    looking.join()
    if killed and not door.retried:
        raise SystemExit("no attempt met a web process that was gone")
    return killed, _count(world, door.thanked - known, before)


def two_terminals(world: World, door: Door) -> tuple[int, Count]:
    """One person's look in the same second at two terminals at once: one punch."""
    before, known = world.count(COMPANY, people=PEOPLE), set(door.thanked)
    for number in range(LOOKS):
        both = [
            threading.Thread(target=door.attempt, args=(token, door.first + timedelta(seconds=number)))
            for token in door.tokens[:2]
        ]
        for terminal in both:
            terminal.start()
        for terminal in both:
            terminal.join()
    new = door.thanked - known
    if len(new) != LOOKS:
        raise SystemExit(f"{LOOKS} looks at two terminals became {len(new)} punches")
    return LOOKS, _count(world, new, before)


def _count(world: World, thanked: Collection[str], before: Count) -> Count:
    """Of what came since `before`, when nothing was on its way."""
    world.settle(workers=1, patience_s=PATIENCE_S)
    after = world.count(COMPANY, people=PEOPLE)
    delivered, there = after.delivered - before.delivered, after.there - before.there
    return replace(after, accepted=len(thanked), delivered=delivered, there=there)
